/** Has Leaf fetch an organization, or not. */
import type { Choice } from '../../protocol/vocabulary.js';
import type { Organization } from '../../protocol/wire.js';
import type { Config } from '../config.js';
import { ProblemError } from '../problem.js';
import type { RequestScope } from '../request-scope.js';
import type { Principal } from '../session.js';
import type { LeafCalls } from './calls.js';
import { toOrganization } from './connection.js';
import { isOrganizationId } from './organizations.js';

/**
 * Throws `not_found` for what is no organization of the user's. One that is `BLOCKED` is `leaf_rejected`: the session may
 * ask, and asked in the right words, and it is Leaf that refuses until John Deere lets it in.
 */
export function createChooser(config: Config, leaf: LeafCalls) {
  return async ({ leafUserId }: Principal, id: string, status: Choice, scope: RequestScope): Promise<Organization> => {
    const chosen = isOrganizationId(id) ? await leaf.chooseOrganization(leafUserId, id, status, scope) : undefined;
    if (chosen === undefined) throw new ProblemError('not_found');
    return toOrganization(chosen, chosen.status, config, () => scope.log('link_refused'));
  };
}
