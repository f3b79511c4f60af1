/** The arithmetic behind the companion's published figures, and their way into the docs. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { arrivals, growth, mostWithin, percentile } from '../benchmarks/statistics.js';
import { figuresTable, withFigures } from '../benchmarks/table.js';

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);

  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('of %d of 1 to 100, in any order, is %d', (share, value) => {
    expect(percentile(hundred, share)).toBe(value);
  });

  it('of few values is the worst of them, and of none is no number', () => {
    expect(percentile([3, 1, 2], 0.99)).toBe(3);
    expect(percentile([], 0.99)).toBeNaN();
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    percentile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('arrivals', () => {
  it('keep to their rate, each at a moment of its own', () => {
    let n = 0;
    // Evenly spread over [0, 1), so that the mean gap is what it is of chance.
    const times = [...arrivals(1_000, 10, () => ((n += 617) % 1_000) / 1_000)];
    expect(times.length).toBeGreaterThan(9_800);
    expect(times.length).toBeLessThan(10_200);
    expect(times.every((at, index) => at >= (times[index - 1] ?? 0) && at < 10_000)).toBe(true);
    expect(new Set(times.slice(1, 50).map((at, index) => at - (times[index] ?? 0))).size).toBeGreaterThan(40);
  });
});

describe('the most within a time', () => {
  it('is found wherever it begins, and its end belongs to the next', () => {
    expect(mostWithin([0, 900, 1_000, 1_899, 5_000], 1_000)).toBe(3);
    expect(mostWithin([2_000, 0, 1_000], 1_000)).toBe(1);
    expect(mostWithin([], 1_000)).toBe(0);
  });
});

describe('growth', () => {
  it('is told as a share of what was there', () => {
    expect(growth(200, 220)).toBeCloseTo(0.1);
    expect(growth(200, 100)).toBeCloseTo(-0.5);
  });
});

describe('the table', () => {
  it('prints a miss as a miss, and says nothing of what was not measured', () => {
    const figure = { line: 'a', target: 'b | c', measured: 'd' };
    const rows = [true, false, undefined].map((reached) => ({ ...figure, reached }));
    expect(figuresTable(rows).split('\n').slice(2)).toEqual([
      '| a | b \\| c | d | reached |',
      '| a | b \\| c | d | **missed** |',
      '| a | b \\| c | d | – |',
    ]);
  });

  it('takes the place of the one before, between the markers of the document', async () => {
    const document = await readFile('docs/companion-figures.md', 'utf8');
    const once = withFigures(document, 'bench:server', 'first');
    const twice = withFigures(once, 'bench:server', 'second');
    expect(twice).toBe(once.replace('first', 'second'));
    expect(twice.startsWith(document.slice(0, 200))).toBe(true);
    expect(() => withFigures('no markers', 'bench:server', 'x')).toThrow('There is no line');
  });
});
