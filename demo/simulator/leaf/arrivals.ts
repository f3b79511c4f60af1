/** What Leaf has fetched of the organizations: farm after farm, for as long as it may. What was fetched stays. */
import type { Context } from 'hono';
import type { Scenarios } from '../scenarios.js';
import type { Configurations } from './configurations.js';
import type { LeafUser, LeafUsers } from './users.js';

/** How long an organization has been fetched, in milliseconds, and since when it goes on, by `performance.now()`. */
export interface Fetching {
  before: number;
  since: number | undefined;
}

export class Arrivals {
  constructor(
    private readonly configurations: Configurations,
    private readonly scenarios: Scenarios,
  ) {}

  /** Begins and ends fetching: for whenever something has changed that it depends on. */
  settle(user: LeafUser): void {
    const all = this.configurations.of(user) === 'ALL';
    const now = performance.now();
    const wanted = new Set<string>();
    for (const [id, status] of user.syncStatus)
      if (status === 'SELECTED' || (all && status === 'PREVIEW')) wanted.add(id);
    for (const id of wanted) {
      const fetching = user.fetching.get(id) ?? { before: 0, since: undefined };
      fetching.since ??= now;
      user.fetching.set(id, fetching);
    }
    for (const [id, fetching] of user.fetching) {
      if (wanted.has(id) || fetching.since === undefined) continue;
      fetching.before += now - fetching.since;
      fetching.since = undefined;
    }
  }

  /** `GET /services/integrations/api/resources` */
  resources(c: Context, users: LeafUsers): Response {
    const { leafUserId, provider = 'JohnDeere' } = c.req.query();
    const asked = users.all.filter(({ id }) => provider === 'JohnDeere' && id === (leafUserId ?? id));
    const summaries = asked.filter(({ fetching }) => fetching.size > 0).map((user) => this.#summary(user));
    return c.json({ message: 'SUCCESS', summaries });
  }

  #summary(user: LeafUser) {
    const arrived = [...user.fetching].map(([id, { before, since }]) => {
      const fetchedMs = before + (since === undefined ? 0 : performance.now() - since);
      const { farmTakesMs } = this.scenarios.get();
      // Every organization has one to four farms of five to eleven fields, and the same ones each time.
      const farms = Math.min(1 + (Number(id) % 4), farmTakesMs === 0 ? Infinity : Math.floor(fetchedMs / farmTakesMs));
      return { growers: Math.min(farms, 1), farms, fields: farms * (5 + (Number(id) % 7)) };
    });
    const sum = (field: 'growers' | 'farms' | 'fields') => arrived.reduce((total, one) => total + one[field], 0);
    return {
      provider: 'JohnDeere',
      leafUserId: user.id,
      growers: sum('growers'),
      farms: sum('farms'),
      fields: sum('fields'),
      syncReferenceTime: new Date().toISOString().replace('Z', '000Z'),
    };
  }
}
