/** `leaf-jd-connect/server/node`: the companion as a Node server of its own. */
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Companion } from './companion.js';
import { DEADLINES } from './config.js';
import type { ClientAddress } from './node-address.js';

export { readTrustProxy, type ClientAddress } from './node-address.js';

/** Where to listen. */
export interface ListenOptions {
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 8787; 0 takes a free one. */
  port?: number;
  /** Whose request it is, behind proxies: see `readTrustProxy`. Without it, nothing is limited by address. */
  clientAddress?: ClientAddress | undefined;
}

/** A server that listens. */
export interface Listening {
  /** Where the server listens, which is not where browsers reach it: that is `publicUrl`. */
  url: string;
  /**
   * From now on every answer ends its connection, so that no client keeps one that is about to close. Resolves when there
   * is none left, or when the idle ones were given up by their own time-out: after 6 s at most.
   */
  drain(): Promise<void>;
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

/** When a connection that nobody uses has been given up: its time-out and one check; in milliseconds. */
const IDLE_MS = TIME_OUTS.keepAliveTimeout + TIME_OUTS.connectionsCheckingInterval;

/** Serves `companion` over HTTP. Rejects when the address cannot be taken. */
export async function listen(
  companion: Pick<Companion, 'fetch'> & Partial<Pick<Companion, 'fetchFrom'>>,
  { host = '127.0.0.1', port = 8787, clientAddress }: ListenOptions = {},
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => {
      if (clientAddress === undefined || companion.fetchFrom === undefined) return companion.fetch(request);
      const { socket, headers } = (env as HttpBindings).incoming;
      return companion.fetchFrom(clientAddress(socket.remoteAddress, headers['x-forwarded-for']?.toString()), request);
    },
    // Replacing the global Request and Response is not for a library to do to its host.
    overrideGlobalObjects: false,
    serverOptions: TIME_OUTS,
  }) as Server;
  const drain = drainOf(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${String(taken)}`,
    drain,
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

/**
 * What a server does about the connections that clients keep: Node would close them under requests that are on their way.
 * A client that heard `Connection: close` opens another, which a balancer leads elsewhere.
 */
function drainOf(server: Server): () => Promise<void> {
  let draining = false;
  const answers = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  const endAfter = (answer: ServerResponse) => {
    if (!answer.headersSent) answer.setHeader('Connection', 'close');
  };
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Before the listener that answers.
  server.prependListener('request', (_request, answer) => {
    answers.add(answer);
    answer.once('close', () => answers.delete(answer));
    if (draining) endAfter(answer);
  });
  return () =>
    new Promise((resolve) => {
      draining = true;
      answers.forEach(endAfter);
      const timer = setTimeout(resolve, IDLE_MS);
      const whenEmpty = () => {
        if (sockets.size > 0) return;
        clearTimeout(timer);
        resolve();
      };
      for (const socket of sockets) socket.once('close', whenEmpty);
      server.on('connection', (socket) => socket.once('close', whenEmpty));
      whenEmpty();
    });
}
