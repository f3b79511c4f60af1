/** The arithmetic of the figures. Pure, so that it can be tried without a clock. */

/** The smallest value that at least this share (0 to 1) of all values do not exceed; `NaN` when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** The value in the middle, and the quartiles around it: where the middle half of all values lies. */
export interface Summary {
  median: number;
  low: number;
  high: number;
}

/** Throws when a value is missing: `NaN` sorts anywhere, and the rest would pass for all. */
export function summary(values: readonly number[]): Summary {
  if (values.some(Number.isNaN)) throw new Error('Something was not measured.');
  return { median: percentile(values, 0.5), low: percentile(values, 0.25), high: percentile(values, 0.75) };
}

/** One by one, of values that were measured side by side in the same round. */
export function ratios(values: readonly number[], others: readonly number[]): number[] {
  return values.map((value, round) => value / (others[round] ?? NaN));
}

/** Another one first in every round, so that none always comes after the same. */
export function rotated<Item>(items: readonly Item[], round: number): Item[] {
  const first = round % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

/**
 * When requests are due, in milliseconds from the start: as strangers send them, each at a moment of its own, and none
 * because another was answered. `random` gives numbers in [0, 1).
 */
export function* arrivals(perSecond: number, seconds: number, random: () => number): Generator<number> {
  const gap = () => (-Math.log(1 - random()) * 1000) / perSecond;
  for (let at = gap(); at < seconds * 1000; at += gap()) yield at;
}

/** The most that fall into any stretch of time shorter than `withinMs`. */
export function mostWithin(times: readonly number[], withinMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [last, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) >= withinMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** By how much of itself something has grown; below 0 when it has shrunk. */
export function growth(before: number, after: number): number {
  return after / before - 1;
}
