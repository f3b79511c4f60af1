/** The simulated Leaf: the calls of its API that a connection to John Deere needs, and its callback. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import * as z from 'zod';
import type { Application } from './deere/authorization.js';
import type { Calls } from './leaf/calls.js';
import { Connections } from './leaf/connections.js';
import { credentialRoutes } from './leaf/credentials.js';
import { JohnDeere } from './leaf/john-deere.js';
import { appKeySchema, CALLBACK_PATH, OneClick } from './leaf/one-click.js';
import { listingRoutes, processingRoutes } from './leaf/organizations.js';
import { problem } from './leaf/problem.js';
import { knownUser, troubled, type OfUser } from './leaf/routes.js';
import { createTokens } from './leaf/tokens.js';
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
  calls: Calls;
  secrets: Set<string>;
  scenarios: Scenarios;
  /** The simulator's own control page. */
  control: Hono;
}

const NewUser = z.object({ name: z.string().min(1), email: z.string().optional(), externalId: z.string().optional() });

export function createLeaf(parts: LeafParts): Hono<{ Bindings: HttpBindings }> {
  const { leafUrl, deereUrl, application, users, calls, secrets, scenarios } = parts;
  const connections = new Connections(new JohnDeere(deereUrl), secrets);
  const oneClick = new OneClick(leafUrl, deereUrl, connections, scenarios);
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
    .use(troubled(scenarios, 'leaf'))
    .route('/john-deere-credentials', credentialRoutes(application, connections, scenarios))
    .route('/organizations/JohnDeere', listingRoutes(connections, scenarios))
    .route('/JohnDeere/organizations', processingRoutes(connections, scenarios));

  const userService = new Hono()
    .use(demandToken)
    .get('/users', (c) =>
      c.json(users.search(c.req.query()).map(({ id, name, email, externalId }) => ({ id, name, email, externalId }))),
    )
    .post('/users', async (c) => {
      const about = NewUser.safeParse(await c.req.json().catch(() => undefined));
      if (!about.success) return problem(c, 400, 'invalidLeafUser', 'A Leaf user needs a name.');
      const { id, name, email, externalId } = users.create(about.data);
      return c.json({ id, name, email, externalId }, 201);
    })
    .route('/users/:id', ofUser);

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/simulator', parts.control);
  app.get('/simulator/style.css', asset('style.css', 'text/css'));
  app.get('/simulator/reply.js', asset('reply.js', 'text/javascript'));
  app.get(CALLBACK_PATH, pageHeaders, slow, (c) => oneClick.callback(c));
  app.use(calls.record, slow);
  app.route('/api/authenticate', authenticate);
  app.route('/services/usermanagement/api', userService);
  app.notFound((c) => problem(c, 404, 'notFound', 'No such call.'));
  return app;
}
