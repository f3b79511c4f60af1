/** Ends a connection at Leaf. The grant at John Deere is the grower's to end there. */
import type { Config } from './config.js';
import type { LeafCalls } from './leaf/calls.js';
import { hasProviderConnection } from './leaf/provider-connection.js';
import { ProblemError } from './problem.js';
import type { RequestScope } from './request-scope.js';
import type { Principal } from './session.js';

/**
 * Throws `leaf_rejected` where the user is connected all the same: nobody says how Leaf ends a connection that was made with
 * keys that it keeps, and nobody must read that one has ended which has not.
 */
export function createDisconnect({ flow }: Config, leaf: LeafCalls) {
  return async ({ leafUserId }: Principal, scope: RequestScope): Promise<void> => {
    await leaf.deleteCredential(leafUserId, scope);
    if (flow !== 'provider-connections') return;
    if (await hasProviderConnection(leaf, leafUserId, scope)) throw new ProblemError('leaf_rejected');
  };
}
