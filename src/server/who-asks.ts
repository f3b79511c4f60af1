/**
 * Finds out on whose behalf a request comes: from a session, or from the host application's own sign-in. No route takes
 * a user's id from anywhere else.
 */
import type { MiddlewareHandler } from 'hono';
import * as z from 'zod';
import { SCOPES, type Scope } from '../protocol/vocabulary.js';
import { isJson } from './body.js';
import type { Config } from './config.js';
import { inTime } from './in-time.js';
import type { KeyRing } from './keys.js';
import type { Authorize } from './options.js';
import { demandOriginOf, isSameOrigin, refuseForeignOrigin } from './origins.js';
import { ProblemError } from './problem.js';
import { Recent } from './recent.js';
import type { Env } from './request-scope.js';
import { createSessionReader, MAX_NAME_LENGTH, type Principal, type SessionReader } from './session.js';

const AuthorizedUser = z.object({
  leafUserId: z.guid(),
  name: z
    .string()
    .transform((name) => name.slice(0, MAX_NAME_LENGTH))
    .optional(),
});

/** Lets a request through when its origin, its session and the session's scopes all agree. */
export function demandSession(config: Config, keys: KeyRing): (scope: Scope) => MiddlewareHandler<Env> {
  const readSession = createSessionReader(config, keys);
  const fingerprints = new Recent<string>();
  return (scope) => async (c, next) => {
    const request = c.req.raw;
    // Hono answers HEAD through the GET route; nothing here is worth a call to Leaf without an answer.
    if (request.method === 'HEAD') throw new ProblemError('not_found');
    refuseForeignOrigin(request, config);
    const principal = await whoAsks(request, config, readSession);
    const { leafUserId } = principal;
    c.var.scope.user =
      fingerprints.get(leafUserId) ?? fingerprints.set(leafUserId, await keys.fingerprint('log', leafUserId));
    demandOriginOf(principal, request, config);
    if (!principal.scopes.includes(scope)) throw new ProblemError('access_denied');
    c.set('principal', principal);
    await next();
  };
}

async function whoAsks(request: Request, config: Config, readSession: SessionReader): Promise<Principal> {
  const authorization = request.headers.get('Authorization');
  if (authorization !== null) return readSession(authorization);
  if (config.authorize === undefined) throw new ProblemError('session_missing');
  // Cookies come along with requests that other sites cause; only these two signs, which no page can forge, tell.
  if (!isSameOrigin(request)) throw new ProblemError('origin_not_allowed');
  if (request.method === 'POST' && !isJson(request)) throw new ProblemError('access_denied');
  const { leafUserId, name } = await askHost(config.authorize, request, config.deadlines.authorize);
  return { leafUserId, name, origin: config.publicOrigin, scopes: SCOPES };
}

/** Asks the host application. Throwing and junk are its bugs (500), nothing is nobody (401), silence is a 504. */
async function askHost(authorize: Authorize, { url, method, headers }: Request, deadlineMs: number) {
  // Without the body: a clone would have to keep in memory, without end, what only one of the two reads.
  const answer = askSafely(authorize, new Request(url, { method, headers }));
  const late = () => new ProblemError('unknown', { status: 504 });
  const user = await inTime(answer, AbortSignal.timeout(deadlineMs), late);
  if (user === null || user === undefined) throw new ProblemError('session_missing');
  const parsed = AuthorizedUser.safeParse(user);
  if (!parsed.success) throw new ProblemError('unknown');
  return parsed.data;
}

/** Whatever is thrown, even a `ProblemError` of some other companion or a bare string, ends as `unknown`. */
async function askSafely(authorize: Authorize, request: Request): Promise<unknown> {
  try {
    return await authorize(request);
  } catch {
    throw new ProblemError('unknown');
  }
}
