/** `/users/{id}/john-deere-credentials` and what lies below it. */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import * as z from 'zod';
import type { Application } from '../deere/authorization.js';
import type { Scenarios } from '../scenarios.js';
import type { Connections } from './connections.js';
import { appKeySchema } from './one-click.js';
import { problem } from './problem.js';
import { knownCredential, type OfCredential, type OfUser } from './routes.js';
import { currentCredential } from './users.js';

export function credentialRoutes(application: Application, connections: Connections, scenarios: Scenarios) {
  const NewCredential = appKeySchema(application).extend({ refreshToken: z.string().min(1) });
  /** What the scenario claims, or else what John Deere thinks of the credential now. */
  const claimed = (status: string) => (scenarios.get().status === 'OK' ? status : scenarios.get().status);

  const known = knownCredential(scenarios);
  /** For whatever reads it: a scenario may keep it to itself. */
  const told = createMiddleware<OfCredential>((c, next) => {
    if (scenarios.get().credential === 'told') return known(c, next);
    return Promise.resolve(problem(c, 404, 'credentialNotFound', 'This Leaf user has no John Deere credential.'));
  });

  return new Hono<OfUser>()
    .post('/', async (c) => {
      const body = NewCredential.safeParse(await c.req.json().catch(() => undefined));
      if (!body.success) return problem(c, 400, 'invalidCredential', 'The credential is not complete.');
      if (scenarios.get().secondCredential === 'refused' && currentCredential(c.var.user))
        return problem(c, 400, 'credentialExists', 'This Leaf user has a John Deere credential.');
      const { refreshToken, ...appKey } = body.data;
      const grant = { grant_type: 'refresh_token', refresh_token: refreshToken } as const;
      const credential = await connections.attach(c.var.user, appKey, grant);
      return credential ? c.json(credential, 201) : problem(c, 400, 'invalidRefreshToken', 'John Deere refused it.');
    })
    .delete('/', known, (c) => {
      connections.forget(c.var.user);
      return c.body(null, 204);
    })
    .get('/', told, async (c) => {
      const { user, credential } = c.var;
      await connections.read(user, credential);
      // Every secret in clear, because that is what Leaf answers and what a companion must keep to itself.
      return c.json({ ...credential, status: claimed(credential.status) });
    })
    .get('/status', told, async (c) => {
      const { user, credential } = c.var;
      await connections.read(user, credential);
      return c.json({ status: claimed(credential.status) });
    })
    .get('/events', told, (c) => c.json(c.var.user.events));
}
