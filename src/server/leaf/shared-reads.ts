/**
 * Same user, same second: one call. Whoever asks for what is being read, or was read a moment ago, is given the same
 * answer. It is kept as Leaf sent it, so that every request reads it, and finds the secrets in it, for itself.
 */
import type { Deadlines } from '../config.js';
import { inTime } from '../in-time.js';
import { ProblemError } from '../problem.js';
import type { LeafAnswer } from './http.js';
import type { PollBudget } from './poll-budget.js';
import type { Errand } from './upstream.js';

export interface SharedReads {
  /** The answer to what `ask` asks, or one that somebody else was given a moment ago. */
  read(
    leafUserId: string,
    path: string,
    errand: Errand,
    ask: (errand: Errand) => Promise<LeafAnswer>,
  ): Promise<LeafAnswer>;
  /** Forgets what is known, and what is on its way, for something has changed: one path of a user, all of it, or everything. */
  drop: (leafUserId?: string, path?: string) => void;
}

const MAX_USERS = 10_000;

export function createSharedReads(deadlines: Deadlines, budget: PollBudget): SharedReads {
  /** Whose reads began the longest ago comes first. */
  const users = new Map<string, Map<string, SharedRead>>();

  function isUsable(read: SharedRead, oldestMs: number): boolean {
    const now = performance.now();
    // A host may abandon a request in the middle, and what it waited for is never heard of again.
    if (read.landedAt === undefined) return now - read.startedAt < deadlines.request;
    return now - read.landedAt < Math.max(deadlines.fresh, oldestMs);
  }

  /** Not by a timer: nothing runs while nobody asks. */
  function makeRoom(): void {
    for (const [leafUserId, reads] of users) {
      for (const [path, read] of reads) if (!isUsable(read, budget.oldestMs())) reads.delete(path);
      if (users.size <= MAX_USERS && reads.size > 0) return;
      users.delete(leafUserId);
    }
  }

  function start(leafUserId: string, path: string, ask: (errand: Errand) => Promise<LeafAnswer>): SharedRead {
    const read = new SharedRead(ask, () => {
      budget.spend();
    });
    const reads = users.get(leafUserId) ?? new Map<string, SharedRead>();
    users.delete(leafUserId);
    users.set(leafUserId, reads.set(path, read));
    makeRoom();
    return read;
  }

  return {
    read: (leafUserId, path, errand, ask) => {
      const known = users.get(leafUserId)?.get(path);
      // The budget is for polls. What somebody has just done may cost a call, and polls make up for it.
      const oldestMs = errand.fresh ? 0 : budget.oldestMs();
      const read = known && isUsable(known, oldestMs) ? known : start(leafUserId, path, ask);
      return read.wait(errand);
    },
    drop: (leafUserId, path) => {
      if (leafUserId === undefined) users.clear();
      else if (path === undefined) users.delete(leafUserId);
      else users.get(leafUserId)?.delete(path);
    },
  };
}

/** One read that several requests wait for: it has the patience of them all, and not only that of the first. */
class SharedRead {
  readonly startedAt = performance.now();
  /** When its answer came. A read that failed, or was given up, is older than any. */
  landedAt: number | undefined;
  readonly #ask: (errand: Errand) => Promise<LeafAnswer>;
  readonly #onCall: () => void;
  readonly #everybodyLeft = new AbortController();
  readonly #secrets = new Map<string, string>();
  readonly #waiting = new Set<Errand>();
  #answer: Promise<LeafAnswer> | undefined;

  constructor(ask: (errand: Errand) => Promise<LeafAnswer>, onCall: () => void) {
    this.#ask = ask;
    this.#onCall = onCall;
  }

  async wait(errand: Errand): Promise<LeafAnswer> {
    this.#waiting.add(errand);
    this.#answer ??= this.#run(errand);
    try {
      return await inTime(this.#answer, errand.signal, () => new ProblemError('leaf_timeout'));
    } finally {
      for (const [value, kind] of this.#secrets) errand.keepSecret(kind, value);
      this.#waiting.delete(errand);
      if (this.#waiting.size === 0 && this.landedAt === undefined) this.#giveUp();
    }
  }

  async #run(first: Errand): Promise<LeafAnswer> {
    const waiting = this.#waiting;
    try {
      const answer = await this.#ask({
        signal: this.#everybodyLeft.signal,
        get endsAt() {
          return Math.max(...[...waiting].map(({ endsAt }) => endsAt));
        },
        keepSecret: (kind, value) => this.#secrets.set(value, kind),
        countCall: () => {
          this.#onCall();
          first.countCall();
        },
      });
      this.landedAt = performance.now();
      return answer;
    } catch (error) {
      this.landedAt = -Infinity;
      throw error;
    }
  }

  #giveUp(): void {
    this.landedAt = -Infinity;
    try {
      this.#everybodyLeft.abort();
    } catch {
      // In a worker, only the request that began the read may end it. The deadlines of its calls do so all the same.
    }
  }
}
