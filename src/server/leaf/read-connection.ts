/**
 * Asks Leaf how things stand: one call without a credential, two with one, and a third only for a credential that does
 * not tell its own status.
 */
import { base64url } from 'jose';
import type { Health } from '../../protocol/vocabulary.js';
import type { Connection } from '../../protocol/wire.js';
import type { Config } from '../config.js';
import { ProblemError } from '../problem.js';
import { Recent } from '../recent.js';
import type { RequestScope } from '../request-scope.js';
import type { Principal } from '../session.js';
import type { LeafClient } from './client.js';
import { healthOf, toConnection, type Known } from './connection.js';
import type { PollBudget } from './poll-budget.js';
import type { Credential, LeafOrganizations } from './schemas.js';

const NONE: LeafOrganizations = { connectedOrganizations: [], notConnectedOrganizations: [] };
const NOTHING: Known = { credential: undefined, connected: [], notConnected: [] };

export function createConnectionReader(config: Config, leaf: LeafClient, budget: PollBudget) {
  /** Two a user. */
  const digests = new Recent<string>(20_000);

  /** Tells pages only whether something is the same as before; it is, from every instance and under every session key. */
  async function opaque(...parts: (string | null)[]): Promise<string> {
    const text = JSON.stringify(parts);
    return digests.get(text) ?? digests.set(text, await digest(text));
  }

  async function health({ status }: Credential, leafUserId: string, scope: RequestScope): Promise<Health> {
    if (status) return healthOf(status);
    // This call was withdrawn from Leaf's pages, so its failing says nothing about the credential.
    return leaf.status(leafUserId, scope).then(healthOf, () => 'unknown' as const);
  }

  async function known(leafUserId: string, scope: RequestScope): Promise<Known> {
    const credential = await leaf.credential(leafUserId, scope);
    if (credential === undefined) return NOTHING;
    const condition = await health(credential, leafUserId, scope);
    const organizations = await leaf.organizations(leafUserId, scope).catch(async (error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      // A credential that John Deere no longer honours cannot list anything; that is what the page has to be told.
      if (condition === 'unauthenticated') return NONE;
      // Somebody disconnected between the two calls: then there is nothing to list, and nothing wrong.
      if (error.code === 'leaf_rejected' && !(await leaf.credential(leafUserId, scope))) return undefined;
      throw error;
    });
    if (!organizations) return NOTHING;
    const createdTime = credential.createdTime ?? null;
    return {
      credential: {
        revision: await opaque(credential.id, createdTime),
        createdTime,
        health: condition,
      },
      connected: organizations.connectedOrganizations,
      notConnected: organizations.notConnectedOrganizations,
    };
  }

  /** The companion's word on a user's connection. Throws `ProblemError` when Leaf cannot be asked. */
  return async function readConnection({ leafUserId, scopes }: Principal, scope: RequestScope): Promise<Connection> {
    const refused = () => scope.log('link_refused');
    const now = await known(leafUserId, scope);
    const { expectsChange, ...connection } = toConnection(now, config, refused);
    return {
      ...connection,
      pollAfterMs: expectsChange ? budget.pollAfterMs(leafUserId, now.credential === undefined ? 1 : 2) : null,
      scopes: [...scopes],
      account: await opaque('account', leafUserId),
    };
  };
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return base64url.encode(new Uint8Array(bytes).subarray(0, 12));
}
