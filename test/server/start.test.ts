import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { HANDSHAKE, START_GRACE_MS, START_LIFE_MS } from '../../src/protocol/vocabulary.js';
import {
  createFixture,
  healthy,
  NAVIGATION,
  OTHER_PAGE,
  PAGE,
  PRESSED,
  OWN,
  PUBLIC_URL,
  SECRETS,
  SIGN_IN,
  USER,
  type Fixture,
  fixtureOfFile,
} from './fixture.js';

const at = await fixtureOfFile();
afterEach(() => vi.useRealTimers());

const minted = () => at.log.filter(({ event }) => event === 'sign_in_minted');

async function expectNamingPage(response: Response, status = 200): Promise<string> {
  const page = await response.text();
  expect(response.status).toBe(status);
  expect(page).toContain('Continue to John Deere');
  expect(at.leaf.calls).toEqual([]);
  expect(minted()).toEqual([]);
  return page;
}

describe('an attempt', () => {
  it('calls nobody, and starts at the companion', async () => {
    const response = await at.askAsPage('POST', '/attempts');
    const { attemptId, startUrl, expiresAt } = (await response.json()) as Record<string, string>;
    expect(response.status).toBe(201);
    expect(attemptId).toMatch(/^[\da-f-]{36}$/);
    expect(startUrl).toMatch(new RegExp(`^${PUBLIC_URL}/start/[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    expect(Math.round((Date.parse(expiresAt ?? '') - Date.now()) / 60_000)).toBe(60);
    expect(at.leaf.calls).toEqual([]);
  });
});

describe('the window of an allowed page', () => {
  it('goes straight to the sign-in', async () => {
    const response = await at.ask('GET', await at.startPath(), NAVIGATION);
    expect([response.status, response.headers.get('Location')]).toEqual([303, SIGN_IN]);
  });

  it('has Leaf asked for exactly this user, application and environment', async () => {
    await at.ask('GET', await at.startPath(), NAVIGATION);
    expect(at.leaf.calls).toHaveLength(1);
    expect(JSON.parse(at.leaf.calls[0]?.body ?? '')).toEqual({
      clientKey: 'client-key',
      clientSecret: SECRETS.clientSecret,
      clientEnvironment: 'PRODUCTION',
    });
    expect(at.leaf.calls[0]?.headers.authorization).toBe(`Bearer ${SECRETS.leafToken}`);
  });

  it('leaves a line in the log for every sign-in that it was sent to, without the id or the token', async () => {
    const path = await at.startPath();
    await at.ask('GET', path, NAVIGATION);
    expect(minted()).toEqual([
      { event: 'sign_in_minted', requestId: expect.any(String) as string, user: expect.any(String) as string },
    ]);
    expect(JSON.stringify(at.log)).not.toContain(path.split('/').at(-1));
  });

  it('works when it was opened cross-site', async () => {
    const headers = { ...NAVIGATION, 'Sec-Fetch-Site': 'cross-site', Referer: `${PAGE}/deep/page?with=query` };
    expect((await at.ask('GET', await at.startPath(), headers)).status).toBe(303);
  });
});

describe('a window that nobody vouches for', () => {
  const without = (name: keyof typeof NAVIGATION) => {
    const { [name]: _left, ...rest } = NAVIGATION;
    return rest;
  };
  it.each<[string, Record<string, string>]>([
    ['has no signs at all', {}],
    ['has no referrer', without('Referer')],
    ['has a referrer that is none', { ...NAVIGATION, Referer: 'about:client' }],
    ['comes from another page', { ...NAVIGATION, Referer: 'https://evil.test/' }],
    ['comes from another allowed page', { ...NAVIGATION, Referer: `${OTHER_PAGE}/` }],
    ['comes from a page that looks alike', { ...NAVIGATION, Referer: `${PAGE}.evil.test/` }],
    ['was typed in', { ...NAVIGATION, 'Sec-Fetch-Site': 'none' }],
    ['does not say from which site', without('Sec-Fetch-Site')],
    ['is a fetch', { ...NAVIGATION, 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
    ['is a frame', { ...NAVIGATION, 'Sec-Fetch-Dest': 'iframe' }],
    ['is a prefetch', { ...NAVIGATION, 'Sec-Purpose': 'prefetch' }],
    ['is a prerender', { ...NAVIGATION, 'Sec-Purpose': 'prefetch;prerender' }],
    ['is an older prefetch', { ...NAVIGATION, Purpose: 'prefetch' }],
    ["is Firefox's prefetch", { ...NAVIGATION, 'X-Moz': 'prefetch' }],
    ["is Safari's preview", { ...NAVIGATION, 'X-Purpose': 'preview' }],
    ['is a preview in other letters', { ...NAVIGATION, Purpose: 'Preview' }],
    ['has two referrers', { ...NAVIGATION, Referer: `${PAGE}/, ${PAGE}/` }],
    ['has two referrers, one of them not ours', { ...NAVIGATION, Referer: `${PAGE}/, https://evil.test/` }],
    ['says "continue" in its address', { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }],
  ])('sees who would receive the data when it %s', async (reason, headers) => {
    const query = reason.includes('continue') ? '?continue=1' : '';
    await expectNamingPage(await at.ask('GET', `${await at.startPath()}${query}`, headers));
  });

  it('is not even asked for by a HEAD', async () => {
    const response = await at.ask('HEAD', await at.startPath(), NAVIGATION);
    expect(response.status).toBe(200);
    expect(at.leaf.calls).toEqual([]);
  });

  it('sees it too when its page is allowed no more', async () => {
    const narrowed = await createFixture({ allowedOrigins: [OTHER_PAGE] });
    const path = await at.startPath();
    const response = await narrowed.ask('GET', path, NAVIGATION);
    expect(response.status).toBe(200);
    expect(narrowed.leaf.calls).toEqual([]);
    // Nor is that page asked whether it opened the window.
    expect(await response.text()).not.toContain('<script');
    expect(response.headers.get('Content-Security-Policy')).not.toContain('script-src');
    await narrowed.leaf.close();
  });
});

describe('the naming page', () => {
  it('names the company and the account, escaped', async () => {
    const hostile = await createFixture({ companyName: '<script>alert(1)</script>&' });
    const path = await hostile.startPath({ name: '"><img src=x onerror=alert(1)>' });
    const page = await (await hostile.ask('GET', path)).text();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;');
    expect(page).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('<img');
    await hostile.leaf.close();
  });

  it('pins its one style and its one script by hash, and forbids the rest', async () => {
    const response = await at.ask('GET', await at.startPath());
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    const page = await response.text();
    for (const tag of ['style', 'script']) {
      const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      const hash = createHash('sha256').update(text).digest('base64');
      expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' https://signin.johndeere.com");
    expect(page).not.toMatch(/ (on\w+|style)=/);
  });

  it('lets its form lead on to the sign-in and to every host of Leaf, whose messages are heard or not', async () => {
    const deaf = await createFixture({ messageOrigins: [] });
    const { headers } = await deaf.ask('GET', await deaf.startPath());
    const [, targets = ''] = /form-action ([^;]*)/.exec(headers.get('Content-Security-Policy') ?? '') ?? [];
    expect(targets.split(' ')).toEqual([
      "'self'",
      'https://signin.johndeere.com',
      deaf.leaf.url,
      'https://api.withleaf.io',
      'https://api.agrigate.io',
    ]);
    await deaf.leaf.close();
  });

  it('keeps its opener, and says where its form was posted from', async () => {
    const { headers } = await at.ask('GET', await at.startPath());
    expect(headers.has('Cross-Origin-Opener-Policy')).toBe(false);
    expect(headers.get('Referrer-Policy')).toBe('same-origin');
  });

  it('asks its opener with the words that the element knows, at exactly the origin of the attempt', async () => {
    const page = await (await at.ask('GET', await at.startPath())).text();
    expect(page).toContain(`data-origin="${PAGE}"`);
    expect(page).toContain(HANDSHAKE.ask);
    expect(page).toContain(HANDSHAKE.grant);
  });

  it.each([
    ['navigate', 'asks'],
    ['reload', 'asks'],
    ['back_forward', 'does not ask'],
  ])('that was reached by "%s" %s its opener', async (type, expected) => {
    const page = await (await at.ask('GET', await at.startPath())).text();
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
    const asked: unknown[] = [];
    runInNewContext(script, {
      document: { querySelector: () => ({ dataset: { attempt: 'attempt-1', origin: PAGE } }) },
      window: { opener: { postMessage: (...message: unknown[]) => asked.push(message) } },
      performance: { getEntriesByType: () => [{ type }] },
      addEventListener: () => undefined,
    });
    const question = [{ type: HANDSHAKE.ask, attemptId: 'attempt-1' }, PAGE];
    expect(asked).toEqual(expected === 'asks' ? [question] : []);
  });

  it('is read in its language, or in English', async () => {
    const path = await at.startPath();
    for (const language of ['en-GB,en;q=0.9', 'xx', '', '*;q=0']) {
      const page = await (await at.ask('GET', path, { 'Accept-Language': language })).text();
      expect(page).toContain('<html lang="en" dir="ltr">');
    }
  });
});

describe("the naming page's button", () => {
  it('goes to the sign-in', async () => {
    const response = await at.ask('POST', await at.startPath(), PRESSED);
    expect([response.status, response.headers.get('Location')]).toEqual([303, SIGN_IN]);
    expect(minted()).toHaveLength(1);
  });

  it('goes there as a window does', async () => {
    const headers = { ...PRESSED, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    expect((await at.ask('POST', await at.startPath(), headers)).status).toBe(303);
  });

  it('works in a browser that only knows Origin', async () => {
    expect((await at.ask('POST', await at.startPath(), { Origin: OWN })).status).toBe(303);
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' }],
    ['a sibling site', { 'Sec-Fetch-Site': 'same-site', Origin: PAGE }],
    ['another site that names us', { 'Sec-Fetch-Site': 'cross-site', Origin: OWN }],
    ['an old browser on another site', { Origin: 'https://evil.test' }],
    ['a sandboxed frame', { Origin: 'null' }],
    ['nowhere', {}],
    ['a script', { ...PRESSED, 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
    ['a frame', { ...PRESSED, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }],
  ])('cannot be pressed by %s', async (_, headers) => {
    await expectNamingPage(await at.ask('POST', await at.startPath(), headers), 403);
  });
});

describe('a start URL', () => {
  it('that is too old says to start again from where it came', async () => {
    const path = await at.startPath();
    const opened = Date.now();
    for (const [method, headers, life] of [
      ['GET', NAVIGATION, START_LIFE_MS],
      ['POST', PRESSED, START_LIFE_MS + START_GRACE_MS],
    ] as const) {
      vi.useFakeTimers({ toFake: ['Date'], now: opened + life + 60_000 });
      const response = await at.ask(method, path, headers);
      expect(response.status).toBe(410);
      expect(await response.text()).toContain('start again from there');
    }
    expect(at.leaf.calls).toEqual([]);
  });

  it('still works just before', async () => {
    const path = await at.startPath();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + START_LIFE_MS - 60_000 });
    expect((await at.ask('GET', path, NAVIGATION)).status).toBe(303);
  });

  it('whose window was opened in time lets a person read and press for 15 minutes more', async () => {
    const path = await at.startPath();
    const opened = Date.now();
    for (const late of [60_000, START_GRACE_MS - 60_000]) {
      vi.useFakeTimers({ toFake: ['Date'], now: opened + START_LIFE_MS + late });
      expect((await at.ask('POST', path, PRESSED)).status).toBe(303);
    }
  });

  it('that is made of a session, or of nothing, starts nothing', async () => {
    for (const token of [await at.session(), 'x', 'a.b.c', '%00', `${'a'.repeat(5000)}.b.c`]) {
      const response = await at.ask('GET', `/start/${token}`, NAVIGATION);
      expect(response.status).toBe(410);
      expect(await response.text()).not.toContain('<form');
    }
    expect(at.leaf.calls).toEqual([]);
  });
});

describe('when the sign-in cannot be started', () => {
  it('the window says what happened, offers to try again, and gives the code that is in the log', async () => {
    at.leaf.on('POST one-click-integration/JohnDeere', { status: 503, headers: { 'Retry-After': '7' } });
    const path = await at.startPath();
    const response = await at.ask('GET', path, NAVIGATION);
    const page = await response.text();
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('7');
    expect(page).toContain('<form method="post">');
    expect(page).toContain('try again in a moment');
    const line = at.log.find(({ route }) => route === '/start/:token');
    expect(line).toMatchObject({ status: 503, code: 'leaf_unavailable' });
    expect(page).toContain(line?.requestId);
    expect(minted()).toEqual([]);

    healthy(at.leaf);
    expect((await at.ask('POST', path, PRESSED)).status).toBe(303);
  });

  it.each([
    [401, 502],
    [403, 502],
    [400, 502],
  ])('and Leaf answered %i, it is for the partner to put right', async (status, told) => {
    at.leaf.on('POST one-click-integration/JohnDeere', { status, text: 'upstream says: key revoked' });
    const response = await at.ask('GET', await at.startPath(), NAVIGATION);
    const page = await response.text();
    expect(response.status).toBe(told);
    expect(page).toContain('Please tell Partner Inc.');
    expect(page).not.toContain('key revoked');
  });
});

describe('a sign-in URL', () => {
  it.each([
    ['javascript:', 'javascript:alert(1)//signin.johndeere.com?client_id=client-key'],
    ['data:', 'data:text/html,client_id=client-key'],
    ['plain http:', SIGN_IN.replace('https', 'http')],
    ['user info', SIGN_IN.replace('://', '://user@')],
    ['a host in the user info', 'https://signin.johndeere.com@evil.test/?client_id=client-key'],
    ['a backslash', 'https://signin.johndeere.com\\@evil.test/?client_id=client-key'],
    ['a tab', SIGN_IN.replace('johndeere', 'john\tdeere')],
    ['a homograph', SIGN_IN.replace('o', 'о')],
    ['a trailing dot', SIGN_IN.replace('.com/', '.com./')],
    ['another port', SIGN_IN.replace('.com/', '.com:8443/')],
    ['another host', 'https://evil.test/?client_id=client-key'],
    ['a host that starts alike', SIGN_IN.replace('.com/', '.com.evil.test/')],
    ['no client id', 'https://signin.johndeere.com/?state=s'],
    ["another's client id", SIGN_IN.replace('client-key', 'their-key')],
    ['two client ids', `${SIGN_IN}&client_id=their-key`],
    ['nothing in it', ''],
  ])('with %s opens nothing', async (_, signInUrl) => {
    at.leaf.on('POST one-click-integration/JohnDeere', { json: { signInUrl } });
    const response = await at.ask('GET', await at.startPath(), NAVIGATION);
    expect(response.status).toBe(502);
    expect(response.headers.has('Location')).toBe(false);
    expect(at.log.at(-1)?.code).toBe('bad_response');
  });

  it.each([
    ['no field', {}],
    ['null', { signInUrl: null }],
    ['a list', []],
    ['a number', { signInUrl: 7 }],
  ])('that is %s opens nothing', async (_, json) => {
    at.leaf.on('POST one-click-integration/JohnDeere', { json });
    expect((await at.ask('GET', await at.startPath(), NAVIGATION)).status).toBe(502);
  });
});

describe('a companion that wants only what is selected', () => {
  const POSTED = 'POST /services/usermanagement/api/users/USER/one-click-integration/JohnDeere';
  const CONFIG = '/services/config/api/configs/USER';
  const called = (fixture: Fixture) =>
    fixture.leaf.calls.map(({ method, path }) => `${method} ${path.replace(USER, 'USER')}`);
  let choosy: Fixture;
  beforeAll(async () => {
    choosy = await createFixture({ dataSync: 'SELECTED_ONLY' });
  });
  beforeEach(() => {
    healthy(choosy.leaf);
  });
  afterAll(() => choosy.leaf.close());

  it.each([
    ['has another setting', { json: { organizationDataSync: 'ALL' } }, 'PATCH'],
    ['has none', { status: 404 }, 'POST'],
  ])('has Leaf told so before the sign-in, when the user %s', async (_, known, method) => {
    choosy.leaf.on('GET configs', known);
    choosy.leaf.on(`${method} configs`, { json: {} });
    expect((await choosy.ask('GET', await choosy.startPath(), NAVIGATION)).status).toBe(303);
    expect(called(choosy)).toEqual([`GET ${CONFIG}`, `${method} ${CONFIG}`, POSTED]);
    expect(JSON.parse(choosy.leaf.calls[1]?.body ?? '')).toEqual({ organizationDataSync: 'SELECTED_ONLY' });
  });

  it('leaves alone what is so already', async () => {
    choosy.leaf.on('GET configs', { json: { organizationDataSync: 'SELECTED_ONLY' } });
    expect((await choosy.ask('POST', await choosy.linkPath(), PRESSED)).status).toBe(303);
    expect(called(choosy)).toEqual([`GET ${CONFIG}`, POSTED]);
  });

  it.each([
    ['GET configs', 'PATCH configs'],
    ['PATCH configs', 'GET configs'],
  ])('lets nobody sign in when %s fails', async (fails, works) => {
    choosy.leaf.on(works, { json: { organizationDataSync: 'ALL' } });
    choosy.leaf.on(fails, { status: 500 });
    const response = await choosy.ask('GET', await choosy.startPath(), NAVIGATION);
    expect([response.status, response.headers.has('Location')]).toEqual([503, false]);
    expect(called(choosy)).not.toContain(POSTED);
  });

  it('asks for it in no other case', async () => {
    await at.ask('GET', await at.startPath(), NAVIGATION);
    expect(called(at)).toEqual([POSTED]);
  });
});
