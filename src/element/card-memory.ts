/** What the card keeps for its own eyes: what was pressed, typed or announced. Nothing of it came from the companion. */
import type { Announcement } from './announcements.js';
import type { Translate } from './texts/texts.js';

/** More names than this nobody listens to. */
const NAMED_AT_MOST = 5;

export class CardMemory {
  /** The first connection was just made: "Are these your organizations?" */
  askOwner = false;
  /** Ids of organizations that turned with the last change. */
  added: ReadonlySet<string> = new Set();
  /** What was last said to whoever cannot see the card change. */
  announcement = '';
  /** The link that is handed over is on the clipboard. */
  copied = false;
  /** What was typed to find an organization. */
  filter = '';
  /** Rows of a long list that are drawn from its beginning; 0 for as many as are drawn at first. */
  shown = 0;

  note({ name, detail }: Announcement, text: Translate): void {
    if (name === 'leaf-connected') this.askOwner = true;
    if (name === 'leaf-state-change') {
      this.copied = false;
      if (detail.state === 'disconnected') this.askOwner = false;
    }
    if (name !== 'leaf-organizations-change') return;
    this.added = new Set(detail.added.map(({ id }) => id));
    this.announcement =
      this.added.size > NAMED_AT_MOST
        ? text('manyShared', { count: this.added.size })
        : detail.added.map((organization) => text('nowShared', { name: organization.name })).join(' ');
  }

  /** Somebody looks for something else now: what had turned is no news any longer. */
  find(filter: string, shown = 0): void {
    this.filter = filter;
    this.shown = shown;
    this.added = new Set();
  }
}
