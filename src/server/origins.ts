/**
 * Which pages may ask, and the headers that let their browsers read the answer. Origins are compared whole and exactly:
 * a browser has already normalised what it sends, so anything that merely looks alike is somebody else.
 */
import type { MiddlewareHandler } from 'hono';
import type { Config } from './config.js';
import { ProblemError } from './problem.js';
import type { Env } from './request-scope.js';
import type { Principal } from './session.js';

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type',
  'Access-Control-Max-Age': '600',
};

/** Lets allowed pages read every answer, errors included. Never with cookies: those are for the companion's own origin. */
export function withCors({ pageOrigins }: Config): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    // Caches must not hand one page's permission to another, so this is said even where there is no permission.
    headers.set('Vary', 'Origin');
    const origin = c.req.header('Origin');
    if (origin === undefined || !pageOrigins.includes(origin)) return;
    headers.set('Access-Control-Allow-Origin', origin);
    headers.set('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id');
  };
}

/** The answer to a browser that asks whether it may ask. */
export function preflight(request: Request, config: Config): Response {
  refuseForeignOrigin(request, config);
  return new Response(null, { status: 204, headers: PREFLIGHT });
}

export function refuseForeignOrigin(request: Request, { pageOrigins }: Config): void {
  const origin = request.headers.get('Origin');
  if (origin !== null && !pageOrigins.includes(origin)) throw new ProblemError('origin_not_allowed');
}

/**
 * A session is good on its own page only. Browsers leave `Origin` out of same-origin reads, and a server that holds a
 * token sends none; a write without one is nobody's.
 */
export function demandOriginOf(principal: Principal, request: Request, config: Config): void {
  const origin = request.headers.get('Origin');
  const mayBeAbsent =
    request.method === 'GET' && (request.headers.has('Authorization') || isSameOrigin(request)) && origin === null;
  if (mayBeAbsent) return;
  const allowed = config.pageOrigins.includes(principal.origin) && origin === principal.origin;
  if (!allowed) throw new ProblemError('origin_not_allowed');
}

export function isSameOrigin(request: Request): boolean {
  return request.headers.get('Sec-Fetch-Site') === 'same-origin';
}
