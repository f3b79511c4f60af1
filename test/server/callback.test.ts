import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ATTEMPT_LIFE_MS, HANDSHAKE } from '../../src/protocol/vocabulary.js';
import type { StubAnswer } from '../support/leaf-stub.js';
import { CREDENTIAL, KEY, NAVIGATION, OTHER_PAGE, PAGE, PRESSED, PUBLIC_URL, SECRETS, USER } from './fixture.js';
import { CODE, createReturningFixture, RETURN, TOKENS, type ReturningFixture } from './returning-fixture.js';

let at: ReturningFixture;
beforeAll(async () => {
  at = await createReturningFixture({}, { leafHeaders: 200, leafCall: 400 });
});
beforeEach(() => {
  at.heal();
});
afterEach(() => vi.useRealTimers());
afterAll(() => at.close());

const SECRET_TEXTS = [...Object.values(TOKENS), ...Object.values(SECRETS), CODE, KEY.slice(3)];
const attached = () =>
  at.leaf.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/john-deere-credentials'));
const called = () => [...at.leaf.calls, ...at.deere.calls].map(({ method, path }) => `${method} ${path}`);

/** A page for a person: what it says, no secret, and the code that is in the log. */
async function expectPage(response: Response, status: number, words: string): Promise<string> {
  const page = await response.text();
  expect([response.status, response.headers.get('Content-Type')]).toEqual([status, 'text/html; charset=utf-8']);
  expect(page).toContain(words);
  const told = page + JSON.stringify([...response.headers]) + JSON.stringify(at.log);
  for (const secret of SECRET_TEXTS) expect(told).not.toContain(secret);
  return page;
}

function expectSupportCode(page: string): void {
  const line = at.log.findLast(({ route }) => route === '/callback');
  expect(line?.code).toBeTypeOf('string');
  expect(page).toContain(`<code>${line?.requestId ?? ''}</code>`);
}

describe('the way to John Deere', () => {
  it('has everything in its address that John Deere asks for, and a challenge for the code', async () => {
    const { location, state } = await at.begin();
    expect(location.href.startsWith(`${at.issuer}/v1/authorize?`)).toBe(true);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'client-key',
      redirect_uri: `${PUBLIC_URL}/callback`,
      scope: 'ag1 ag2 ag3 eq1 eq2 org1 org2 work1 work2 files offline_access',
      code_challenge_method: 'S256',
    });
    expect(state).toMatch(/^[\w-]{43}$/);
    expect((await at.begin()).state).not.toBe(state);
  });

  it('binds the sign-in to this browser by a cookie that nobody reads, and no script', async () => {
    const { state, setCookie } = await at.begin();
    const [pair = '', ...attributes] = setCookie.split('; ');
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=1800', 'Path=/', 'SameSite=Lax', 'Secure']);
    const [name, value = ''] = pair.split('=');
    expect(name).toBe(`__Host-leaf-jd-connect-${state.slice(0, 8)}`);
    const readable = Buffer.from(value, 'base64url').toString('latin1') + value;
    for (const inside of [USER, state, 'verifier']) expect(readable).not.toContain(inside);
  });

  it('lets the naming page’s form lead to John Deere’s two hosts, and back', async () => {
    const page = await createReturningFixture({ returnUrls: [`${PAGE}/farm`, `${PAGE}/field`] });
    const { headers } = await page.ask('GET', await page.linkPath());
    const [, targets = ''] = /form-action ([^;]*)/.exec(headers.get('Content-Security-Policy') ?? '') ?? [];
    expect(targets.split(' ')).toEqual(["'self'", page.deere.url, 'https://connections.deere.com', PAGE]);
    await page.close();
  });

  it('fits into one cookie with the longest name and page to come back to', async () => {
    const long = await createReturningFixture({ returnUrls: [`${PAGE}/farm`] });
    const session = await long.session({ name: '\u{1F33E}'.repeat(100) });
    const minted = await long.ask(
      'POST',
      '/attempts',
      { Authorization: `Bearer ${session}`, Origin: PAGE, 'Content-Type': 'application/json' },
      JSON.stringify({ returnUrl: `${PAGE}/farm?`.padEnd(700, 'x') }),
    );
    const { startUrl } = (await minted.json()) as { startUrl: string };
    const response = await long.ask('GET', startUrl.slice(PUBLIC_URL.length), NAVIGATION);
    const [setCookie = ''] = response.headers.getSetCookie();
    const [cookie = ''] = setCookie.split(';');
    expect(cookie.length).toBeLessThanOrEqual(4096);
    expect(setCookie.length).toBeGreaterThan(2000);
    // Two of them would be more than there is room for.
    const again = await long.ask('GET', startUrl.slice(PUBLIC_URL.length), { ...NAVIGATION, Cookie: cookie });
    expect(again.headers.getSetCookie()).toEqual([
      expect.stringContaining('Max-Age=1800'),
      expect.stringMatching(`^${cookie.split('=')[0] ?? ''}=; Max-Age=0;`),
    ]);
    await long.close();
  });

  it('asks where John Deere has its pages once, however many sign in', async () => {
    const fresh = await createReturningFixture();
    await Promise.all(Array.from({ length: 20 }, () => fresh.begin()));
    await fresh.begin();
    expect(fresh.deere.calls).toHaveLength(1);
    await fresh.close();
  });

  it.each<[string, StubAnswer | ((issuer: string) => object), number]>([
    ['is down', { status: 503 }, 503],
    ['fails', { status: 500 }, 503],
    ['does not answer', () => undefined, 504],
    ['speaks HTML', { text: '<html>' }, 502],
    ['has no such address', { status: 404 }, 502],
    ['redirects', { status: 302, headers: { Location: 'http://127.0.0.1:9/' } }, 502],
    ['is another issuer', { json: { issuer: 'https://evil.test' } }, 502],
  ])('opens nothing when John Deere %s, and remembers no failure', async (_, answer, status) => {
    const fresh = await createReturningFixture({}, { leafHeaders: 200, leafCall: 400 });
    fresh.onMetadata(answer as StubAnswer);
    const path = await fresh.startPath();
    const response = await fresh.ask('GET', path, NAVIGATION);
    expect([response.status, response.headers.has('Location'), response.headers.has('Set-Cookie')]).toEqual([
      status,
      false,
      false,
    ]);
    expect(await response.text()).toContain('Try again');
    expect(fresh.log.filter(({ event }) => event === 'exchange_failed')).toHaveLength(1);
    fresh.heal();
    expect((await fresh.ask('POST', path, PRESSED)).status).toBe(303);
    await fresh.close();
  });

  it.each(['authorization_endpoint', 'token_endpoint'])('goes nowhere but to allowed origins: %s', async (endpoint) => {
    const fresh = await createReturningFixture();
    for (const address of [
      'https://evil.test/v1',
      'javascript:alert(1)',
      `${fresh.deere.url}@evil.test/`,
      '',
      undefined,
    ]) {
      fresh.onMetadata({ json: { ...fresh.metadata, [endpoint]: address } });
      const response = await fresh.ask('GET', await fresh.startPath(), NAVIGATION);
      expect([response.status, response.headers.has('Location')]).toEqual([502, false]);
    }
    await fresh.close();
  });
});

describe('a code', () => {
  it('is redeemed with the secret in a header, and with the verifier of this sign-in', async () => {
    const { state, cookie, location } = await at.begin();
    await at.comeBack({ code: CODE, state }, cookie);
    const call = at.deere.calls.find(({ method }) => method === 'POST');
    expect(call?.path).toBe('/oauth2/aus78/v1/token');
    const basic = Buffer.from(`client-key:${SECRETS.clientSecret}`).toString('base64');
    expect(decodeURIComponent(Buffer.from(call?.headers.authorization?.slice(6) ?? '', 'base64').toString())).toBe(
      Buffer.from(basic, 'base64').toString(),
    );
    const body = new URLSearchParams(call?.body);
    expect(Object.fromEntries(body)).toMatchObject({
      grant_type: 'authorization_code',
      code: CODE,
      redirect_uri: `${PUBLIC_URL}/callback`,
    });
    const verifier = body.get('code_verifier') ?? '';
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(location.searchParams.get('code_challenge'));
    expect(JSON.stringify(at.log)).not.toContain(verifier);
  });

  it('becomes a credential of exactly this user, application and environment', async () => {
    const { state, cookie } = await at.begin();
    const response = await at.comeBack({ code: CODE, state }, cookie);
    expect(response.status).toBe(303);
    expect(response.headers.get('Location')).toBe(
      `https://connections.deere.com/connections/client-key/select-organizations?redirect_uri=${encodeURIComponent(`${PUBLIC_URL}/callback`)}`,
    );
    const [call, ...more] = attached();
    expect(more).toEqual([]);
    expect(call?.path).toContain(`/users/${USER}/`);
    expect(JSON.parse(call?.body ?? '')).toEqual({
      clientKey: 'client-key',
      clientSecret: SECRETS.clientSecret,
      refreshToken: TOKENS.refresh_token,
      clientEnvironment: 'PRODUCTION',
    });
  });

  it('leaves behind a cookie for the second step, and none for the first', async () => {
    const { state, cookie } = await at.begin();
    const cookies = (await at.comeBack({ code: CODE, state }, cookie)).headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    expect(cookies[0]).toMatch(/^__Host-leaf-jd-connect-organizations=[^;]+; Max-Age=1800; Path=\/; HttpOnly; Secure/);
    expect(cookies[1]).toMatch(`__Host-leaf-jd-connect-${state.slice(0, 8)}=; Max-Age=0`);
  });

  const TOKEN_FAULTS: [string, StubAnswer, number, string][] = [
    ['was used before', { status: 400, json: { error: 'invalid_grant' } }, 410, 'used already'],
    [
      'comes from an application that is not ours',
      { status: 401, json: { error: 'invalid_client' } },
      502,
      'tell Partner',
    ],
    ['is refused for another reason', { status: 400, json: { error: 'invalid_scope' } }, 502, 'tell Partner'],
    ['is refused without one', { status: 400, json: {} }, 502, 'tell Partner'],
    ['meets a failing server', { status: 500, text: SECRETS.clientSecret }, 503, 'in a moment'],
    ['meets a server that is down', { status: 503 }, 503, 'in a moment'],
    ['meets a server that asks for patience', { status: 429, headers: { 'Retry-After': '7' } }, 503, 'in a moment'],
    ['meets HTML', { text: `<html>${TOKENS.access_token}` }, 502, 'tell Partner'],
    ['meets silence', () => undefined, 504, 'in a moment'],
    ['meets a line that is cut', (response) => response.socket?.destroy(), 503, 'in a moment'],
    [
      'brings no token that lasts',
      { json: { access_token: TOKENS.access_token, token_type: 'Bearer' } },
      502,
      'tell Partner',
    ],
    ['brings nothing', { json: {} }, 502, 'tell Partner'],
    ['brings a list', { json: [] }, 502, 'tell Partner'],
    ['brings a number', { json: { ...TOKENS, refresh_token: 7, token_type: 'Bearer' } }, 502, 'tell Partner'],
    ['brings an id token that is none', { json: { ...TOKENS, token_type: 'Bearer' } }, 502, 'tell Partner'],
    ['brings more than a megabyte', { text: `"${'x'.repeat(1_100_000)}"` }, 502, 'tell Partner'],
  ];
  it.each(TOKEN_FAULTS)('that %s attaches nothing, and is sent once', async (_, answer, status, words) => {
    const { state, cookie } = await at.begin();
    at.onToken(answer);
    const response = await at.comeBack({ code: CODE, state }, cookie);
    const page = await expectPage(response, status, words);
    expectSupportCode(page);
    expect(page).toContain(`action="${PUBLIC_URL}/start/`);
    expect(at.tokenCalls()).toBe(1);
    expect(attached()).toEqual([]);
    expect(at.log.filter(({ event }) => event === 'exchange_failed')).toHaveLength(1);
  });

  it('goes nowhere that John Deere redirects to', async () => {
    const { state, cookie } = await at.begin();
    at.onToken((response) => {
      response.writeHead(307, { Location: `${at.leaf.url}/elsewhere` }).end();
    });
    expect((await at.comeBack({ code: CODE, state }, cookie)).status).toBe(502);
    expect(called().filter((call) => call.includes('elsewhere'))).toEqual([]);
  });

  it.each(['access_token', 'id_token'])(
    'brings secrets, which are stopped should a page have them: %s',
    async (field) => {
      const { state, cookie } = await at.begin();
      // The one text of ours that a test can make the same.
      at.onToken({ status: 400, json: { error: 'invalid_grant', [field]: 'Partner Inc.' } });
      const response = await at.comeBack({ code: CODE, state }, cookie);
      expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('Partner Inc.')]);
      expect(at.log.some(({ event }) => event === 'secret_stopped')).toBe(true);
    },
  );

  it.each(['Created', '<html>', '"a word"', 'null', '[]', ''])(
    'is attached whatever Leaf says of it: %j',
    async (text) => {
      const { state, cookie } = await at.begin();
      at.leaf.on('POST john-deere-credentials', { status: 201, text });
      const response = await at.comeBack({ code: CODE, state }, cookie);
      expect(response.headers.get('Location')).toContain('/select-organizations');
      expect(at.log.some(({ event }) => event === 'credential_attached')).toBe(true);
    },
  );

  it('that is made up is not asked about more often than a user may change something', async () => {
    const limited = await createReturningFixture({}, {}, { changes: 2 });
    const { state, cookie } = await limited.begin();
    limited.onToken({ status: 400, json: { error: 'invalid_grant' } });
    const statuses: number[] = [];
    for (let time = 0; time < 4; time += 1)
      statuses.push((await limited.comeBack({ code: `${CODE}-${String(time)}`, state }, cookie)).status);
    expect([statuses, limited.tokenCalls()]).toEqual([[410, 410, 429, 429], 2]);
    await limited.close();
  });

  it('can be followed by another try from the same page', async () => {
    const { state, cookie } = await at.begin();
    at.onToken({ status: 503 });
    const page = await (await at.comeBack({ code: CODE, state }, cookie)).text();
    at.heal();
    const [, action = ''] = / action="([^"]+)"/.exec(page) ?? [];
    const again = await at.ask('POST', action.slice(PUBLIC_URL.length), PRESSED);
    expect([again.status, again.headers.getSetCookie().length]).toEqual([303, 1]);
  });

  it.each<[string, StubAnswer, number]>([
    ['refuses it', { status: 400, json: { detail: TOKENS.refresh_token } }, 502],
    ['does not let us in', { status: 403 }, 502],
    ['fails', { status: 500 }, 503],
    ['is down', { status: 503 }, 503],
    ['is silent', () => undefined, 504],
    ['breaks off', (response) => response.socket?.destroy(), 503],
  ])('that is good is used up when Leaf %s, which is not asked twice', async (_, answer, status) => {
    const { state, cookie } = await at.begin();
    at.leaf.on('POST john-deere-credentials', answer);
    const response = await at.comeBack({ code: CODE, state }, cookie);
    expectSupportCode(await expectPage(response, status, 'could not be finished'));
    expect([at.tokenCalls(), attached().length]).toEqual([1, 1]);
    expect(response.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')]);
    expect(at.log.some(({ event }) => event === 'credential_attached')).toBe(false);
    // A reload does not use it again.
    expect((await at.comeBack({ code: CODE, state }, cookie)).status).toBe(status);
    expect([at.tokenCalls(), attached().length]).toEqual([1, 1]);
  });

  it('of somebody whose credential is dead replaces it where Leaf wants it out of the way', async () => {
    at.leaf.on('GET john-deere-credentials', { json: { ...CREDENTIAL, status: 'UNAUTHENTICATED' } });
    at.leaf.on('POST john-deere-credentials', (response) => {
      response.writeHead(attached().length === 1 ? 409 : 201).end('{}');
    });
    const { state, cookie } = await at.begin();
    await expectPage(await at.comeBack({ code: CODE, state }, cookie), 200, 'You are done here');
    expect(at.leaf.calls.filter(({ method }) => method !== 'GET').map(({ method }) => method)).toEqual([
      'POST',
      'DELETE',
      'POST',
    ]);
  });

  it('of somebody whose credential was removed just now is not taken for somebody’s who has one', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const busy = await createReturningFixture({ upstreamBudget: 0.4 }, { fresh: 1_000 });
    busy.leaf.on('GET john-deere-credentials', { json: { ...CREDENTIAL, status: 'UNAUTHENTICATED' } });
    for (const pause of [1_000, 2_000]) {
      await busy.askAsPage('GET', '/connection');
      vi.advanceTimersByTime(pause);
    }
    // Polls are content with that answer now, which is not so any more.
    const asked = busy.leaf.calls.length;
    await busy.askAsPage('GET', '/connection');
    expect(busy.leaf.calls).toHaveLength(asked);
    busy.leaf.on('GET john-deere-credentials', { status: 404 });
    const { state, cookie } = await busy.begin();
    const response = await busy.comeBack({ code: CODE, state }, cookie);
    expect(response.headers.get('Location')).toContain('/select-organizations');
    await busy.close();
  });

  it('of somebody whose credential works removes nothing when Leaf refuses another', async () => {
    at.leaf.on('GET john-deere-credentials', { json: CREDENTIAL });
    at.leaf.on('POST john-deere-credentials', { status: 409 });
    const { state, cookie } = await at.begin();
    expect((await at.comeBack({ code: CODE, state }, cookie)).status).toBe(502);
    expect(at.leaf.calls.filter(({ method }) => method !== 'GET')).toHaveLength(1);
  });

  it('of somebody who has a credential already removes nothing when Leaf fails', async () => {
    at.leaf.on('GET john-deere-credentials', { json: CREDENTIAL });
    at.leaf.on('POST john-deere-credentials', { status: 500 });
    const { state, cookie } = await at.begin();
    expect((await at.comeBack({ code: CODE, state }, cookie)).status).toBe(503);
    expect(at.leaf.calls.filter(({ method }) => method !== 'GET')).toHaveLength(1);
  });

  it('is followed by the choice of organizations when they cannot be read', async () => {
    at.leaf.on('GET john-deere-credentials', { json: CREDENTIAL });
    at.leaf.on('GET organizations/JohnDeere', { status: 500 });
    const { state, cookie } = await at.begin();
    const response = await at.comeBack({ code: CODE, state }, cookie);
    expect(response.headers.get('Location')).toContain('/select-organizations');
  });
});

describe('an answer', () => {
  it('of another server is not redeemed', async () => {
    const { state, cookie } = await at.begin();
    await expectPage(await at.comeBack({ code: CODE, state, iss: 'https://evil.test' }, cookie), 502, 'tell Partner');
    expect(at.tokenCalls()).toBe(0);
    const answer = await at.comeBack({ code: CODE, state, iss: at.issuer }, cookie);
    expect(answer.status).toBe(303);
  });

  it.each([
    ['server_error', 503, 'in a moment'],
    ['temporarily_unavailable', 503, 'in a moment'],
    ['invalid_scope', 502, 'tell Partner'],
    ['unauthorized_client', 502, 'tell Partner'],
    ['__proto__', 502, 'tell Partner'],
  ])('with the error %s says what to do', async (error, status, words) => {
    const { state, cookie } = await at.begin();
    const answer = { error, error_description: 'words of <John Deere>', state };
    const page = await expectPage(await at.comeBack(answer, cookie), status, words);
    expectSupportCode(page);
    expect(page).not.toContain('words of');
    expect(at.tokenCalls()).toBe(0);
  });

  it('that has no code, an empty one, or two is redeemed for nobody', async () => {
    const { state, cookie } = await at.begin();
    for (const query of [`state=${state}`, `state=${state}&code=`, `state=${state}&code=a&code=b`]) {
      expect((await at.comeBack(query, cookie)).status).toBe(400);
    }
    for (const query of [`state=${state}&state=${state}&code=${CODE}`, `code=${CODE}`]) {
      expect((await at.comeBack(query, cookie)).status).toBe(403);
    }
    expect([at.tokenCalls(), attached()]).toEqual([0, []]);
  });
});

describe('a browser', () => {
  const comesWith = async (cookie?: string) => {
    const { state } = await at.begin();
    at.deere.calls.length = 0;
    const response = await at.comeBack({ code: CODE, state }, cookie);
    expectSupportCode(await expectPage(response, 403, 'begun in another browser'));
    expect(called()).toEqual([]);
  };

  it('without the cookie of this sign-in connects nobody', async () => {
    await comesWith();
    await comesWith((await at.begin()).cookie);
    await comesWith('a=b');
  });

  it('with a cookie that was changed, renamed, or made elsewhere connects nobody', async () => {
    const { state, cookie } = await at.begin();
    const [name = '', value = ''] = cookie.split('=');
    const other = await at.begin();
    const elsewhere = await createReturningFixture({
      sessionKeys: [`k1:${Buffer.alloc(32, 8).toString('base64url')}`],
    });
    const foreign = await elsewhere.begin();
    const parts = value.split('.');
    const changed = parts.map((part, place) =>
      parts
        .map((each, at) => (at === place ? `${each.slice(0, -2)}${each.endsWith('AA') ? 'BB' : 'AA'}` : each))
        .join('.'),
    );
    const [start = ''] = (await at.startPath()).split('/').slice(-1);
    const wrong = [
      ...changed,
      '',
      'x',
      '....',
      other.cookie.split('=')[1] ?? '',
      foreign.cookie.split('=')[1] ?? '',
      start,
    ];
    at.deere.calls.length = 0;
    for (const each of wrong) {
      const response = await at.comeBack({ code: CODE, state }, `${name}=${each}`);
      expect([response.status, each]).toEqual([403, each]);
    }
    expect(called()).toEqual([]);
    expect(wrong.length).toBeGreaterThan(8);
    await elsewhere.close();
  });

  it('with the cookie of the second step connects nobody by it', async () => {
    const { state, cookie } = await at.begin();
    const [choice = ''] = (await at.comeBack({ code: CODE, state }, cookie)).headers.getSetCookie();
    const next = await at.begin();
    const value = choice.split(';')[0]?.split('=')[1] ?? '';
    const renamed = `${next.cookie.split('=')[0] ?? ''}=${value}`;
    expect((await at.comeBack({ code: CODE, state: next.state }, renamed)).status).toBe(403);
    // Nor the other way round.
    at.leaf.calls.length = 0;
    await at.comeBack({}, `__Host-leaf-jd-connect-organizations=${next.cookie.split('=')[1] ?? ''}`);
    expect(at.leaf.calls).toEqual([]);
  });

  it('that took longer than an attempt lives connects nobody', async () => {
    const { state, cookie } = await at.begin();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ATTEMPT_LIFE_MS + 60_000 });
    await expectPage(await at.comeBack({ code: CODE, state }, cookie), 403, 'too long ago');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 120_000 });
    expect((await at.comeBack({ code: CODE, state }, cookie)).status).toBe(303);
  });

  it.each<[string, Record<string, string>]>([
    ['a fetch', { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
    ['a frame', { 'Sec-Fetch-Dest': 'iframe' }],
    ['a picture', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ['a prefetch', { 'Sec-Purpose': 'prefetch' }],
  ])('that makes %s of it connects nobody', async (_, headers) => {
    const { state, cookie } = await at.begin();
    at.deere.calls.length = 0;
    const page = await expectPage(await at.comeBack({ code: CODE, state }, cookie, headers), 403, 'close this window');
    expectSupportCode(page);
    expect(called()).toEqual([]);
    expect((await at.ask('HEAD', `/callback?code=${CODE}&state=${state}`, { ...RETURN, Cookie: cookie })).status).toBe(
      403,
    );
    expect((await at.ask('POST', `/callback?code=${CODE}&state=${state}`, { ...RETURN, Cookie: cookie })).status).toBe(
      404,
    );
    expect(called()).toEqual([]);
  });

  it('too old to say what it does is believed', async () => {
    const { state, cookie } = await at.begin();
    const response = await at.ask('GET', `/callback?code=${CODE}&state=${state}`, { Cookie: cookie });
    expect(response.status).toBe(303);
  });

  it('that comes too often is told to wait', async () => {
    const limited = await createReturningFixture({}, {}, { windows: 3 });
    const { state, cookie } = await limited.begin();
    limited.onToken({ status: 503 });
    const statuses: number[] = [];
    for (let time = 0; time < 4; time += 1)
      statuses.push((await limited.comeBack({ code: CODE, state }, cookie)).status);
    // One of the three was the opening of the window.
    expect(statuses).toEqual([503, 503, 429, 429]);
    const stranger = async () =>
      (await limited.companion.fetchFrom('203.0.113.7', new Request(`${PUBLIC_URL}/callback?code=c&state=s`))).status;
    expect([await stranger(), await stranger(), await stranger(), await stranger()]).toEqual([403, 403, 403, 429]);
    await limited.close();
  });
});

describe('the second step', () => {
  /** The cookie for it, of an attempt. */
  async function signedIn(input?: { origin: string }): Promise<string> {
    const { state, cookie } = await at.begin(input);
    const [choice = ''] = (await at.comeBack({ code: CODE, state }, cookie)).headers.getSetCookie();
    at.leaf.calls.length = 0;
    return choice.split(';')[0] ?? '';
  }

  it('has Leaf look again, and ends on a page that tells the one that opened it', async () => {
    const page = await expectPage(await at.comeBack({}, await signedIn()), 200, 'You can close this window');
    expect(called().filter((call) => call.includes('/users/'))).toEqual([
      expect.stringMatching(`^POST .*/users/${USER}/JohnDeere/organizations/sync$`),
    ]);
    expect(page).toMatch(/data-attempt="[\da-f-]{36}"/);
    expect(page).toContain(`data-origin="${PAGE}"`);
  });

  it('takes an error that names no sign-in for no success, and calls nobody', async () => {
    at.leaf.calls.length = 0;
    const shown = await expectPage(await at.comeBack({ error: 'access_denied' }), 400, 'could not be finished');
    expectSupportCode(shown);
    expect(called()).toEqual([]);
  });

  it('pins the script of that page by hash', async () => {
    const response = await at.comeBack({}, await signedIn());
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(await response.text()) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(response.headers.get('Content-Security-Policy')).toContain(`script-src 'sha256-${hash}'`);
    expect(response.headers.has('Cross-Origin-Opener-Policy')).toBe(false);
  });

  it.each(['an opener', 'none'])('closes the window of %s', async (kind) => {
    const page = await (await at.comeBack({}, await signedIn())).text();
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
    const done: unknown[] = [];
    const opener = { postMessage: (...message: unknown[]) => done.push(message) };
    runInNewContext(script, {
      document: { querySelector: () => ({ dataset: { attempt: 'attempt-1', origin: PAGE } }) },
      window: { opener: kind === 'none' ? null : opener, close: () => done.push('closed') },
    });
    const told = [{ type: HANDSHAKE.finished, attemptId: 'attempt-1' }, PAGE];
    expect(done).toEqual(kind === 'none' ? ['closed'] : [told, 'closed']);
  });

  it.each<[string, StubAnswer]>([
    ['fails', { status: 500 }],
    ['is silent', () => undefined],
  ])('is over all the same when Leaf %s', async (_, answer) => {
    const cookie = await signedIn();
    at.leaf.on('POST JohnDeere/organizations/sync', answer);
    await expectPage(await at.comeBack({}, cookie), 200, 'You are done here');
    expect(at.log.at(-1)).toMatchObject({
      route: '/callback',
      status: 200,
      code: expect.stringMatching('leaf_') as string,
    });
  });

  it('may be come back to twice, and whatever John Deere adds to the address', async () => {
    const cookie = await signedIn();
    for (const query of [{}, {}, { error: 'cancelled' }, { organizations: '1' }]) {
      await expectPage(await at.comeBack(query, cookie), 200, 'You are done here');
    }
    expect(at.leaf.calls).toHaveLength(4);
  });

  it('asks Leaf no more often than a user may', async () => {
    // The code was one.
    const limited = await createReturningFixture({}, {}, { changes: 2 });
    const { state, cookie } = await limited.begin();
    const [choice = ''] = (await limited.comeBack({ code: CODE, state }, cookie)).headers.getSetCookie();
    limited.leaf.calls.length = 0;
    for (const _ of [1, 2, 3]) expect((await limited.comeBack({}, choice.split(';')[0])).status).toBe(200);
    expect(limited.leaf.calls).toHaveLength(1);
    await limited.close();
  });

  it('tells nothing to a page that is allowed no more', async () => {
    const cookie = await signedIn({ origin: OTHER_PAGE });
    const narrowed = await createReturningFixture({ allowedOrigins: [PAGE] });
    const page = await (await narrowed.comeBack({}, cookie)).text();
    expect(page).not.toContain('<script');
    expect(page).not.toContain(OTHER_PAGE);
    await narrowed.close();
  });

  it('is left out where no address for it is allowed', async () => {
    const nowhere = await createReturningFixture({ managementOrigins: [] });
    const { state, cookie } = await nowhere.begin();
    const response = await nowhere.comeBack({ code: CODE, state }, cookie);
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('You are done here')]);
    await nowhere.close();
  });
});

describe('a companion whose sign-in does not come back', () => {
  it('has no callback', async () => {
    const oneClick = await createReturningFixture({ flow: 'one-click' });
    expect((await oneClick.comeBack({ code: CODE, state: 's' })).status).toBe(404);
    await oneClick.close();
  });
});

describe('anything at all', () => {
  it('as a code, a state and a cookie connects nobody, and calls nobody', async () => {
    const { state, cookie } = await at.begin();
    const [name = '', value = ''] = cookie.split('=');
    at.deere.calls.length = 0;
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom(state, value, '__proto__', ''),
    );
    const latin1 = fc.stringMatching(/^[!-+\--:<-~\u00a1-\u00ff]{0,300}$/);
    const anyCookie = fc.oneof(
      fc
        .record({ at: fc.nat({ max: value.length - 2 }), put: fc.constantFrom('', 'A', '.', '%00', '=', 'é') })
        .map((edit) => {
          const edited = value.slice(0, edit.at) + edit.put + value.slice(edit.at + 1);
          return `${name}=${edited === value ? '' : edited}`;
        }),
      latin1.map((text) => `${name}=${text}`),
      latin1,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('code', 'state', 'error', 'iss', 'response'), anyText),
        fc.boolean(),
        anyCookie,
        async (query, genuine, sent) => {
          const response = await at.comeBack({ ...query, ...(genuine && { state, code: CODE }) }, sent);
          const bare = !genuine && query.state === undefined && query.code === undefined;
          const status = query.error === undefined ? 200 : 400;
          expect(response.status).toBe(bare ? status : 403);
          const page = await response.text();
          for (const secret of SECRET_TEXTS) expect(page).not.toContain(secret);
          expect(called()).toEqual([]);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(at.log.some(({ event }) => event === 'secret_stopped')).toBe(false);
  });
});
