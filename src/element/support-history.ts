/** What became of calls to John Deere with this connection: read only when somebody opens it, for whoever helps them. */
import type { CredentialEvents } from '../protocol/wire.js';
import type { CompanionClient } from './companion-client.js';

export interface HistoryListener {
  readonly client: () => CompanionClient | undefined;
  readonly changed: () => void;
}

export class SupportHistory {
  readonly #listener: HistoryListener;
  #reading: object | undefined;

  /** Newest first; `undefined` until it was read. */
  events: CredentialEvents | undefined;
  failed = false;
  open = false;

  constructor(listener: HistoryListener) {
    this.#listener = listener;
  }

  toggle(open: boolean): void {
    this.open = open;
    if (open) void this.#read();
  }

  async #read(): Promise<void> {
    const reading = (this.#reading = {});
    const { client, changed } = this.#listener;
    const events = await client()
      ?.readEvents()
      .catch(() => undefined);
    if (reading !== this.#reading) return;
    this.events = events;
    this.failed = events === undefined;
    changed();
  }

  /** Another companion, or another person's connection. */
  forget(): void {
    this.#reading = this.events = undefined;
    this.failed = this.open = false;
  }
}
