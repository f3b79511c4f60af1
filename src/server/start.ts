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
import type { LeafCalls } from './leaf/calls.js';
import type { LimitKeeper } from './limits.js';
import { isPrefetch, leadsWindow } from './navigation.js';
import { isSameOrigin } from './origins.js';
import type { RenderPage } from './page-frame.js';
import { createPages } from './pages.js';
import type { ProblemError } from './problem.js';
import type { RequestContext } from './request-scope.js';
import type { SignInCookies } from './sign-in-cookies.js';

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

export interface StartParts {
  keys: KeyRing;
  limits: LimitKeeper;
  leaf: LeafCalls;
  flow: Flow;
  cookies: SignInCookies;
  render: RenderPage;
}

/** What the sign-in window is answered. Pages, since it is a person who sees them. */
export function createStart(config: Config, { keys, limits, leaf, flow, cookies, render }: StartParts): Start {
  const pages = createPages(config, render, flow.redeem !== undefined);

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
    if (attempt === undefined || expired || leadsNowhere(attempt)) return pages.expired(c.req.raw, attempt);
    scope.user = await keys.fingerprint('log', attempt.leafUserId);
    if (scope.address === undefined) await limits.take('windows', attempt.attemptId, scope);
    return next(attempt);
  }

  /** It took the place of a page, before the flow was changed to one that does not come back. */
  const leadsNowhere = ({ returnUrl }: Attempt) => returnUrl !== undefined && flow.redeem === undefined;

  async function sendToSignIn(c: RequestContext, attempt: Attempt): Promise<Response> {
    const { scope } = c.var;
    await limits.take('signIns', scope.user ?? '', scope);
    // What Leaf has fetched it keeps, so that nobody signs in before this is settled.
    if (config.dataSync) await leaf.setDataSync(attempt.leafUserId, config.dataSync, scope);
    const { location, binding } = await flow.startSignIn(attempt, scope);
    scope.log('sign_in_minted', attempt.handed ? { handed: true } : {});
    const headers = new Headers({ Location: location });
    const bound = binding ? await cookies.begin(c, attempt, binding) : [];
    for (const cookie of bound) headers.append('Set-Cookie', cookie);
    return new Response(null, { status: 303, headers });
  }

  return {
    open: (c) =>
      withAttempt(c, false, (attempt) =>
        !attempt.handed && openedByPage(c.req.raw, attempt, config)
          ? sendToSignIn(c, attempt)
          : pages.naming(c.req.raw, attempt),
      ),
    // Reading a name, or trying again, may outlast the attempt of a window that was opened in time.
    proceed: (c) =>
      withAttempt(c, true, (attempt) =>
        postedByNamingPage(c.req.raw, config) ? sendToSignIn(c, attempt) : pages.naming(c.req.raw, attempt, 403),
      ),
    async failed(c, problem) {
      const { attempt } = (await readAttempt(c.req.param('token') ?? '', keys, true)) ?? {};
      return pages.couldNotStart(c.req.raw, problem, c.var.scope.requestId, attempt);
    },
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

/**
 * Whether the naming page's own form was posted, and leads this very window on: no script's fetch, no frame. Browsers too
 * old for these headers still say where a form was posted from.
 */
function postedByNamingPage(request: Request, { publicOrigin }: Config): boolean {
  const { headers } = request;
  if (!leadsWindow(request)) return false;
  return headers.has('Sec-Fetch-Site') ? isSameOrigin(request) : headers.get('Origin') === publicOrigin;
}

/** Of one address. Doubled headers arrive joined by a comma and a space, which no browser leaves in an address. */
function originOf(address: string | null): string | undefined {
  return address !== null && !/\s/.test(address) && URL.canParse(address) ? new URL(address).origin : undefined;
}
