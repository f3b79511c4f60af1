/** Removes the connection at Leaf, once at a time. */
import type { ConnectionState } from '../protocol/vocabulary.js';
import type { CompanionClient } from './companion-client.js';

export interface Place {
  readonly client: CompanionClient;
  /** One object as long as the card is pointed there, though a card that is moved in the page has another client. */
  readonly serverUrl: URL;
  /** What the companion last said. */
  readonly known: ConnectionState | undefined;
}

export interface DisconnectionListener {
  /** Who can be asked now; `undefined` for a card that is removed, or knows no companion. */
  readonly place: () => Place | undefined;
  readonly disconnected: (known: Place['known']) => Promise<void>;
  readonly failed: (reason: unknown) => void;
  readonly changed: () => void;
}

export class Disconnection {
  readonly #listener: DisconnectionListener;
  #pending: Promise<void> | undefined;

  constructor(listener: DisconnectionListener) {
    this.#listener = listener;
  }

  get pending(): boolean {
    return this.#pending !== undefined;
  }

  /** Asks the companion, or waits for the question under way. Never rejects. */
  async ask(): Promise<void> {
    const { place, changed } = this.#listener;
    const asked = place();
    if (!asked) return;
    this.#pending ??= this.#ask(asked).finally(() => {
      this.#pending = undefined;
    });
    changed();
    await this.#pending;
    changed();
  }

  async #ask({ client, serverUrl, known }: Place): Promise<void> {
    const { place, disconnected, failed } = this.#listener;
    // Moved in the page it goes on; removed from it, or pointed elsewhere, there is nobody to tell.
    const isThere = (): boolean => place()?.serverUrl === serverUrl;
    try {
      await client.disconnect();
    } catch (reason) {
      if (isThere()) failed(reason);
      return;
    }
    if (isThere()) await disconnected(known);
  }
}
