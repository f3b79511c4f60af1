/** Starts and ends what listens on a socket. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askOver } from './ask.js';
import type { Host } from './contract.js';

/** Listens with a plain Node server, or with one that a framework made. */
export async function listening(server: Server | RequestListener): Promise<Host> {
  const listener = typeof server === 'function' ? createServer(server) : server;
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    ask: askOver(`http://127.0.0.1:${String(port)}`),
    close: async () => {
      listener.closeAllConnections();
      listener.close();
      await once(listener, 'close');
    },
  };
}
