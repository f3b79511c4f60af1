/**
 * A played sign-in window, as its opener sees it and as it really is. A page with COOP severs it: from then on the
 * opener is told that it is closed, and cannot reach it, while somebody goes on typing in it.
 */

/** What the opener's code may do to a window, before it is done. */
export interface WindowWitness {
  opened(window: PlayedWindow): void;
  closing(window: PlayedWindow): void;
  moving(window: PlayedWindow, address: string): void;
}

export class PlayedWindow {
  readonly name: string;
  readonly #witness: WindowWitness;
  /** The page that opened it; `null` once severed. */
  opener: unknown;
  address: string;
  /** It was really closed. */
  gone = false;
  severed = false;
  /** `window.open` made it, on the page as it is loaded now: its opener has a handle in it. */
  byScript = false;
  /** How often its opener asked it to close. */
  closings = 0;
  /** Somebody signed in here to the end. */
  finished = false;
  /** Signed in, and led on by the companion to where organizations are ticked. */
  choosing = false;
  /** A genuine message was sent from it. */
  spoke = false;
  focused = 0;
  /** Messages that the page sent it. */
  readonly received: unknown[] = [];

  constructor(name: string, address: string, opener: unknown, witness: WindowWitness) {
    this.name = name;
    this.address = address;
    this.opener = opener;
    this.#witness = witness;
    witness.opened(this);
  }

  /** Shows a sign-in that somebody has not finished. */
  get inUse(): boolean {
    return !this.gone && !this.finished && this.address !== 'about:blank';
  }

  get closed(): boolean {
    return this.gone || this.severed;
  }

  readonly location = {
    replace: (address: string): void => {
      if (this.closed) return;
      this.#witness.moving(this, address);
      this.address = address;
    },
  };

  close(): void {
    this.closings++;
    if (this.closed) return;
    this.#witness.closing(this);
    this.gone = true;
  }

  focus(): void {
    if (!this.closed) this.focused++;
  }

  postMessage(message: unknown): void {
    if (!this.closed) this.received.push(message);
  }

  sever(): void {
    this.severed = true;
    this.opener = null;
  }
}
