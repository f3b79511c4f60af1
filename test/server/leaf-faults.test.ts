import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StubAnswer } from '../support/leaf-stub.js';
import { codeOf, createFixture, CREDENTIAL, SECRETS, type Fixture } from './fixture.js';

let at: Fixture;
beforeEach(async () => {
  at = await createFixture();
});
afterEach(() => at.leaf.close());

const never: StubAnswer = () => undefined;
const big = JSON.stringify({ ...CREDENTIAL, padding: 'x'.repeat(1024 * 1024) });

describe('when Leaf', () => {
  it.each<[string, StubAnswer, number, string]>([
    ['does not know our token', { status: 401 }, 502, 'leaf_auth_failed'],
    ['does not let us', { status: 403 }, 502, 'leaf_auth_failed'],
    ['refuses the request', { status: 400 }, 502, 'leaf_rejected'],
    ['has a conflict', { status: 409 }, 502, 'leaf_rejected'],
    ['asks for patience', { status: 429 }, 503, 'leaf_rate_limited'],
    ['breaks', { status: 500 }, 503, 'leaf_unavailable'],
    ['is not there behind its gateway', { status: 502 }, 503, 'leaf_unavailable'],
    ['is down for work', { status: 503, text: '<h1>Maintenance</h1>' }, 503, 'leaf_unavailable'],
    ['is late behind its gateway', { status: 504 }, 504, 'leaf_timeout'],
    ['answers in HTML', { text: '<html></html>' }, 502, 'bad_response'],
    ['answers half a document', { text: '{"id":' }, 502, 'bad_response'],
    ['answers another shape', { json: { id: { nested: true } } }, 502, 'bad_response'],
    ['answers a list', { json: [CREDENTIAL] }, 502, 'bad_response'],
    ['answers more than a megabyte', { text: big }, 502, 'bad_response'],
    [
      'answers a small file that unpacks to a large one',
      (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(big)),
      502,
      'bad_response',
    ],
    [
      'answers bytes that are no text',
      (response) => response.end(Buffer.from([0x7b, 0xff, 0xfe])),
      502,
      'bad_response',
    ],
    ['hangs up', (response) => response.destroy(), 503, 'leaf_unavailable'],
    [
      'hangs up in the middle',
      (response) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('{"id":"1"');
        setTimeout(() => response.destroy(), 10);
      },
      503,
      'leaf_unavailable',
    ],
  ])('%s, the page is told so in our words', async (_, answer, status, code) => {
    at.leaf.on('GET john-deere-credentials', answer);
    const response = await at.askAsPage('GET', '/connection');
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: `urn:leaf-jd-connect:problem:${code}`,
      title: expect.any(String) as string,
      status,
      code,
      retryable: status === 503 || status === 504,
      requestId: response.headers.get('X-Request-Id'),
    });
  });

  it.each<[string, StubAnswer]>([
    ['never answers', never],
    [
      'stalls in the body',
      (response) => {
        response.writeHead(200);
        response.write('{"id":');
      },
    ],
    [
      'dribbles for ever',
      (response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(' '), 5);
        response.on('close', () => clearInterval(drip));
      },
    ],
  ])('%s, the page does not wait for it', async (_, answer) => {
    const hurried = await createFixture({}, { leafHeaders: 60, leafCall: 150, request: 60_000 });
    hurried.leaf.on('GET john-deere-credentials', answer);
    const response = await hurried.askAsPage('GET', '/connection');
    expect([response.status, await codeOf(response)]).toEqual([504, 'leaf_timeout']);
    await hurried.leaf.close();
  });

  it('is not reachable at all, the page is told so', async () => {
    await at.leaf.close();
    expect((await at.askAsPage('GET', '/connection')).status).toBe(503);
  });

  it('fails for the organizations of a good credential, nothing is guessed', async () => {
    at.leaf.on('GET organizations/JohnDeere', { status: 500 });
    expect((await at.askAsPage('GET', '/connection')).status).toBe(503);
  });

  it.each([
    ['30', '30'],
    ['0', null],
    ['-5', null],
    ['86400', null],
    ['soon', null],
    ['1e9', null],
  ])('says Retry-After: %s, the page is told %s', async (said, told) => {
    at.leaf.on('GET john-deere-credentials', { status: 429, headers: { 'Retry-After': said } });
    const passedOn = (await at.askAsPage('GET', '/connection')).headers.get('Retry-After');
    expect(passedOn).toBe(told);
  });

  it('names a time instead of seconds, the page is told the seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T10:00:00Z') });
    const headers = { 'Retry-After': 'Sun, 22 Nov 2026 10:00:20 GMT' };
    at.leaf.on('GET john-deere-credentials', { status: 503, headers });
    expect((await at.askAsPage('GET', '/connection')).headers.get('Retry-After')).toBe('20');
    vi.useRealTimers();
  });
});

describe('one inbound request', () => {
  it('ends when its own time is over, however many calls it still has to make', async () => {
    const hurried = await createFixture({}, { request: 80, leafHeaders: 60_000, leafCall: 60_000 });
    hurried.leaf.on('GET organizations/JohnDeere', never);
    expect((await hurried.askAsPage('GET', '/connection')).status).toBe(504);
    await hurried.leaf.close();
  });
});

describe('a redirect of Leaf', () => {
  it.each([301, 302, 303, 307, 308])('with %i is a 502, and its target receives nothing', async (status) => {
    let received = 0;
    const target = createServer((_request, response) => {
      received += 1;
      response.end();
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    const Location = `http://127.0.0.1:${String((target.address() as AddressInfo).port)}/`;
    for (const route of ['POST one-click-integration/JohnDeere', 'GET john-deere-credentials']) {
      at.leaf.on(route, { status, headers: { Location } });
    }
    const read = await at.askAsPage('GET', '/connection');
    const started = await at.ask('POST', await at.startPath(), { 'Sec-Fetch-Site': 'same-origin' });
    expect([read.status, started.status]).toEqual([502, 502]);
    expect(started.headers.has('Location')).toBe(false);
    expect(received).toBe(0);
    target.close();
  });
});

describe('calls to Leaf', () => {
  it('carry our token, and nothing that the page sent', async () => {
    await at.askAsPage('GET', '/connection', { 'X-Custom': 'from-the-page', Cookie: 'from=the-page' });
    for (const { headers } of at.leaf.calls) {
      expect(headers.authorization).toBe(`Bearer ${SECRETS.leafToken}`);
      expect(JSON.stringify(headers)).not.toContain('the-page');
    }
  });
});
