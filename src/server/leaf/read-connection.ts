/**
 * Asks Leaf how things stand: one call without a credential, two with one, and a third only for a credential that does
 * not tell its own status. What is asked besides costs what it costs.
 */
import { base64url } from 'jose';
import type { Extra, Health } from '../../protocol/vocabulary.js';
import type { Connection } from '../../protocol/wire.js';
import type { Config } from '../config.js';
import { CALLS_FOR, createExtrasReader } from '../extras.js';
import { ProblemError } from '../problem.js';
import { Recent } from '../recent.js';
import type { RequestScope } from '../request-scope.js';
import type { Principal } from '../session.js';
import type { LeafCalls } from './calls.js';
import { healthOf, toConnection, type Known } from './connection.js';
import type { PollBudget } from './poll-budget.js';
import { hasProviderConnection } from './provider-connection.js';
import type { Credential, LeafOrganizations } from './schemas.js';

const NONE: LeafOrganizations = { connectedOrganizations: [], notConnectedOrganizations: [] };
const NOTHING: Known = { credential: undefined, connected: [], notConnected: [] };

/** `returns`: the sign-in comes back to the companion. */
export function createConnectionReader(config: Config, leaf: LeafCalls, budget: PollBudget, returns: boolean) {
  const readExtras = createExtrasReader(leaf);
  const look = config.flow === 'provider-connections' ? 2 : 1;
  /** Two a user. */
  const digests = new Recent<string>(20_000);

  /** Tells pages only whether something is the same as before; it is, from every instance and under every session key. */
  async function opaque(...parts: (string | null)[]): Promise<string> {
    const text = JSON.stringify(parts);
    return digests.get(text) ?? digests.set(text, await digest(text));
  }

  /** Of a connection with keys that Leaf keeps, nothing is known but that there is one. */
  async function credentialOf(leafUserId: string, scope: RequestScope): Promise<Credential | undefined> {
    const credential = await leaf.credential(leafUserId, scope);
    if (credential !== undefined || config.flow !== 'provider-connections') return credential;
    const connected = await hasProviderConnection(leaf, leafUserId, scope);
    return connected ? { id: 'JohnDeere', status: 'unknown' } : undefined;
  }

  async function health({ status }: Credential, leafUserId: string, scope: RequestScope): Promise<Health> {
    if (status) return healthOf(status);
    // This call was withdrawn from Leaf's pages, so its failing says nothing about the credential.
    return leaf.credentialStatus(leafUserId, scope).then(healthOf, () => 'unknown' as const);
  }

  async function known(leafUserId: string, scope: RequestScope): Promise<Known> {
    const credential = await credentialOf(leafUserId, scope);
    if (credential === undefined) return NOTHING;
    const condition = await health(credential, leafUserId, scope);
    const organizations = await leaf.organizations(leafUserId, scope).catch(async (error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      // A credential that John Deere no longer honours cannot list anything; that is what the page has to be told.
      if (condition === 'unauthenticated') return NONE;
      // Somebody disconnected between the two calls: then there is nothing to list, and nothing wrong.
      if (error.code === 'leaf_rejected' && !(await credentialOf(leafUserId, scope))) return undefined;
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
  return async function readConnection(
    { leafUserId, scopes }: Principal,
    asked: readonly Extra[],
    scope: RequestScope,
  ): Promise<Connection> {
    const refused = () => scope.log('link_refused');
    const now = await known(leafUserId, scope);
    const wanted = now.credential === undefined ? [] : asked;
    const extras = await readExtras(leafUserId, wanted, scope);
    const { expectsChange, ...connection } = toConnection({ ...now, extras }, config, refused);
    const calls = wanted.reduce((sum, extra) => sum + CALLS_FOR[extra], look + (now.credential ? 1 : 0));
    return {
      ...connection,
      ...(returns && { returns }),
      pollAfterMs: expectsChange ? budget.pollAfterMs(leafUserId, calls) : null,
      scopes: [...scopes],
      account: await opaque('account', leafUserId),
    };
  };
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return base64url.encode(new Uint8Array(bytes).subarray(0, 12));
}
