/**
 * Remembers a live attempt beyond its card: over a reload, a route change that makes a new card, and a return out of the
 * window when the browser had opened it in place of the page. Kept in the tab's `sessionStorage`; it holds no token and
 * no address, only what an answer of the companion is compared with.
 */
import { lifeOf, type LiveAttempt } from './live-attempt.js';

/** Attempts that a card on this page lives with. Two cards must not both go on with the same one. */
const taken = new Set<string>();

export interface Remembered {
  readonly attempt: LiveAttempt;
  /** Milliseconds since it was begun. */
  readonly age: number;
}

export class AttemptMemory {
  readonly #prefix: string;
  #id = '';
  #holding = false;
  #kept = false;

  /** @param serverUrl Cards of different companions know nothing of each other. */
  constructor(serverUrl: URL) {
    this.#prefix = `leaf-jd-connect:${serverUrl.href} `;
  }

  /** The last attempt that was live when its card or its page went; from now on it is this card's. */
  recall(): Remembered | undefined {
    const [last] = this.#remembered().sort((one, other) => one.age - other.age);
    if (last) this.hold(last.attempt.id);
    return last;
  }

  /** Whether a card that comes back may go on: no other card has, and nobody has ended it meanwhile. */
  isLeft(attemptId: string): boolean {
    if (this.#isAnothers(attemptId)) return false;
    let left = true;
    // Where nothing could be stored, nothing missing there says anything.
    if (this.#kept) quietly(() => (left = sessionStorage.getItem(this.#prefix + attemptId) !== null));
    return left;
  }

  /** @param age Milliseconds since the attempt was begun. */
  keep(attempt: LiveAttempt, age: number): void {
    const text = JSON.stringify([{ ...attempt, claim: undefined }, Date.now() - age]);
    this.#kept = quietly(() => sessionStorage.setItem(this.#prefix + attempt.id, text));
  }

  /** The attempt is this card's, as long as it is in the page; an earlier one of this card is over. */
  hold(attemptId: string): void {
    if (this.#id !== attemptId) this.forget();
    taken.add((this.#id = attemptId));
    this.#holding = true;
  }

  /** The card is gone from the page: another one may go on. */
  release(): void {
    if (this.#holding) taken.delete(this.#id);
    this.#holding = false;
  }

  /** The attempt is over. */
  forget(): void {
    const key = this.#prefix + this.#id;
    if (!this.#isAnothers(this.#id)) quietly(() => sessionStorage.removeItem(key));
    this.release();
    this.#id = '';
  }

  #isAnothers(attemptId: string): boolean {
    return !this.#holding && taken.has(attemptId);
  }

  #remembered(): Remembered[] {
    const found: Remembered[] = [];
    quietly(() => {
      const keys = Array.from({ length: sessionStorage.length }, (_, index) => sessionStorage.key(index) ?? '');
      for (const key of keys.filter((name) => name.startsWith(this.#prefix))) {
        const one = read(sessionStorage.getItem(key));
        if (one && !taken.has(one.attempt.id)) found.push(one);
      }
    });
    return found;
  }
}

/** Whoever can write there is a script of the page itself, but an older version of this one may have written it. */
function read(text: string | null): Remembered | undefined {
  try {
    const [attempt, begunAt] = JSON.parse(text ?? '') as unknown[];
    const age = Date.now() - Number(begunAt);
    return isAttempt(attempt) && age < lifeOf(attempt) ? { attempt, age: Math.max(age, 0) } : undefined;
  } catch {
    return undefined;
  }
}

function isAttempt(value: unknown): value is LiveAttempt {
  const { id, step, handed } = Object(value) as Record<string, unknown>;
  return typeof id === 'string' && typeof handed === 'boolean' && (step === 'sign-in' || step === 'organizations');
}

/** Storage may be full, switched off, or out of reach in a frame: then a reload forgets, and nothing else is lost. */
function quietly(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
