/** So many calls at once, and the others in line: a service that is slow must not be asked ever more at a time. */
import { inTime } from '../in-time.js';
import { ProblemError } from '../problem.js';

interface Slot {
  since: number;
}

/** Does some work when it is its turn. Throws `leaf_timeout` when `signal` aborts first, `leaf_unavailable` when too many wait. */
export type InTurn = <Result>(work: () => Promise<Result>, signal: AbortSignal) => Promise<Result>;

/** Work that began more than `longestMs` ago was abandoned by its host, and holds no place. */
export function createSlots(atOnce: number, inLine: number, longestMs: number): InTurn {
  const taken = new Set<Slot>();
  const line = new Set<(slot: Slot) => void>();

  function take(): Slot {
    const slot = { since: performance.now() };
    taken.add(slot);
    return slot;
  }

  function hasRoom(): boolean {
    if (taken.size < atOnce) return true;
    for (const slot of taken) if (performance.now() - slot.since > longestMs) taken.delete(slot);
    return taken.size < atOnce;
  }

  function leave(slot: Slot): void {
    taken.delete(slot);
    const [next] = line;
    if (next === undefined || !hasRoom()) return;
    line.delete(next);
    next(take());
  }

  async function wait(signal: AbortSignal): Promise<Slot> {
    if (line.size >= inLine) throw new ProblemError('leaf_unavailable', { retryAfter: 1 });
    let step: (slot: Slot) => void = () => undefined;
    const turn = new Promise<Slot>((resolve) => {
      step = resolve;
      line.add(resolve);
    });
    try {
      return await inTime(turn, signal, () => new ProblemError('leaf_timeout'));
    } catch (error) {
      // Out of the line, or, if the turn came in the same moment, out of the place.
      line.delete(step);
      void turn.then(leave);
      throw error;
    }
  }

  return async (work, signal) => {
    const slot = hasRoom() ? take() : await wait(signal);
    try {
      return await work();
    } finally {
      leave(slot);
    }
  };
}
