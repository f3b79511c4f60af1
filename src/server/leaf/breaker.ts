/**
 * A service that is down is left alone: nobody waits for it, and one call in ten seconds finds out whether it is back.
 * On the monotonic clock, for one that is set back would keep the door shut for hours; nor does anybody wait behind the
 * call that finds out, which may hang. No package does both and can be loaded by a worker, which may not make so much as
 * an `AbortController` before there is a request.
 */
import { ProblemError } from '../problem.js';

const PAUSE_MS = 10_000;
const FAILURES_IN_A_ROW = 8;
const SAMPLE = 20;
const SAMPLE_MS = 30_000;

export interface Breaker {
  /** Throws `leaf_unavailable`, with the time until a call may be made, while none may. */
  demandClosed(): void;
  /** Makes a call, unless none may be made, and judges the service by what comes of it. */
  run<Result>(call: () => Promise<Result>): Promise<Result>;
}

/** `isFailure` says which answers and errors are signs that the service is down. */
export function createBreaker(isFailure: (outcome: unknown) => boolean): Breaker {
  let recent: { at: number; failed: boolean }[] = [];
  let inARow = 0;
  /** While open, when the next call may be made. */
  let openUntil: number | undefined;
  let probing = false;

  function demandClosed(): void {
    const left = (openUntil ?? -Infinity) - performance.now();
    if (left <= 0) return;
    // It may be over in a moment.
    throw new ProblemError('leaf_unavailable', { retryAfter: probing ? 1 : Math.ceil(left / 1000) });
  }

  /** Whoever comes first after the pause finds out. Should a host abandon that request, another does ten seconds later. */
  function enter(): boolean {
    demandClosed();
    if (openUntil === undefined) return false;
    openUntil = performance.now() + PAUSE_MS;
    probing = true;
    return true;
  }

  function judge(failed: boolean, isProbe: boolean): void {
    // What began before it opened tells nothing of how things are now.
    if (openUntil !== undefined && !isProbe) return;
    if (isProbe) {
      probing = false;
      if (!failed) openUntil = undefined;
      recent = [];
    }
    const now = performance.now();
    inARow = failed ? inARow + 1 : 0;
    recent = [...recent, { at: now, failed }].slice(-SAMPLE);
    const isHalf =
      recent.length === SAMPLE &&
      recent.every(({ at }) => at > now - SAMPLE_MS) &&
      recent.filter((call) => call.failed).length >= SAMPLE / 2;
    if (failed && (isProbe || inARow >= FAILURES_IN_A_ROW || isHalf)) openUntil = now + PAUSE_MS;
  }

  return {
    demandClosed,
    run: async (call) => {
      const isProbe = enter();
      try {
        const result = await call();
        judge(isFailure(result), isProbe);
        return result;
      } catch (error) {
        judge(isFailure(error), isProbe);
        throw error;
      }
    },
  };
}
