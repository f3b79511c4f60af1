/**
 * The companion: it holds the secrets, asks Leaf, and tells pages no more than they need. A web-standard handler, so it
 * runs wherever a `Request` can be had.
 */
import { Hono, type MiddlewareHandler } from 'hono';
import { withoutTrailingSlash } from '../protocol/links.js';
import { mintAttempt, mintLink } from './attempt.js';
import { demandJsonObject } from './body.js';
import { readConfig, type Config } from './config.js';
import { createOneClick } from './flows/one-click.js';
import { createKeyRing } from './keys.js';
import { createLeafClient } from './leaf/client.js';
import { createConnectionReader } from './leaf/read-connection.js';
import type { LeafConnectOptions } from './options.js';
import { preflight, withCors } from './origins.js';
import { ProblemError } from './problem.js';
import { withScope, type Env } from './request-scope.js';
import { withoutSecrets } from './secrets.js';
import { createSession, type IssuedSession, type SessionInput } from './session.js';
import { createStart } from './start.js';
import { demandSession } from './who-asks.js';

export interface Companion {
  /** Answers any request, and never rejects. Routes live under the path of `publicUrl`, whether a host strips it or not. */
  fetch(request: Request): Promise<Response>;
  /** Signs a session for one user and one page. Throws `ZodError` or `RangeError` on unusable input. */
  createSession(input: SessionInput): Promise<IssuedSession>;
  /** From now on `/readyz` says 503, so that a balancer sends new requests elsewhere. */
  drain(): void;
}

/** Throws `ConfigurationError` naming every fault of the options at once. */
export function createLeafConnect(options: LeafConnectOptions): Companion {
  return createCompanion(readConfig(options));
}

export function createCompanion(config: Config): Companion {
  const keys = createKeyRing(config.sessionKeys);
  const leaf = createLeafClient(config);
  const readConnection = createConnectionReader(config, leaf);
  const start = createStart(config, keys, createOneClick(config, leaf));
  const session = demandSession(config, keys);
  let draining = false;

  const app = new Hono<Env>({ getPath: routeUnder(config.publicUrl) });
  // Outermost first: an answer that the search for secrets puts in place of another still gets its headers and log line.
  app.use(withScope(config), withHeaders, withCors(config), withoutSecrets(config));
  app.notFound(() => {
    throw new ProblemError('not_found');
  });
  app.onError((error, c) => {
    const problem = ProblemError.from(error);
    c.var.scope.code = problem.code;
    return problem.toResponse(c.var.scope.requestId);
  });

  // Anybody
  app.get('/healthz', () => new Response(null, { headers: { 'Cross-Origin-Resource-Policy': 'cross-origin' } }));
  app.get('/readyz', () => new Response(null, { status: draining ? 503 : 200 }));

  // The sign-in window
  app.get('/start/:token', start.open);
  app.post('/start/:token', start.proceed);

  // Allowed pages, each on behalf of one user
  app.options('*', (c) => preflight(c.req.raw, config));

  app.get('/connection', session('read'), async (c) => {
    return c.json(await readConnection(c.var.principal, c.var.scope));
  });

  app.delete('/connection', session('disconnect'), async (c) => {
    await leaf.deleteCredential(c.var.principal.leafUserId, c.var.scope);
    return c.body(null, 204);
  });

  app.post('/attempts', session('connect'), jsonBody, async (c) => {
    return c.json(await mintAttempt(c.var.principal, config, keys), 201);
  });

  app.post('/links', session('connect'), jsonBody, async (c) => {
    return c.json(await mintLink(c.var.principal, config, keys), 201);
  });

  app.post('/organizations/sync', session('organizations'), jsonBody, async (c) => {
    await leaf.syncOrganizations(c.var.principal.leafUserId, c.var.scope);
    return c.json(await readConnection(c.var.principal, c.var.scope));
  });

  return {
    fetch: async (request) => app.fetch(request),
    createSession: (input) => createSession(input, config, keys),
    drain: () => {
      draining = true;
    },
  };
}

/** The path that routes are matched with: the one of `publicUrl` is taken off, unless a host did so already. */
function routeUnder(publicUrl: string): (request: Request) => string {
  const base = withoutTrailingSlash(new URL(publicUrl).pathname);
  return (request) => {
    const { pathname } = new URL(request.url);
    return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname;
  };
}

/** What every answer carries. A page has a policy of its own, pinned to its style and script. */
const withHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const { headers } = c.res;
  headers.set('Cache-Control', 'no-store');
  headers.set('X-Content-Type-Options', 'nosniff');
  if (!headers.has('Referrer-Policy')) headers.set('Referrer-Policy', 'no-referrer');
  if (headers.has('Content-Security-Policy')) return;
  headers.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
};

const jsonBody: MiddlewareHandler<Env> = async (c, next) => {
  await demandJsonObject(c.req.raw, c.var.scope.signal);
  await next();
};
