import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSlots } from '../../src/server/leaf/slots.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => vi.useRealTimers());

const patient = () => new AbortController().signal;

/** Work that ends when the test says so. */
function work() {
  let end: () => void = () => undefined;
  const begun = vi.fn(() => new Promise<string>((resolve) => (end = () => resolve('done'))));
  return { begun, end: () => end() };
}

describe('calls in turn', () => {
  it('begin in the order in which they came, as others end', async () => {
    const inTurn = createSlots(1, 2, 1_000);
    const [first, second, third] = [work(), work(), work()];
    const ends = [first, second, third].map(({ begun }) => inTurn(begun, patient()));
    first.end();
    expect(await ends[0]).toBe('done');
    await vi.waitFor(() => expect(second.begun).toHaveBeenCalled());
    expect(third.begun).not.toHaveBeenCalled();
    second.end();
    await vi.waitFor(() => expect(third.begun).toHaveBeenCalled());
    third.end();
    expect(await Promise.all(ends)).toEqual(['done', 'done', 'done']);
  });

  it('end for others too when they fail', async () => {
    const inTurn = createSlots(1, 1, 1_000);
    const failing = inTurn(() => Promise.reject(new Error('failed')), patient());
    const next = inTurn(() => Promise.resolve('done'), patient());
    await expect(failing).rejects.toThrow('failed');
    expect(await next).toBe('done');
  });

  it('are refused when too many wait', async () => {
    const inTurn = createSlots(1, 1, 1_000);
    void inTurn(work().begun, patient());
    void inTurn(work().begun, patient());
    await expect(inTurn(work().begun, patient())).rejects.toMatchObject({ code: 'leaf_unavailable', retryAfter: 1 });
  });

  it.each([
    ['before', ['leave', 'end']],
    ['in the same moment as', ['end', 'leave']],
  ])('do not begin for one who left %s its turn, and the next does', async (_, order) => {
    const inTurn = createSlots(1, 2, 1_000);
    const [first, left, next] = [work(), work(), work()];
    const patience = new AbortController();
    const ended = inTurn(first.begun, patient());
    const given = inTurn(left.begun, patience.signal);
    void inTurn(next.begun, patient());
    const steps: Record<string, () => void> = { leave: () => patience.abort(), end: first.end };
    for (const step of order) steps[step]?.();
    await expect(given).rejects.toMatchObject({ code: 'leaf_timeout' });
    expect(await ended).toBe('done');
    await vi.waitFor(() => expect(next.begun).toHaveBeenCalled());
    expect(left.begun).not.toHaveBeenCalled();
  });

  it('do not wait for one that its host abandoned', async () => {
    const inTurn = createSlots(1, 1, 1_000);
    void inTurn(work().begun, patient());
    vi.advanceTimersByTime(1_001);
    expect(await inTurn(() => Promise.resolve('done'), patient())).toBe('done');
  });
});
