/** `/users/{id}/provider-connections`: one-click again, with an application whose keys Leaf keeps. */
import { Hono } from 'hono';
import type { Scenarios } from '../scenarios.js';
import type { AppKeys } from './app-keys.js';
import type { OneClick } from './one-click.js';
import { problem } from './problem.js';
import { troubled, type OfUser } from './routes.js';
import { currentCredential } from './users.js';

export function providerConnectionRoutes(appKeys: AppKeys, oneClick: OneClick, scenarios: Scenarios) {
  return new Hono<OfUser>()
    .post('/JohnDeere/:appName/:environment', troubled(scenarios, 'start'), (c) => {
      const { appName, environment } = c.req.param();
      const appKey = appKeys.find(appName, environment);
      if (!appKey) return problem(c, 404, 'appKeyNotFound', 'There is no key of this name.');
      return c.json({ signInUrl: oneClick.signInUrl(c.var.user, appKey) });
    })
    .get('/', troubled(scenarios, 'leaf'), (c) => {
      const connected = scenarios.get().status !== 'GONE' && currentCredential(c.var.user) !== undefined;
      return c.json(connected ? ['JohnDeere'] : []);
    });
}
