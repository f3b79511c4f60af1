/** A link for another device: of the person who has the John Deere login, or the grower's own phone. */
import { parseSafeUrl } from '../protocol/links.js';
import type { Link } from '../protocol/wire.js';
import type { CompanionClient } from './companion-client.js';
import { CompanionError } from './companion-error.js';

export class HandOver {
  #link: Link | undefined;
  #asking: Promise<Link> | undefined;

  /** What can be handed over; `undefined` until it was asked for. */
  get link(): Link | undefined {
    return this.#link;
  }

  get asking(): boolean {
    return this.#asking !== undefined;
  }

  /**
   * Has a link made, or answers the one there is. The companion calls nobody for it. Rejects with a `CompanionError`.
   * @param serverOrigin The only origin that such a link may lead to.
   */
  async make(client: CompanionClient, serverOrigin: string): Promise<Link> {
    if (this.#link) return this.#link;
    const asking = (this.#asking ??= client.mintLink());
    try {
      const link = await asking;
      if (parseSafeUrl(link.url)?.origin !== serverOrigin)
        throw new CompanionError('bad_response', 'The link is not on the companion’s own origin.');
      if (this.#asking === asking) this.#link = link;
      return link;
    } finally {
      if (this.#asking === asking) this.#asking = undefined;
    }
  }

  /** Nothing is handed over any more. A link that was sent stays good until it expires. */
  clear(): void {
    this.#link = this.#asking = undefined;
  }
}
