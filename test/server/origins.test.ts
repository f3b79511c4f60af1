import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BODIES,
  codeOf,
  createFixture,
  healthy,
  OTHER_PAGE,
  PAGE,
  PUBLIC_URL,
  USER_ROUTES,
  type Fixture,
} from './fixture.js';

let at: Fixture;
beforeAll(async () => {
  at = await createFixture();
});
beforeEach(() => healthy(at.leaf));
afterAll(() => at.leaf.close());

const IMPOSTORS = [
  'null',
  'https://app.partner.test.evil.test',
  'https://evil-app.partner.test',
  'http://app.partner.test',
  'https://app.partner.test:8443',
  'https://APP.partner.test',
  'https://app.partner.test/',
  'https://app.partner.test, https://app.partner.test',
  `https://evil.test, ${PAGE}`,
  new URL(PUBLIC_URL).origin,
];

describe('an allowed page', () => {
  it.each(USER_ROUTES)('may read the answer to its %s %s', async (method, path) => {
    const { headers } = await at.askAsPage(method, path);
    expect(headers.get('Access-Control-Allow-Origin')).toBe(PAGE);
    expect(headers.get('Access-Control-Expose-Headers')).toBe('Retry-After, X-Request-Id');
    expect(headers.get('Vary')).toBe('Origin');
    expect(headers.has('Access-Control-Allow-Credentials')).toBe(false);
  });

  it('may read what went wrong', async () => {
    const { status, headers } = await at.ask('GET', '/nowhere', { Origin: PAGE });
    expect(status).toBe(404);
    expect(headers.get('Access-Control-Allow-Origin')).toBe(PAGE);
    expect(headers.get('Access-Control-Expose-Headers')).toBe('Retry-After, X-Request-Id');
  });

  it.each(USER_ROUTES)('is told beforehand that it may send %s %s', async (method, path) => {
    const { status, headers } = await at.ask('OPTIONS', path, {
      Origin: PAGE,
      'Access-Control-Request-Method': method,
      'Access-Control-Request-Headers': 'authorization,content-type',
    });
    expect(status).toBe(204);
    expect(headers.get('Access-Control-Allow-Origin')).toBe(PAGE);
    expect(headers.get('Access-Control-Allow-Methods')).toContain(method);
    expect(headers.get('Access-Control-Allow-Headers')).toBe('Authorization, Content-Type');
    expect(headers.get('Vary')).toBe('Origin');
  });
});

describe.each(IMPOSTORS)('a page of %j', (origin) => {
  it('is refused, with nothing that lets it read why', async () => {
    for (const [method, path] of USER_ROUTES) {
      const response = await at.askAsPage(method, path, { Origin: origin });
      expect(response.status).toBe(403);
      expect(response.headers.has('Access-Control-Allow-Origin')).toBe(false);
      expect(response.headers.get('Vary')).toBe('Origin');
      expect(await codeOf(response)).toBe('origin_not_allowed');
    }
    expect(at.leaf.calls).toEqual([]);
  });

  it('is refused when it asks beforehand', async () => {
    const { status, headers } = await at.ask('OPTIONS', '/connection', {
      Origin: origin,
      'Access-Control-Request-Method': 'GET',
    });
    expect(status).toBe(403);
    expect(headers.has('Access-Control-Allow-Origin')).toBe(false);
    expect(headers.get('Vary')).toBe('Origin');
  });
});

describe('a session', () => {
  it.each(USER_ROUTES)('of one page is refused on another allowed page: %s %s', async (method, path) => {
    const response = await at.askAsPage(method, path, { Origin: OTHER_PAGE });
    expect([response.status, await codeOf(response)]).toEqual([403, 'origin_not_allowed']);
    expect(at.leaf.calls).toEqual([]);
  });

  it('of an origin that is allowed no more is refused', async () => {
    const narrowed = await createFixture({ allowedOrigins: [PAGE] });
    const Authorization = `Bearer ${await at.session({ origin: OTHER_PAGE })}`;
    expect((await narrowed.ask('GET', '/connection', { Authorization, Origin: OTHER_PAGE })).status).toBe(403);
    await narrowed.leaf.close();
  });
});

describe('a request without Origin', () => {
  it('may read with a session, as servers and same-origin pages do', async () => {
    const Authorization = `Bearer ${await at.session()}`;
    expect((await at.ask('GET', '/connection', { Authorization })).status).toBe(200);
    expect((await at.ask('GET', '/connection', { Authorization, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  });

  it.each([
    ['POST', '/attempts'],
    ['POST', '/links'],
    ['POST', '/organizations/sync'],
    ['PATCH', '/organizations/1'],
    ['DELETE', '/connection'],
  ])('may not write: %s %s', async (method, path) => {
    const response = await at.ask(
      method,
      path,
      { Authorization: `Bearer ${await at.session()}`, 'Content-Type': 'application/json' },
      BODIES[method],
    );
    expect([response.status, await codeOf(response)]).toEqual([403, 'origin_not_allowed']);
    expect(at.leaf.calls).toEqual([]);
  });
});
