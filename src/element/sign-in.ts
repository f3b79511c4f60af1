/** One sign-in after another: the attempt at hand, the click that opens its window, and the address both lead to. */
import type { LinkKind } from '../protocol/vocabulary.js';
import type { Attempt, Link } from '../protocol/wire.js';
import { AttemptMemory } from './attempt-memory.js';
import { AttemptSupply, type SupplyListener } from './attempt-supply.js';
import type { CompanionClient } from './companion-client.js';
import { HandOver } from './hand-over.js';
import type { LiveAttempt } from './live-attempt.js';
import { SignInWindow, type WindowHints } from './sign-in-window.js';

/** A second press this soon is the same press: a severed window cannot be told from a closed one so early. */
const DOUBLE_CLICK_MS = 1_000;

export interface SignInListener extends WindowHints, SupplyListener {
  /** The attempt could not be minted, so its window has nowhere to go. */
  startFailed(attemptId: string, reason: unknown): void;
  /** The browser did not let the page go to the sign-in. */
  pageHeld(): void;
}

export class SignIn {
  readonly window: SignInWindow;
  readonly #handOver = new HandOver();
  readonly #listener: SignInListener;
  #supply: AttemptSupply | undefined;
  #memory: AttemptMemory | undefined;
  #client: CompanionClient | undefined;
  #serverUrl: URL | undefined;
  #attemptId: string | undefined;
  #startUrl: string | undefined;
  #starting = false;
  #inPage = false;
  #begunAt = -Infinity;

  /** The last attempt's window was out of reach when it ended: only the person can close it. */
  windowLeft = false;
  #hadWindow = false;

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
    return this.#starting;
  }

  get justOpened(): boolean {
    return this.age < DOUBLE_CLICK_MS;
  }

  /** Milliseconds since the attempt was begun. */
  get age(): number {
    return performance.now() - this.#begunAt;
  }

  /** Where a link leads that is pressed in place of the button; `undefined` while no attempt is at hand. */
  get nextUrl(): string | undefined {
    return this.#supply?.held?.startUrl;
  }

  /** A link for another device; `undefined` until one was asked for. */
  get link(): Link | undefined {
    return this.#handOver.link;
  }

  get makingLink(): boolean {
    return this.#handOver.asking;
  }

  /** From now on attempts and links are minted by this client. A card that is moved keeps the attempt it has at hand. */
  use(client: CompanionClient, serverUrl: URL): void {
    this.#client = client;
    if (serverUrl === this.#serverUrl) {
      this.#supply?.use(client);
      return;
    }
    this.#serverUrl = serverUrl;
    this.#memory = new AttemptMemory(serverUrl);
    this.#supply = new AttemptSupply(client, serverUrl.origin, this.#listener);
  }

  /** The attempt that was live when an earlier card went, or the page was left, ready to go on. */
  recall(): LiveAttempt | undefined {
    const { attempt, age } = this.#memory?.recall() ?? {};
    if (!attempt || age === undefined) return undefined;
    this.#track(attempt.id, age, !attempt.handed && !attempt.inPage);
    if (attempt.handed) return attempt;
    const samePage = this.window.resume(attempt.id);
    this.window.expect(attempt.id, this.#serverOrigin);
    // A page that was loaded again is one that somebody came back to.
    return { ...attempt, returned: attempt.returned || !samePage };
  }

  /** What is so of the live attempt, for a card that comes after this one. */
  remember(attempt: LiveAttempt): void {
    this.#memory?.keep(attempt, this.age);
  }

  /**
   * The card is in the page, with a live attempt.
   * @returns `false` when another card has gone on with it meanwhile.
   */
  attach({ id, handed }: LiveAttempt): boolean {
    if (this.#memory?.isLeft(id) === false) return false;
    this.#memory?.hold(id);
    if (!handed) this.window.watch();
    return true;
  }

  /** The card is gone from the page; the attempt stays live. */
  detach(): void {
    this.#memory?.release();
    this.window.unwatch();
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

  /** The whole page will go through the next sign-in, in place of a window. */
  get inPage(): boolean {
    return this.#listener.returnUrl() !== undefined;
  }

  /**
   * Opens a window for the attempt, synchronously: browsers allow it in the gesture only.
   * @returns `false` when the browser refused.
   */
  open(attemptId: string): boolean {
    const prepared = this.#begin(attemptId);
    const opened = this.#inPage
      ? this.#leavePage(prepared?.startUrl, attemptId)
      : this.window.open(prepared?.startUrl, attemptId);
    if (!prepared) void this.#startWhenMinted(attemptId);
    return opened;
  }

  #leavePage(startUrl: string | undefined, attemptId: string): boolean {
    this.#hadWindow = false;
    this.window.useNone(attemptId);
    return startUrl === undefined || this.window.takePage(startUrl);
  }

  /** The browser follows a link to `nextUrl` by itself. */
  openByLink(attemptId: string): void {
    this.#begin(attemptId);
    this.window.openByLink(attemptId);
  }

  /** Somebody else got the link: there is no window here. */
  handOver(attemptId: string): void {
    this.#track(attemptId, 0, false);
    this.window.forget();
  }

  /**
   * Has a link made for another device; rejects with a `CompanionError`.
   * @returns `false` when it was asked of a companion that is not the card's any more.
   */
  async makeLink(kind: LinkKind): Promise<boolean> {
    const [client, serverUrl] = [this.#client, this.#serverUrl];
    try {
      if (client && serverUrl) await this.#handOver.make(client, serverUrl, kind);
    } catch (reason) {
      if (client === this.#client && !client?.closed) throw reason;
    }
    return this.link !== undefined && client === this.#client;
  }

  get #serverOrigin(): string {
    return this.#serverUrl?.origin ?? '';
  }

  #begin(attemptId: string): Attempt | undefined {
    const prepared = this.#supply?.take();
    this.#inPage = this.inPage;
    this.#track(attemptId, 0);
    this.#startAt(prepared);
    return prepared;
  }

  #track(attemptId: string, age: number, hasWindow = true): void {
    this.#hadWindow = hasWindow;
    this.#attemptId = attemptId;
    this.#begunAt = performance.now() - age;
    this.#startUrl = undefined;
    this.#starting = false;
  }

  /** The settings change under a live attempt. With the same companion the card recalls it, and goes on. */
  leave(): void {
    if (this.starting) this.end(true);
    this.detach();
    this.window.leave();
    this.#handOver.clear();
    this.#attemptId = undefined;
  }

  /** Signed in: the window goes on to the second step, or is closed without one. Nothing else may move it from now on. */
  leadOn(link: string | null): void {
    this.#starting = false;
    if (link === null) this.window.close();
    else this.window.leadOn(link);
  }

  /** The attempt is over. Its window is closed only when nobody can be typing in it. */
  end(finished: boolean): void {
    this.window.unwatch();
    this.#memory?.forget();
    this.#handOver.clear();
    this.windowLeft = this.#hadWindow && !this.window.reachable;
    if (finished || this.starting) this.window.close();
    else this.window.forget();
    this.#attemptId = this.#startUrl = undefined;
    this.#starting = false;
  }

  async #startWhenMinted(attemptId: string): Promise<void> {
    this.#starting = true;
    try {
      const attempt = await this.#supply?.next();
      if (!this.#awaits(attemptId) || !attempt) return;
      this.#starting = false;
      this.#startAt(attempt);
      if (!this.#inPage) this.window.start(attempt.startUrl);
      else if (!this.window.takePage(attempt.startUrl)) this.#listener.pageHeld();
      this.#listener.changed();
    } catch (reason) {
      if (this.#awaits(attemptId)) this.#listener.startFailed(attemptId, reason);
    }
  }

  #awaits(attemptId: string): boolean {
    return this.#starting && this.#attemptId === attemptId;
  }

  #startAt(attempt: Attempt | undefined): void {
    this.#startUrl = attempt?.startUrl;
    this.window.expect(attempt?.attemptId, this.#serverOrigin);
  }
}

/** For an attempt that the companion has no id for, or none yet. */
export function provisionalId(): string {
  return `local-${Math.random().toString(36).slice(2)}`;
}
