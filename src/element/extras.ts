/**
 * What the companion says only where it is asked: which organizations are fetched, and what has arrived of them. Questions
 * at pace go without, so the last that was told of each is kept. A switch moves when the companion has confirmed it.
 */
import type { Choice, ConnectionState, DataSync, Extra, SyncStatus } from '../protocol/vocabulary.js';
import type { ArrivedData, Connection } from '../protocol/wire.js';
import type { CompanionClient } from './companion-client.js';

export interface ExtrasListener {
  readonly host: { readonly selectOrganizations: boolean; readonly showData: boolean };
  /** Who can be asked now; `undefined` for a card that is removed, or knows no companion. */
  readonly client: () => CompanionClient | undefined;
  readonly changed: () => void;
  readonly failed: (reason: unknown) => void;
}

export class Extras {
  readonly #listener: ExtrasListener;
  /** `undefined` for one of which the companion was asked and did not tell. */
  readonly #statuses = new Map<string, SyncStatus | undefined>();
  /** What was pressed and is not confirmed. Another map for every connection: what is under way belongs to its own. */
  #pressed = new Map<string, Choice>();
  /** When a choice was confirmed: an answer that was asked for earlier knows less. */
  readonly #confirmedAt = new Map<string, number>();
  #whose = '';
  #state: ConnectionState | undefined;
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
   * @returns Whether there is more to tell, of which a question at pace told nothing.
   */
  hear(
    { organizations, dataSync, data, account, revision, state }: Connection,
    asked: readonly Extra[],
    askedAt: number,
  ): boolean {
    const whose = `${account} ${revision}`;
    if (whose !== this.#whose) this.forget();
    const turned = state !== this.#state;
    this.#whose = whose;
    this.#state = state;
    this.dataSync = dataSync ?? this.dataSync;
    this.data = data ?? this.data;
    const { connected, notConnected } = organizations;
    for (const { id, sync } of [...connected, ...notConnected]) {
      const told = sync
        ? askedAt >= (this.#confirmedAt.get(id) ?? 0)
        : asked.includes('sync') && !this.#statuses.has(id);
      if (told) this.#statuses.set(id, sync);
    }
    const { selectOrganizations } = this.#listener.host;
    const unknown = selectOrganizations && connected.some(({ id }) => !this.#statuses.has(id));
    return (turned || unknown) && this.wanted.some((extra) => !asked.includes(extra));
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
    this.#confirmedAt.clear();
    this.#pressed = new Map();
    this.#state = this.dataSync = this.data = undefined;
  }

  async #tell(id: string): Promise<void> {
    const { client, changed, failed } = this.#listener;
    const pressed = this.#pressed;
    const asked = client();
    const isOurs = (): boolean => pressed === this.#pressed;
    try {
      for (let choice = pressed.get(id); asked && choice; choice = pressed.get(id)) {
        const { sync } = await asked.choose(id, choice);
        if (!isOurs()) return;
        this.#statuses.set(id, sync ?? choice);
        this.#confirmedAt.set(id, performance.now());
        if (pressed.get(id) === choice) pressed.delete(id);
        changed();
      }
    } catch (reason) {
      pressed.delete(id);
      // Moved in the page it goes on; removed from it, there is nobody to tell.
      if (isOurs() && client()) failed(reason);
    }
    changed();
  }
}
