/** One sign-in after another: the attempt at hand, the click that opens its window, and the address both lead to. */
import { ATTEMPT_LIFE_MS } from '../protocol/vocabulary.js';
import type { Attempt } from '../protocol/wire.js';
import { AttemptSupply } from './attempt-supply.js';
import type { CompanionClient } from './companion-client.js';
import { SignInWindow, type WindowHints } from './sign-in-window.js';

/** A second press this soon is the same press: a severed window cannot be told from a closed one so early. */
const DOUBLE_CLICK_MS = 1_000;

export interface SignInListener extends WindowHints {
  /** The attempt could not be minted, so its window has nowhere to go. */
  startFailed(attemptId: string, reason: unknown): void;
  /** The companion named a start URL that is not its own. */
  startUrlRefused(): void;
}

export class SignIn {
  readonly window: SignInWindow;
  readonly #listener: SignInListener;
  #supply: AttemptSupply | undefined;
  #serverOrigin = '';
  #attemptId: string | undefined;
  #startUrl: string | undefined;
  #openedAt = -Infinity;

  /** The last attempt's window was out of reach when it ended: only the person can close it. */
  windowLeft = false;

  constructor(listener: SignInListener) {
    this.#listener = listener;
    this.window = new SignInWindow(listener);
  }

  /** Where a real link to the attempt leads; `undefined` until the companion has minted it. */
  get startUrl(): string | undefined {
    return this.#startUrl;
  }

  /** The window is open and waits for the companion to mint its attempt. */
  get starting(): boolean {
    return this.#attemptId !== undefined && this.#startUrl === undefined;
  }

  get justOpened(): boolean {
    return performance.now() - this.#openedAt < DOUBLE_CLICK_MS;
  }

  get expired(): boolean {
    return performance.now() - this.#openedAt > ATTEMPT_LIFE_MS;
  }

  /** From now on attempts are minted by this client. */
  use(client: CompanionClient, serverOrigin: string): void {
    this.#serverOrigin = serverOrigin;
    this.#supply = new AttemptSupply(client, serverOrigin, () => this.#listener.startUrlRefused());
  }

  /** Has an attempt at hand, or a fresh one when somebody is about to press the button. */
  prepare(aboutToPress: boolean): void {
    if (aboutToPress) this.#supply?.renew();
    else this.#supply?.stock();
  }

  /** The id that the next attempt will have. The companion's own, unless none is at hand on a slow network. */
  nextId(): string {
    return this.#supply?.held?.attemptId ?? provisionalId();
  }

  /**
   * Opens a window for the attempt, synchronously: browsers allow it in the gesture only.
   * @returns `false` when the browser refused.
   */
  open(attemptId: string): boolean {
    const prepared = this.#supply?.take();
    this.#attemptId = attemptId;
    this.#openedAt = performance.now();
    const opened = this.window.open(prepared?.startUrl ?? 'about:blank', attemptId);
    this.#startAt(prepared);
    if (!prepared) void this.#startWhenMinted(attemptId);
    return opened;
  }

  /** The attempt is over. Its window is closed only when nobody can be typing in it. */
  end(finished: boolean): void {
    this.window.unwatch();
    this.windowLeft = !this.window.reachable;
    if (finished || this.starting) this.window.close();
    else this.window.forget();
    this.#attemptId = this.#startUrl = undefined;
  }

  async #startWhenMinted(attemptId: string): Promise<void> {
    try {
      const attempt = await this.#supply?.next();
      if (this.#attemptId !== attemptId || !attempt) return;
      this.#startAt(attempt);
      this.window.moveTo(attempt.startUrl);
      this.#listener.changed();
    } catch (reason) {
      if (this.#attemptId === attemptId) this.#listener.startFailed(attemptId, reason);
    }
  }

  #startAt(attempt: Attempt | undefined): void {
    this.#startUrl = attempt?.startUrl;
    this.window.expect(attempt?.attemptId, this.#serverOrigin);
  }
}

function provisionalId(): string {
  return `local-${Math.random().toString(36).slice(2)}`;
}
