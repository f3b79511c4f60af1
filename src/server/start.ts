/**
 * The first page of the sign-in window. A sign-in URL is bound to a Leaf user and not to a browser, so one that an
 * attacker minted and sent to a grower would attach the grower's farm to the attacker's account. Hence nobody goes on
 * from here unseen: either an allowed page shows that it opened the window, or a person reads a name and presses a button.
 * A link that was handed to somebody always takes the second way.
 */
import { readAttempt, type Attempt } from './attempt.js';
import type { Config } from './config.js';
import type { Flow } from './flows/flow.js';
import type { KeyRing } from './keys.js';
import type { LimitKeeper } from './limits.js';
import { isSameOrigin } from './origins.js';
import { createPages } from './pages.js';
import type { ProblemError } from './problem.js';
import type { RequestContext, RequestScope } from './request-scope.js';

type StartRoute = (c: RequestContext) => Promise<Response>;

/** The pattern of its routes, by which an answer is known to be for a person. */
export const START_PATH = '/start/:token';

export interface Start {
  /** The GET of `START_PATH`. */
  open: StartRoute;
  /** The POST. */
  proceed: StartRoute;
  /** What a person sees of anything that went wrong there. */
  failed(c: RequestContext, problem: ProblemError): Promise<Response>;
}

/** What the sign-in window is answered. Pages, since it is a person who sees them. */
export function createStart(config: Config, keys: KeyRing, limits: LimitKeeper, flow: Flow): Start {
  const pages = createPages(config);

  /** Runs `next` with the attempt of the URL, or tells that there is none, or none any more. */
  async function withAttempt(
    c: RequestContext,
    withGrace: boolean,
    next: (attempt: Attempt) => Promise<Response>,
  ): Promise<Response> {
    const { scope } = c.var;
    // Before the signature is looked at: whoever tries tokens is told no more than that it is too many.
    if (scope.address !== undefined) await limits.take('windows', scope.address, scope);
    const { attempt, expired } = (await readAttempt(c.req.param('token') ?? '', keys, withGrace)) ?? {};
    if (attempt === undefined || expired) return pages.expired(c.req.raw, attempt);
    scope.user = await keys.fingerprint('log', attempt.leafUserId);
    if (scope.address === undefined) await limits.take('windows', attempt.attemptId, scope);
    return next(attempt);
  }

  async function sendToSignIn(attempt: Attempt, scope: RequestScope): Promise<Response> {
    await limits.take('signIns', scope.user ?? '', scope);
    const { location, cookies = [] } = await flow.startSignIn(attempt, scope);
    scope.log('sign_in_minted', attempt.handed ? { handed: true } : {});
    const headers = new Headers({ Location: location });
    for (const cookie of cookies) headers.append('Set-Cookie', cookie);
    return new Response(null, { status: 303, headers });
  }

  return {
    open: (c) =>
      withAttempt(c, false, (attempt) =>
        !attempt.handed && openedByPage(c.req.raw, attempt, config)
          ? sendToSignIn(attempt, c.var.scope)
          : pages.naming(c.req.raw, attempt),
      ),
    // Reading a name, or trying again, may outlast the attempt of a window that was opened in time.
    proceed: (c) =>
      withAttempt(c, true, (attempt) =>
        postedByNamingPage(c.req.raw, config)
          ? sendToSignIn(attempt, c.var.scope)
          : pages.naming(c.req.raw, attempt, 403),
      ),
    failed: (c, problem) => pages.couldNotStart(c.req.raw, problem, c.var.scope.requestId),
  };
}

/**
 * Whether the request shows that the attempt's own page opened this window: a navigation of a person's making, never a
 * fetch, a prefetch, a link preview or an address typed in, and a referrer of exactly that page's origin.
 */
function openedByPage({ method, headers }: Request, attempt: Attempt, { pageOrigins }: Config): boolean {
  const site = headers.get('Sec-Fetch-Site');
  return (
    method === 'GET' &&
    headers.get('Sec-Fetch-Mode') === 'navigate' &&
    headers.get('Sec-Fetch-Dest') === 'document' &&
    site !== null &&
    site !== 'none' &&
    !isPrefetch(headers) &&
    originOf(headers.get('Referer')) === attempt.origin &&
    pageOrigins.includes(attempt.origin)
  );
}

function isPrefetch(headers: Headers): boolean {
  return ['Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz'].some((name) =>
    /prefetch|prerender|preview/i.test(headers.get(name) ?? ''),
  );
}

/**
 * Whether the naming page's own form was posted, and leads this very window on: no script's fetch, no frame. Browsers too
 * old for these headers still say where a form was posted from.
 */
function postedByNamingPage(request: Request, { publicOrigin }: Config): boolean {
  const { headers } = request;
  if ((headers.get('Sec-Fetch-Mode') ?? 'navigate') !== 'navigate') return false;
  if ((headers.get('Sec-Fetch-Dest') ?? 'document') !== 'document') return false;
  return headers.has('Sec-Fetch-Site') ? isSameOrigin(request) : headers.get('Origin') === publicOrigin;
}

/** Of one address. Doubled headers arrive joined by a comma and a space, which no browser leaves in an address. */
function originOf(address: string | null): string | undefined {
  return address !== null && !/\s/.test(address) && URL.canParse(address) ? new URL(address).origin : undefined;
}
