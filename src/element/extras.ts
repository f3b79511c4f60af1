/**
 * What the companion says only where it is asked: which organizations are fetched, and what has arrived of them. Questions
 * at pace go without, so the last that was told of each is kept. A switch moves when the companion has confirmed it.
 */
import type { Choice, DataSync, Extra, SyncStatus } from '../protocol/vocabulary.js';
import type { ArrivedData, Connection } from '../protocol/wire.js';
import type { CompanionClient } from './companion-client.js';

export interface ExtrasListener {
  readonly host: { readonly selectOrganizations: boolean; readonly showData: boolean };
  readonly client: () => CompanionClient | undefined;
  readonly changed: () => void;
  readonly failed: (reason: unknown) => void;
}

export class Extras {
  readonly #listener: ExtrasListener;
  readonly #statuses = new Map<string, SyncStatus>();
  /** What was pressed and is not confirmed. */
  readonly #pressed = new Map<string, Choice>();
  /** When a choice was confirmed: an answer that was asked for earlier knows less. */
  readonly #confirmedAt = new Map<string, number>();
  #account = '';
  dataSync: DataSync | undefined;
  data: ArrivedData | undefined;

  constructor(listener: ExtrasListener) {
    this.#listener = listener;
  }

  /** What the card shows, and the companion has to be asked for. */
  get wanted(): Extra[] {
    const { selectOrganizations, showData } = this.#listener.host;
    return [...(selectOrganizations ? (['sync'] as const) : []), ...(showData ? (['data'] as const) : [])];
  }

  /** A choice is on its way to the companion. */
  get pending(): boolean {
    return this.#pressed.size > 0;
  }

  statusOf(organizationId: string): SyncStatus | undefined {
    return this.#statuses.get(organizationId);
  }

  isPending(organizationId: string): boolean {
    return this.#pressed.has(organizationId);
  }

  /**
   * Keeps what an answer told.
   * @param asked What it was asked for.
   * @param askedAt When, on the monotonic clock in milliseconds.
   * @returns Whether an organization was shared since, of which a question at pace told nothing.
   */
  hear(
    { organizations, dataSync, data, account, revision }: Connection,
    asked: readonly Extra[],
    askedAt: number,
  ): boolean {
    const whose = `${account} ${revision}`;
    if (whose !== this.#account) this.forget();
    this.#account = whose;
    this.dataSync = dataSync ?? this.dataSync;
    this.data = data ?? this.data;
    for (const { id, sync } of [...organizations.connected, ...organizations.notConnected]) {
      if (sync && askedAt >= (this.#confirmedAt.get(id) ?? 0)) this.#statuses.set(id, sync);
    }
    const { selectOrganizations } = this.#listener.host;
    return selectOrganizations && asked.length === 0 && organizations.connected.some(({ id }) => !this.statusOf(id));
  }

  /** Turns one organization's switch, once the companion agrees. Of several presses the last one counts. */
  turn(organizationId: string): void {
    const underWay = this.isPending(organizationId);
    const now = this.#pressed.get(organizationId) ?? this.statusOf(organizationId);
    this.#pressed.set(organizationId, now === 'SELECTED' ? 'PREVIEW' : 'SELECTED');
    if (!underWay) void this.#tell(organizationId);
    this.#listener.changed();
  }

  /** Another companion, or another person's connection. */
  forget(): void {
    this.#statuses.clear();
    this.dataSync = this.data = undefined;
  }

  async #tell(id: string): Promise<void> {
    const client = this.#listener.client();
    try {
      for (let choice = this.#pressed.get(id); client && choice; choice = this.#pressed.get(id)) {
        const { sync } = await client.choose(id, choice);
        this.#statuses.set(id, sync ?? choice);
        this.#confirmedAt.set(id, performance.now());
        if (this.#pressed.get(id) === choice) this.#pressed.delete(id);
        this.#listener.changed();
      }
    } catch (reason) {
      this.#pressed.delete(id);
      if (client === this.#listener.client()) this.#listener.failed(reason);
    }
    this.#listener.changed();
  }
}
