import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, createFixture, healthy, PAGE, PUBLIC_URL, USER_ROUTES, type Fixture } from './fixture.js';

let at: Fixture;
beforeAll(async () => {
  at = await createFixture();
});
beforeEach(() => healthy(at.leaf));
afterAll(() => at.leaf.close());

describe('every answer', () => {
  it.each([
    ['GET', '/connection'],
    ['DELETE', '/connection'],
    ['POST', '/attempts'],
    ['POST', '/links'],
    ['PATCH', '/organizations/1'],
    ['GET', '/events'],
    ['GET', '/start/nothing'],
    ['GET', '/healthz'],
    ['GET', '/nowhere'],
    ['OPTIONS', '/connection'],
  ])('to %s %s is not stored, not sniffed, not framed, and can be found in the log', async (method, path) => {
    const { headers } = await at.askAsPage(method, path);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Vary')).toBe('Origin');
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('Referrer-Policy')).toBe(path.startsWith('/start') ? 'same-origin' : 'no-referrer');
    expect(at.log.map(({ requestId }) => requestId)).toContain(headers.get('X-Request-Id'));
  });

  it("has a request id of ours, not the caller's", async () => {
    const { headers } = await at.ask('GET', '/healthz', { 'X-Request-Id': 'theirs' });
    expect(headers.get('X-Request-Id')).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('health', () => {
  it('is told to anybody, without a detail, to a page that may not even read it', async () => {
    const response = await at.ask('GET', '/healthz', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Site': 'cross-site' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    // A page with `Cross-Origin-Embedder-Policy: require-corp` may not even load what does not say this.
    expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
    expect(at.leaf.calls).toEqual([]);
  });

  it('says "ready" until it drains, and goes on serving', async () => {
    const draining = await createFixture();
    expect((await draining.ask('GET', '/readyz')).status).toBe(200);
    draining.companion.drain();
    expect((await draining.ask('GET', '/readyz')).status).toBe(503);
    expect((await draining.ask('GET', '/healthz')).status).toBe(200);
    expect((await draining.askAsPage('GET', '/connection')).status).toBe(200);
    await draining.leaf.close();
  });
});

describe('a route', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/connection/'],
    ['PUT', '/connection'],
    ['GET', '/attempts'],
    ['GET', '/links'],
    ['GET', '/organizations/1'],
    ['POST', '/events'],
    ['GET', '/start'],
    ['DELETE', '/start/x'],
    ['GET', '/jd/connection'],
  ])('that is not there is a 404 problem: %s %s', async (method, path) => {
    const response = await at.askAsPage(method, path);
    expect([response.status, await codeOf(response)]).toEqual([404, 'not_found']);
  });

  it.each(USER_ROUTES)('does nothing for a HEAD: %s %s', async (_, path) => {
    expect((await at.askAsPage('HEAD', path)).status).toBe(404);
    expect(at.leaf.calls).toEqual([]);
  });
});

describe('the public URL', () => {
  it('is where the routes live, and a host that strips its path works too', async () => {
    const Authorization = `Bearer ${await at.session()}`;
    for (const url of [`${PUBLIC_URL}/connection`, 'http://10.0.0.7:8787/connection', 'http://inside/jd/connection']) {
      const response = await at.companion.fetch(new Request(url, { headers: { Authorization, Origin: PAGE } }));
      expect(response.status).toBe(200);
    }
  });

  it('is the one source of URLs: Host and X-Forwarded-* change nothing', async () => {
    const request = new Request('http://evil.test/attempts', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await at.session()}`,
        Origin: PAGE,
        'Content-Type': 'application/json',
        Host: 'evil.test',
        Forwarded: 'host=evil.test;proto=http',
        'X-Forwarded-Host': 'evil.test',
        'X-Forwarded-Proto': 'http',
        'X-Forwarded-Prefix': '/evil',
      },
      body: '{}',
    });
    const response = await at.companion.fetch(request);
    const body = await response.text();
    expect(response.status).toBe(201);
    expect(body).toContain(`"${PUBLIC_URL}/start/`);
    expect(body + JSON.stringify([...response.headers])).not.toContain('evil');
  });

  it.each(['https://connect.partner.test', 'https://connect.partner.test/', 'https://connect.partner.test/a/b/'])(
    'may be %s',
    async (publicUrl) => {
      const elsewhere = await createFixture({ publicUrl });
      const Authorization = `Bearer ${await elsewhere.session()}`;
      const url = `${publicUrl.replace(/\/$/, '')}/connection`;
      const request = new Request(url, { headers: { Authorization, Origin: PAGE } });
      expect((await elsewhere.companion.fetch(request)).status).toBe(200);
      await elsewhere.leaf.close();
    },
  );
});
