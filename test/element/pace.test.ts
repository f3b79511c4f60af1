import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { delayUntilNext, nextFollowUp, Pace, type Moment } from '../../src/element/pace.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function delay(moment: Partial<Moment>): number {
  return delayUntilNext({
    sinceStart: 0,
    sinceHint: undefined,
    pollAfterMs: undefined,
    retryAfterMs: undefined,
    random: 0.5,
    ...moment,
  });
}

const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** The earliest and the latest that chance allows. */
function range(moment: Partial<Moment>): [number, number] {
  return [delay({ ...moment, random: 0 }), Math.round(delay({ ...moment, random: 1 - Number.EPSILON }))];
}

describe('while something is expected', () => {
  it('asks every 5 s, one question in five early or late', () => {
    expect(delay({})).toBe(5_000);
    expect(range({})).toEqual([4_000, 6_000]);
    expect(range({ pollAfterMs: null })).toEqual([4_000, 6_000]);
  });

  it('asks every 10 s after two minutes', () => {
    expect(delay({ sinceStart: 2 * MINUTE })).toBe(5_000);
    expect(delay({ sinceStart: 2 * MINUTE + 1 })).toBe(10_000);
    expect(range({ sinceStart: 10 * MINUTE })).toEqual([8_000, 12_000]);
  });

  it('asks once a minute when it waits longer than any window, for a link that was sent to somebody', () => {
    expect(delay({ sinceStart: 30 * MINUTE })).toBe(10_000);
    expect(delay({ sinceStart: 30 * MINUTE + 1 })).toBe(60_000);
    expect(delay({ sinceStart: DAY, sinceHint: 0 })).toBe(1_000);
  });

  it('keeps the pace that the companion sets', () => {
    expect(range({ pollAfterMs: 8_000 })).toEqual([6_400, 9_600]);
    expect(delay({ pollAfterMs: 15_000, sinceStart: 10 * MINUTE })).toBe(15_000);
    expect(delay({ pollAfterMs: 2_000, sinceStart: 10 * MINUTE })).toBe(10_000);
  });

  it('never asks in a hurry, however hasty or absurd the companion is', () => {
    fc.assert(
      fc.property(fc.double({ max: 1_000, noNaN: true }), anyRandom, (pollAfterMs, random) => {
        expect(delay({ pollAfterMs, random })).toBeGreaterThanOrEqual(800);
      }),
    );
  });

  it('leaves a companion alone for as long as it asked, hint or no hint', () => {
    expect(delay({ retryAfterMs: 30_000 })).toBe(30_000);
    expect(delay({ retryAfterMs: 30_000, sinceHint: 0 })).toBe(30_000);
    expect(delay({ retryAfterMs: 1_000 })).toBe(5_000);
  });
});

describe('after a hint', () => {
  /** Seconds after a hint at which the first questions are asked, when every answer takes no time. */
  function questions(pollAfterMs?: number): number[] {
    let now = 0;
    return Array.from({ length: 9 }, () => (now += delay({ sinceHint: now, pollAfterMs })) / 1000);
  }

  it('asks at 1, 2, 4, 7, 12 and 20 s, then at pace', () => {
    expect(questions(15_000)).toEqual([1, 2, 4, 7, 12, 20, 35, 50, 65]);
  });

  it('asks no later than the pace between them', () => {
    expect(questions()).toEqual([1, 2, 4, 7, 12, 17, 20, 25, 30]);
  });

  it('knows how long the next one is off, wherever an answer comes', () => {
    expect(nextFollowUp(0)).toBe(1_000);
    expect(nextFollowUp(1_000)).toBe(1_000);
    expect(nextFollowUp(3_500)).toBe(500);
    expect(nextFollowUp(19_999)).toBe(1);
    expect(nextFollowUp(20_000)).toBeUndefined();
  });
});

describe('the timer', () => {
  const ask = vi.fn();
  let pace: Pace;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    ask.mockReset();
    pace = new Pace(ask);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('runs only when something asked for it', () => {
    pace.hint();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is one at a time, and asks once', () => {
    pace.continue(null);
    pace.continue(null);
    pace.continue(null);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(MINUTE);
    expect(ask).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each(['stop', 'pause'] as const)('is gone after %s, and may be stopped again', (end) => {
    pace.continue(null);
    pace[end]();
    pace[end]();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(MINUTE);
    expect(ask).not.toHaveBeenCalled();
  });

  it('comes soon after a hint, later without one', () => {
    pace.hint();
    pace.continue(null);
    vi.advanceTimersByTime(999);
    expect(ask).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('waits as long as a refusal asked for', () => {
    pace.hint();
    pace.continue(null, 30_000);
    vi.advanceTimersByTime(29_999);
    expect(ask).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('slows down two minutes after the first question, and is quick again after a stop', () => {
    pace.continue(null);
    vi.advanceTimersByTime(2 * MINUTE + 1);
    ask.mockReset();
    pace.continue(null);
    vi.advanceTimersByTime(9_999);
    expect(ask).not.toHaveBeenCalled();
    pace.stop();
    pace.continue(null);
    vi.advanceTimersByTime(5_000);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('goes on where it was after a pause', () => {
    pace.hint();
    vi.advanceTimersByTime(1_500);
    pace.pause();
    pace.continue(null);
    vi.advanceTimersByTime(500);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('does not care that the clock of the device jumps', () => {
    pace.hint();
    vi.setSystemTime(Date.now() + 60 * MINUTE);
    expect(pace.questionsEnded).toBe(false);
    pace.continue(null);
    vi.advanceTimersByTime(1_000);
    expect(ask).toHaveBeenCalledOnce();
  });

  // Browsers keep a timer's delay in 31 bits: a longer one is no delay at all.
  it('stays slow when the companion asks for a wait of many days', () => {
    pace.continue(60 * DAY);
    vi.advanceTimersByTime(1_000);
    expect(ask).not.toHaveBeenCalled();
  });

  it('tells when the questions that a hint was worth are over', () => {
    expect(pace.questionsEnded).toBe(false);
    pace.hint();
    vi.advanceTimersByTime(19_999);
    expect(pace.questionsEnded).toBe(false);
    vi.advanceTimersByTime(1);
    expect(pace.questionsEnded).toBe(true);
    pace.hint();
    expect(pace.questionsEnded).toBe(false);
  });

  it('remembers a hint over a pause, and forgets it with a stop', () => {
    pace.hint();
    vi.advanceTimersByTime(MINUTE);
    pace.pause();
    expect(pace.questionsEnded).toBe(true);
    pace.stop();
    expect(pace.questionsEnded).toBe(false);
  });
});
