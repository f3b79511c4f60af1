/** When the companion is asked: by hand, when somebody looks at the page, and at pace while something is expected. */
import { MANAGEMENT_LIFE_MS, type Extra } from '../protocol/vocabulary.js';
import type { Connection } from '../protocol/wire.js';
import type { CompanionClient } from './companion-client.js';
import { Inquiry } from './inquiry.js';
import type { LiveAttempt } from './live-attempt.js';

/** Looking at an idle page asks again only when the last question is older than this. */
const IDLE_AGE_MS = 30_000;

export interface Questioner {
  readonly attempt: () => LiveAttempt | undefined;
  /** The session may have organizations read anew. */
  readonly maySync: () => boolean;
  readonly extras: () => readonly Extra[];
  readonly answered: (connection: Connection, attemptId: string | undefined, asked: readonly Extra[]) => void;
  readonly failed: (reason: unknown) => void;
  readonly questionsEnded: () => void;
  /** The page came out of the back/forward cache: somebody is back from wherever it had gone. */
  readonly restored: () => void;
  /** A question was asked or answered, or the network went. */
  readonly changed: () => void;
}

export class Questions {
  readonly #questioner: Questioner;
  readonly #inquiry: Inquiry;
  #watching: AbortController | undefined;
  #managedAt = -Infinity;
  #byHand = 0;

  constructor(questioner: Questioner) {
    this.#questioner = questioner;
    this.#inquiry = new Inquiry({
      ...questioner,
      attemptId: () => questioner.attempt()?.id,
      expecting: () => !!this.#watching && (questioner.attempt() !== undefined || this.#managing),
    });
  }

  /** Somebody waits for an answer. */
  get refreshing(): boolean {
    return this.#byHand > 0 && this.#inquiry.asking;
  }

  /** When the last question was asked, on the monotonic clock in milliseconds. */
  get askedAt(): number {
    return performance.now() - this.#inquiry.age;
  }

  get #managing(): boolean {
    return performance.now() - this.#managedAt < MANAGEMENT_LIFE_MS;
  }

  /** The card is in the page: hears when that was looked at again or came back to life, and what is shown may have grown old. */
  watch(): void {
    if (this.#watching) return;
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    const hinted = this.hinted.bind(this);
    // Timers of a hidden tab are throttled to one a minute.
    const looked = (): void => {
      if (!document.hidden) this.#pageLookedAt();
    };
    // Out of the back/forward cache, with timers that stood still.
    const shown = ({ persisted }: PageTransitionEvent): void => {
      if (!persisted) return;
      this.#questioner.restored();
      hinted();
    };
    document.addEventListener('visibilitychange', looked, { signal });
    window.addEventListener('focus', looked, { signal });
    window.addEventListener('pageshow', shown, { signal });
    window.addEventListener('online', hinted, { signal });
    window.addEventListener('offline', this.#questioner.changed, { signal });
  }

  /** Lets go of timers and listeners. */
  unwatch(): void {
    this.#watching?.abort();
    this.#watching = undefined;
    this.#inquiry.use(undefined);
  }

  /** From now on this client is asked. */
  use(client: CompanionClient | undefined): void {
    this.#inquiry.use(client);
    void this.ask();
  }

  ask(): Promise<void> {
    return this.#inquiry.ask();
  }

  /** Forgets the hints and the pace of what was expected before. */
  restart(): void {
    this.#inquiry.restart();
  }

  /** Something is being changed at John Deere: for a while, coming back is worth a question. */
  manage(): void {
    this.#managedAt = performance.now();
    this.restart();
  }

  stopManaging(): void {
    this.#managedAt = -Infinity;
  }

  /** @param sync Has Leaf read the organizations from John Deere again. */
  async refresh(sync: boolean): Promise<void> {
    this.#byHand++;
    await this.#inquiry.ask(sync && this.#questioner.maySync(), true, true);
    this.#byHand--;
  }

  /** Something may have happened. */
  hinted(): void {
    const attempt = this.#questioner.attempt();
    const choosing = attempt ? attempt.step === 'organizations' : this.#managing;
    this.#inquiry.hint(choosing && this.#questioner.maySync());
  }

  /** While an attempt is live its window knows better what a look at the page means. */
  #pageLookedAt(): void {
    const attempt = this.#questioner.attempt();
    if (attempt && !attempt.handed) return;
    if (attempt || this.#managing) this.hinted();
    else if (this.#inquiry.age > IDLE_AGE_MS) void this.ask();
  }
}
