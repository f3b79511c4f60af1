import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPollBudget } from '../../src/server/leaf/poll-budget.js';
import { createSharedReads } from '../../src/server/leaf/shared-reads.js';
import type { Errand } from '../../src/server/leaf/upstream.js';
import { DEADLINES } from '../../src/server/config.js';
import { createFixture, CREDENTIAL, healthy, OTHER_USER, SECRETS, type Fixture } from './fixture.js';

const READ = 'GET john-deere-credentials';
const NONE = { status: 404 };

let at: Fixture;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  at = await createFixture({}, { fresh: 1_000 });
});
afterEach(async () => {
  vi.useRealTimers();
  await at.leaf.close();
});

const later = (ms: number) => vi.advanceTimersByTime(ms);
const ask = () => at.askAsPage('GET', '/connection');
const told = async () => ((await (await ask()).json()) as { state: string }).state;
const reads = () => at.leaf.calls.filter(({ method }) => method === 'GET').length;
const times = <Result>(count: number, work: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, () => work()));

describe('the same user in the same second', () => {
  it('is one question to Leaf, however many pages ask, together or one after the other', async () => {
    expect(new Set(await times(50, told))).toEqual(new Set(['connected']));
    later(999);
    expect(await told()).toBe('connected');
    expect(reads()).toBe(2);
    later(1);
    expect(await told()).toBe('connected');
    expect(reads()).toBe(4);
  });

  it('is counted once, for the request whose question went out', async () => {
    await times(3, ask);
    const counted = at.log.filter(({ event }) => event === 'request').map(({ upstream }) => upstream);
    expect(counted.filter(Boolean)).toEqual([2]);
    expect(counted).toHaveLength(3);
    expect(at.companion.stats()).toEqual({ upstreamCalls: 2 });
  });

  it('is another question for another user', async () => {
    await ask();
    at.leaf.on(READ, NONE);
    const Authorization = `Bearer ${await at.session({ leafUserId: OTHER_USER })}`;
    const other = await at.askAsPage('GET', '/connection', { Authorization });
    expect(await other.json()).toMatchObject({ state: 'disconnected' });
    expect(await told()).toBe('connected');
  });

  it.each([
    ['status 500', { status: 500 }],
    ['status 429', { status: 429, headers: { 'Retry-After': '60' } }],
    ['HTML', { text: '<html></html>' }],
    ['another shape', { json: { id: {} } }],
  ])('is asked again at once after an answer that was no use: %s', async (_, answer) => {
    at.leaf.on(READ, answer);
    expect((await ask()).status).toBeGreaterThanOrEqual(500);
    at.leaf.on(READ, { json: CREDENTIAL });
    expect(await told()).toBe('connected');
  });

  it('finds the secrets of a shared answer in every answer made of it', async () => {
    at.leaf.on('GET organizations/JohnDeere', {
      json: { connectedOrganizations: [{ id: '1', name: CREDENTIAL.refreshToken }] },
    });
    const answers = [...(await times(3, ask)), await ask()];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
    expect(reads()).toBe(2);
  });
});

describe('what was read a moment ago is forgotten', () => {
  const alert = JSON.stringify({ type: 'credentialsUnauthenticated', timestamp: new Date().toISOString() });
  const signature = createHmac('sha256', SECRETS.webhookSecret).update(alert).digest('base64');

  it.each<[string, () => Promise<Response>]>([
    ['the user disconnects', () => at.askAsPage('DELETE', '/connection')],
    ['the organizations are synced', () => at.askAsPage('POST', '/organizations/sync')],
    ['Leaf sends an alert', () => at.ask('POST', '/webhooks/leaf', { 'X-Leaf-Signature': signature }, alert)],
  ])('when %s', async (_, happens) => {
    expect(await told()).toBe('connected');
    at.leaf.on(READ, NONE);
    expect(await told()).toBe('connected');
    expect((await happens()).status).toBeLessThan(300);
    expect(await told()).toBe('disconnected');
  });

  it('even when it was still on its way as the user disconnected', async () => {
    let answerLate: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      at.leaf.on(READ, (response) => {
        answerLate = () => response.end(JSON.stringify(CREDENTIAL));
        resolve();
      });
    });
    const before = told();
    await asked;
    await at.askAsPage('DELETE', '/connection');
    at.leaf.on(READ, NONE);
    expect(await told()).toBe('disconnected');
    answerLate();
    expect(await before).toBe('connected');
    expect(await told()).toBe('disconnected');
  });
});

describe('a used-up budget', () => {
  let few: Fixture;
  const poll = (headers = {}) => few.askAsPage('GET', '/connection', headers);
  const hint = () => poll({ 'Cache-Control': 'no-cache' });
  const state = async (answer: Promise<Response>) => ((await (await answer).json()) as { state: string }).state;

  /** One user, known to wait, is one question in 2.5 s. */
  beforeEach(async () => {
    few = await createFixture({ upstreamBudget: 0.4 }, { fresh: 1_000 });
    few.leaf.on(READ, NONE);
    await poll();
    later(1_000);
    await poll();
    later(2_000);
  });
  afterEach(() => few.leaf.close());

  it('makes answers older for polls, and not for who comes with a hint', async () => {
    healthy(few.leaf);
    expect(await state(poll())).toBe('disconnected');
    expect(await state(hint())).toBe('connected');
    expect(await state(poll())).toBe('connected');
  });

  it('pays for hints too, so that polls make up for them', async () => {
    await hint();
    later(2_100);
    await poll();
    expect(few.leaf.calls).toHaveLength(3);
    later(400);
    await poll();
    expect(few.leaf.calls).toHaveLength(4);
  });

  it('gives hints one call a second at most', async () => {
    const before = few.leaf.calls.length;
    await times(50, hint);
    later(999);
    await hint();
    expect(few.leaf.calls).toHaveLength(before + 1);
    later(1);
    await hint();
    expect(few.leaf.calls).toHaveLength(before + 2);
  });

  it.each([
    ['max-age=0', 'disconnected'],
    ['max-age=0, No-Cache', 'connected'],
    ['x-no-cached', 'disconnected'],
  ])('lets %j pass for what it is', async (value, expected) => {
    healthy(few.leaf);
    expect(await state(poll({ 'Cache-Control': value }))).toBe(expected);
  });

  it('is none the less used up because a user has connected, whose other pages do not know yet', async () => {
    healthy(few.leaf);
    expect(await state(hint())).toBe('connected');
    const before = few.leaf.calls.length;
    later(1_100);
    await times(20, poll);
    expect(few.leaf.calls).toHaveLength(before);
  });
});

describe('those who wait for one answer', () => {
  const answer = { status: 200, text: '{}', retryAfter: undefined };
  const budget = createPollBudget(8);
  const shared = () => createSharedReads(DEADLINES, budget);

  /** Somebody who asks, and may lose patience. */
  function errand() {
    const patience = new AbortController();
    const keepSecret = vi.fn();
    const asking: Errand = { signal: patience.signal, endsAt: 0, keepSecret, countCall: vi.fn() };
    return { asking, keepSecret, leave: () => patience.abort() };
  }

  /** A question that is answered when the test says so, and that hears when nobody wants the answer any more. */
  function question() {
    let resolve: () => void = () => undefined;
    const asked = vi.fn(
      (on: Errand) =>
        new Promise<typeof answer>((settle, reject) => {
          resolve = () => settle(answer);
          on.signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    return { asked, resolve: () => resolve(), signal: () => asked.mock.lastCall?.[0].signal };
  }

  it('do not lose it when the first of them leaves, and it is given up when the last does', async () => {
    const reads = shared();
    const { asked, resolve, signal } = question();
    const [first, second] = [errand(), errand()];
    const waiting = [first, second].map(({ asking }) => reads.read('user', 'path', asking, asked));
    first.leave();
    await expect(waiting[0]).rejects.toMatchObject({ code: 'leaf_timeout' });
    expect(signal()?.aborted).toBe(false);
    resolve();
    expect(await waiting[1]).toBe(answer);

    const abandoned = question();
    const last = errand();
    const alone = reads.read('user', 'other', last.asking, abandoned.asked);
    last.leave();
    await expect(alone).rejects.toMatchObject({ code: 'leaf_timeout' });
    expect(abandoned.signal()?.aborted).toBe(true);
  });

  it('may leave where a runtime does not let one request touch what another made', async () => {
    const { asked, signal } = question();
    const { asking, leave } = errand();
    const given = shared().read('user', 'path', asking, asked);
    leave();
    const abort = vi.spyOn(AbortController.prototype, 'abort').mockImplementation(() => {
      throw new Error('Cannot perform I/O on behalf of a different request.');
    });
    await expect(given).rejects.toMatchObject({ code: 'leaf_timeout' });
    expect(abort).toHaveBeenCalledTimes(1);
    expect(signal()?.aborted).toBe(false);
    abort.mockRestore();
  });

  it('do not wait for one that everybody else gave up', async () => {
    const reads = shared();
    const gone = errand();
    const given = reads.read('user', 'path', gone.asking, question().asked);
    gone.leave();
    await expect(given).rejects.toMatchObject({ code: 'leaf_timeout' });
    const next = question();
    const after = reads.read('user', 'path', errand().asking, next.asked);
    next.resolve();
    expect(await after).toBe(answer);
  });

  it('do not join one that a host abandoned without a word', async () => {
    const reads = shared();
    void reads.read('user', 'path', errand().asking, question().asked);
    later(DEADLINES.request);
    const next = question();
    const after = reads.read('user', 'path', errand().asking, next.asked);
    next.resolve();
    expect(await after).toBe(answer);
  });

  it('are told of its secrets, also those who came when it was there', async () => {
    const reads = shared();
    const asked = vi.fn((on: Errand) => {
      on.keepSecret('Leaf token', 'leaf-token-value');
      return Promise.resolve(answer);
    });
    for (const { asking, keepSecret } of [errand(), errand()]) {
      await reads.read('user', 'path', asking, asked);
      expect(keepSecret).toHaveBeenCalledWith('Leaf token', 'leaf-token-value');
    }
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('are remembered 10,000 users far, and not a user longer', async () => {
    const reads = shared();
    const asked = vi.fn(() => Promise.resolve(answer));
    const readOf = (user: number) => reads.read(String(user), 'path', errand().asking, asked);
    for (let user = 0; user <= 10_000; user += 1) await readOf(user);
    expect(asked).toHaveBeenCalledTimes(10_001);
    await readOf(1);
    expect(asked).toHaveBeenCalledTimes(10_001);
    await readOf(0);
    expect(asked).toHaveBeenCalledTimes(10_002);
  });
});
