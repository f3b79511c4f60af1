import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPollBudget } from '../../src/server/leaf/poll-budget.js';
import { createFixture } from './fixture.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => vi.useRealTimers());
const later = (ms: number) => vi.advanceTimersByTime(ms);

/** So many users who wait, each of whom has asked before. */
function waiting(users: number, calls = 1, budget = 8) {
  const polls = createPollBudget(budget);
  const round = () => {
    const told = Array.from({ length: users }, (_, user) => polls.pollAfterMs(`user ${String(user)}`, calls));
    return told.at(-1);
  };
  round();
  later(5_000);
  return { polls, round };
}

describe('asking again', () => {
  it.each([
    [1, 1, 5_000],
    [32, 1, 5_000],
    [33, 1, 5_157],
    [40, 2, 12_500],
    [80, 1, 12_500],
    [500, 2, 15_000],
  ])('of %i users at %i calls each is told for %i ms later', (users, calls, ms) => {
    expect(waiting(users, calls).round()).toBe(ms);
  });

  it('keeps to another budget', () => {
    expect(waiting(40, 1, 4).round()).toBe(12_500);
  });

  it('is soon again when the others are gone', () => {
    const { polls, round } = waiting(80);
    expect(round()).toBe(12_500);
    later(20_001);
    expect(polls.pollAfterMs('user 1', 1)).toBe(5_000);
  });

  it('is not put off by pages that ask once', () => {
    const polls = createPollBudget(8);
    for (let page = 0; page < 500; page += 1) polls.pollAfterMs(`page ${String(page)}`, 1);
    expect(polls.pollAfterMs('user', 1)).toBe(5_000);
  });
});

describe('the budget of the configuration', () => {
  it('is what pages are told to keep to', async () => {
    const at = await createFixture({ upstreamBudget: 0.1 });
    at.leaf.on('GET john-deere-credentials', { status: 404 });
    const told = async () => (await (await at.askAsPage('GET', '/connection')).json()) as object;
    expect(await told()).toMatchObject({ pollAfterMs: 5_000 });
    later(1_000);
    expect(await told()).toMatchObject({ pollAfterMs: 12_500 });
    await at.leaf.close();
  });

  it.each([0, -1, NaN, '8'])('cannot be %j', async (upstreamBudget) => {
    await expect(createFixture({ upstreamBudget: upstreamBudget as number })).rejects.toMatchObject({
      faults: [expect.stringMatching(/^upstreamBudget /)],
    });
  });
});

describe('an answer given again', () => {
  it('is never older than the budget needs to go round, and only while it is used up', () => {
    const { polls, round } = waiting(40);
    round();
    expect(polls.oldestMs()).toBe(0);
    for (let call = 0; call < 16; call += 1) polls.spend();
    expect(polls.oldestMs()).toBe(5_000);
    later(125);
    expect(polls.oldestMs()).toBe(0);
  });

  it('is never older than the slowest page may be told to wait, though the budget does not suffice then', () => {
    const { polls, round } = waiting(500);
    round();
    for (let call = 0; call < 500; call += 1) polls.spend();
    expect(polls.oldestMs()).toBe(15_000);
  });

  it('is not one that a page which comes a fifth early has been given before', () => {
    const { polls, round } = waiting(80);
    const pollAfterMs = round() ?? NaN;
    for (let call = 0; call < 80; call += 1) polls.spend();
    expect(polls.oldestMs()).toBeGreaterThan(0);
    expect(polls.oldestMs()).toBeLessThanOrEqual(0.8 * pollAfterMs);
  });

  it('is none while few wait, however often they ask', () => {
    const { polls, round } = waiting(8);
    round();
    for (let call = 0; call < 100; call += 1) polls.spend();
    expect(polls.oldestMs()).toBe(0);
  });
});

describe('many pages of many users', () => {
  it('keep to the budget, and each user is answered anew all the same', () => {
    const { polls, round } = waiting(40);
    round();
    const read = new Map<number, number>();
    let calls = 0;
    let oldest = 0;
    for (let ms = 0; ms < 60_000; ms += 25) {
      later(25);
      const user = (ms / 25) % 40;
      const age = performance.now() - (read.get(user) ?? -Infinity);
      polls.pollAfterMs(`user ${String(user)}`, 1);
      if (age < Math.max(1_000, polls.oldestMs())) {
        oldest = Math.max(oldest, age);
        continue;
      }
      read.set(user, performance.now());
      polls.spend();
      calls += 1;
    }
    // Besides the budget: what was saved up, and the first answer to each, which nothing can stand in for.
    expect(calls).toBeLessThanOrEqual(60 * 8 + 16 + 40);
    expect(calls).toBeGreaterThan(60 * 8 * 0.9);
    expect(oldest).toBeLessThan(5_000);
  });
});
