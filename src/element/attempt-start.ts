/** The three ways an attempt begins: a window, a link pressed in place of one, and a link for somebody else. */
import type { LinkKind } from '../protocol/vocabulary.js';
import type { ConnectionEvent, Fault, Situation } from './connection-machine.js';
import type { Embedding } from './embedding.js';
import { provisionalId, type SignIn } from './sign-in.js';

const POPUP_BLOCKED: Fault = { code: 'popup_blocked', message: 'The browser refused to open the sign-in window.' };

export interface Starter {
  readonly signIn: SignIn;
  readonly embedding: Embedding;
  readonly now: () => Situation;
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
  /** What a link for somebody else opens. */
  readonly linkKind: () => LinkKind;
}

export class AttemptStart {
  readonly #starter: Starter;
  #asking = false;

  constructor(starter: Starter) {
    this.#starter = starter;
  }

  /** Opens a window, or leaves the page. Must be called in a user gesture. */
  byWindow(): void {
    const { signIn, embedding, dispatch } = this.#starter;
    this.#begin((attemptId) => {
      const { inPage } = signIn;
      const opened = signIn.open(attemptId);
      dispatch({ type: 'opened', attemptId, inPage });
      if (!opened) this.held();
      if (signIn.window.refusal) embedding.windowRefused(signIn.window.refusal);
    });
  }

  /** The browser opened nothing, and let the page go nowhere. */
  held(): void {
    this.#starter.dispatch({ type: 'blocked', fault: POPUP_BLOCKED });
    // A picture of the link beside the link: in a sandbox the link is refused as well.
    void this.makeLink('start');
  }

  /**
   * A real link was pressed in place of the button, where pages can open no windows.
   * @returns `false` when the browser must not follow it.
   */
  byLink(): boolean {
    const { signIn, dispatch } = this.#starter;
    if (signIn.nextUrl === undefined) {
      // The link is older than its attempt may be.
      this.byWindow();
      return false;
    }
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
    const { signIn, mayStart, now, dispatch, begun, linkKind } = this.#starter;
    const { attempt, connection } = now();
    const attemptId = provisionalId();
    if (!this.#wanted(attemptId) || !(await this.makeLink(linkKind())) || !mayStart()) return;
    // Meanwhile somebody began here, or was found connected: the link takes nothing from them.
    const isSame = now().attempt?.id === attempt?.id && now().connection?.revision === connection?.revision;
    if (!isSame) return;
    signIn.handOver(attemptId);
    dispatch({ type: 'handed', attemptId });
    begun();
  }

  /** A page that was loaded again has lost its link. Asked for late, when the visitor is known to be the same. */
  keepLink(): void {
    const { signIn, now, linkKind } = this.#starter;
    if (now().attempt?.handed && !signIn.link) void this.makeLink(linkKind());
  }

  /** Whether there is a link for another device now. */
  async makeLink(kind: LinkKind): Promise<boolean> {
    const { signIn, failed, changed } = this.#starter;
    const making = signIn.makeLink(kind);
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
    const { signIn, begun } = this.#starter;
    const attemptId = signIn.nextId();
    if (!this.#wanted(attemptId)) return false;
    open(attemptId);
    begun();
    return true;
  }

  #wanted(attemptId: string): boolean {
    const { mayStart, wanted } = this.#starter;
    if (this.#asking || !mayStart()) return false;
    // A listener may prevent it, remove the card, or call `connect()` itself.
    this.#asking = true;
    const goOn = wanted(attemptId);
    this.#asking = false;
    return goOn && mayStart();
  }
}
