import type { Announcement } from './announcements.js';
import type { Diagnose } from './embedding.js';
import type { Situation } from './connection-machine.js';

/** What the connect flow needs of the element that it works for. */
export interface FlowHost {
  readonly disabled: boolean;
  requestUpdate(): void;
  /** Tells the page what changed. */
  situationChanged(previous: Situation, next: Situation): void;
  /** Dispatches one event; `false` when a listener prevented it. */
  announce(announcement: Announcement): boolean;
  diagnose: Diagnose;
}
