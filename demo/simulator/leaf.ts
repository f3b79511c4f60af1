/** The simulated Leaf: the calls of its API that a connection to John Deere needs, and its callback. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Application } from './deere/authorization.js';
import { appKeyRoutes, type AppKeys } from './leaf/app-keys.js';
import { Arrivals } from './leaf/arrivals.js';
import type { Calls } from './leaf/calls.js';
import { configurationRoutes, type Configurations } from './leaf/configurations.js';
import { Connections } from './leaf/connections.js';
import { credentialRoutes } from './leaf/credentials.js';
import { JohnDeere } from './leaf/john-deere.js';
import { MAGIC_LINK_PATH, MagicLinks } from './leaf/magic-links.js';
import { HELPER_PATH, oauthHelper } from './leaf/oauth-helper.js';
import { appKeySchema, CALLBACK_PATH, OneClick } from './leaf/one-click.js';
import { listingRoutes, processingRoutes } from './leaf/organizations.js';
import { problem } from './leaf/problem.js';
import { providerConnectionRoutes } from './leaf/provider-connections.js';
import { knownUser, troubled, type OfUser } from './leaf/routes.js';
import { createTokens } from './leaf/tokens.js';
import { userRoutes } from './leaf/user-routes.js';
import type { LeafUsers } from './leaf/users.js';
import { asset, pageHeaders } from './pages.js';
import type { Scenarios } from './scenarios.js';

interface LeafParts {
  leafUrl: string;
  deereUrl: string;
  application: Application;
  /** The API owner, who may call everything here. */
  account: { username: string; password: string };
  users: LeafUsers;
  appKeys: AppKeys;
  configurations: Configurations;
  calls: Calls;
  secrets: Set<string>;
  scenarios: Scenarios;
  /** The simulator's own control page. */
  control: Hono;
}

export function createLeaf(parts: LeafParts): Hono<{ Bindings: HttpBindings }> {
  const { leafUrl, deereUrl, application, users, appKeys, configurations, calls, secrets, scenarios } = parts;
  const johnDeere = new JohnDeere(deereUrl);
  const arrivals = new Arrivals(configurations, scenarios);
  const connections = new Connections(johnDeere, configurations, arrivals, secrets);
  const oneClick = new OneClick(leafUrl, deereUrl, connections, scenarios);
  const magicLinks = new MagicLinks(leafUrl, users, appKeys, oneClick, connections);
  const { authenticate, demandToken } = createTokens(parts.account, secrets);
  const slow: MiddlewareHandler = async (_, next) => {
    await sleep(scenarios.get().delayMs, undefined, { ref: false });
    await next();
  };

  const ofUser = new Hono<OfUser>()
    .use(knownUser(users))
    .post('/one-click-integration/JohnDeere', troubled(scenarios, 'start'), async (c) => {
      const appKey = appKeySchema(application).safeParse(await c.req.json().catch(() => undefined));
      if (!appKey.success) return problem(c, 400, 'invalidAppKey', 'The application or its environment is not known.');
      return c.json({ signInUrl: oneClick.signInUrl(c.var.user, appKey.data) });
    })
    .route('/provider-connections', providerConnectionRoutes(appKeys, oneClick, scenarios))
    .use(troubled(scenarios, 'leaf'))
    .route('/john-deere-credentials', credentialRoutes(application, connections, scenarios))
    .route('/organizations/JohnDeere', listingRoutes(connections, scenarios))
    .route('/JohnDeere/organizations', processingRoutes(connections, scenarios));

  const userService = new Hono()
    .use(demandToken)
    .route('/users', userRoutes(users, connections))
    .route('/users/:id', ofUser)
    .route('/app-keys/JohnDeere', appKeyRoutes(appKeys));

  const others = new Hono<{ Bindings: HttpBindings }>()
    .use(demandToken, troubled(scenarios, 'leaf'))
    .route('/config/api/configs', configurationRoutes(parts.account.username, users, configurations, arrivals))
    .get('/integrations/api/resources', (c) => arrivals.resources(c, users))
    .route('/widgets/api/magic-link', magicLinks.routes());

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/simulator', parts.control);
  app.get('/simulator/style.css', asset('style.css', 'text/css'));
  app.get('/simulator/reply.js', asset('reply.js', 'text/javascript'));
  app.get(CALLBACK_PATH, pageHeaders, slow, (c) => oneClick.callback(c));
  app.route(MAGIC_LINK_PATH, magicLinks.pages());
  app.use(calls.record, slow);
  app.route('/api/authenticate', authenticate);
  app.route(HELPER_PATH, oauthHelper(deereUrl, johnDeere, scenarios));
  app.route('/services/usermanagement/api', userService);
  app.route('/services', others);
  app.notFound((c) => problem(c, 404, 'notFound', 'No such call.'));
  return app;
}
