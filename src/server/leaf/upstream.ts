/**
 * Patience with one service of Leaf's: calls that are made again where that is safe, a breaker for when it is down, and
 * never more than so many calls at once.
 */
import type { Config } from '../config.js';
import { inTime } from '../in-time.js';
import { ProblemError } from '../problem.js';
import { createBreaker } from './breaker.js';
import { callLeaf, Unreachable, type LeafAnswer, type LeafCall } from './http.js';
import { createSlots } from './slots.js';

/** On whose behalf a call is made: an inbound request, or something that several of them wait for. */
export interface Errand {
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
  /** When that will be, on the clock of `performance.now()`. */
  readonly endsAt: number;
  /** Not content with an answer that the budget made older: somebody has just done something. */
  readonly fresh?: boolean;
  /** Hears of every secret that was used or seen. */
  keepSecret(kind: string, value: string): void;
  /** Hears of every call that leaves for it. */
  countCall(): void;
}

/** Makes a call. Throws what `callLeaf` does, and `leaf_unavailable` at once while the service is known to be down. */
export type Upstream = (call: LeafCall, errand: Errand) => Promise<LeafAnswer>;

const IN_FLIGHT = 64;
/** More than that are not waiting for Leaf but for each other. */
const WAITING = 1_024;
const RETRIES = 2;

/**
 * Signs that the service is down. A 500 is none: it is about what was asked, and one user whose data breaks Leaf must not
 * close the door to all others.
 */
const DOWN = [502, 503, 504];
const WORTH_ANOTHER_TRY = [429, ...DOWN];

/** `countCall` hears of every call that leaves, whoever wanted it. */
export function createUpstream({ deadlines }: Pick<Config, 'deadlines'>, countCall: () => void): Upstream {
  const inTurn = createSlots(IN_FLIGHT, WAITING, deadlines.request);
  const breaker = createBreaker(isDown);
  const late = () => new ProblemError('leaf_timeout');

  async function once(call: LeafCall, errand: Errand): Promise<LeafAnswer> {
    breaker.demandClosed();
    return inTurn(async () => {
      if (errand.signal.aborted) throw late();
      return breaker.run(() => {
        countCall();
        errand.countCall();
        return callLeaf(call, deadlines, errand.signal);
      });
    }, errand.signal);
  }

  /** Half of it is by chance, so that those who failed together do not come back together. */
  function pauseAfter(tries: number, outcome: LeafAnswer | Unreachable): number {
    const asked = outcome instanceof Unreachable ? 0 : (outcome.retryAfter ?? 0);
    return asked * 1000 + deadlines.backoff * tries * (0.5 + Math.random() / 2);
  }

  return async (call, errand) => {
    for (let tries = 1; ; tries += 1) {
      const outcome = await once(call, errand).catch(unreachable);
      const pause = pauseAfter(tries, outcome);
      const again = tries <= RETRIES && mayRepeat(call, outcome) && performance.now() + pause < errand.endsAt;
      // Whoever finds out that it is still down need not wait to be told so.
      if (again) breaker.demandClosed();
      if (again) await inTime(sleep(pause), errand.signal, late);
      else if (outcome instanceof Unreachable) throw outcome;
      else return outcome;
    }
  };
}

/** What changes something is done again only when it cannot have happened. */
function mayRepeat({ method }: LeafCall, outcome: LeafAnswer | Unreachable): boolean {
  const harmless = method === 'GET' || method === 'DELETE';
  if (outcome instanceof Unreachable) return harmless || outcome.neverLeft;
  return harmless && WORTH_ANOTHER_TRY.includes(outcome.status);
}

function isDown(outcome: unknown): boolean {
  if (outcome instanceof ProblemError) return ['leaf_unavailable', 'leaf_timeout'].includes(outcome.code);
  return DOWN.includes((outcome as LeafAnswer).status);
}

function unreachable(error: unknown): Unreachable {
  if (error instanceof Unreachable) return error;
  throw error;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
