import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEADLINES } from '../../src/server/config.js';
import { listen, type Listening } from '../../src/server/node.js';
import { createFixture, PAGE, PUBLIC_URL, SIGN_IN, type Fixture } from './fixture.js';

let at: Fixture;
let server: Listening;
beforeAll(async () => {
  at = await createFixture();
  server = await listen(at.companion, { port: 0 });
});
afterAll(async () => {
  await server.close();
  await at.leaf.close();
});

/** Sends bytes as they are, and resolves with what came back when the server hung up. */
async function talk(bytes: string, end = true): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (data) => (answer += data.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  if (end) socket.end();
  // Not `once` of node:events, which would reject: a server that has heard enough may reset the connection.
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}

describe('over a real socket', () => {
  it('the companion answers as it does in memory', async () => {
    const headers = { Authorization: `Bearer ${await at.session()}`, Origin: PAGE, 'Content-Type': 'application/json' };
    const read = await fetch(`${server.url}/jd/connection`, { headers });
    expect([read.status, read.headers.get('Access-Control-Allow-Origin')]).toEqual([200, PAGE]);

    const started = await fetch(`${server.url}/attempts`, { method: 'POST', headers, body: '{}' });
    const { startUrl } = (await started.json()) as { startUrl: string };
    expect(startUrl.startsWith(PUBLIC_URL)).toBe(true);

    // `fetch` names its own Sec-Fetch-Mode; a raw socket says what a browser's window would.
    const window = await talk(
      [
        `GET ${new URL(startUrl).pathname} HTTP/1.1`,
        'Host: evil.test',
        `Referer: ${PAGE}/`,
        'Sec-Fetch-Mode: navigate',
        'Sec-Fetch-Dest: document',
        'Sec-Fetch-Site: cross-site',
        'Connection: close',
        '\r\n',
      ].join('\r\n'),
      false,
    );
    expect(window).toMatch(/^HTTP\/1.1 303/);
    expect(window.toLowerCase()).toContain(`location: ${SIGN_IN.toLowerCase()}`);
  });

  it('two Authorization headers are none', async () => {
    const token = await at.session();
    const line = `Authorization: Bearer ${token}\r\n`;
    const request = `GET /connection HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${line}${line}\r\n`;
    expect(await talk(request, false)).toMatch(/^HTTP\/1.1 401/);
  });

  it('an Authorization header of a megabyte is too large', async () => {
    const request = `GET /connection HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'a'.repeat(1_000_000)}\r\n\r\n`;
    expect(await talk(request, false)).toMatch(/^(HTTP\/1.1 431|$)/);
  });

  it('an absolute address in the request line has no effect', async () => {
    const request = 'GET http://evil.test/healthz HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n';
    expect(await talk(request, false)).toMatch(/^HTTP\/1.1 200/);
  });

  it.each([
    [
      'a length and chunks',
      'POST /attempts HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
    ],
    ['two lengths', 'POST /attempts HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['bare line feeds', 'GET /healthz HTTP/1.1\nHost: x\n\n'],
    ['a NUL in a header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n'],
    ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n'],
  ])('a request with %s is a 400', async (_, request) => {
    expect(await talk(request)).toMatch(/^HTTP\/1.1 400/);
  });

  it('clients that never finish their headers, and idle ones, are hung up on', async () => {
    await Promise.all([
      talk('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ', false),
      talk('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', false),
    ]);
  });

  it('clients that never finish their body are hung up on', async () => {
    const head = `POST /attempts HTTP/1.1\r\nHost: x\r\nOrigin: ${PAGE}\r\nContent-Type: application/json\r\n`;
    const bearer = `Authorization: Bearer ${await at.session()}\r\n`;
    const answers = await Promise.all([
      talk(`${head}${bearer}Content-Length: 9\r\n\r\n{`, false),
      talk(`${head}${bearer}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`, false),
      talk(`${head}Content-Length: 9\r\n\r\n{`, false),
    ]);
    // Whoever is known gets 408; whoever is not was answered long before.
    expect(answers.map((answer) => answer.slice(9, 12))).toEqual(['408', '408', '401']);
  });
});

describe('listening', () => {
  afterEach(() => vi.useRealTimers());

  it('rejects when the address is taken', async () => {
    await expect(listen(at.companion, { port: Number(new URL(server.url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('ends with the requests that are under way answered', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const slow = await listen(
      {
        fetch: async () => {
          arrived();
          await held;
          return new Response('done');
        },
      },
      { port: 0 },
    );
    const answer = fetch(slow.url, { headers: { Connection: 'close' } });
    await arrival;
    const closed = slow.close();
    await expect(fetch(slow.url)).rejects.toThrow();
    release();
    expect(await (await answer).text()).toBe('done');
    await closed;
  });

  it('tells clients that keep a connection to open another, from the moment that it drains', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const ending = await listen(
      {
        fetch: async ({ url }) => {
          if (!url.endsWith('/held')) return new Response('at once');
          arrived();
          await held;
          return new Response('done');
        },
      },
      { port: 0 },
    );
    const { hostname, port } = new URL(ending.url);
    /** A connection of its own, which its client would keep. */
    const keepAlive = () => {
      const socket = connect(Number(port), hostname);
      const closed = once(socket, 'close');
      let heard = '';
      socket.on('data', (data) => (heard += data.toString('latin1')));
      const ask = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      return { ask, closed, heard: () => heard };
    };
    const [kept, busy] = [keepAlive(), keepAlive()];
    kept.ask('/');
    await expect.poll(kept.heard).toMatch(/^HTTP\/1.1 200[^]*connection: keep-alive[^]*at once/i);
    busy.ask('/held');
    await arrival;

    const drained = ending.drain();
    const before = kept.heard().length;
    kept.ask('/');
    await kept.closed;
    expect(kept.heard().slice(before)).toMatch(/^HTTP\/1.1 200[^]*connection: close[^]*at once$/i);
    // New connections are still taken: a balancer may not have looked yet.
    expect((await fetch(ending.url)).headers.get('Connection')).toBe('close');
    release();
    await busy.closed;
    expect(busy.heard()).toMatch(/^HTTP\/1.1 200[^]*connection: close[^]*done$/i);
    await drained;
    await ending.close();
  });

  it('is drained when nobody has a connection, and does not wait longer than idle ones may live', async () => {
    const quiet = await listen(at.companion, { port: 0 });
    await quiet.drain();
    const { hostname, port } = new URL(quiet.url);
    const idle = connect(Number(port), hostname);
    idle.on('error', () => undefined);
    await fetch(quiet.url, { headers: { Connection: 'close' } });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let isDrained = false;
    const drained = quiet.drain().then(() => (isDrained = true));
    await vi.advanceTimersByTimeAsync(5_900);
    expect(isDrained).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    await drained;
    idle.destroy();
    await quiet.close();
  });

  it('ends in spite of a client that never finishes its request, when every request has had its time', async () => {
    const besieged = await listen(at.companion, { port: 0 });
    const { hostname, port } = new URL(besieged.url);
    const client = connect(Number(port), hostname);
    client.on('error', () => undefined);
    let hungUp = false;
    client.on('close', () => (hungUp = true));
    client.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    await once(client, 'connect');
    // Whoever is answered later shows that the first has arrived.
    await fetch(besieged.url, { headers: { Connection: 'close' } });

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const closed = besieged.close();
    await vi.advanceTimersByTimeAsync(DEADLINES.request);
    expect(hungUp).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    await closed;
  });
});
