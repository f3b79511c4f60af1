/** The public face of `createLeafClient`: one method for each call. Users are named by the UUID of their Leaf user. */
import type { Choice, DataSync, Environment, SyncStatus } from '../../protocol/vocabulary.js';
import type { CredentialEvent, Organization, Organizations } from '../../protocol/wire.js';
import type { LeafUser } from '../leaf/schemas.js';
import type { NewUser, UserQuery } from '../leaf/users.js';
import type { JohnDeereApplication } from '../options.js';

/**
 * What is read of a credential. Leaf sends its secrets along in clear (client secret, access and refresh token): none of
 * them is passed on, for whoever has no need of one cannot lose it.
 */
export interface LeafCredential {
  /** Leaf's own; alerts name a credential by it. */
  id: string;
  /** An open enumeration: `OK`, `UNAUTHENTICATED`, `MISSING_PERMISSION` and `TEMPORARILY_UNAVAILABLE` were documented once. */
  status: string | null;
  /** As Leaf writes it. */
  createdTime: string | null;
}

/** The keys of the partner's application, as in `LeafConnectOptions`. */
export type ApplicationKeys = Pick<JohnDeereApplication, 'clientKey' | 'clientSecret' | 'environment'>;

/** `status` is `null` for a word that nobody documented. */
export type SyncedOrganization = Omit<Organization, 'sync'> & {
  /** Whether Leaf fetches everything of it, only its name, or nothing because it may not. */
  status: SyncStatus | null;
};

/** Every method throws `LeafError`, within 12 s. */
export interface LeafClient {
  credentials: {
    /** `undefined` when there is none. Documented. */
    get(leafUserId: string): Promise<LeafCredential | undefined>;
    /** Not safe to repeat: what a second one does to the first is not documented. Documented. */
    create(leafUserId: string, credential: ApplicationKeys & { refreshToken: string }): Promise<void>;
    /** Harmless when there is none. Ends nothing at John Deere. Documented. */
    delete(leafUserId: string): Promise<void>;
    /** `unknown` where Leaf does not have this call any more. Documented once, since removed. */
    status(leafUserId: string): Promise<string>;
    /** What became of calls to John Deere within 30 days, newest first; never their headers and bodies. Documented. */
    events(leafUserId: string): Promise<CredentialEvent[]>;
  };
  oneClick: {
    /** Where the grower signs in: a safe address, but hold it against John Deere's. Documented once, since removed. */
    signInUrl(leafUserId: string, application: ApplicationKeys): Promise<string>;
  };
  providerConnections: {
    /** The same with the keys that Leaf keeps under a name. Seen in the bundle of Leaf's own widget only. */
    signInUrl(leafUserId: string, keys: { appName: string; environment: Environment }): Promise<string>;
    /** Names of connected providers, such as `JohnDeere`. Seen in the bundle of Leaf's own widget only. */
    list(leafUserId: string): Promise<string[]>;
  };
  organizations: {
    /** Which are connected. `managementUri` is `null` where it is no safe address. Documented. */
    list(leafUserId: string): Promise<Organizations>;
    /** Has Leaf read them again from John Deere. Documented. */
    sync(leafUserId: string): Promise<void>;
    /** What Leaf fetches of each; a call for every hundred. Documented. */
    synced(leafUserId: string): Promise<SyncedOrganization[]>;
    /** `undefined` when it is not the user's; `leaf_rejected` when it is `BLOCKED`. Documented. */
    choose(leafUserId: string, organizationId: string, status: Choice): Promise<SyncedOrganization | undefined>;
  };
  configuration: {
    /** `ALL` where nothing was set. Documented. */
    get(leafUserId: string): Promise<{ dataSync: DataSync }>;
    /** Not retroactive: what Leaf has fetched it keeps. Documented. */
    set(leafUserId: string, configuration: { dataSync: DataSync }): Promise<void>;
  };
  users: {
    /** By one of the three. How closely Leaf compares is not documented, so look at what is found. Documented. */
    find(query: UserQuery): Promise<LeafUser[]>;
    /** Not safe to repeat. Documented. */
    create(user: NewUser): Promise<LeafUser>;
  };
  /**
   * The Leaf user of exactly this `externalId`, made where there is none. Safe to repeat, also at the same time within one
   * process. One that is there stays as it is, whatever its name and address: Leaf's way to change them drops credentials.
   */
  ensureLeafUser(user: { externalId: string; name: string; email: string }): Promise<LeafUser>;
}
