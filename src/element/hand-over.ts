/** A link for another device: of the person who has the John Deere login, or the grower's own phone. */
import { linkableHref, parseSafeUrl } from '../protocol/links.js';
import type { LinkKind } from '../protocol/vocabulary.js';
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
   * Has a link made, or answers the one there is. Rejects with a `CompanionError`.
   * @param serverUrl The companion's own pages are the only ones that a `start` link may lead to. Where Leaf hosts the
   * page, the companion knows its origins.
   */
  async make(client: CompanionClient, serverUrl: URL, kind: LinkKind): Promise<Link> {
    if (this.#link) return this.#link;
    const asking = (this.#asking ??= client.mintLink(kind));
    try {
      const link = await asking;
      const safe =
        kind === 'start' ? parseSafeUrl(link.url)?.origin === serverUrl.origin : linkableHref(link.url, serverUrl);
      if (!safe) throw new CompanionError('bad_response', 'The link leads where it should not.');
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
