/** An element that waits for a sign-in, as far as the companion can tell: it asks at the real one's own pace. */
import type { Agent } from 'node:http';
import { delayUntilNext, nextFollowUp } from '../../../src/element/pace.js';
import { fire, type Shot } from './generator.js';
import { read, readAnew } from './mix.js';
import type { Person } from './people.js';

interface Answer {
  state: string;
  pollAfterMs: number | null;
}

export class WaitingElement {
  /** When it learned that the user is connected, in milliseconds since 1970. */
  learnedAt: number | undefined;
  /** What it was told last, while there was nothing to learn yet. */
  pollAfterMs = 0;
  failures = 0;
  readonly #began = performance.now();
  #hintedAt: number | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #asking = false;

  constructor(
    readonly who: Person,
    readonly url: string,
    readonly agent: Agent,
  ) {}

  begin(delayMs: number): void {
    this.#timer = setTimeout(() => void this.#ask(), delayMs);
  }

  /** The person is back at the page: it asks at once, and closely after. */
  hint(): void {
    this.#hintedAt = performance.now();
    this.#again = this.#asking;
    clearTimeout(this.#timer);
    void this.#ask();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.learnedAt ??= Infinity;
  }

  async #ask(): Promise<void> {
    if (this.#asking || this.learnedAt !== undefined) return;
    this.#asking = true;
    const answer = await this.#answerTo(this.#closely ? readAnew(this.who) : read(this.who));
    this.#asking = false;
    if (answer?.state === 'connected') this.learnedAt = Date.now();
    else this.pollAfterMs = answer?.pollAfterMs ?? this.pollAfterMs;
    if (this.learnedAt !== undefined) return;
    if (this.#again) {
      this.#again = false;
      return this.#ask();
    }
    const now = performance.now();
    const moment = {
      sinceStart: now - this.#began,
      sinceHint: this.#hintedAt === undefined ? undefined : now - this.#hintedAt,
      pollAfterMs: answer?.pollAfterMs,
      retryAfterMs: undefined,
      random: Math.random(),
    };
    clearTimeout(this.#timer);
    this.begin(delayUntilNext(moment));
  }

  get #closely(): boolean {
    return this.#hintedAt !== undefined && nextFollowUp(performance.now() - this.#hintedAt) !== undefined;
  }

  async #answerTo(shot: Shot): Promise<Answer | undefined> {
    try {
      const { status, body } = await fire(this.url, shot, this.agent);
      if (status === 200) return JSON.parse(body) as Answer;
    } catch {
      // Counted below.
    }
    this.failures += 1;
    return undefined;
  }
}
