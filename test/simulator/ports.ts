/** Ports of this machine, to be in the way of something or to be left to it. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Listens on a port, or on any when it is 0; rejects when it is taken. */
export async function takePort(wanted: number): Promise<{ port: number; release: () => Promise<void> }> {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const release = async () => {
    server.close();
    await once(server, 'close');
  };
  return { port, release };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const { port, release } = await takePort(0);
  await release();
  return port;
}
