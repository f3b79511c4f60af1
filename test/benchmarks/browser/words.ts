/** How figures are said. Whoever reads `12 ms (11–14)` reads a median, and where the middle half of all samples lay. */
import { summary, type Summary } from '../statistics.js';
import type { Figure } from '../table.js';

/** What one line of the benchmark found: its targets, and its tables. */
export interface Measured {
  readonly figures: readonly Figure[];
  readonly tables: readonly string[];
}

type Say = (value: number) => string;

export const kilobytes: Say = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
export const times: Say = (ratio) => `${ratio.toFixed(2)} ×`;
/** Of something larger. */
export const part: Say = (ratio) => `1/${(1 / ratio).toFixed(ratio > 0.1 ? 1 : 0)}`;
export const inMs: Say = (ms) => `${ms.toFixed(ms < 20 ? 1 : 0)} ms`;
export const count: Say = (value) => String(value);

export function milliseconds({ median, low, high }: Summary): string {
  const digits = median < 20 ? 1 : 0;
  return `${median.toFixed(digits)} ms (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

/** A target of the median. Of no values at all nothing is said: the other was not run. */
export function atMost(line: string, most: number, values: readonly number[], say: Say): Figure {
  const { median, low, high } = summary(values);
  const spread = values.length > 1 ? ` (${say(low)} – ${say(high)})` : '';
  return {
    line,
    target: `≤ ${say(most)}`,
    measured: values.length === 0 ? 'not run' : say(median) + spread,
    reached: values.length === 0 ? undefined : median <= most,
  };
}
