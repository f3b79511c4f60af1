import type { LinkKind } from '../protocol/vocabulary.js';
import type { Announcement } from './announcements.js';
import type { Diagnose } from './embedding.js';
import type { Situation } from './connection-machine.js';
import type { RedirectWish } from './redirect.js';

/** What the connect flow needs of the element that it works for. */
export interface FlowHost extends RedirectWish {
  readonly disabled: boolean;
  readonly selectOrganizations: boolean;
  readonly showData: boolean;
  readonly hostedLink: LinkKind | null | undefined;
  requestUpdate(): void;
  /** Tells the page what changed. */
  situationChanged(previous: Situation, next: Situation): void;
  /** A sign-in window was opened before there was anything to show in it. */
  greet(page: Window): void;
  /** Dispatches one event; `false` when a listener prevented it. */
  announce(announcement: Announcement): boolean;
  diagnose: Diagnose;
}
