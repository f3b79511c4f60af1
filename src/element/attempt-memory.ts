/**
 * Remembers a live attempt beyond its card: over a reload, a route change that makes a new card, and a return out of the
 * window when the browser had opened it in place of the page. Kept in the tab's `sessionStorage`; it holds no token and
 * no address, only what an answer of the companion is compared with.
 */
import { ATTEMPT_LIFE_MS, LINK_LIFE_MS } from '../protocol/vocabulary.js';
import type { LiveAttempt } from './connection-machine.js';

/** Attempts that a card on this page lives with. Two cards must not both go on with the same one. */
const taken = new Set<string>();

export interface Remembered {
  readonly attempt: LiveAttempt;
  /** Milliseconds since it was begun. */
  readonly age: number;
}

export class AttemptMemory {
  readonly #key: string;
  #id: string | undefined;

  /** @param serverUrl Cards of different companions know nothing of each other. */
  constructor(serverUrl: URL) {
    this.#key = `leaf-jd-connect:${serverUrl.href}`;
  }

  /** The attempt that was live when its card or its page went; from now on it is this card's. */
  recall(): Remembered | undefined {
    try {
      const { attempt, begunAt } = JSON.parse(sessionStorage.getItem(this.#key) ?? '') as Record<string, unknown>;
      const age = Date.now() - Number(begunAt);
      // Whoever can write here is a script of the page itself, but an older version of this one may have written it.
      if (!isAttempt(attempt) || taken.has(attempt.id) || !(age < lifeOf(attempt))) return undefined;
      this.hold(attempt.id);
      return { attempt, age: Math.max(age, 0) };
    } catch {
      return undefined;
    }
  }

  /** @param age Milliseconds since the attempt was begun. */
  keep(attempt: LiveAttempt, age: number): void {
    store(this.#key, JSON.stringify({ attempt: { ...attempt, claim: undefined }, begunAt: Date.now() - age }));
  }

  /** The attempt is this card's, as long as it is in the page. */
  hold(attemptId: string): void {
    this.release();
    taken.add((this.#id = attemptId));
  }

  /** The card is gone from the page: another one may go on. */
  release(): void {
    if (this.#id !== undefined) taken.delete(this.#id);
  }

  /** The attempt is over. */
  forget(): void {
    this.release();
    if (this.#id !== undefined) store(this.#key, undefined);
    this.#id = undefined;
  }
}

/** How long an attempt lives once it was begun, in milliseconds. */
export function lifeOf({ handed }: Pick<LiveAttempt, 'handed'>): number {
  return handed ? LINK_LIFE_MS : ATTEMPT_LIFE_MS;
}

function isAttempt(value: unknown): value is LiveAttempt {
  const { id, step, handed } = Object(value) as Record<string, unknown>;
  return typeof id === 'string' && typeof handed === 'boolean' && (step === 'sign-in' || step === 'organizations');
}

/** Storage may be full, switched off, or out of reach in a frame: then a reload forgets, and nothing else is lost. */
function store(key: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // See above.
  }
}
