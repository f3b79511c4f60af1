import { expect, it } from 'vitest';
import { Recent } from '../../src/server/recent.js';

it('remembers at least the last few that were wanted, and never more than twice as many', () => {
  const recent = new Recent<number>(3);
  for (let n = 0; n < 100; n += 1) {
    recent.set(String(n), n);
    // Wanted all the time, so it stays.
    expect(recent.get('0')).toBe(0);
    for (const last of [n, n - 1]) expect(recent.get(String(last))).toBe(last < 0 ? undefined : last);
  }
  const kept = Array.from({ length: 100 }, (_, n) => recent.get(String(n))).filter((value) => value !== undefined);
  expect(kept.length).toBeLessThanOrEqual(6);
});

it('forgets what was not wanted for long', () => {
  const recent = new Recent<number>(3);
  recent.set('old', 0);
  for (let n = 0; n < 6; n += 1) recent.set(String(n), n);
  expect(recent.get('old')).toBeUndefined();
});
