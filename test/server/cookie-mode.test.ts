import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Authorize } from '../../src/server/index.js';
import { codeOf, createFixture, NAVIGATION, OTHER_USER, PAGE, PUBLIC_URL, USER, type Fixture, OWN } from './fixture.js';

const HERE = { 'Sec-Fetch-Site': 'same-origin', Cookie: 'host-session=1' };
const HERE_JSON = { ...HERE, Origin: OWN, 'Content-Type': 'application/json' };

let at: Fixture;
let authorize: Authorize;
let asked: number;
beforeEach(async () => {
  asked = 0;
  authorize = () => ({ leafUserId: USER, name: 'North Farm' });
  const options = {
    authorize: (request: Request) => {
      asked += 1;
      return authorize(request);
    },
  };
  at = await createFixture(options);
});
afterEach(() => at.leaf.close());

const usersAsked = () => new Set(at.leaf.calls.map(({ path }) => path.split('/')[5]));

describe("a page on the companion's own origin", () => {
  it('needs no session: the host application says who it is', async () => {
    expect((await at.ask('GET', '/connection', HERE)).status).toBe(200);
    expect((await at.ask('POST', '/organizations/sync', HERE_JSON, '{}')).status).toBe(200);
    expect((await at.ask('PATCH', '/organizations/1', HERE_JSON, '{"status":"SELECTED"}')).status).toBe(200);
    expect((await at.ask('GET', '/events', HERE)).status).toBe(200);
    expect((await at.ask('DELETE', '/connection', { ...HERE, Origin: OWN })).status).toBe(204);
    expect(usersAsked()).toEqual(new Set([USER]));
  });

  it('may start a sign-in, which its window carries on without cookies', async () => {
    const response = await at.ask('POST', '/attempts', HERE_JSON, '{}');
    expect(response.status).toBe(201);
    const { startUrl } = (await response.json()) as { startUrl: string };
    const window = await at.ask('GET', startUrl.slice(PUBLIC_URL.length), {
      ...NAVIGATION,
      'Sec-Fetch-Site': 'same-origin',
      Referer: `${OWN}/settings`,
    });
    expect(window.status).toBe(303);
  });

  it('may hand out a link, whose name is cut to what a QR code can hold', async () => {
    authorize = () => ({ leafUserId: USER, name: 'ü'.repeat(5000) });
    const response = await at.ask('POST', '/links', HERE_JSON, '{}');
    expect(response.status).toBe(201);
    const { url } = (await response.json()) as { url: string };
    const page = await (await at.ask('GET', url.slice(PUBLIC_URL.length))).text();
    expect(/ü+/.exec(page)?.[0]).toHaveLength(200);
  });

  it('shows the host the address, the method and the headers, and keeps the body for the route', async () => {
    let seen: unknown;
    authorize = async ({ url, method, headers, ...request }) => {
      seen = [
        url,
        method,
        headers.get('Cookie'),
        headers.get('Sec-Fetch-Site'),
        await new Response(request.body).text(),
      ];
      return { leafUserId: USER };
    };
    expect((await at.ask('POST', '/attempts', HERE_JSON, '{}')).status).toBe(201);
    expect(seen).toEqual([`${PUBLIC_URL}/attempts`, 'POST', HERE.Cookie, 'same-origin', '']);
  });

  it.each([17_000, 200_000])('is told that a body of %i bytes is too large', async (bytes) => {
    const response = await at.ask('POST', '/attempts', HERE_JSON, JSON.stringify({ a: 'x'.repeat(bytes) }));
    expect([response.status, await codeOf(response)]).toEqual([413, 'bad_request']);
  });

  it('may still use a session, which then decides alone', async () => {
    authorize = () => ({ leafUserId: OTHER_USER });
    await at.askAsPage('GET', '/connection', HERE);
    expect(usersAsked()).toEqual(new Set([USER]));
    expect(asked).toBe(0);
  });

  it('does not fall back to cookies from a session that is no good', async () => {
    expect((await at.ask('GET', '/connection', { ...HERE, Authorization: 'Bearer x.y.z' })).status).toBe(401);
    expect(asked).toBe(0);
  });
});

describe('a request that another site causes', () => {
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
  it.each<[string, string, string, Record<string, string>]>([
    ['a form post', 'POST', '/attempts', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test', ...FORM }],
    ['a form post that looks like ours', 'POST', '/attempts', { ...HERE, Origin: OWN, ...FORM }],
    ['a form post for a link', 'POST', '/links', { ...HERE, Origin: OWN, ...FORM }],
    ['a post without a content type', 'POST', '/attempts', { ...HERE, Origin: OWN }],
    ['a cross-site read', 'GET', '/connection', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a cross-site read of an allowed page', 'GET', '/connection', { 'Sec-Fetch-Site': 'cross-site', Origin: PAGE }],
    ['a sibling on the same site', 'GET', '/connection', { 'Sec-Fetch-Site': 'same-site' }],
    ['an address that was typed in', 'GET', '/connection', { 'Sec-Fetch-Site': 'none' }],
    ['no sign at all', 'GET', '/connection', {}],
    ['a choice from elsewhere', 'PATCH', '/organizations/1', { ...HERE_JSON, Origin: PAGE }],
    ['a choice from nowhere', 'PATCH', '/organizations/1', HERE],
    ['events read by a sibling', 'GET', '/events', { 'Sec-Fetch-Site': 'same-site' }],
    ['a delete from elsewhere', 'DELETE', '/connection', { ...HERE, Origin: PAGE }],
    ['a delete from nowhere', 'DELETE', '/connection', HERE],
  ])('%s is refused with 403, without a call to Leaf', async (_, method, path, headers) => {
    const body = method === 'POST' ? new TextEncoder().encode('{}') : undefined;
    const response = await at.ask(method, path, { Cookie: 'host-session=1', ...headers }, body);
    expect(response.status).toBe(403);
    expect(response.headers.has('Access-Control-Allow-Credentials')).toBe(false);
    if (headers['Sec-Fetch-Site'] !== 'same-origin') expect(asked).toBe(0);
    expect(at.leaf.calls).toEqual([]);
  });
});

describe('a host application that', () => {
  it.each<[string, () => unknown, number, string]>([
    [
      'throws',
      () => {
        throw new Error('database password is hunter2');
      },
      500,
      'unknown',
    ],
    ['rejects', () => Promise.reject(new Error('no')), 500, 'unknown'],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- hosts do throw strings
    ['rejects with a text', () => Promise.reject('hunter2'), 500, 'unknown'],
    ['says nobody', () => null, 401, 'session_missing'],
    ['says nothing', () => undefined, 401, 'session_missing'],
    ['says true', () => true, 500, 'unknown'],
    ['says an id that is none', () => ({ leafUserId: '../admin' }), 500, 'unknown'],
    ['says an empty object', () => ({}), 500, 'unknown'],
  ])('%s closes the door', async (_, answer, status, code) => {
    authorize = answer as Authorize;
    const response = await at.ask('GET', '/connection', HERE);
    const body = await response.text();
    expect(response.status).toBe(status);
    expect(JSON.parse(body)).toMatchObject({ code });
    expect(body).not.toContain('hunter2');
    expect(at.leaf.calls).toEqual([]);
  });
});

describe('a host application that never answers', () => {
  it('closes the door', async () => {
    const hurried = await createFixture({ authorize: () => new Promise(() => undefined) }, { authorize: 40 });
    const response = await hurried.ask('GET', '/connection', HERE);
    expect([response.status, await codeOf(response)]).toEqual([504, 'unknown']);
    expect(hurried.leaf.calls).toEqual([]);
    await hurried.leaf.close();
  });
});

describe('a companion without a host sign-in', () => {
  it('hears no cookies, whatever the request says', async () => {
    const bare = await createFixture();
    const response = await bare.ask('GET', '/connection', HERE);
    expect([response.status, await codeOf(response)]).toEqual([401, 'session_missing']);
    await bare.leaf.close();
  });
});
