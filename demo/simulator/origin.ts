/** One origin of the simulated internet: a real socket, bound before what answers on it exists. */
import { getRequestListener } from '@hono/node-server';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type FetchHandler = Parameters<typeof getRequestListener>[0];
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface Origin {
  readonly url: string;
  answerWith(listener: Listener): void;
  close(): Promise<void>;
}

/** The two origins name each other in their answers, so both ports must be known before either is built. */
export async function openOrigin(host: string, port: number): Promise<Origin> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${String(bound)}`,
    answerWith: (listener) => {
      server.on('request', listener);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Keeps the global `Request` and `Response` as Node made them: a simulator is a guest in the process that starts it. */
export function listenerOf(fetch: FetchHandler): Listener {
  return getRequestListener(fetch, { overrideGlobalObjects: false });
}
