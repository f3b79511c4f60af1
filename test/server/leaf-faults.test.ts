import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAULTS, LEAKED, type Prelude } from './faulty-leaf.js';
import { createFixture, CREDENTIAL, healthy, NAVIGATION, SECRETS, type Fixture } from './fixture.js';

const HOUR = 3_600_000;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => vi.useRealTimers());

/** Every route that calls Leaf, the column of the table that holds for it, and its answer when Leaf is well. */
const ROUTES: Record<string, { column: 0 | 1 | 2 | 3 | 4 | 5; well: number; ask: (at: Fixture) => Promise<Response> }> =
  {
    'GET /connection': { column: 0, well: 200, ask: (at) => at.askAsPage('GET', '/connection') },
    'POST /organizations/sync': { column: 1, well: 200, ask: (at) => at.askAsPage('POST', '/organizations/sync') },
    'DELETE /connection': { column: 2, well: 204, ask: (at) => at.askAsPage('DELETE', '/connection') },
    'GET /start': { column: 3, well: 303, ask: async (at) => at.ask('GET', await at.startPath(), NAVIGATION) },
    'POST /start': {
      column: 3,
      well: 303,
      ask: async (at) => at.ask('POST', await at.startPath(), { 'Sec-Fetch-Site': 'same-origin' }),
    },
    'PATCH /organizations/{id}': { column: 4, well: 200, ask: (at) => at.askAsPage('PATCH', '/organizations/1') },
    'GET /events': { column: 5, well: 200, ask: (at) => at.askAsPage('GET', '/events') },
    'POST /links': {
      column: 3,
      well: 201,
      ask: (at) => at.askAsPage('POST', '/links', {}, '{"kind":"magic-link"}'),
    },
  };

const LEAF_ROUTES = [
  'GET john-deere-credentials',
  'GET organizations/JohnDeere',
  'POST JohnDeere/organizations/sync',
  'DELETE john-deere-credentials',
  'POST one-click-integration/JohnDeere',
  'PATCH JohnDeere/organizations/1/SELECTED',
  'GET john-deere-credentials/events',
  'POST magic-link',
];

/** Enough to tell a stall from an answer on a busy machine, and little enough to wait for. */
const HURRIED = { leafHeaders: 300, leafCall: 600, request: 3_000, backoff: 2 };
const AT_LEISURE = { leafHeaders: 10_000, leafCall: 10_000, request: 10_000 };
/** An answer later than that is not within any deadline. */
const NEVER_MS = 8_000;

const PRELUDES: Record<Prelude, (at: Fixture, ask: (at: Fixture) => Promise<Response>) => unknown> = {
  // Each service of Leaf's is left alone by itself, so it is this route that has to find out.
  'long outage': async (at, ask) => {
    for (let turn = 0; turn < 8; turn += 1) await ask(at);
  },
  'clock set back': () => vi.setSystemTime(Date.now() - HOUR),
  'clock set forward': () => vi.setSystemTime(Date.now() + HOUR),
};

function orNever(answer: Promise<Response>): Promise<Response> {
  const never = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer within the deadlines')), NEVER_MS).unref();
  });
  return Promise.race([answer, never]);
}

/** Status and code, and when to come back. */
function outcome(at: Fixture, { status, headers }: Response): string {
  const { code } = at.log.findLast(({ event }) => event === 'request') ?? {};
  return [status, code, headers.get('Retry-After')].filter(Boolean).join(' ');
}

async function everythingSent(at: Fixture, response: Response): Promise<string> {
  return JSON.stringify([[...response.headers], await response.text(), at.log]);
}

for (const [does, fault, expected, prelude] of FAULTS)
  describe(`when Leaf ${does}`, () => {
    it.each(Object.keys(ROUTES))('%s says so in our words, in time, leaks nothing, and recovers', async (name) => {
      const { column, well, ask } = ROUTES[name] ?? expect.unreachable();
      const at = await createFixture({}, HURRIED);
      if (fault === 'refuse') await at.leaf.refuse();
      else for (const route of LEAF_ROUTES) at.leaf.on(route, fault);
      if (prelude !== undefined) await PRELUDES[prelude](at, ask);

      const response = await orNever(ask(at));
      const cell = typeof expected === 'string' ? expected : expected[column];
      expect(outcome(at, response)).toBe(cell);
      const sent = await everythingSent(at, response);
      for (const secret of [LEAKED, 'evil.test', CREDENTIAL.accessToken, SECRETS.clientSecret, SECRETS.leafToken])
        expect(sent).not.toContain(secret);

      if (fault === 'refuse') await at.leaf.listen();
      healthy(at.leaf);
      Object.assign(at.config.deadlines, AT_LEISURE);
      vi.advanceTimersByTime(10_000);
      expect((await ask(at)).status).toBe(well);
      await at.leaf.close();
    });
  });

describe('one call', () => {
  const NEVER = 60_000;
  it.each([
    ['that has no headers', { leafHeaders: 60, leafCall: NEVER }, () => undefined],
    ['whose body stalls', { leafHeaders: NEVER, leafCall: 60 }, (response: ServerResponse) => response.write('{')],
  ])('%s ends when its own time is over, though the request has more', async (_, deadlines, answer) => {
    const at = await createFixture({}, { ...deadlines, request: NEVER });
    at.leaf.on('GET john-deere-credentials', answer);
    const response = await orNever(at.askAsPage('GET', '/connection'));
    expect(outcome(at, response)).toBe('504 leaf_timeout');
    await at.leaf.close();
  });
});

describe('one inbound request', () => {
  it('ends when its own time is over, however many calls it still has to make', async () => {
    const at = await createFixture({}, { request: 80, leafHeaders: 60_000, leafCall: 60_000 });
    at.leaf.on('GET organizations/JohnDeere', () => undefined);
    expect((await at.askAsPage('GET', '/connection')).status).toBe(504);
    await at.leaf.close();
  });
});

describe('the organizations of a good credential', () => {
  it('are not guessed when Leaf fails to tell them', async () => {
    const at = await createFixture();
    at.leaf.on('GET organizations/JohnDeere', { status: 500 });
    expect((await at.askAsPage('GET', '/connection')).status).toBe(503);
    await at.leaf.close();
  });
});

describe('a time to come back', () => {
  it('is told in seconds, however Leaf told it', async () => {
    const at = await createFixture();
    const headers = { 'Retry-After': new Date(Date.now() + 20_000).toUTCString() };
    at.leaf.on('GET john-deere-credentials', { status: 503, headers });
    const told = Number((await at.askAsPage('GET', '/connection')).headers.get('Retry-After'));
    // The date has no milliseconds.
    expect([19, 20]).toContain(told);
    await at.leaf.close();
  });
});

describe('a redirect of Leaf', () => {
  it.each([301, 302, 303, 307, 308])('with %i reaches nobody', async (status) => {
    const at = await createFixture();
    let received = 0;
    const target = createServer((_request, response) => {
      received += 1;
      response.end();
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    const Location = `http://127.0.0.1:${String((target.address() as AddressInfo).port)}/`;
    for (const route of LEAF_ROUTES) at.leaf.on(route, { status, headers: { Location } });
    for (const { ask } of Object.values(ROUTES)) {
      const response = await ask(at);
      expect([response.status, response.headers.has('Location')]).toEqual([502, false]);
    }
    expect(received).toBe(0);
    target.close();
    await at.leaf.close();
  });
});

describe('calls to Leaf', () => {
  it('carry our token, and nothing that the page sent', async () => {
    const at = await createFixture();
    await at.askAsPage('GET', '/connection', { 'X-Custom': 'from-the-page', Cookie: 'from=the-page' });
    expect(at.leaf.calls).toHaveLength(2);
    for (const { headers } of at.leaf.calls) {
      expect(headers.authorization).toBe(`Bearer ${SECRETS.leafToken}`);
      expect(JSON.stringify(headers)).not.toContain('the-page');
    }
    await at.leaf.close();
  });
});
