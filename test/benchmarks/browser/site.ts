/**
 * The one server of a run: every contender's page and script, brotli at its highest level, and stand-ins for whatever they
 * ask. HTTP/1.1 without TLS, the same for all.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync } from 'node:zlib';
import type { Connection } from '../../../src/protocol/wire.js';

/** A stand-in for a companion, at `/companion/{name}`. It says what it is told, and knows nobody. */
export interface StubCompanion {
  connection: Connection;
  delayMs: number;
}

export interface Answer {
  readonly type: string;
  readonly body: string | Buffer;
}

export class Site {
  readonly companions = new Map<string, StubCompanion>();
  readonly #files = new Map<string, { type: string; body: Buffer; brotli: boolean }>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  /** Where the pages are. */
  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** The same server, on another origin. */
  get elsewhere(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** @returns its bytes as they are sent. */
  put(path: string, { type, body }: Answer): number {
    const brotli = /^(?:text|application)\//.test(type);
    const sent = brotli ? brotliCompressSync(body) : Buffer.from(body);
    this.#files.set(path, { type, body: sent, brotli });
    return sent.byteLength;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url);
    const file = this.#files.get(pathname);
    const [, kind, name = '', route = ''] = pathname.split('/');
    const companion = kind === 'companion' ? this.companions.get(name) : undefined;
    request.resume();
    if (file !== undefined) {
      const encoding = file.brotli ? { 'Content-Encoding': 'br' } : {};
      response.writeHead(200, { 'Content-Type': file.type, ...encoding }).end(file.body);
    } else if (companion !== undefined) {
      await this.#answerAsCompanion(companion, name, route, request, response);
    } else {
      response.writeHead(404).end();
    }
  }

  async #answerAsCompanion(
    { connection, delayMs }: StubCompanion,
    name: string,
    route: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { origin = this.url, host = '' } = request.headers;
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
    response.setHeader('Access-Control-Max-Age', '600');
    response.setHeader('Cache-Control', 'no-store');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const startUrl = `http://${host}/companion/${name}/start/token`;
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const attempt = { attemptId: 'attempt', startUrl, expiresAt };
    response.writeHead(route === 'attempts' ? 201 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(route === 'attempts' ? attempt : connection));
  }
}
