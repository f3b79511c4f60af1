/**
 * A companion on a real socket that says what a test scripted, and remembers every request. It runs inside the test
 * runner's own server, and decides nothing by itself; the pages it serves are labelled as simulations.
 *
 * `PATCH /scripted/<name>/script` sets answers, `GET /scripted/<name>/requests` tells what was asked.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { TestRunnerConfig } from '@web/test-runner';
import type { Choice } from '../../src/protocol/vocabulary.js';
import type { Organization } from '../../src/protocol/wire.js';
import { disconnected, type Answer } from './answers.js';
import { embeddedPage, startPage } from './scripted-pages.js';

type Middleware = NonNullable<TestRunnerConfig['middleware']>[number];

/**
 * What to do with a request: answer it, answer one after another (the last one stays), keep it waiting until the script
 * of its route is changed, or break the connection off.
 */
export type Direction = Answer | readonly Answer[] | 'hold' | 'hang up';

/** Directions by route, such as `GET /connection`. Routes that are not named do the plainest thing that works. */
export type Script = Readonly<Record<string, Direction>>;

export interface RequestSeen {
  readonly method: string;
  readonly path: string;
  /** With its question mark; empty without a query. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Synthetic: in the form of a QR code's path and 29 wide, but its three corners are all that is drawn. */
const QR_LIKE = 'M0 0M29 29m-25 -25h7v7h-7zm14 0h7v7h-7zm-14 14h7v7h-7z';

/** Also for a page in another browser than the test runner's. */
export class ScriptedCompanion {
  readonly requests: RequestSeen[] = [];
  readonly #name: string;
  readonly #script = new Map<string, Direction>();
  readonly #waiting: (() => void)[] = [];
  #minted = 0;
  #handed = 0;

  constructor(name: string) {
    this.#name = name;
  }

  direct(script: Script): void {
    for (const [route, direction] of Object.entries(script)) this.#script.set(route, direction);
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  /** @param base The companion's own address, as the browser wrote it. */
  async answer(route: string, base: string, body: string): Promise<Answer | 'hang up'> {
    for (;;) {
      const direction = this.#next(route) ?? this.#plainly(route, base, body);
      if (direction !== 'hold') return direction;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #next(route: string): Answer | 'hold' | 'hang up' | undefined {
    const direction = this.#script.get(route);
    if (direction === undefined || direction === 'hold' || direction === 'hang up') return direction;
    if (!isList(direction)) return direction;
    const [first, ...rest] = direction;
    if (rest.length > 0) this.#script.set(route, rest);
    return first;
  }

  #plainly(route: string, base: string, body: string): Answer | 'hold' | 'hang up' {
    switch (route) {
      case 'GET /connection':
        return { json: disconnected() };
      case 'POST /organizations/sync':
        return this.#next('GET /connection') ?? { json: disconnected() };
      case 'POST /attempts': {
        const attemptId = `${this.#name}-${++this.#minted}`;
        return { status: 201, json: { attemptId, startUrl: `${base}/start/${attemptId}`, expiresAt: inAnHour() } };
      }
      case 'POST /links': {
        const url = `${base}/start/${this.#name}-link-${++this.#handed}`;
        return { status: 201, json: { url, expiresAt: inAnHour(), qr: QR_LIKE } };
      }
      case 'POST /session':
        return { json: { token: 'token-of-the-session', expiresAt: inAnHour() } };
      case 'DELETE /connection':
        return { status: 204 };
      case 'GET /healthz':
        return { json: {} };
      case 'GET /embedded':
        return page(embeddedPage());
      case 'GET /events':
        return { json: [] };
      default:
        if (route.startsWith('PATCH /organizations/')) return { json: chosen(route, body) };
        return route.startsWith('GET /start/') ? page(startPage(base)) : { status: 404 };
    }
  }
}

/** One companion per name, so that tests share nothing. */
export function scriptedCompanions(): Middleware {
  const companions = new Map<string, ScriptedCompanion>();
  return async (context, next) => {
    const [mount, name, path] = /^\/scripted\/([\w-]+)(\/.*)$/.exec(context.path) ?? [];
    if (mount === undefined || name === undefined || path === undefined) return next();
    const companion = companions.get(name) ?? new ScriptedCompanion(name);
    companions.set(name, companion);
    const body = await readBody(context.req);
    if (path === '/script') {
      companion.direct(JSON.parse(body) as Script);
      context.status = 204;
      return;
    }
    if (path === '/requests') {
      context.body = companion.requests;
      return;
    }
    companion.requests.push({ method: context.method, path, query: context.search, headers: context.headers, body });
    const answer = await companion.answer(`${context.method} ${path}`, `${context.origin}/scripted/${name}`, body);
    if (answer === 'hang up') {
      context.respond = false;
      context.req.socket.destroy();
      return;
    }
    context.status = answer.status ?? 200;
    context.set('content-type', 'application/json');
    context.set('cache-control', 'no-store');
    context.set(answer.headers ?? {});
    if (context.status !== 204) context.body = answer.text ?? JSON.stringify(answer.json ?? {});
  };
}

/** Whatever is chosen is so from now on. */
function chosen(route: string, body: string): Organization {
  const id = decodeURIComponent(route.slice(route.lastIndexOf('/') + 1));
  const { status } = JSON.parse(body) as { status: Choice };
  return { id, name: id, managementUri: null, sync: status };
}

function isList(direction: Answer | readonly Answer[]): direction is readonly Answer[] {
  return Array.isArray(direction);
}

function page(text: string): Answer {
  return { text, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString();
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
