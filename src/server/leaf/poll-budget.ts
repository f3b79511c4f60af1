/**
 * Keeps all polling together within a budget of calls to Leaf a second. The more users wait for their sign-in, the later
 * each is told to ask again. That is enough while each has one page open; when their many pages ask all the same, an
 * answer serves for as long as it takes the budget to go round. Each instance keeps its own.
 */

const FASTEST_MS = 5_000;
const SLOWEST_MS = 15_000;
/** A page comes up to a fifth early, so that not all come in step; it would be given the answer that it has. */
const NOT_EARLY = 1.25;
/**
 * Whoever has not asked again after that, at the slowest pace and some lateness, is no longer waiting. Nobody is forgotten
 * sooner: when a user has connected, the other pages do not know it yet, and go on asking.
 */
const GONE_MS = 20_000;
/** Pages of one user that ask within this time are one question to Leaf, and no sign of waiting. */
const SAME_QUESTION_MS = 1_000;
/** Seconds of budget that may be saved up, so that who comes after a quiet while is answered at once. */
const SAVED_S = 2;
/** Seconds of budget that first answers, which nothing can stand in for, may use up in advance. */
const OWED_S = 10;
const MAX_USERS = 10_000;

export interface PollBudget {
  /** When a user who still waits shall ask again, in milliseconds. `calls` is what an answer costs at Leaf. */
  pollAfterMs(leafUserId: string, calls: number): number;
  /** Counts a call, whether the budget had room for it or not. */
  spend(): void;
  /** How old an answer may be that is given again because the budget is used up: 15 s at most, and 0 while it is not. */
  oldestMs(): number;
}

interface Asker {
  since: number;
  at: number;
  /** What the user's answers cost, once a second question has shown that the user waits. */
  calls: number;
}

/** `budget`: calls a second. */
export function createPollBudget(budget: number): PollBudget {
  /** Who asked when, the longest ago first. */
  const askers = new Map<string, Asker>();
  let callsPerRound = 0;
  const mostSaved = Math.max(budget * SAVED_S, 1);
  let left = mostSaved;
  let refilledAt = performance.now();

  function forget(leafUserId: string): void {
    callsPerRound -= askers.get(leafUserId)?.calls ?? 0;
    askers.delete(leafUserId);
  }

  function forgetTheGone(): void {
    for (const [leafUserId, { at }] of askers) {
      if (performance.now() - at <= GONE_MS && askers.size <= MAX_USERS) return;
      forget(leafUserId);
    }
  }

  /** How long it takes until everybody who waits has been answered once. */
  function roundMs(): number {
    forgetTheGone();
    return (callsPerRound / budget) * 1000;
  }

  function refill(): void {
    const now = performance.now();
    left = Math.min(left + ((now - refilledAt) / 1000) * budget, mostSaved);
    refilledAt = now;
  }

  return {
    pollAfterMs: (leafUserId, calls) => {
      const at = performance.now();
      const since = askers.get(leafUserId)?.since ?? at;
      forget(leafUserId);
      const waits = at - since >= SAME_QUESTION_MS;
      askers.set(leafUserId, { since, at, calls: waits ? calls : 0 });
      if (waits) callsPerRound += calls;
      return Math.ceil(Math.min(Math.max(roundMs() * NOT_EARLY, FASTEST_MS), SLOWEST_MS));
    },
    spend: () => {
      refill();
      left = Math.max(left - 1, -budget * OWED_S);
    },
    oldestMs: () => {
      refill();
      const round = roundMs();
      return left >= 1 || round <= SAME_QUESTION_MS ? 0 : Math.min(round, SLOWEST_MS);
    },
  };
}
