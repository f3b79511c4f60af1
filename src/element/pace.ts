/**
 * When to ask the companion next. Nobody can promise that a message or a closed window is ever seen, so an attempt is
 * asked about at a steady pace, and closely after a hint. Nothing is asked, and no timer runs, while nothing is expected.
 */
import { ATTEMPT_LIFE_MS } from '../protocol/vocabulary.js';

/** Seconds after a hint at which it is worth asking again: Leaf may need a moment to know what John Deere knows. */
const FOLLOW_UPS_S = [1, 2, 4, 7, 12, 20] as const;

const DEFAULT_PACE_MS = 5_000;
/** However hasty an answer asks for it. */
const FASTEST_PACE_MS = 1_000;
/** However long an answer puts it off: a timer set beyond 2^31 ms fires at once. */
const LONGEST_WAIT_MS = 600_000;
const SLOW_PACE_MS = 10_000;
const SLOW_AFTER_MS = 120_000;
/** Only a link that was sent to somebody is waited for that long: for up to a day, on a page that may stay open. */
const PATIENT_PACE_MS = 60_000;
/** One poll in five is early or late, so that a thousand cards do not ask in step. */
const JITTER = 0.2;

export interface Moment {
  /** Milliseconds since asking began. */
  readonly sinceStart: number;
  /** Milliseconds since the last hint; `undefined` when there was none. */
  readonly sinceHint: number | undefined;
  /** What the companion's last answer asked for, in milliseconds. */
  readonly pollAfterMs: number | null | undefined;
  /** What a refusal asked for (`Retry-After`), in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** A number in [0, 1). */
  readonly random: number;
}

/** Milliseconds to wait before the next question. */
export function delayUntilNext({ sinceStart, sinceHint, pollAfterMs, retryAfterMs, random }: Moment): number {
  const pace = Math.max(pollAfterMs ?? DEFAULT_PACE_MS, slowest(sinceStart));
  const jittered = pace * (1 + JITTER * (2 * random - 1));
  const followUp = sinceHint === undefined ? undefined : nextFollowUp(sinceHint);
  return Math.min(Math.max(Math.min(jittered, followUp ?? Infinity), retryAfterMs ?? 0), LONGEST_WAIT_MS);
}

function slowest(sinceStart: number): number {
  if (sinceStart > ATTEMPT_LIFE_MS) return PATIENT_PACE_MS;
  return sinceStart > SLOW_AFTER_MS ? SLOW_PACE_MS : FASTEST_PACE_MS;
}

/** Milliseconds until the next question that a hint is worth; `undefined` when its questions are over. */
export function nextFollowUp(sinceHint: number): number | undefined {
  const due = FOLLOW_UPS_S.find((seconds) => seconds * 1000 > sinceHint);
  return due === undefined ? undefined : due * 1000 - sinceHint;
}

/** One timer, measured on the monotonic clock: a device whose clock is an hour wrong waits just as long. */
export class Pace {
  readonly #ask: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #startedAt: number | undefined;
  #hintedAt: number | undefined;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** Something may have happened: the questions that follow are close together. */
  hint(): void {
    this.#hintedAt = performance.now();
  }

  /** Whether questions are asked for the sake of a hint. */
  get hinted(): boolean {
    return this.#hintedAt !== undefined && !this.questionsEnded;
  }

  /** Whether a hint was given and the questions it was worth have all been asked. */
  get questionsEnded(): boolean {
    return this.#hintedAt !== undefined && nextFollowUp(performance.now() - this.#hintedAt) === undefined;
  }

  /** Schedules the next question after an answer or a failure. */
  continue(pollAfterMs: number | null | undefined, retryAfterMs?: number): void {
    const now = performance.now();
    this.#startedAt ??= now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      this.#ask,
      delayUntilNext({
        sinceStart: now - this.#startedAt,
        sinceHint: this.#hintedAt === undefined ? undefined : now - this.#hintedAt,
        pollAfterMs,
        retryAfterMs,
        random: Math.random(),
      }),
    );
  }

  /** Stops the timer; what was learned about hints is kept, so that a card which is moved goes on where it was. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Forgets everything: nothing is expected any more. */
  stop(): void {
    this.pause();
    this.#startedAt = undefined;
    this.#hintedAt = undefined;
  }
}
