/**
 * The companion: it holds the secrets, asks Leaf, and tells pages no more than they need. A web-standard handler, so it
 * runs wherever a `Request` can be had.
 */
import { Hono, type MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { withoutTrailingSlash } from '../protocol/links.js';
import { AttemptRequest, LinkRequest, OrganizationChoice } from '../protocol/wire.js';
import { mintAttempt, mintLink } from './attempt.js';
import { demandJsonObject, readJson } from './body.js';
import { CALLBACK_PATH, createCallback } from './callback.js';
import { readConfig, type Config } from './config.js';
import { readInclude } from './extras.js';
import { createDisconnect } from './disconnect.js';
import { createFinishSignIn } from './finish-sign-in.js';
import { createFlow } from './flows/choose.js';
import { createKeyRing } from './keys.js';
import { createLeafCalls } from './leaf/calls.js';
import { createChooser } from './leaf/choose-organization.js';
import { createPollBudget } from './leaf/poll-budget.js';
import { createConnectionReader } from './leaf/read-connection.js';
import { createLimits } from './limits.js';
import { createMagicLinks } from './magic-link.js';
import type { LeafConnectOptions } from './options.js';
import { preflight, withCors } from './origins.js';
import { createPageFrame } from './page-frame.js';
import { ProblemError } from './problem.js';
import { withScope, type Env, type RequestContext } from './request-scope.js';
import { allowedReturnUrl } from './return-url.js';
import { withoutSecrets } from './secrets.js';
import { createSession, type IssuedSession, type SessionInput } from './session.js';
import { createShared } from './shared.js';
import { createSignInCookies } from './sign-in-cookies.js';
import { createStart, START_PATH } from './start.js';
import { createWebhook } from './webhook.js';
import { demandSession } from './who-asks.js';

/** What `createLeafConnect` answers: mount `fetch` in any host, or hand the whole to `listen`. */
export interface Companion {
  /** Answers any request, and never rejects. Routes live under the path of `publicUrl`, whether a host strips it or not. */
  fetch(request: Request): Promise<Response>;
  /**
   * The same, for a host that knows whose request it is: what comes without a session is then limited by address. No
   * header is ever believed to name one, so `address` is for the host to find out.
   */
  fetchFrom(address: string | undefined, request: Request): Promise<Response>;
  /** Signs a session for one user and one page. Throws `ZodError` or `RangeError` on unusable input. */
  createSession(input: SessionInput): Promise<IssuedSession>;
  /** From now on `/readyz` says 503, so that a balancer sends new requests elsewhere. */
  drain(): void;
  /** How many calls to Leaf have left so far: what the companion costs. */
  stats(): { upstreamCalls: number };
}

/** Makes a companion; nobody is called yet. Throws `ConfigurationError` naming every fault of the options at once. */
export function createLeafConnect(options: LeafConnectOptions): Companion {
  return createCompanion(readConfig(options));
}

export function createCompanion(config: Config): Companion {
  const keys = createKeyRing(config.sessionKeys);
  const budget = createPollBudget(config.upstreamBudget);
  const leaf = createLeafCalls(config, budget);
  const flow = createFlow(config, leaf);
  const readConnection = createConnectionReader(config, leaf, budget, flow.redeem !== undefined);
  const mintMagicLink = createMagicLinks(config, leaf);
  const chooseOrganization = createChooser(config, leaf);
  const disconnect = createDisconnect(config, leaf);
  const shared = createShared(config.redis);
  const limits = createLimits(config, shared);
  const cookies = createSignInCookies(config, keys);
  const render = createPageFrame(config, flow.redeem !== undefined);
  const start = createStart(config, { keys, limits, leaf, flow, cookies, render });
  const callback =
    flow.redeem &&
    createCallback(config, {
      keys,
      limits,
      leaf,
      cookies,
      render,
      finishSignIn: createFinishSignIn(config, leaf, flow.redeem),
    });
  const onEvent: Config['onEvent'] = (event) => {
    // It does not say whose credential it is about.
    leaf.service.drop();
    return config.onEvent?.(event);
  };
  const webhook = createWebhook({ ...config, onEvent }, shared, limits);
  const session = demandSession(config, keys);
  let draining = false;

  const app = new Hono<Env>({ getPath: routeUnder(config.publicUrl) });
  // Outermost first: an answer that the search for secrets puts in place of another still gets its headers and log line.
  app.use(withScope(config, keys), withHeaders, withCors(config), withoutSecrets(config, tell));
  app.notFound(() => {
    throw new ProblemError('not_found');
  });
  app.onError((error, c) => {
    const problem = ProblemError.from(error);
    c.var.scope.code = problem.code;
    return tell(c, problem);
  });

  /** A page for the person in the window, a problem document for everybody else. */
  async function tell(c: RequestContext, problem: ProblemError): Promise<Response> {
    const route = routePath(c, -1);
    if (route === START_PATH) return start.failed(c, problem);
    if (route === CALLBACK_PATH && callback) return callback.failed(c, problem);
    return problem.toResponse(c.var.scope.requestId);
  }

  // Anybody
  app.get('/healthz', () => new Response(null, { headers: { 'Cross-Origin-Resource-Policy': 'cross-origin' } }));
  app.get('/readyz', () => new Response(null, { status: draining ? 503 : 200 }));

  // The sign-in window
  app.get(START_PATH, start.open);
  app.post(START_PATH, start.proceed);
  if (callback) app.get(CALLBACK_PATH, callback.open);

  // Leaf
  app.post('/webhooks/leaf', webhook);

  // Allowed pages, each on behalf of one user
  app.options('*', (c) => preflight(c.req.raw, config));

  app.get('/connection', session('read'), limits.perUser('reads'), async (c) => {
    const { principal, scope } = c.var;
    return c.json(await readConnection(principal, readInclude(c.req.queries('include')), scope));
  });

  app.delete('/connection', session('disconnect'), limits.perUser('changes'), async (c) => {
    await disconnect(c.var.principal, c.var.scope);
    return c.body(null, 204);
  });

  app.post('/attempts', session('connect'), limits.perUser('attempts'), async (c) => {
    const { principal, scope } = c.var;
    const { returnUrl } = await readJson(AttemptRequest, c.req.raw, scope);
    const back = returnUrl === undefined ? undefined : allowedReturnUrl(returnUrl, config);
    // A sign-in that does not come back to the companion leads back to no page either.
    if (returnUrl !== undefined && !(back && callback)) throw new ProblemError('bad_request');
    return c.json(await mintAttempt(principal, config, keys, back), 201);
  });

  app.post('/links', session('connect'), limits.perUser('links'), async (c) => {
    const { principal, scope } = c.var;
    const { kind } = await readJson(LinkRequest, c.req.raw, scope);
    const link = kind === 'magic-link' ? mintMagicLink(principal, scope) : mintLink(principal, config, keys);
    return c.json(await link, 201);
  });

  app.post('/organizations/sync', session('organizations'), limits.perUser('changes'), jsonBody, async (c) => {
    const { principal, scope } = c.var;
    const asked = readInclude(c.req.queries('include'));
    await leaf.syncOrganizations(principal.leafUserId, scope);
    return c.json(await readConnection(principal, asked, scope));
  });

  app.patch('/organizations/:id', session('organizations'), limits.perUser('choices'), async (c) => {
    const { principal, scope } = c.var;
    const { status } = await readJson(OrganizationChoice, c.req.raw, scope);
    return c.json(await chooseOrganization(principal, c.req.param('id'), status, scope));
  });

  app.get('/events', session('read'), limits.perUser('reads'), async (c) => {
    return c.json(await leaf.credentialEvents(c.var.principal.leafUserId, c.var.scope));
  });

  return {
    fetch: async (request) => app.fetch(request, { clientAddress: undefined }),
    fetchFrom: async (clientAddress, request) => app.fetch(request, { clientAddress }),
    createSession: (input) => createSession(input, config, keys),
    drain: () => {
      draining = true;
    },
    stats: () => ({ upstreamCalls: leaf.service.calls }),
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
  await demandJsonObject(c.req.raw, c.var.scope);
  await next();
};
