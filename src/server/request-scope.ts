/**
 * What belongs to one inbound request and dies with it: its id, its deadline, the secrets seen while serving it, and
 * its log lines.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Config } from './config.js';
import type { KeyRing } from './keys.js';
import type { LogEntry } from './options.js';
import type { ProblemCode } from '../protocol/vocabulary.js';
import type { Principal } from './session.js';

/** What a host knows of a request that is not in it. */
export interface Caller {
  /** Whose request it is, as the host found out; nothing in the request itself is believed. */
  clientAddress: string | undefined;
}

/** What Hono carries along with a request. */
export interface Env {
  Bindings: Caller;
  Variables: { scope: RequestScope; principal: Principal };
}
export type RequestContext = Context<Env>;

/** Shorter values read from an upstream would be found in innocent answers. */
const MIN_SECRET_LENGTH = 8;

export class RequestScope {
  readonly requestId = crypto.randomUUID();
  /** Aborts when the request's time is over. */
  readonly signal: AbortSignal;
  /** When that will be, on the clock of `performance.now()`. */
  readonly endsAt: number;
  /** Asked with `Cache-Control: no-cache`, as an element does after a hint; see `Errand`. */
  fresh = false;
  /** A keyed hash of the caller's address, where the host knows it. */
  address: string | undefined;
  /** A keyed hash of the Leaf user's id, as soon as it is known. */
  user: string | undefined;
  /** What went wrong, for the log. */
  code: ProblemCode | undefined;
  #upstreamCalls = 0;
  readonly #seen = new Map<string, string>();
  readonly #log: Config['log'];

  constructor({ deadlines, log }: Config) {
    this.signal = AbortSignal.timeout(deadlines.request);
    this.endsAt = performance.now() + deadlines.request;
    this.#log = log;
  }

  /** Remembers a secret that this request came to see, so that its answer can be searched for it. */
  keepSecret(kind: string, value: string): void {
    if (value.length >= MIN_SECRET_LENGTH) this.#seen.set(value, kind);
  }

  /** Counts a call to Leaf that this request caused. */
  countCall(): void {
    this.#upstreamCalls += 1;
  }

  get upstreamCalls(): number {
    return this.#upstreamCalls;
  }

  /** Value and kind of every secret seen so far. */
  get secrets(): ReadonlyMap<string, string> {
    return this.#seen;
  }

  log(event: LogEntry['event'], details: Omit<LogEntry, 'event' | 'requestId' | 'user'> = {}): void {
    const { requestId, user } = this;
    const entry = { event, requestId, ...(user !== undefined && { user }), ...details };
    // A log that fails, at once or later, must not take the grower's connection with it.
    const write = async () => {
      await this.#log?.(entry);
    };
    write().catch(() => undefined);
  }
}

/** Gives every request its scope, and every answer one log line. */
export function withScope(config: Config, keys: KeyRing): MiddlewareHandler<Env> {
  return async (c, next) => {
    const scope = new RequestScope(config);
    const started = performance.now();
    scope.fresh = /\bno-cache\b/i.test(c.req.header('Cache-Control') ?? '');
    c.set('scope', scope);
    const { clientAddress } = c.env;
    if (clientAddress !== undefined) scope.address = await keys.fingerprint('address', clientAddress);
    await next();
    c.res.headers.set('X-Request-Id', scope.requestId);
    scope.log('request', {
      // The pattern: a path may hold a token.
      route: routePath(c, -1),
      method: c.req.method,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
      ...(scope.upstreamCalls > 0 && { upstream: scope.upstreamCalls }),
      ...(scope.code !== undefined && { code: scope.code }),
    });
  };
}
