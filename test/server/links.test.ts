import * as fc from 'fast-check';
import { SignJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LINK_LIFE_MS, START_GRACE_MS, START_LIFE_MS } from '../../src/protocol/vocabulary.js';
import { Link } from '../../src/protocol/wire.js';
import { createKeyRing, type Purpose } from '../../src/server/keys.js';
import {
  codeOf,
  createFixture,
  healthy,
  NAVIGATION,
  OTHER_USER,
  PAGE,
  PRESSED,
  PUBLIC_URL,
  SIGN_IN,
  USER,
  fixtureOfFile,
} from './fixture.js';
import { readQr } from './read-qr.js';

const at = await fixtureOfFile();
afterEach(() => vi.useRealTimers());

const TYP = { session: 'leaf-connect+jwt', attempt: 'leaf-connect-attempt+jwt', link: 'leaf-connect-link+jwt' };
const minted = () => at.log.filter(({ event }) => event === 'sign_in_minted');

async function link(): Promise<Link> {
  const response = await at.askAsPage('POST', '/links');
  expect(response.status).toBe(201);
  return Link.parse(await response.json());
}

/** A token with the claims of a link, signed with the companion's own key for whatever purpose, but not by it. */
async function sign(purpose: Purpose, typ: string, changes: Record<string, unknown> = {}): Promise<string> {
  const { kid, key } = await createKeyRing(at.config.sessionKeys).signing(purpose);
  const exp = Math.floor(Date.now() / 1000) + 600;
  return new SignJWT({ jti: crypto.randomUUID(), sub: USER, origin: PAGE, exp, ...changes })
    .setProtectedHeader({ alg: 'HS256', typ, kid })
    .sign(key);
}

async function expectNamingPage(response: Response, status = 200): Promise<string> {
  const page = await response.text();
  expect(response.status).toBe(status);
  expect(page).toContain('Continue to John Deere');
  expect(at.leaf.calls).toEqual([]);
  expect(minted()).toEqual([]);
  return page;
}

describe('a link for somebody else', () => {
  it('starts at the companion, is good for a day, and calls nobody', async () => {
    const { url, expiresAt } = await link();
    expect(url).toMatch(new RegExp(`^${PUBLIC_URL}/start/[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 60_000)).toBe(24 * 60);
    expect(at.leaf.calls).toEqual([]);
  });

  it('is what its QR code says, and nothing else is answered', async () => {
    const response = await at.askAsPage('POST', '/links');
    const answer = (await response.json()) as Record<string, string>;
    expect(Object.keys(answer).sort()).toEqual(['expiresAt', 'qr', 'url']);
    expect(readQr(answer.qr ?? '')).toBe(answer.url);
  });

  it('has a QR code whatever the name of its account', async () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 200, size: 'max' }).filter((text) => {
      const { length } = text.trim();
      return length > 0 && text.length <= 200;
    });
    await fc.assert(
      fc.asyncProperty(name, async (anyName) => {
        const Authorization = `Bearer ${await at.session({ name: anyName })}`;
        const { url, qr } = Link.parse(await (await at.askAsPage('POST', '/links', { Authorization })).json());
        expect(readQr(qr)).toBe(url);
      }),
      { numRuns: 10 },
    );
  });

  it('is another each time', async () => {
    const urls = await Promise.all([link(), link(), link()]);
    expect(new Set(urls.map(({ url }) => url)).size).toBe(3);
  });

  it('is not made from a body that is no JSON', async () => {
    const headers = { Authorization: `Bearer ${await at.session()}`, Origin: PAGE, 'Content-Type': 'text/plain' };
    const response = await at.ask('POST', '/links', headers, '{}');
    expect([response.status, await codeOf(response)]).toEqual([415, 'bad_request']);
  });

  it('is for the user of the session, whatever else is named', async () => {
    const response = await at.ask(
      'POST',
      `/links?sub=${OTHER_USER}`,
      { Authorization: `Bearer ${await at.session()}`, Origin: PAGE, 'Content-Type': 'application/json' },
      JSON.stringify({ leafUserId: OTHER_USER, sub: OTHER_USER }),
    );
    const { url } = Link.parse(await response.json());
    await at.ask('POST', url.slice(PUBLIC_URL.length), PRESSED);
    expect(at.leaf.calls).toHaveLength(1);
    expect(at.leaf.calls[0]?.path).toContain(`/users/${USER}/`);
    expect(JSON.stringify(at.leaf.calls)).not.toContain(OTHER_USER);
  });
});

describe('opening a link', () => {
  it.each<[string, Record<string, string>]>([
    ['from a mail', { ...NAVIGATION, 'Sec-Fetch-Site': 'none', Referer: '' }],
    ['from an app that says nothing', {}],
    ['from another site', { ...NAVIGATION, 'Sec-Fetch-Site': 'cross-site', Referer: 'https://mail.test/' }],
    ['from the page that made it, which vouches for attempts', NAVIGATION],
    [
      "from the companion's own page",
      { ...NAVIGATION, 'Sec-Fetch-Site': 'same-origin', Referer: `${PUBLIC_URL}/start` },
    ],
    ['as a link preview', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'empty' }],
    ['as a prefetch', { ...NAVIGATION, 'Sec-Purpose': 'prefetch' }],
  ])('%s always shows who would receive the data', async (_, headers) => {
    await expectNamingPage(await at.ask('GET', await at.linkPath(), headers));
  });

  it('with the headers of an allowed page differs from opening its attempt, which goes on at once', async () => {
    expect((await at.ask('GET', await at.startPath(), NAVIGATION)).status).toBe(303);
    expect((await at.ask('GET', await at.linkPath(), NAVIGATION)).status).toBe(200);
  });

  it('with a HEAD starts nothing', async () => {
    expect((await at.ask('HEAD', await at.linkPath(), NAVIGATION)).status).toBe(200);
    expect(at.leaf.calls).toEqual([]);
  });
});

describe("a link's naming page", () => {
  it('says who receives the data, for which account, and whose farm it would be', async () => {
    const page = await expectNamingPage(await at.ask('GET', await at.linkPath()));
    expect(page).toContain('<bdi>Partner Inc.</bdi>');
    expect(page).toContain('<bdi>North Farm</bdi>');
    expect(page).toContain('you share your own farm with the account that the link came from');
    expect(page).toContain('the sign-in is finished and you can close it');
  });

  it('says the latter to nobody whose own page opened the window', async () => {
    const page = await expectNamingPage(await at.ask('GET', await at.startPath()));
    expect(page).not.toContain('link came from');
    expect(page).not.toContain('you can close it');
  });

  it('shows the name of the account as text', async () => {
    const path = await at.linkPath({ name: '"><img src=x onerror=alert(1)>' });
    const page = await (await at.ask('GET', path)).text();
    expect(page).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toContain('<img');
  });

  it('has no script that would go on by itself, and a policy that allows none', async () => {
    const response = await at.ask('GET', await at.linkPath(), NAVIGATION);
    expect(await response.text()).not.toContain('<script');
    expect(response.headers.get('Content-Security-Policy')).not.toContain('script-src');
    expect(response.headers.get('Content-Security-Policy')).toContain(
      "form-action 'self' https://signin.johndeere.com",
    );
    expect(response.headers.get('Referrer-Policy')).toBe('same-origin');
  });

  it('leads on to the sign-in by its button, which the log tells from a page’s own window', async () => {
    const response = await at.ask('POST', await at.linkPath(), PRESSED);
    expect([response.status, response.headers.get('Location')]).toEqual([303, SIGN_IN]);
    await at.ask('POST', await at.startPath(), PRESSED);
    expect(minted().map(({ handed }) => handed)).toEqual([true, undefined]);
    expect(minted()[0]?.user).toBe(minted()[1]?.user);
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' }],
    ['the page that made it', { 'Sec-Fetch-Site': 'same-site', Origin: PAGE }],
    ['an old browser on another site', { Origin: 'https://evil.test' }],
    ['a sandboxed frame', { Origin: 'null' }],
    ['nowhere', {}],
    ['a script', { ...PRESSED, 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
    ['a frame', { ...PRESSED, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }],
  ])('has a button that cannot be pressed by %s', async (_, headers) => {
    const page = await expectNamingPage(await at.ask('POST', await at.linkPath(), headers), 403);
    expect(page).toContain('link came from');
  });

  it('offers to try again when the sign-in cannot be started, which then works', async () => {
    at.leaf.on('POST one-click-integration/JohnDeere', { status: 503 });
    const path = await at.linkPath();
    const response = await at.ask('POST', path, PRESSED);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('<form method="post">');
    healthy(at.leaf);
    expect((await at.ask('POST', path, PRESSED)).status).toBe(303);
  });
});

describe('the life of a link', () => {
  it('is a day', async () => {
    const path = await at.linkPath();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LINK_LIFE_MS - 60_000 });
    await expectNamingPage(await at.ask('GET', path));
    expect((await at.ask('POST', path, PRESSED)).status).toBe(303);
  });

  it.each([
    ['GET', NAVIGATION],
    ['POST', PRESSED],
  ])('is a day and no more, for a %s too', async (method, headers) => {
    const path = await at.linkPath();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LINK_LIFE_MS + 60_000 });
    const response = await at.ask(method, path, headers);
    const page = await response.text();
    expect(response.status).toBe(410);
    // There is no page that whoever was given it could go back to.
    expect(page).toContain('Ask whoever gave it to you for a new one');
    expect(page).not.toContain('<form');
    expect(at.leaf.calls).toEqual([]);
  });

  it('is nothing that an attempt or a session could have', async () => {
    const paths = [await at.startPath(), `/start/${await at.session({ ttlSeconds: 3600 })}`];
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + START_LIFE_MS + START_GRACE_MS + 60_000 });
    for (const path of paths) {
      expect((await at.ask('GET', path)).status).toBe(410);
      expect((await at.ask('POST', path, PRESSED)).status).toBe(410);
    }
  });
});

describe('a token made by hand', () => {
  it('to the letter of a link is one, so that the refusals below mean something', async () => {
    await expectNamingPage(await at.ask('GET', `/start/${await sign('link', TYP.link)}`, NAVIGATION));
  });

  const forgeries: Record<string, () => Promise<string>> = {
    "a link's typ, an attempt's signature": () => sign('attempt', TYP.link),
    "a link's typ, a session's signature": () => sign('session', TYP.link),
    "an attempt's typ, a link's signature": () => sign('link', TYP.attempt),
    "an attempt's typ, a session's signature": () => sign('session', TYP.attempt),
    "a session's typ, a link's signature": () => sign('link', TYP.session),
    'no typ of ours': () => sign('link', 'JWT'),
    'no end': () => sign('link', TYP.link, { exp: undefined }),
    'no user': () => sign('link', TYP.link, { sub: undefined }),
    'a path as user': () => sign('link', TYP.link, { sub: '../users' }),
    'another body': async () => {
      const [header, , signature] = (await sign('link', TYP.link)).split('.');
      const [, body] = (await sign('link', TYP.link, { sub: OTHER_USER })).split('.');
      return [header, body, signature].join('.');
    },
    'the key of a stranger': async () => {
      const stranger = await createFixture({ sessionKeys: [`k1:${Buffer.alloc(32, 9).toString('base64url')}`] });
      const path = await stranger.linkPath();
      await stranger.leaf.close();
      return path.slice('/start/'.length);
    },
  };

  it.each(Object.keys(forgeries))('with %s starts nothing', async (name) => {
    const path = `/start/${(await forgeries[name]?.()) ?? ''}`;
    for (const [method, headers] of [
      ['GET', NAVIGATION],
      ['POST', PRESSED],
    ] as const) {
      const response = await at.ask(method, path, headers);
      expect(response.status).toBe(410);
      expect(await response.text()).not.toContain('<form');
    }
    expect(at.leaf.calls).toEqual([]);
  });
});
