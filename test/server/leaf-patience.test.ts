import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StubAnswer } from '../support/leaf-stub.js';
import { codeOf, createFixture, NAVIGATION, type Fixture } from './fixture.js';

const READ = 'GET john-deere-credentials';
const DISCONNECT = 'DELETE john-deere-credentials';
const SYNC = 'POST JohnDeere/organizations/sync';
const SIGN_IN = 'POST one-click-integration/JohnDeere';

let at: Fixture;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  at = await createFixture();
});
afterEach(async () => {
  vi.useRealTimers();
  await at.leaf.close();
});

const later = (ms: number) => vi.advanceTimersByTime(ms);
const ask = (method = 'GET', path = '/connection') => at.askAsPage(method, path);
const calls = () => at.leaf.calls.length;

/** Says one thing after the other, and the last for ever. */
function inTurn(...answers: [StubAnswer, ...StubAnswer[]]): StubAnswer {
  let turn = 0;
  return (response, call) => {
    const answer = answers[Math.min(turn, answers.length - 1)] ?? answers[0];
    turn += 1;
    if (typeof answer === 'function') answer(response, call);
    else response.writeHead(answer.status ?? 200, answer.headers).end();
  };
}

const hangUp: StubAnswer = (response) => response.destroy();
const NONE = { status: 404 };

describe('a call that fails', () => {
  it.each<[string, StubAnswer]>([
    ['429', { status: 429 }],
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['a hang-up', hangUp],
  ])('with %s is made again, twice at most', async (_, fault) => {
    for (const [method, route, done] of [
      ['GET', READ, 200],
      ['DELETE', DISCONNECT, 204],
    ] as const) {
      at.leaf.on(route, inTurn(fault, fault, NONE));
      expect((await ask(method)).status).toBe(done);
      at.leaf.on(route, inTurn(fault, fault, fault, NONE));
      expect((await ask(method)).status).toBeGreaterThanOrEqual(503);
    }
    expect(calls()).toBe(12);
  });

  it.each([400, 401, 403, 409, 500, 501])('with %i is not made again', async (status) => {
    at.leaf.on(READ, { status });
    await ask();
    expect(calls()).toBe(1);
  });

  it.each<[string, StubAnswer]>([
    ['429', { status: 429 }],
    ['503', { status: 503 }],
    ['a hang-up', hangUp],
  ])('with %s is never made again when it may have changed something', async (_, fault) => {
    at.leaf.on(SYNC, fault);
    at.leaf.on(SIGN_IN, fault);
    expect((await ask('POST', '/organizations/sync')).status).toBe(503);
    expect((await at.ask('GET', await at.startPath(), NAVIGATION)).status).toBe(503);
    expect(calls()).toBe(2);
  });

  it('without a connection is made again whatever it is, for it never left', async () => {
    await at.leaf.close();
    await ask('POST', '/organizations/sync');
    expect(at.companion.stats()).toEqual({ upstreamCalls: 3 });
  });

  it('is made again when Leaf says so, if the page still waits then', async () => {
    const soon = await createFixture({}, { request: 1_300, backoff: 1 });
    const patience = (seconds: number) => ({ status: 429, headers: { 'Retry-After': String(seconds) } });
    soon.leaf.on(READ, inTurn(patience(1), NONE));
    expect((await soon.askAsPage('GET', '/connection')).status).toBe(200);
    soon.leaf.on(READ, inTurn(patience(2), NONE));
    const response = await soon.askAsPage('GET', '/connection');
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2']);
    expect(soon.leaf.calls).toHaveLength(3);
    await soon.leaf.close();
  });
});

describe('Leaf being down', () => {
  const down = { status: 503, text: 'down' };

  /** Asks until the companion has stopped asking Leaf. */
  async function becomeOpen(): Promise<void> {
    at.leaf.on(DISCONNECT, down);
    for (let polls = 0; polls < 3; polls += 1) await ask('DELETE');
  }

  it('is noticed after 8 failures; then pages are told at once, and when to ask again', async () => {
    await becomeOpen();
    expect(calls()).toBe(8);
    later(4_000);
    const response = await ask();
    expect([response.status, await codeOf(response), response.headers.get('Retry-After')]).toEqual([
      503,
      'leaf_unavailable',
      '6',
    ]);
    expect(calls()).toBe(8);
  });

  it('costs one call in ten seconds, for as long as it lasts', async () => {
    await becomeOpen();
    for (let second = 0; second < 300; second += 1) {
      later(1_000);
      expect((await ask('DELETE')).status).toBe(503);
    }
    expect(calls()).toBe(8 + 30);
  });

  it('is over with the first call that succeeds', async () => {
    await becomeOpen();
    at.leaf.on(DISCONNECT, { status: 204 });
    later(9_999);
    expect((await ask('DELETE')).status).toBe(503);
    later(1);
    expect((await ask('DELETE')).status).toBe(204);
    expect((await ask()).status).toBe(200);
  });

  it('keeps nobody waiting behind the one who finds out', async () => {
    await becomeOpen();
    later(10_000);
    let release: () => void = () => undefined;
    const probed = new Promise<void>((resolve) => {
      at.leaf.on(DISCONNECT, (response) => {
        release = () => response.writeHead(204).end();
        resolve();
      });
    });
    const probe = ask('DELETE');
    await probed;
    expect((await ask()).status).toBe(503);
    expect((await ask()).headers.get('Retry-After')).toBe('1');
    release();
    expect((await probe).status).toBe(204);
    expect((await ask()).status).toBe(200);
  });

  it('keeps the one who finds out no longer than the others', async () => {
    const slow = await createFixture({}, { backoff: 140 });
    const pauses = vi.spyOn(globalThis, 'setTimeout');
    const waited = () => pauses.mock.calls.filter(([, ms = 0]) => ms >= 70 && ms <= 140).length;
    slow.leaf.on(READ, inTurn(down, NONE));
    expect((await slow.askAsPage('GET', '/connection')).status).toBe(200);
    expect(waited()).toBe(1);
    slow.leaf.on(SYNC, down);
    for (let turn = 0; turn < 10; turn += 1) await slow.askAsPage('POST', '/organizations/sync');
    later(10_000);
    slow.leaf.on(READ, down);
    const before = slow.leaf.calls.length;
    const probe = await slow.askAsPage('GET', '/connection');
    expect([probe.status, await codeOf(probe)]).toEqual([503, 'leaf_unavailable']);
    expect(slow.leaf.calls.length).toBe(before + 1);
    expect(waited()).toBe(1);
    pauses.mockRestore();
    await slow.leaf.close();
  });

  it('is not longer because a clock was set back', async () => {
    await becomeOpen();
    vi.setSystemTime(Date.now() - 3_600_000);
    at.leaf.on(DISCONNECT, { status: 204 });
    later(10_000);
    const Authorization = `Bearer ${await at.session()}`;
    expect((await at.askAsPage('DELETE', '/connection', { Authorization })).status).toBe(204);
  });

  it('is noticed by half of 20 calls too, when they were within 30 s', async () => {
    const inBetween = async (ms: number) => {
      for (let turn = 0; turn < 10; turn += 1) {
        at.leaf.on(SIGN_IN, { status: 503 });
        await at.ask('GET', await at.startPath(), NAVIGATION);
        at.leaf.on(DISCONNECT, { status: 204 });
        await ask('DELETE');
        later(ms);
      }
    };
    await inBetween(4_000);
    expect(calls()).toBe(20);
    later(30_000);
    await inBetween(100);
    at.leaf.on(SIGN_IN, { status: 503 });
    await at.ask('GET', await at.startPath(), NAVIGATION);
    const before = calls();
    expect((await ask('DELETE')).status).toBe(503);
    expect(calls()).toBe(before);
  });

  it.each([400, 401, 403, 404, 409, 429, 500])('is not what %i means, however often it comes', async (status) => {
    at.leaf.on(SYNC, { status });
    for (let turn = 0; turn < 25; turn += 1) await ask('POST', '/organizations/sync');
    at.leaf.on(DISCONNECT, { status: 204 });
    expect((await ask('DELETE')).status).toBe(204);
  });
});

describe('calls at the same time', () => {
  it('are 64 at most; the others wait for their turn', async () => {
    const held: (() => void)[] = [];
    let most = 0;
    at.leaf.on(DISCONNECT, (response) => {
      held.push(() => response.writeHead(204).end());
      most = Math.max(most, held.length);
    });
    const answers = Promise.all(Array.from({ length: 100 }, () => ask('DELETE')));
    await vi.waitFor(() => expect(calls()).toBe(64));
    while (calls() < 100 || held.length > 0) {
      held.shift()?.();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([204]));
    expect(most).toBe(64);
  });
});
