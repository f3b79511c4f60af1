/** `/services/config/api/configs`: what Leaf fetches, for all users of an API owner and for one that differs. */
import { Hono } from 'hono';
import * as z from 'zod';
import { DATA_SYNCS, type DataSync } from '../../../src/protocol/vocabulary.js';
import type { Arrivals } from './arrivals.js';
import { problem } from './problem.js';
import { knownUser, type OfUser } from './routes.js';
import type { LeafUser, LeafUsers } from './users.js';

const Change = z.object({ organizationDataSync: z.enum(DATA_SYNCS).optional() });

export class Configurations {
  #owner: DataSync = 'ALL';

  get owner(): DataSync {
    return this.#owner;
  }

  change(organizationDataSync: DataSync | undefined): void {
    this.#owner = organizationDataSync ?? this.#owner;
  }

  /** What holds for a user: their own word, or the owner's. */
  of(user: LeafUser): DataSync {
    return user.dataSync ?? this.#owner;
  }

  reset(): void {
    this.#owner = 'ALL';
  }
}

export function configurationRoutes(
  username: string,
  users: LeafUsers,
  configurations: Configurations,
  arrivals: Arrivals,
) {
  const shown = (leafUserId: string, organizationDataSync: DataSync) => ({
    apiOwnerUsername: username,
    leafUserId,
    operationsImageCreation: true,
    fieldsAutoSync: true,
    customDataSync: true,
    organizationDataSync,
  });
  const read = async (request: { json(): Promise<unknown> }) =>
    Change.safeParse(await request.json().catch(() => undefined));
  const unreadable = 'No configuration that can be read.';

  /** What a user has of their own; there is nothing to read or to change before it was created. */
  const ofUser = new Hono<OfUser>()
    .use(knownUser(users))
    .post('/', async (c) => {
      const { user } = c.var;
      if (user.dataSync) return problem(c, 400, 'configurationExists', 'This Leaf user has a configuration.');
      const change = await read(c.req);
      if (!change.success) return problem(c, 400, 'invalidConfiguration', unreadable);
      user.dataSync = change.data.organizationDataSync ?? configurations.owner;
      arrivals.settle(user);
      return c.json(shown(user.id, user.dataSync));
    })
    .on(['GET', 'PATCH'], '/', async (c) => {
      const { user } = c.var;
      if (!user.dataSync) return problem(c, 404, 'configurationNotFound', 'This Leaf user has no configuration.');
      if (c.req.method === 'PATCH') {
        const change = await read(c.req);
        if (!change.success) return problem(c, 400, 'invalidConfiguration', unreadable);
        user.dataSync = change.data.organizationDataSync ?? user.dataSync;
        arrivals.settle(user);
      }
      return c.json(shown(user.id, user.dataSync));
    });

  return new Hono()
    .on(['GET', 'PATCH'], '/', async (c) => {
      if (c.req.method === 'PATCH') {
        const change = await read(c.req);
        if (!change.success) return problem(c, 400, 'invalidConfiguration', unreadable);
        configurations.change(change.data.organizationDataSync);
        for (const user of users.all) arrivals.settle(user);
      }
      return c.json(shown('', configurations.owner));
    })
    .route('/:id', ofUser);
}
