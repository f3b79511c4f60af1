/** The organizations of a Leaf user: as John Deere lists them, and as Leaf processes them. */
import { Hono } from 'hono';
import * as z from 'zod';
import type { Scenarios } from '../scenarios.js';
import type { Connections } from './connections.js';
import { dressedLink, dressedListing } from './listing.js';
import { pageOf, paging } from './paging.js';
import { problem } from './problem.js';
import { knownCredential, type OfUser } from './routes.js';
import type { LeafUser } from './users.js';

const Page = z.object(paging);

const UNAUTHENTICATED = ['providerUnauthenticated', 'John Deere no longer accepts this credential.'] as const;

/** `GET /users/{id}/organizations/JohnDeere` */
export function listingRoutes(connections: Connections, scenarios: Scenarios) {
  return new Hono<OfUser>().get('/', knownCredential(scenarios), async (c) => {
    const { organizations, status, managementUri } = scenarios.get();
    const { user, credential } = c.var;
    const now = await connections.read(user, credential);
    if (!now || status === 'UNAUTHENTICATED') return problem(c, 400, ...UNAUTHENTICATED);
    return c.json(dressedListing(organizations === 'live' ? now : user.synced, managementUri));
  });
}

/** `/users/{id}/JohnDeere/organizations` and what lies below it: a list that changes only when it is synced. */
export function processingRoutes(connections: Connections, scenarios: Scenarios) {
  const processed = ({ synced, syncStatus }: LeafUser) =>
    [...synced.connectedOrganizations, ...synced.notConnectedOrganizations].map(({ id, name, managementUri }) => ({
      providerOrgId: id,
      providerOrgName: name,
      status: syncStatus.get(id) ?? 'BLOCKED',
      managementUri: dressedLink(managementUri, scenarios.get().managementUri),
    }));
  const one = (user: LeafUser, orgId: string) => processed(user).find(({ providerOrgId }) => providerOrgId === orgId);

  return new Hono<OfUser>()
    .use(knownCredential(scenarios))
    .get('/', (c) => {
      const asked = Page.safeParse(c.req.query());
      if (!asked.success) return problem(c, 400, 'invalidPage', 'A page holds 1 to 100 organizations.');
      const { page, size } = asked.data;
      return c.json(pageOf(processed(c.var.user), page, size));
    })
    .post('/sync', async (c) => {
      const { user, credential } = c.var;
      const listing = await connections.sync(user, credential);
      return listing ? c.json(processed(user)) : problem(c, 400, ...UNAUTHENTICATED);
    })
    .get('/:orgId', (c) => {
      const organization = one(c.var.user, c.req.param('orgId'));
      return organization ? c.json(organization) : problem(c, 404, 'organizationNotFound', 'No such organization.');
    })
    .patch('/:orgId/:status{SELECTED|PREVIEW}', (c) => {
      const { orgId, status } = c.req.param();
      const { user } = c.var;
      const before = one(user, orgId);
      if (!before) return problem(c, 404, 'organizationNotFound', 'No such organization.');
      if (before.status === 'BLOCKED')
        return problem(c, 400, 'organizationBlocked', 'A blocked organization stays so.');
      connections.choose(user, orgId, status === 'SELECTED' ? 'SELECTED' : 'PREVIEW');
      return c.json(one(user, orgId));
    });
}
