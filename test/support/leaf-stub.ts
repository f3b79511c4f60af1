/**
 * A programmable Leaf on a real socket: says what each route was told to say, and remembers every call it received.
 * It simulates no behaviour of its own; see `demo/simulator` for that.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LeafCallSeen {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A plain answer, or a function that has the socket's response in its hands: to stall, to dribble, to break off. */
export type StubAnswer = PlainAnswer | ((response: ServerResponse, call: LeafCallSeen) => void);
interface PlainAnswer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
}

export interface LeafStub {
  url: string;
  /** Every call, in order. */
  calls: LeafCallSeen[];
  /**
   * Programs a route such as `GET john-deere-credentials`; what a user's path has before it does not matter. Of other
   * services: `configs`, `resources`, `magic-link`.
   */
  on(route: string, answer: StubAnswer): void;
  /** Forgets programs and calls. */
  reset(): void;
  close(): Promise<void>;
  /** Takes no connection any more, and lets those go that it has. */
  refuse(): Promise<void>;
  /** Is there again, at the same address. */
  listen(): Promise<void>;
}

/** Starts a Leaf that answers 404 to everything it was not told about. */
export async function startLeafStub(): Promise<LeafStub> {
  const answers = new Map<string, StubAnswer>();
  const calls: LeafCallSeen[] = [];

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const call = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      calls.push(call);
      const program = answers.get(routeOf(call)) ?? { status: 404 };
      if (typeof program === 'function') program(response, call);
      else reply(response, program);
    });
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${String(port)}`,
    calls,
    on: (route, answer) => {
      answers.set(route, answer);
    },
    reset: () => {
      answers.clear();
      calls.length = 0;
    },
    close,
    refuse: close,
    listen: () => listen(port),
  };
}

function routeOf({ method, path }: LeafCallSeen): string {
  const route = path
    .replace(/^\/services\/usermanagement\/api\/users\/[^/]+\//, '')
    .replace(/^\/services\/config\/api\/(configs)\/[^/]+$/, '$1')
    .replace(/^\/services\/config\/api\/configs$/, 'configs of the owner')
    .replace(/^\/services\/integrations\/api\/(resources)\?.*$/, '$1')
    .replace(/^\/services\/widgets\/api\/(magic-link)\/users\/[^/]+\/authentication$/, '$1');
  return `${method} ${route}`;
}

function reply(response: ServerResponse, { status = 200, headers, json, text }: PlainAnswer): void {
  response.writeHead(status, { 'Content-Type': json === undefined ? 'text/plain' : 'application/json', ...headers });
  response.end(json === undefined ? text : JSON.stringify(json));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
