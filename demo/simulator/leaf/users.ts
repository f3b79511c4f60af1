/** What Leaf keeps of each of its users. */
import { randomUUID } from 'node:crypto';
import type { DataSync, SyncStatus } from '../../../src/protocol/vocabulary.js';
import type { Fetching } from './arrivals.js';

/** The partner's application and its environment, as a caller names them. */
export interface AppKey {
  clientKey: string;
  clientSecret: string;
  clientEnvironment: 'STAGE' | 'PRODUCTION';
}

/** Everything here is shown to whoever holds a Leaf token, secrets in clear, as Leaf does. */
export interface Credential extends AppKey {
  id: string;
  status: 'OK' | 'UNAUTHENTICATED';
  createdTime: string;
  tokenMetadata: { scopes: string[] };
  accessToken: string;
  refreshToken: string;
  tokenId: string;
  tokenSecretKey: string;
}

export interface Organization {
  id: string;
  name: string;
  managementUri: string;
}

export interface Listing {
  connectedOrganizations: Organization[];
  notConnectedOrganizations: Organization[];
}

/** One answer of John Deere to Leaf. `headers` and `body` are raw traffic, tokens and all. */
export interface ProviderEvent {
  id: string;
  createdDate: string;
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

export interface LeafUser {
  id: string;
  name: string;
  email: string;
  externalId: string;
  credential: Credential | undefined;
  /** A credential that takes the place of the other when its time has come, by `performance.now()`. */
  coming?: { credential: Credential; knownAt: number } | undefined;
  /** What John Deere listed when Leaf last synced. */
  synced: Listing;
  /** By organization id; set by syncing, and by the partner. */
  syncStatus: Map<string, SyncStatus>;
  /** What the partner has set for this user alone. */
  dataSync: DataSync | undefined;
  /** By organization id; what was ever fetched. */
  fetching: Map<string, Fetching>;
  events: ProviderEvent[];
}

/** The credential that Leaf knows of by now. */
export function currentCredential(user: LeafUser): Credential | undefined {
  const { coming } = user;
  if (coming && performance.now() >= coming.knownAt) {
    user.credential = coming.credential;
    user.coming = undefined;
  }
  return user.credential;
}

export const NOTHING_LISTED: Listing = { connectedOrganizations: [], notConnectedOrganizations: [] };

export class LeafUsers {
  readonly #users = new Map<string, LeafUser>();

  create(about: { name: string; email?: string | undefined; externalId?: string | undefined }): LeafUser {
    const user: LeafUser = {
      id: randomUUID(),
      name: about.name,
      email: about.email ?? '',
      externalId: about.externalId ?? '',
      credential: undefined,
      synced: NOTHING_LISTED,
      syncStatus: new Map(),
      dataSync: undefined,
      fetching: new Map(),
      events: [],
    };
    this.#users.set(user.id, user);
    return user;
  }

  get all(): LeafUser[] {
    return [...this.#users.values()];
  }

  find(id: string): LeafUser | undefined {
    return this.#users.get(id);
  }

  /** Users whose fields equal every one that is asked for. */
  search(wanted: Partial<Record<'name' | 'email' | 'externalId', string | undefined>>): LeafUser[] {
    return this.all.filter((user) =>
      (['name', 'email', 'externalId'] as const).every((field) => (wanted[field] ?? user[field]) === user[field]),
    );
  }
}
