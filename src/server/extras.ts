/**
 * What a page is told of a connection only where it asks (`?include=sync,data`), since each costs calls to Leaf. None of it
 * is worth an error: whoever cannot be told what is synced still has to be told that the connection stands.
 */
import { EXTRAS, type DataSync, type Extra, type SyncStatus } from '../protocol/vocabulary.js';
import type { ArrivedData } from '../protocol/wire.js';
import type { LeafCalls } from './leaf/calls.js';
import { ProblemError } from './problem.js';
import type { RequestScope } from './request-scope.js';

export interface Extras {
  /** By the organization's id. */
  sync?: ReadonlyMap<string, SyncStatus>;
  dataSync?: DataSync;
  data?: ArrivedData;
}

/** What each costs at Leaf, with at most a hundred organizations; one more where a user has no settings of their own. */
export const CALLS_FOR: Readonly<Record<Extra, number>> = { sync: 2, data: 1 };

/**
 * Every value of `include`, each a list with commas. Throws `bad_request` for a word that is no extra: a page that misspells
 * one would wait for it in vain.
 */
export function readInclude(values: readonly string[] = []): Extra[] {
  const words = new Set(values.flatMap((list) => list.split(',')));
  const extras = EXTRAS.filter((extra) => words.has(extra));
  if (extras.length < words.size) throw new ProblemError('bad_request');
  return extras;
}

type Read = (leafUserId: string, scope: RequestScope) => Promise<Extras>;

/** Leaves out what Leaf does not tell, be it that the partner's plan has no such service. */
export function createExtrasReader(leaf: LeafCalls) {
  const read: Record<Extra, Read> = {
    async sync(leafUserId, scope) {
      const [organizations, dataSync] = await Promise.all([
        leaf.syncedOrganizations(leafUserId, scope),
        leaf.dataSync(leafUserId, scope),
      ]);
      const known = organizations.flatMap(({ id, status }) => (status === null ? [] : [[id, status] as const]));
      return { sync: new Map(known), dataSync };
    },
    data: async (leafUserId, scope) => ({ data: await leaf.arrivedData(leafUserId, scope) }),
  };

  return async (leafUserId: string, asked: readonly Extra[], scope: RequestScope): Promise<Extras> => {
    const parts = asked.map((extra) =>
      read[extra](leafUserId, scope).catch((error: unknown): Extras => {
        if (!(error instanceof ProblemError)) throw error;
        scope.log('extra_left_out', { extra, code: error.code });
        return {};
      }),
    );
    return Object.assign({}, ...(await Promise.all(parts))) as Extras;
  };
}
