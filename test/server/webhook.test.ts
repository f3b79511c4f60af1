import { createHmac } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import express4 from 'express4';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LeafConnectOptions, LeafEvent } from '../../src/server/index.js';
import { LIMITS } from '../../src/server/limits.js';
import { codeOf, createFixture, PUBLIC_URL, SECRETS, type Fixture } from './fixture.js';

const REGISTRATION = '{"message":"confirmation of webhook upon registration"}';
const NOW = Date.parse('2026-11-22T10:00:00Z');
const MINUTE = 60_000;

let at: Fixture;
let events: LeafEvent[];
const fixtures: Fixture[] = [];
const servers: Server[] = [];
async function start(options: Partial<LeafConnectOptions> = {}, limits: Partial<typeof LIMITS> = {}): Promise<void> {
  events = [];
  at = await createFixture(
    { onEvent: (event) => events.push(event), ...options },
    { authorize: 50, fresh: 60_000 },
    limits,
  );
  fixtures.push(at);
}
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  await start();
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(fixtures.splice(0).map(({ leaf }) => leaf.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const mac = (body: string, secret = SECRETS.webhookSecret) => createHmac('sha256', secret).update(body).digest();
const sign = (body: string) => mac(body).toString('base64');

/** An alert as Leaf writes it: with a space after each colon and comma, which a parser would not keep. */
function alert(changes: Record<string, unknown> = {}): string {
  const fields = {
    credential: 'john-deere',
    provider: 'JohnDeere',
    credentialId: 'credential-1',
    message: 'Credentials unauthenticated',
    status: 'UNAUTHENTICATED',
    type: 'credentialsUnauthenticated',
    timestamp: new Date(NOW - MINUTE).toISOString(),
    ...changes,
  };
  const pairs = Object.entries(fields).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  return `{${pairs.join(', ')}}`;
}

const send = (body: BodyInit, signature?: string, headers: Record<string, string> = {}) =>
  at.ask(
    'POST',
    '/webhooks/leaf',
    {
      'Content-Type': 'application/json',
      ...(signature !== undefined && { 'X-Leaf-Signature': signature }),
      ...headers,
    },
    body,
  );
const lines = () => at.log.filter(({ event }) => event !== 'request');

describe('an alert that Leaf signed', () => {
  it('is heard once by the host, field by field, and answered with nothing', async () => {
    const response = await send(
      alert({ accessToken: 'deere-access-token' }),
      sign(alert({ accessToken: 'deere-access-token' })),
    );
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(events).toEqual([
      {
        type: 'credentialsUnauthenticated',
        timestamp: '2026-11-22T09:59:00.000Z',
        credentialId: 'credential-1',
        provider: 'JohnDeere',
        status: 'UNAUTHENTICATED',
        message: 'Credentials unauthenticated',
      },
    ]);
    expect(at.leaf.calls).toEqual([]);
  });

  it('has the connection read anew, though it was read a moment ago', async () => {
    await at.askAsPage('GET', '/connection');
    await at.askAsPage('GET', '/connection');
    const before = at.leaf.calls.length;
    await send(alert(), sign(alert()));
    await at.askAsPage('GET', '/connection');
    expect(at.leaf.calls).toHaveLength(before + 2);
  });

  it('leaves one line that says what it was, and nothing that it said', async () => {
    for (const type of ['credentialsLimitedPermission', SECRETS.leafToken]) {
      const body = alert({ type, message: SECRETS.clientSecret });
      await send(body, sign(body));
    }
    expect(lines().map(({ event, type }) => [event, type])).toEqual([
      ['event_heard', 'credentialsLimitedPermission'],
      ['event_heard', 'other'],
    ]);
    expect(JSON.stringify(at.log)).not.toContain(SECRETS.leafToken);
    expect(JSON.stringify(at.log)).not.toContain(SECRETS.clientSecret);
  });

  it('that is replayed, at once or later, is one event', async () => {
    const body = alert();
    const answers = await Promise.all([send(body, sign(body)), send(body, sign(body)), send(body, sign(body))]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    vi.setSystemTime(NOW + 5 * 60 * MINUTE);
    expect((await send(body, sign(body))).status).toBe(204);
    expect(events).toHaveLength(1);
  });

  it('that is sent again after 331 minutes, as Leaf does, is still heard', async () => {
    const body = alert({ timestamp: new Date(NOW - 331 * MINUTE).toISOString() });
    await send(body, sign(body));
    expect(events).toHaveLength(1);
  });

  it.each([
    ['older than six hours', new Date(NOW - 361 * MINUTE).toISOString()],
    ['from the future', new Date(NOW + 2 * MINUTE).toISOString()],
    ['from no time', 'yesterday'],
    ['without a time', null],
    ['from the beginning of time', 0],
    ['from beyond the end of time', 9e15],
  ])('that is %s is ignored', async (_, timestamp) => {
    const body = alert({ timestamp });
    expect((await send(body, sign(body))).status).toBe(204);
    expect(events).toEqual([]);
    expect(lines().map(({ event }) => event)).toEqual(['event_ignored']);
  });

  it.each([
    ['with microseconds and no zone', '2026-11-22T09:59:00.123456'],
    ['with a zone', '2026-11-22T11:59:00+02:00'],
    ['as milliseconds', NOW - MINUTE],
    ['as seconds', (NOW - MINUTE) / 1000],
    ['as a text of milliseconds', String(NOW - MINUTE)],
  ])('may name its time %s', async (_, timestamp) => {
    const body = alert({ timestamp });
    await send(body, sign(body));
    expect(events[0]?.timestamp.slice(0, 17)).toBe('2026-11-22T09:59:');
  });

  it.each(['', '[]', 'null', '"a"', 'not json', '{"type":7}', '{}', '\ufeff{}'])(
    'and that is no alert (%j) is ignored',
    async (body) => {
      expect((await send(body, sign(body))).status).toBe(204);
      expect(events).toEqual([]);
    },
  );

  it.each([
    [
      'throws',
      () => {
        throw new Error('hunter2');
      },
    ],
    ['rejects', () => Promise.reject(new Error('hunter2'))],
    ['never ends', () => new Promise(() => undefined)],
  ])('is answered as ever when the host %s', async (_, onEvent) => {
    await start({ onEvent });
    expect((await send(alert(), sign(alert()))).status).toBe(204);
    expect(lines().map(({ event }) => event)).toEqual(['event_heard', 'event_failed']);
    expect(JSON.stringify(at.log)).not.toContain('hunter2');
  });
});

describe('a signature', () => {
  /** A MAC that has characters in which the two alphabets differ. */
  const body =
    Array.from({ length: 200 }, (_, n) => alert({ message: String(n) })).find(
      (text) => sign(text).includes('+') && sign(text).includes('/'),
    ) ?? '';
  const good = sign(body);
  it('that is right is taken, so that the refusals below mean something', async () => {
    expect((await send(body, good)).status).toBe(204);
    expect(events).toHaveLength(1);
  });

  it.each<[string, string | undefined]>([
    ['is not there', undefined],
    ['is empty', ''],
    ['is short', good.slice(0, -4)],
    ['is long', `${good.slice(0, -1)}AAA=`],
    ['lacks its padding', good.slice(0, -1)],
    ['is hex', mac(body).toString('hex')],
    ['is url-safe', mac(body).toString('base64url')],
    ['is url-safe and padded', good.replaceAll('+', '-').replaceAll('/', '_')],
    ['is doubled', `${good}, ${good}`],
    ['is doubled without a comma', good + good],
    ['is quoted', `"${good}"`],
    ['names its algorithm', `sha256=${good}`],
    [
      'has bits to spare',
      good.replace(/(.)=$/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}=`),
    ],
    ['is of another body', sign(`${body} `)],
    ['is of the parsed body, written again', sign(JSON.stringify(JSON.parse(body)))],
    ['is of another secret', mac(body, 'another-secret').toString('base64')],
    ['is of nothing', sign('')],
    ['is made of zeros', Buffer.alloc(32).toString('base64')],
    ['is a megabyte', 'A'.repeat(1_000_000)],
  ])('that %s is refused with 401, and nothing is heard', async (_, signature) => {
    const response = await send(body, signature);
    expect([response.status, await codeOf(response)]).toEqual([401, 'session_missing']);
    expect(events).toEqual([]);
  });

  it('that is right over another body is refused with 401', async () => {
    expect((await send(body.replace('UNAUTHENTICATED', 'OK'), good)).status).toBe(401);
    expect(events).toEqual([]);
  });

  it('that is wrong is not even answered any more, from an address that sends many; Leaf’s own still are', async () => {
    await start({}, { forgeries: 2 });
    const from = (signature: string) =>
      at.companion.fetchFrom(
        '192.0.2.1',
        new Request(`${PUBLIC_URL}/webhooks/leaf`, {
          method: 'POST',
          body,
          headers: { 'X-Leaf-Signature': signature },
        }),
      );
    const answers = [await from('x'), await from('x'), await from('x'), await from(good)];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 429, 204]);
    expect(events).toHaveLength(1);
  });
});

describe("Leaf's registration message", () => {
  it.each([REGISTRATION, REGISTRATION.replace(':', ': ')])(
    'unsigned, is answered, and nothing is done: %s',
    async (body) => {
      expect((await send(body)).status).toBe(204);
      expect([events, lines(), at.leaf.calls]).toEqual([[], [], []]);
    },
  );

  it.each([
    ['with a field more', REGISTRATION.replace('}', ',"type":"credentialsUnauthenticated"}')],
    ['with a space at its end', `${REGISTRATION} `],
    ['behind a byte order mark', `\ufeff${REGISTRATION}`],
    ['with another message', REGISTRATION.replace('confirmation', 'Confirmation')],
    ['as an alert', alert({ message: 'confirmation of webhook upon registration' })],
  ])('%s is no registration, and is refused unsigned', async (_, body) => {
    expect((await send(body)).status).toBe(401);
  });

  it('with a wrong signature is refused', async () => {
    expect((await send(REGISTRATION, sign('x'))).status).toBe(401);
  });
});

describe('an alert of any size', () => {
  it('is read to 64 kB and no further', async () => {
    const padded = (bytes: number) => alert({ message: 'x'.repeat(bytes - alert({ message: '' }).length) });
    const fits = padded(64 * 1024);
    expect((await send(fits, sign(fits))).status).toBe(204);
    expect(events).toHaveLength(1);
    const over = padded(64 * 1024 + 1);
    expect((await send(over, sign(over))).status).toBe(413);
  });

  it('is waited for no longer than a request may take', async () => {
    const hurried = await createFixture({}, { request: 100 });
    const response = await hurried.ask(
      'POST',
      '/webhooks/leaf',
      { 'X-Leaf-Signature': sign('') },
      new ReadableStream({}),
    );
    expect(response.status).toBe(408);
    await hurried.leaf.close();
  });
});

describe('a companion without a webhook secret', () => {
  it('has no such route, not even for the registration', async () => {
    const bare = await createFixture({ webhookSecret: undefined as unknown as string });
    for (const body of [REGISTRATION, alert()]) {
      expect((await bare.ask('POST', '/webhooks/leaf', {}, body)).status).toBe(404);
    }
    await bare.leaf.close();
  });
});

describe('a body that the host application parsed before us', () => {
  beforeEach(() => vi.useRealTimers());

  const listener = () => getRequestListener((request) => at.companion.fetch(request), { overrideGlobalObjects: false });
  const HOSTS: Record<string, (parses: boolean) => Promise<RequestListener> | RequestListener> = {
    'Express 5': (parses) => {
      const app = express();
      if (parses) app.use(express.json());
      return app.use('/jd', listener()) as RequestListener;
    },
    'Express 4': (parses) => {
      const app = express4();
      if (parses) app.use(express4.json());
      return app.use('/jd', listener()) as RequestListener;
    },
    Fastify: async (parses) => {
      const app = Fastify();
      if (!parses) app.addContentTypeParser('application/json', (_request, _payload, done) => done(null));
      app.all('/jd/*', async (request, reply) => {
        reply.hijack();
        await listener()(request.raw, reply.raw);
      });
      await app.ready();
      return (request, response) => app.routing(request, response);
    },
  };

  async function post(name: string, parses: boolean): Promise<Response> {
    const body = alert({ timestamp: new Date().toISOString() });
    const server = createServer(await HOSTS[name]?.(parses));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${String(port)}/jd/webhooks/leaf`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Leaf-Signature': sign(body) },
      body,
      signal: AbortSignal.timeout(5_000),
    });
  }

  it.each(Object.keys(HOSTS))(
    'is a 500 in %s, with a log line that says how to mount it, and never a hang',
    async (name) => {
      const response = await post(name, true);
      expect([response.status, await codeOf(response)]).toEqual([500, 'unknown']);
      expect(lines()).toMatchObject([
        { event: 'body_taken', help: 'mount the companion before anything that parses request bodies' },
      ]);
      expect(events).toEqual([]);
    },
  );

  it.each(Object.keys(HOSTS))('is what it takes: mounted before that, %s hands it on', async (name) => {
    expect((await post(name, false)).status).toBe(204);
    expect(events).toHaveLength(1);
  });

  it('is told in memory too, where somebody has read the request', async () => {
    const request = new Request(`${PUBLIC_URL}/webhooks/leaf`, { method: 'POST', body: alert() });
    await request.text();
    expect((await at.companion.fetch(request)).status).toBe(500);
    expect(lines().map(({ event }) => event)).toEqual(['body_taken']);
  });
});
