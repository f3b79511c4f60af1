/** The three ways an attempt begins: a window, a link pressed in place of one, and a link for somebody else. */
import type { ConnectionEvent, Fault } from './connection-machine.js';
import type { Embedding } from './embedding.js';
import { provisionalId, type SignIn } from './sign-in.js';

const POPUP_BLOCKED: Fault = { code: 'popup_blocked', message: 'The browser refused to open the sign-in window.' };

export interface Starter {
  readonly signIn: SignIn;
  readonly embedding: Embedding;
  /** The card is in the page, knows its companion and is not disabled. */
  readonly mayStart: () => boolean;
  /** Tells the page that an attempt begins; `false` when a listener prevented it. */
  readonly wanted: (attemptId: string) => boolean;
  readonly dispatch: (event: ConnectionEvent) => void;
  /** Questions begin anew, for another attempt. */
  readonly begun: () => void;
  /** No link could be made, for this reason. */
  readonly failed: (reason: unknown) => void;
  readonly changed: () => void;
}

export class AttemptStart {
  readonly #starter: Starter;
  #asking = false;
  /** Attempts that were begun on this page. */
  #opened = 0;

  constructor(starter: Starter) {
    this.#starter = starter;
  }

  /** Opens a window. Must be called in a user gesture. */
  byWindow(): void {
    const { signIn, embedding, dispatch } = this.#starter;
    this.#begin((attemptId) => {
      const opened = signIn.open(attemptId);
      dispatch({ type: 'opened', attemptId });
      if (opened) return;
      dispatch({ type: 'blocked', fault: POPUP_BLOCKED });
      if (signIn.window.refusal) embedding.windowRefused(signIn.window.refusal);
      // A picture of the link beside the link: in a sandbox the link is refused as well.
      void this.makeLink();
    });
  }

  /**
   * A real link was pressed in place of the button, where pages can open no windows.
   * @returns `false` when the browser must not follow it.
   */
  byLink(): boolean {
    const { signIn, dispatch } = this.#starter;
    return this.#begin((attemptId) => {
      signIn.openByLink(attemptId);
      dispatch({ type: 'opened', attemptId });
    });
  }

  /** The real link of a window that was held back was pressed: the browser opens it by itself. */
  followed(): void {
    const { signIn, dispatch } = this.#starter;
    signIn.window.openByLink();
    dispatch({ type: 'link-followed' });
  }

  /** Makes a link for whoever has the John Deere login, and waits for them as for a window. */
  async bySomebodyElse(): Promise<void> {
    const { signIn, mayStart, dispatch, begun } = this.#starter;
    const earlier = this.#opened;
    if (!mayStart() || !(await this.makeLink()) || !mayStart()) return;
    // Meanwhile somebody began here: the link does not take their window from them.
    if (earlier !== this.#opened) return;
    const attemptId = provisionalId();
    signIn.handOver(attemptId);
    dispatch({ type: 'handed', attemptId });
    begun();
  }

  /** Whether there is a link for another device now. */
  async makeLink(): Promise<boolean> {
    const { signIn, failed, changed } = this.#starter;
    const making = signIn.makeLink();
    changed();
    try {
      return await making;
    } catch (reason) {
      failed(reason);
      return false;
    } finally {
      changed();
    }
  }

  #begin(open: (attemptId: string) => void): boolean {
    const { signIn, mayStart, wanted, begun } = this.#starter;
    if (this.#asking || !mayStart()) return false;
    const attemptId = signIn.nextId();
    // A listener may prevent it, remove the card, or call `connect()` itself.
    this.#asking = true;
    const goOn = wanted(attemptId);
    this.#asking = false;
    if (!goOn || !mayStart()) return false;
    this.#opened++;
    open(attemptId);
    begun();
    return true;
  }
}
