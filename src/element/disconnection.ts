/** Removes the connection at Leaf, once at a time. */
import type { CompanionClient } from './companion-client.js';

export class Disconnection {
  #pending: Promise<void> | undefined;

  get pending(): boolean {
    return this.#pending !== undefined;
  }

  /**
   * Asks the companion, or waits for the question under way.
   * @param told What follows, given the reason of a failure. It never rejects, and neither does this.
   */
  ask(client: CompanionClient, told: (failure?: { reason: unknown }) => Promise<void>): Promise<void> {
    this.#pending ??= client
      .disconnect()
      .then(
        () => undefined,
        (reason: unknown) => ({ reason }),
      )
      .then(told)
      .finally(() => {
        this.#pending = undefined;
      });
    return this.#pending;
  }
}
