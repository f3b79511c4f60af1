/** One simulated grower: what John Deere and Leaf would know of them, and what the companion says of that. */
import type { Choice, ErrorCode, Extra, Health, SyncStatus } from '../../src/protocol/vocabulary.js';
import type { Connection, CredentialEvents, Organization } from '../../src/protocol/wire.js';

export interface SimulatedOrganization {
  readonly id: string;
  readonly name: string;
  readonly shared: boolean;
  readonly sync: SyncStatus;
  /** `false`: its link was refused by the URL policy. */
  readonly linked: boolean;
}

/** How a situation begins. */
export interface Beginning {
  readonly signedIn: boolean;
  readonly health: Health;
  readonly environment: Connection['environment'];
  readonly organizations: readonly SimulatedOrganization[];
  /** The sign-in comes back to the companion, and its window closes by itself. */
  readonly returns: boolean;
  readonly fieldsArrived: number;
  /** Every question is answered with this error, or never (`silence`). */
  readonly trouble: ErrorCode | 'silence' | undefined;
}

/** What the simulated sign-in page tells. */
export type Deed =
  | { readonly did: 'sign-in'; readonly account: 'with-organizations' | 'without' }
  | { readonly did: 'share'; readonly ids: readonly string[] };

export function organization(name: string, change: Partial<SimulatedOrganization> = {}): SimulatedOrganization {
  const id = name.toLowerCase().replace(/\W+/g, '-');
  return { id, name, shared: false, sync: 'SELECTED', linked: true, ...change };
}

const EVENTS: CredentialEvents = [
  { id: 'event-3', createdDate: '2026-11-02T08:15:00.000000Z', statusCode: 200 },
  { id: 'event-2', createdDate: '2026-11-02T08:00:00.000000Z', statusCode: 503 },
  { id: 'event-1', createdDate: '2026-11-01T17:42:00.000000Z', statusCode: 401 },
];

export class Grower {
  readonly #account = crypto.randomUUID();
  readonly #signInUrl: string;
  readonly events = EVENTS;
  readonly #beginning: Beginning;
  #is: Beginning;
  #signIns = 0;

  /** @param signInUrl The simulated sign-in page, told already whose it is. */
  constructor(beginning: Beginning, signInUrl: string) {
    this.#is = this.#beginning = beginning;
    this.#signInUrl = signInUrl;
  }

  get trouble(): Beginning['trouble'] {
    return this.#is.trouble;
  }

  get returns(): boolean {
    return this.#is.returns;
  }

  get organizations(): readonly SimulatedOrganization[] {
    return this.#is.organizations;
  }

  change(change: Partial<Beginning>): void {
    this.#is = { ...this.#is, ...change };
  }

  signInAddress(attemptId: string): string {
    return this.#address({ step: 'sign-in', attempt: attemptId });
  }

  do(deed: Deed): void {
    if (deed.did === 'sign-in') {
      this.#signIns++;
      const known = this.organizations.length > 0 ? this.organizations : this.#beginning.organizations;
      this.change({ signedIn: true, health: 'ok', organizations: deed.account === 'without' ? [] : known });
      return;
    }
    const organizations = this.organizations.map((one) => ({ ...one, shared: deed.ids.includes(one.id) }));
    this.change({ organizations, health: 'ok' });
  }

  choose(id: string, sync: Choice): Organization | undefined {
    const organizations = this.organizations.map((one) => (one.id === id ? { ...one, sync } : one));
    this.change({ organizations });
    const chosen = organizations.find((one) => one.id === id);
    return chosen && this.#row(chosen, true);
  }

  disconnect(): void {
    this.change({ signedIn: false, health: 'unknown' });
  }

  /** @param extras What `?include=` asked for. */
  connection(extras: readonly Extra[]): Connection {
    const { signedIn, health, environment, organizations, returns, fieldsArrived } = this.#is;
    const rows = (shared: boolean): Organization[] =>
      organizations
        .filter((one) => signedIn && one.shared === shared)
        .map((one) => this.#row(one, extras.includes('sync')));
    const connected = rows(true);
    return {
      state: !signedIn
        ? 'disconnected'
        : health === 'unauthenticated'
          ? 'attention'
          : connected.length === 0
            ? 'no-organizations'
            : health === 'missing_permission'
              ? 'attention'
              : 'connected',
      environment,
      connectedAt: signedIn ? '2026-11-02T08:00:00.000000Z' : null,
      revision: signedIn ? `sign-in-${this.#signIns}` : null,
      health,
      organizations: { connected, notConnected: rows(false) },
      flow: returns ? 'authorization-code' : 'one-click',
      messageOrigins: [],
      pollAfterMs: signedIn ? null : 2_000,
      account: this.#account,
      ...(returns && { returns }),
      ...(extras.includes('sync') && { dataSync: 'SELECTED_ONLY' }),
      ...(extras.includes('data') && { data: { growers: 1, farms: 3, fields: fieldsArrived, syncedAt: null } }),
    };
  }

  #row({ id, name, linked, sync }: SimulatedOrganization, withSync: boolean): Organization {
    const managementUri = linked ? this.#address({ step: 'organizations' }) : null;
    return { id, name, managementUri, ...(withSync && { sync }) };
  }

  #address(query: Readonly<Record<string, string>>): string {
    const url = new URL(this.#signInUrl);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  }
}
