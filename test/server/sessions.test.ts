import { SignJWT, generateKeyPair, exportJWK, type JWTPayload, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeyRing, type Purpose } from '../../src/server/keys.js';
import {
  codeOf,
  createFixture,
  healthy,
  KEY,
  OTHER_PAGE,
  PAGE,
  PUBLIC_URL,
  USER,
  USER_ROUTES,
  type Fixture,
} from './fixture.js';

let at: Fixture;
beforeAll(async () => {
  at = await createFixture();
});
beforeEach(() => healthy(at.leaf));
afterEach(() => vi.useRealTimers());
afterAll(() => at.leaf.close());

const now = () => Math.floor(Date.now() / 1000);
const claims = (): JWTPayload => ({
  aud: PUBLIC_URL,
  sub: USER,
  origin: PAGE,
  iat: now(),
  exp: now() + 600,
  jti: 'a-session',
});

/** A session signed with the companion's own key, but not by the companion. */
async function sign(
  changes: Record<string, unknown>,
  header: object = {},
  purpose: Purpose = 'session',
): Promise<string> {
  const { kid, key } = await createKeyRing(at.config.sessionKeys).signing(purpose);
  return new SignJWT({ ...claims(), ...changes })
    .setProtectedHeader({ alg: 'HS256', typ: 'leaf-connect+jwt', kid, ...header })
    .sign(key);
}

const read = (authorization: string) => at.ask('GET', '/connection', { Authorization: authorization, Origin: PAGE });

describe('a session', () => {
  it('as the companion makes it is accepted', async () => {
    expect((await read(`Bearer ${await at.session()}`)).status).toBe(200);
  });

  it('made by hand to the letter is accepted, so that the refusals below mean something', async () => {
    expect((await read(`Bearer ${await sign({})}`)).status).toBe(200);
  });

  it('is good with a trailing slash in its audience', async () => {
    expect((await read(`Bearer ${await sign({ aud: `${PUBLIC_URL}/` })}`)).status).toBe(200);
  });

  it('lives 10 minutes unless told otherwise, and never more than 60', async () => {
    const { expiresAt } = await at.companion.createSession({ leafUserId: USER, origin: PAGE });
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 60_000)).toBe(10);
    await expect(at.session({ ttlSeconds: 3601 })).rejects.toThrow();
    await expect(at.session({ ttlSeconds: 3600 })).resolves.toBeTypeOf('string');
  });

  it('is not made for what is no user, nor for a page that may not ask', async () => {
    await expect(at.session({ leafUserId: '../users' })).rejects.toThrow();
    await expect(at.session({ origin: 'https://elsewhere.test' })).rejects.toThrow(RangeError);
  });

  it('signed by any listed key is accepted; the first one signs', async () => {
    const newer = `k2:${Buffer.alloc(32, 9).toString('base64url')}`;
    const rotated = await createFixture({ sessionKeys: [newer, KEY] });
    const headers = (token: string) => ({ Authorization: `Bearer ${token}`, Origin: PAGE });
    expect((await rotated.ask('GET', '/connection', headers(await at.session()))).status).toBe(200);
    expect((await at.ask('GET', '/connection', headers(await rotated.session()))).status).toBe(401);
    await rotated.leaf.close();
  });
});

describe('a forged session', () => {
  const forgeries: Record<string, () => Promise<string> | string> = {
    'alg none': () => new UnsecuredJWT(claims()).encode(),
    'alg none with our header': async () => {
      const [, body] = (await sign({})).split('.');
      const header = Buffer.from('{"alg":"none","typ":"leaf-connect+jwt","kid":"k1"}').toString('base64url');
      return `${header}.${String(body)}.`;
    },
    'RS256 with a key of its own': async () => {
      const { privateKey, publicKey } = await generateKeyPair('RS256');
      return new SignJWT(claims())
        .setProtectedHeader({ alg: 'RS256', typ: 'leaf-connect+jwt', kid: 'k1', jwk: await exportJWK(publicKey) })
        .sign(privateKey);
    },
    HS512: () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS512', typ: 'leaf-connect+jwt', kid: 'k1' })
        .sign(Buffer.alloc(64, 7)),
    'the raw session key instead of its sub-key': () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', typ: 'leaf-connect+jwt', kid: 'k1' })
        .sign(Buffer.alloc(32, 7)),
    "the attempt's sub-key": () => sign({}, {}, 'attempt'),
    "the link's sub-key": () => sign({}, {}, 'link'),
    'another body': async () => {
      const [header, , signature] = (await sign({})).split('.');
      const body = Buffer.from(JSON.stringify({ ...claims(), scope: ['read'] })).toString('base64url');
      return [header, body, signature].join('.');
    },
    'an unknown kid': () => sign({}, { kid: 'k9' }),
    'no kid': () => sign({}, { kid: undefined }),
    'a jwk': () => sign({}, { jwk: { kty: 'oct', k: 'AAAA' } }),
    'a jku': () => sign({}, { jku: 'https://evil.test/keys' }),
    'an x5u': () => sign({}, { x5u: 'https://evil.test/cert' }),
    'an x5c': () => sign({}, { x5c: ['AAAA'] }),
    'another typ': () => sign({}, { typ: 'JWT' }),
    "the attempt's typ": () => sign({}, { typ: 'leaf-connect-attempt+jwt' }),
    "the link's typ": () => sign({}, { typ: 'leaf-connect-link+jwt' }),
    'another audience': () => sign({ aud: 'https://connect.other.test' }),
    'no audience': () => sign({ aud: undefined }),
    'no exp': () => sign({ exp: undefined }),
    'no iat': () => sign({ iat: undefined }),
    'a life of ten years': () => sign({ exp: now() + 10 * 365 * 86_400 }),
    'a life of 61 minutes': () => sign({ exp: now() + 3660 }),
    'an iat in the future': () => sign({ iat: now() + 3600, exp: now() + 3700 }),
    'no user': () => sign({ sub: undefined }),
    'a path as user': () => sign({ sub: '../admin' }),
    'no origin': () => sign({ origin: undefined }),
    'no jti': () => sign({ jti: undefined }),
  };

  it.each(Object.keys(forgeries))('with %s is refused with 401, without a call to Leaf', async (name) => {
    const token = (await forgeries[name]?.()) ?? '';
    for (const [method, path] of USER_ROUTES) {
      const response = await at.ask(method, path, { Authorization: `Bearer ${token}`, Origin: PAGE });
      expect(response.status).toBe(401);
      expect(await codeOf(response)).toBe('session_missing');
    }
    expect(at.leaf.calls).toEqual([]);
  });

  it.each(['startPath', 'linkPath'] as const)('from the token of a %s is refused', async (path) => {
    const token = (await at[path]()).slice('/start/'.length);
    expect(token.split('.')).toHaveLength(3);
    expect((await read(`Bearer ${token}`)).status).toBe(401);
  });
});

describe('a session that was accepted before', () => {
  it('is not verified again, and a refused one always is', async () => {
    const verify = vi.spyOn(crypto.subtle, 'verify');
    const token = await at.session();
    for (const status of [200, 200, 200]) expect((await read(`Bearer ${token}`)).status).toBe(status);
    expect(verify).toHaveBeenCalledTimes(1);
    const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const status of [401, 401]) expect((await read(`Bearer ${forged}`)).status).toBe(status);
    expect(verify).toHaveBeenCalledTimes(3);
    verify.mockRestore();
  });

  it('expires all the same', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const token = await at.session({ ttlSeconds: 60 });
    expect((await read(`Bearer ${token}`)).status).toBe(200);
    vi.setSystemTime(Date.now() + 89_000);
    expect((await read(`Bearer ${token}`)).status).toBe(200);
    vi.setSystemTime(Date.now() + 2_000);
    const response = await read(`Bearer ${token}`);
    expect([response.status, await codeOf(response)]).toEqual([401, 'session_expired']);
  });

  it('is still good on its own page only, and for its own scopes', async () => {
    const Authorization = `Bearer ${await at.session({ scopes: ['read'] })}`;
    expect((await read(Authorization)).status).toBe(200);
    const elsewhere = await at.ask('GET', '/connection', { Authorization, Origin: OTHER_PAGE });
    expect([elsewhere.status, await codeOf(elsewhere)]).toEqual([403, 'origin_not_allowed']);
    const beyond = await at.askAsPage('DELETE', '/connection', { Authorization });
    expect([beyond.status, await codeOf(beyond)]).toEqual([403, 'access_denied']);
  });
});

describe('an expired session', () => {
  it('is told from a missing one, so that the page can fetch another', async () => {
    const token = await at.session();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
    const response = await read(`Bearer ${token}`);
    expect([response.status, await codeOf(response)]).toEqual([401, 'session_expired']);
    expect(at.leaf.calls).toEqual([]);
  });

  it('survives half a minute of difference between two clocks', async () => {
    const token = await at.session();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 + 20_000 });
    expect((await read(`Bearer ${token}`)).status).toBe(200);
  });

  it('that is also wrong in another way is just missing', async () => {
    const token = await sign({ iat: now() - 1200, exp: now() - 600, aud: 'https://connect.other.test' });
    expect(await codeOf(await read(`Bearer ${token}`))).toBe('session_missing');
  });
});

describe('the Authorization header', () => {
  it.each([
    ['another scheme', (token: string) => `Basic ${token}`],
    ['no scheme', (token: string) => token],
    ['two tokens', (token: string) => `Bearer ${token}, Bearer ${token}`],
    ['two words', (token: string) => `Bearer ${token} ${token}`],
    ['nothing in it', () => 'Bearer '],
    ['a megabyte in it', () => `Bearer ${'a'.repeat(1_000_000)}`],
  ])('with %s is refused with 401', async (_, header) => {
    const response = await read(header(await at.session()));
    expect([response.status, await codeOf(response)]).toEqual([401, 'session_missing']);
    expect(at.leaf.calls).toEqual([]);
  });

  it('that is not there is refused with 401', async () => {
    const response = await at.ask('GET', '/connection', { Origin: PAGE });
    expect([response.status, await codeOf(response)]).toEqual([401, 'session_missing']);
  });
});

describe('scopes', () => {
  it.each([
    ['read', 'GET', '/connection', 200],
    ['connect', 'POST', '/attempts', 201],
    ['connect', 'POST', '/links', 201],
    ['disconnect', 'DELETE', '/connection', 204],
    ['organizations', 'POST', '/organizations/sync', 200],
  ] as const)('%s is what %s %s needs', async (scope, method, path, status) => {
    const all = ['read', 'connect', 'disconnect', 'organizations'] as const;
    const just = await at.session({ scopes: [scope] });
    const others = await at.session({ scopes: all.filter((other) => other !== scope) });
    expect((await at.askAsPage(method, path, { Authorization: `Bearer ${just}` })).status).toBe(status);
    const refused = await at.askAsPage(method, path, { Authorization: `Bearer ${others}` });
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'access_denied']);
  });

  it('that are unheard of give nothing', async () => {
    const token = await sign({ scope: ['admin', '*'] });
    expect((await read(`Bearer ${token}`)).status).toBe(403);
  });
});
