/** Everything a row needs around the browser: the demo's simulated world, and pages of this suite's own. */
import { randomUUID } from 'node:crypto';
import { startDemo, type SimulatedDemo } from '../../../demo/stack.js';
import type { LogEntry } from '../../../src/server/index.js';
import { cardRoutes, type Visitor } from './card-pages.js';
import { openRawPages, type RawPages } from './raw-pages.js';

export interface World {
  readonly demo: SimulatedDemo;
  readonly raw: RawPages;
  /** The companion's log. */
  readonly log: LogEntry[];
  newVisitor(): Promise<Visitor>;
  /** Another of this visitor's pages disconnects. */
  disconnectElsewhere(visitor: Visitor): Promise<void>;
  /** Runs something when the companion has next answered this route. */
  onAnswer(route: string, act: () => void): void;
  /** Puts everything back to where nothing is wrong. */
  reset(): void;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const visitors = new Map<string, Visitor>();
  const log: LogEntry[] = [];
  const waiting = new Map<string, () => void>();
  const raw = await openRawPages();
  const demo = await startDemo({
    routes: (site, parts) => cardRoutes(site, parts, visitors),
    log: (entry) => {
      log.push(entry);
      const route = `${entry.method ?? ''} ${entry.route ?? ''}`;
      waiting.get(route)?.();
      waiting.delete(route);
    },
  });
  return {
    demo,
    raw,
    log,
    newVisitor: async () => {
      const visitor = { id: randomUUID(), leafUserId: await demo.simulator.createLeafUser(), signedIn: true };
      visitors.set(visitor.id, visitor);
      return visitor;
    },
    disconnectElsewhere: async ({ leafUserId }) => {
      const { token } = await demo.companion.createSession({ leafUserId, origin: demo.siteUrl });
      const headers = { authorization: `Bearer ${token}`, origin: demo.siteUrl };
      const { status } = await fetch(`${demo.companionUrl}/connection`, { method: 'DELETE', headers });
      if (status !== 204) throw new Error(`Disconnecting answered ${status}.`);
    },
    onAnswer: (route, act) => {
      waiting.set(route, act);
    },
    reset: () => {
      waiting.clear();
      demo.simulator.reset();
      demo.gate.open();
      log.length = 0;
    },
    close: async () => {
      await Promise.all([demo.close(), raw.close()]);
    },
  };
}
