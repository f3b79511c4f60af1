/** What the card keeps for its own eyes: what was pressed, typed or announced. Nothing of it came from the companion. */
import type { ElementState } from '../protocol/vocabulary.js';
import type { Organization } from '../protocol/wire.js';
import type { Announcement } from './announcements.js';
import type { TextKey, Translate } from './texts/texts.js';

/** More names than this nobody listens to. */
const NAMED_AT_MOST = 5;

/** Whoever is disconnected after one of these was connected before. */
const SIGNED_IN: readonly ElementState[] = ['connected', 'attention', 'no-organizations'];

export class CardMemory {
  /** The first connection was just made: "Are these your organizations?" */
  askOwner = false;
  /** Ids of organizations that turned with the last change. */
  added: ReadonlySet<string> = new Set();
  /** *Disconnect* was pressed, and asks once. */
  sure = false;
  /** What has just changed, in the words of the language that is shown. */
  announcement: (text: Translate) => string = () => '';
  #ended: 'endedHere' | 'endedElsewhere' | undefined;
  /** The link that is handed over is on the clipboard. */
  copied = false;
  /** What was typed to find an organization. */
  filter = '';
  /** What came of it, to be said. */
  found = '';
  /** Rows of a long list that are drawn from its beginning; 0 for as many as are drawn at first. */
  shown = 0;

  note({ name, detail }: Announcement): void {
    if (name === 'leaf-connected') this.askOwner = true;
    if (name === 'leaf-disconnected') this.#ended = 'endedHere';
    if (name === 'leaf-state-change') {
      this.copied = this.sure = false;
      this.found = '';
      if (detail.state !== 'disconnected') this.#ended = undefined;
      else {
        this.askOwner = false;
        if (SIGNED_IN.includes(detail.previous)) this.#ended ??= 'endedElsewhere';
      }
    }
    if (name === 'leaf-state-change' || name === 'leaf-disconnected') this.announcement = said(this.#ended);
    if (name !== 'leaf-organizations-change') return;
    const { added, removed } = detail;
    this.added = new Set(added.map(({ id }) => id));
    if (this.#ended) return;
    this.announcement = (text) =>
      [named(added, text, 'nowShared'), named(removed, text, 'notAnyMore')].join(' ').trim();
  }

  /** Somebody looks for something else now: what had turned is no news any longer. */
  find(filter: string, shown = 0): void {
    this.filter = filter;
    this.shown = shown;
    this.added = new Set();
  }
}

function said(key: TextKey | undefined): (text: Translate) => string {
  return (text) => (key ? text(key) : '');
}

function named(organizations: readonly Organization[], text: Translate, key: TextKey): string {
  const names = organizations.slice(0, NAMED_AT_MOST).map(({ name }) => name);
  const more = organizations.length - names.length;
  if (more > 0) names.push(`+${more}`);
  return names.length > 0 ? text(key, { names }) : '';
}
