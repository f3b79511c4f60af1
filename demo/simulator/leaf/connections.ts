/** The connection of a Leaf user to John Deere: made, read, synced and forgotten. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { SyncStatus } from '../../../src/protocol/vocabulary.js';
import type { Arrivals } from './arrivals.js';
import type { Configurations } from './configurations.js';
import type { JohnDeere, TokenGrant } from './john-deere.js';
import { NOTHING_LISTED, type AppKey, type Credential, type LeafUser, type Listing } from './users.js';

export class Connections {
  /** @param secrets receives every secret that is ever held, so that a test can search for them elsewhere. */
  constructor(
    private readonly johnDeere: JohnDeere,
    private readonly configurations: Configurations,
    private readonly arrivals: Arrivals,
    private readonly secrets: Set<string>,
  ) {}

  /**
   * Gives the user a new credential in place of any other; undefined when John Deere refuses the grant.
   * @param knownAfterMs How long what was before is still told to whoever asks.
   */
  async attach(user: LeafUser, appKey: AppKey, grant: TokenGrant, knownAfterMs = 0): Promise<Credential | undefined> {
    const tokens = await this.johnDeere.tokens(user, appKey, grant);
    if (!tokens) return undefined;
    const { clientKey, clientSecret, clientEnvironment } = appKey;
    const credential: Credential = {
      id: randomUUID(),
      status: 'OK',
      // Microseconds, as Leaf writes its times.
      createdTime: new Date().toISOString().replace('Z', '000Z'),
      tokenMetadata: { scopes: tokens.scopes },
      clientKey,
      clientSecret,
      clientEnvironment,
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken,
      tokenId: randomBytes(16).toString('hex'),
      tokenSecretKey: randomBytes(32).toString('base64url'),
    };
    for (const secret of [clientSecret, credential.tokenId, credential.tokenSecretKey]) this.secrets.add(secret);
    user.coming = { credential, knownAt: performance.now() + knownAfterMs };
    user.syncStatus.clear();
    const listing = (await this.sync(user, credential)) ?? NOTHING_LISTED;
    if (this.configurations.of(user) === 'ALL')
      for (const { id } of listing.connectedOrganizations) user.syncStatus.set(id, 'SELECTED');
    return credential;
  }

  /** The organizations as John Deere has them now; undefined, and the credential marked, when access has ended. */
  async read(user: LeafUser, credential: Credential): Promise<Listing | undefined> {
    const listing =
      (await this.johnDeere.organizations(user, credential.accessToken)) ??
      (await this.#readAfterRenewal(user, credential));
    credential.status = listing ? 'OK' : 'UNAUTHENTICATED';
    return listing;
  }

  /** Reads, and settles what Leaf may process: lost organizations are blocked, found ones wait to be selected. */
  async sync(user: LeafUser, credential: Credential): Promise<Listing | undefined> {
    const listing = await this.read(user, credential);
    if (!listing) return undefined;
    user.synced = listing;
    for (const { id } of listing.notConnectedOrganizations) user.syncStatus.set(id, 'BLOCKED');
    for (const { id } of listing.connectedOrganizations)
      if ((user.syncStatus.get(id) ?? 'BLOCKED') === 'BLOCKED') user.syncStatus.set(id, 'PREVIEW');
    this.arrivals.settle(user);
    return listing;
  }

  choose(user: LeafUser, organizationId: string, status: SyncStatus): void {
    user.syncStatus.set(organizationId, status);
    this.arrivals.settle(user);
  }

  /** Forgets the credential. The grant at John Deere lives on, as it does with Leaf. */
  forget(user: LeafUser): void {
    user.credential = undefined;
    user.coming = undefined;
    user.synced = NOTHING_LISTED;
    user.syncStatus.clear();
    this.arrivals.settle(user);
  }

  async #readAfterRenewal(user: LeafUser, credential: Credential): Promise<Listing | undefined> {
    const { refreshToken } = credential;
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken } as const;
    const tokens = await this.johnDeere.tokens(user, credential, grant);
    if (!tokens) return undefined;
    Object.assign(credential, { accessToken: tokens.accessToken, refreshToken: tokens.refreshToken });
    return this.johnDeere.organizations(user, credential.accessToken);
  }
}
