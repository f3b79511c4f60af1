import { UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { codeOf, createFixture, CREDENTIAL, type Fixture } from './fixture.js';

const LOGIN = 'POST /api/authenticate';
const HOUR = 3_600_000;

let at: Fixture;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  at = await createFixture({ leaf: { username: 'partner', password: 'partner-password' } });
});
afterEach(async () => {
  vi.useRealTimers();
  await at.leaf.close();
});

const later = (ms: number) => vi.advanceTimersByTime(ms);
const logins = () => at.leaf.calls.filter(({ path }) => path === '/api/authenticate');
const status = async () => (await at.askAsPage('DELETE', '/connection')).status;

/** Leaf hands out `token-1`, `token-2` … */
function handOutTokens(): void {
  let handedOut = 0;
  at.leaf.on(LOGIN, (response) => {
    handedOut += 1;
    response.end(JSON.stringify({ id_token: `token-value-${String(handedOut)}` }));
  });
}

describe('logging in to Leaf', () => {
  it('happens once, however many ask at the same time', async () => {
    handOutTokens();
    expect(new Set(await Promise.all(Array.from({ length: 1_000 }, status)))).toEqual(new Set([204]));
    expect(logins()).toHaveLength(1);
    expect(JSON.parse(logins()[0]?.body ?? '')).toEqual({
      username: 'partner',
      password: 'partner-password',
      rememberMe: 'true',
    });
  });

  it('happens again at 80 % of a day, for a token that does not tell its life', async () => {
    handOutTokens();
    await status();
    later(19 * HOUR);
    await status();
    expect(logins()).toHaveLength(1);
    later(HOUR / 2);
    await status();
    expect(logins()).toHaveLength(2);
    expect(at.leaf.calls.at(-1)?.headers.authorization).toBe('Bearer token-value-2');
  });

  it('happens again at 80 % of the life that a token tells', async () => {
    at.leaf.on(LOGIN, (response) => {
      const id_token = new UnsecuredJWT({})
        .setExpirationTime(Math.floor((Date.now() + 30 * 24 * HOUR) / 1000))
        .encode();
      response.end(JSON.stringify({ id_token }));
    });
    await status();
    later(23 * 24 * HOUR);
    await status();
    expect(logins()).toHaveLength(1);
    later(2 * 24 * HOUR);
    await status();
    expect(logins()).toHaveLength(2);
  });

  it('that fails at 80 % is no harm while the present token lives', async () => {
    handOutTokens();
    await status();
    at.leaf.on(LOGIN, { status: 503 });
    later(20 * HOUR);
    expect(await status()).toBe(204);
    later(5 * HOUR);
    expect(await status()).toBe(503);
  });

  it('that fails at 80 % is not waited for with every request, but tried each 30 s', async () => {
    handOutTokens();
    await status();
    at.leaf.on(LOGIN, { status: 500 });
    later(20 * HOUR);
    for (const failed of [1, 1, 2]) {
      expect(await status()).toBe(204);
      expect(logins()).toHaveLength(1 + failed);
      later(15_000);
    }
  });

  it('is not put off by a clock that is set back', async () => {
    at.leaf.on(LOGIN, { status: 401 });
    await status();
    vi.setSystemTime(Date.now() - 24 * HOUR);
    handOutTokens();
    later(30_000);
    expect(await status()).toBe(204);
    at.leaf.on('DELETE john-deere-credentials', { status: 401 });
    vi.setSystemTime(Date.now() - 24 * HOUR);
    later(30_000);
    await status();
    expect(logins()).toHaveLength(3);
  });

  it('happens once more when Leaf refuses a token that it took before', async () => {
    handOutTokens();
    expect(await status()).toBe(204);
    at.leaf.on('DELETE john-deere-credentials', (response, { headers }) => {
      response.writeHead(headers.authorization === 'Bearer token-value-1' ? 401 : 204).end();
    });
    later(30_000);
    expect(await status()).toBe(204);
    expect(logins()).toHaveLength(2);
  });

  it('does not go on for ever when Leaf refuses every token', async () => {
    handOutTokens();
    at.leaf.on('DELETE john-deere-credentials', { status: 401 });
    for (const poll of Array.from({ length: 24 }, (_, index) => index)) {
      expect([poll, await status()]).toEqual([poll, 502]);
      later(5_000);
    }
    // Two minutes of polls: a login each 30 s, and none for a token that was given only just before.
    expect(logins()).toHaveLength(4);
  });

  it('is waited for no longer than a request may take, and still serves those who come later', async () => {
    const hurried = await createFixture(
      { leaf: { username: 'partner', password: 'partner-password' } },
      { request: 200 },
    );
    let release: () => void = () => undefined;
    hurried.leaf.on(LOGIN, (response) => {
      release = () => response.end('{"id_token":"token-value"}');
    });
    const late = await hurried.askAsPage('DELETE', '/connection');
    expect([late.status, await codeOf(late)]).toEqual([504, 'leaf_timeout']);

    hurried.config.deadlines.request = 12_000;
    const next = hurried.askAsPage('DELETE', '/connection');
    release();
    expect((await next).status).toBe(204);
    expect(hurried.leaf.calls.filter(({ path }) => path === '/api/authenticate')).toHaveLength(1);
    await hurried.leaf.close();
  });

  it('with a wrong password is not tried again for 30 s, then twice as long, up to 5 minutes', async () => {
    at.leaf.on(LOGIN, { status: 401 });
    for (const pause of [30, 60, 120, 240, 300, 300]) {
      const before = logins().length;
      expect(await status()).toBe(502);
      expect(logins()).toHaveLength(before + 1);
      later(pause * 1000 - 1);
      expect(await status()).toBe(502);
      expect(logins()).toHaveLength(before + 1);
      later(1);
    }
  });

  it('that Leaf could not hear is simply tried again', async () => {
    at.leaf.on(LOGIN, { status: 503 });
    expect(await status()).toBe(503);
    handOutTokens();
    expect(await status()).toBe(204);
  });

  it.each([
    ['no token', {}],
    ['an empty token', { id_token: '' }],
    ['a number', { id_token: 5 }],
  ])('that yields %s is a bad response', async (_, json) => {
    at.leaf.on(LOGIN, { json });
    expect(await status()).toBe(502);
  });
});

describe('a token that Leaf gave us', () => {
  it('is found in no answer, even when Leaf echoes it', async () => {
    handOutTokens();
    at.leaf.on('GET john-deere-credentials', { json: { ...CREDENTIAL, createdTime: 'token-value-1' } });
    const response = await at.askAsPage('GET', '/connection');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('token-value-1');
  });
});
