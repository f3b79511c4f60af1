/** `leaf-jd-connect/server/node`: the companion as a Node server of its own. */
import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Companion } from './companion.js';
import { DEADLINES } from './config.js';

export interface ListenOptions {
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 8787; 0 takes a free one. */
  port?: number;
}

export interface Listening {
  /** Where the server listens, which is not where browsers reach it: that is `publicUrl`. */
  url: string;
  /** Takes no new connection, lets requests in flight finish, then resolves: within 13 s, whatever clients do. */
  close(): Promise<void>;
}

/** Node's own defaults let a slow client hold a connection for minutes; in milliseconds. */
const TIME_OUTS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
};

/** A closing server no longer checks the time-outs above; in milliseconds, when every request has had all its time. */
const CLOSE_MS = DEADLINES.request + 1_000;

/** Serves `companion` over HTTP. Rejects when the address cannot be taken. */
export async function listen(
  companion: Pick<Companion, 'fetch'>,
  { host = '127.0.0.1', port = 8787 }: ListenOptions = {},
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request) => companion.fetch(request),
    // Replacing the global Request and Response is not for a library to do to its host.
    overrideGlobalObjects: false,
    serverOptions: TIME_OUTS,
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${String(taken)}`,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          server.closeAllConnections();
        }, CLOSE_MS);
        timer.unref();
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
