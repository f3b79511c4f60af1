/**
 * Where John Deere sends the sign-in window back to: with a code after the sign-in, and with nothing at all after the choice
 * of organizations. A code is redeemed only in the browser in which its sign-in was begun; whoever was handed somebody
 * else's sign-in URL, or brings a code of their own, connects nothing.
 */
import type { Attempt } from './attempt.js';
import { createCallbackPages } from './callback-pages.js';
import type { Config } from './config.js';
import type { FinishSignIn } from './finish-sign-in.js';
import { redirectUri } from './flows/sign-in-address.js';
import type { KeyRing } from './keys.js';
import type { LeafCalls } from './leaf/calls.js';
import type { LimitKeeper } from './limits.js';
import { leadsWindow } from './navigation.js';
import type { RenderPage } from './page-frame.js';
import { ProblemError } from './problem.js';
import type { RequestContext } from './request-scope.js';
import { allowedReturnUrl } from './return-url.js';
import type { BoundSignIn, SignInCookies } from './sign-in-cookies.js';

export const CALLBACK_PATH = '/callback';

export interface Callback {
  /** The GET of `CALLBACK_PATH`. */
  open: (c: RequestContext) => Promise<Response>;
  /** What a person sees of anything that went wrong before it was known whose sign-in it was. */
  failed(c: RequestContext, problem: ProblemError): Promise<Response>;
}

export interface CallbackParts {
  keys: KeyRing;
  limits: LimitKeeper;
  leaf: LeafCalls;
  cookies: SignInCookies;
  render: RenderPage;
  finishSignIn: FinishSignIn;
}

export function createCallback(config: Config, parts: CallbackParts): Callback {
  const { keys, limits, leaf, cookies, render, finishSignIn } = parts;
  const pages = createCallbackPages(config, render);

  /** From now on it is known whose window this is. */
  async function recognize({ var: { scope } }: RequestContext, { leafUserId, attemptId }: Attempt): Promise<void> {
    scope.user = await keys.fingerprint('log', leafUserId);
    if (scope.address === undefined) await limits.take('windows', attemptId, scope);
  }

  async function signedIn(c: RequestContext, answer: URLSearchParams): Promise<Response> {
    const { scope } = c.var;
    const bound = hasOne(answer, 'state') ? await cookies.find(c, answer.get('state') ?? '') : undefined;
    if (bound === undefined) {
      scope.code = 'access_denied';
      return pages.notBound(c.req.raw, scope.requestId);
    }
    await recognize(c, bound.attempt);
    try {
      return await (answer.has('error') ? refused(c, answer, bound) : accepted(c, answer, bound));
    } catch (error) {
      return couldNotFinish(c, ProblemError.from(error), bound.attempt);
    }
  }

  async function refused(c: RequestContext, answer: URLSearchParams, bound: BoundSignIn): Promise<Response> {
    const error = answer.get('error') ?? '';
    if (error !== 'access_denied') {
      throw new ProblemError(PASSING.includes(error) ? 'leaf_unavailable' : 'leaf_rejected');
    }
    const response = comeBack(bound.attempt) ?? (await pages.declined(c.req.raw, bound.attempt));
    return withCookie(response, cookies.end(bound.binding.state));
  }

  async function accepted(c: RequestContext, answer: URLSearchParams, bound: BoundSignIn): Promise<Response> {
    const { attempt, binding } = bound;
    if (!hasOne(answer, 'code')) throw new ProblemError('bad_request');
    const { scope } = c.var;
    scope.keepSecret('authorization code', answer.get('code') ?? '');
    // The cookie is good until a code is: whoever makes codes up could have John Deere asked without end.
    await limits.take('changes', scope.user ?? '', scope);
    const { problem, choice } = await finishSignIn(answer, bound, scope);
    const response = problem
      ? await couldNotFinish(c, problem, attempt)
      : await (choice ? goOn(c, attempt) : leave(c, attempt));
    return withCookie(response, cookies.end(binding.state));
  }

  function couldNotFinish(c: RequestContext, problem: ProblemError, attempt?: Attempt): Promise<Response> {
    const { scope } = c.var;
    scope.code = problem.code;
    return pages.couldNotFinish(c.req.raw, problem, scope.requestId, attempt);
  }

  /** To the second step, in the same window. The App ID of the address is the client key: documented by Leaf. */
  async function goOn(c: RequestContext, attempt: Attempt): Promise<Response> {
    const [connections] = config.managementOrigins;
    if (connections === undefined) return leave(c, attempt);
    const application = encodeURIComponent(config.johnDeere.clientKey);
    const address = new URL(`${connections}/connections/${application}/select-organizations`);
    address.searchParams.set('redirect_uri', redirectUri(config));
    return withCookie(seeOther(address.href), await cookies.beginChoice(attempt));
  }

  async function chosen(c: RequestContext, answer: URLSearchParams): Promise<Response> {
    const { scope } = c.var;
    const attempt = await cookies.findChoice(c);
    // A refusal without its `state` belongs to nobody, and nobody must read that all is well.
    if (attempt === undefined && answer.has('error')) throw new ProblemError('bad_request');
    if (attempt === undefined) return pages.finished(c.req.raw);
    await recognize(c, attempt);
    try {
      await limits.take('changes', scope.user ?? '', scope);
      await leaf.syncOrganizations(attempt.leafUserId, scope);
    } catch (error) {
      // What was chosen is chosen; the card asks again by itself.
      scope.code = ProblemError.from(error).code;
    }
    return leave(c, attempt);
  }

  async function leave(c: RequestContext, attempt: Attempt): Promise<Response> {
    return comeBack(attempt) ?? (await pages.finished(c.req.raw, attempt));
  }

  function comeBack({ returnUrl }: Attempt): Response | undefined {
    // It was allowed when the attempt was minted, and may be so no more.
    const address = returnUrl && allowedReturnUrl(returnUrl, config);
    return address ? seeOther(address) : undefined;
  }

  return {
    async open(c) {
      const { scope } = c.var;
      // A person has just done something: what a poll was content with may be older than that.
      scope.fresh = true;
      if (scope.address !== undefined) await limits.take('windows', scope.address, scope);
      // A frame, a script's fetch and a prefetch have cookies too, and nobody in front of them.
      if (c.req.method !== 'GET' || !leadsWindow(c.req.raw)) throw new ProblemError('access_denied');
      const answer = new URL(c.req.url).searchParams;
      // John Deere returns from the choice of organizations with nothing that anybody documented.
      return answer.has('code') || answer.has('state') ? signedIn(c, answer) : chosen(c, answer);
    },
    failed: (c, problem) => couldNotFinish(c, problem),
  };
}

/** Errors of RFC 6749, §4.1.2.1, that pass by themselves. The others are the application's set-up at John Deere. */
const PASSING = ['server_error', 'temporarily_unavailable'];

function hasOne(answer: URLSearchParams, name: string): boolean {
  return answer.getAll(name).length === 1 && answer.get(name) !== '';
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location } });
}

function withCookie(response: Response, cookie: string): Response {
  response.headers.append('Set-Cookie', cookie);
  return response;
}
