import { inTime } from './in-time.js';
import { ProblemError } from './problem.js';

/** The oldest is forgotten first. */
const REMEMBERED = 1_000;

/**
 * Does the work of a key once, however often it is asked for; what fails may be tried again. Remembered in this instance
 * only. Rejects with what the work does, or with `leaf_timeout` once `signal` aborts.
 */
export function createOnce<Result>() {
  const done = new Map<string, Promise<Result>>();
  return (key: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> => {
    const result = done.get(key) ?? work();
    if (!done.has(key)) {
      done.set(key, result);
      result.catch(() => done.delete(key));
      const [oldest = ''] = done.keys();
      if (done.size > REMEMBERED) done.delete(oldest);
    }
    return inTime(result, signal, () => new ProblemError('leaf_timeout'));
  };
}
