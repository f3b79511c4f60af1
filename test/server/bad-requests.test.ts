/** 200 requests written by hand, each with its answer. What nobody can foresee is in `generated.test.ts`. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type Listening } from '../../src/server/node.js';
import { createFixture, healthy, OTHER_USER, PAGE, PUBLIC_URL, type Fixture } from './fixture.js';

let at: Fixture;
let server: Listening;
let session: string;
beforeAll(async () => {
  at = await createFixture();
  server = await listen(at.companion, { port: 0 });
  session = await at.session();
});
afterAll(async () => {
  await server.close();
  await at.leaf.close();
});

const H = 'Host: x\r\n';
const END = 'Connection: close\r\n\r\n';
const POST = `POST /attempts HTTP/1.1\r\n${H}Origin: ${PAGE}\r\nContent-Type: application/json\r\nAuthorization: Bearer SESSION\r\n`;

/** Bytes on the wire, and the status; `''` where hanging up is all that they deserve. */
const BYTES: [bytes: string, status: string][] = [
  [`${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`, '400'],
  [`${POST}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n`, '400'],
  [`${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, '400'],
  [`${POST}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`, '400'],
  [`${POST}Content-Length: 2, 2\r\n\r\n{}`, '400'],
  [`${POST}Content-Length: -2\r\n\r\n{}`, '400'],
  [`${POST}Content-Length: +2\r\n\r\n{}`, '400'],
  [`${POST}Content-Length: 0x2\r\n\r\n{}`, '400'],
  [`${POST}Content-Length: 2e0\r\n\r\n{}`, '400'],
  [`${POST}Content-Length: 99999999999999999999999\r\n\r\n{}`, '400'],
  [`${POST}Content-Length : 2\r\n\r\n{}`, '400'],
  [`${POST} Content-Length: 2\r\n\r\n{}`, '400'],
  [`${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`, '400'],
  [`${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, '400'],
  [`${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`, '400'],
  [`${POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`, '400'],
  [`${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, '400'],
  [`${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n`, '400'],
  [`${POST}Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n`, '400'],
  [`${POST}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n`, '400'],
  [`${POST}Transfer-Encoding: chunked\r\n\r\n2\r\n{}x\r\n0\r\n\r\n`, '400'],
  [`${POST}${END}`, '400'],
  [`${POST}Expect: nonsense\r\nContent-Length: 2\r\n${END}{}`, '417'],
  [`GET /healthz HTTP/1.1\nHost: x\n\n`, '400'],
  [`GET /healthz HTTP/1.1\r\nHost: x\n\r\n`, '400'],
  [`GET /healthz HTTP/1.1\r\n${H}X-A: a\0b\r\n${END}`, '400'],
  [`GET /healthz HTTP/1.1\r\n${H}X\0A: b\r\n${END}`, '400'],
  [`GET /heal\0thz HTTP/1.1\r\n${H}${END}`, '400'],
  [`GET /healthz HTTP/1.1\r\n\r\n`, '400'],
  // Two hosts are as good as none: neither is ever read.
  [`GET /healthz HTTP/1.1\r\n${H}${H}${END}`, '200'],
  [`GET /healthz HTTP/1.1\r\n${H}X-A: b\r\n folded\r\n${END}`, '400'],
  [`GET /healthz HTTP/1.1\r\n${H}No colon here\r\n${END}`, '400'],
  [`GET /healthz HTTP/1.1\r\n${H}: nameless\r\n${END}`, '400'],
  [`GET /healthz HTTP/1.1\r\n${H}X A: b\r\n${END}`, '400'],
  [`GET /healthz HTTP/1.1\r\n${H}X-A: b\rX-B: c\r\n${END}`, '400'],
  [`GET /healthz HTTP/9.9\r\n${H}${END}`, '400'],
  [`GET /healthz HTTP/1.1 more\r\n${H}${END}`, '400'],
  [`GET /healthz\r\n\r\n`, '400'],
  [`GET  HTTP/1.1\r\n${H}${END}`, '400'],
  [`GET healthz HTTP/1.1\r\n${H}${END}`, '400'],
  [`NONSENSE /healthz HTTP/1.1\r\n${H}${END}`, '400'],
  [`get /healthz HTTP/1.1\r\n${H}${END}`, '400'],
  [`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`, '400'],
  [`\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03`, '400'],
  [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${H}${END}`, '431'],
  [`GET /healthz HTTP/1.1\r\n${H}X-A: ${'a'.repeat(20_000)}\r\n${END}`, '431'],
  [`GET /healthz HTTP/1.1\r\n${H}${'X-A: b\r\n'.repeat(8_000)}${END}`, '431'],
  [`CONNECT evil.test:443 HTTP/1.1\r\n${H}${END}`, ''],
  [`GET /nowhere HTTP/1.1\r\n${H}Upgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`, '404'],
  [`GET http://evil.test/connection HTTP/1.1\r\n${H}${END}`, '401'],
];

/** Targets, as one user asks for them on the right page. */
const TARGETS: [target: string, status: number][] = [
  ...[
    '/',
    '//',
    '/.',
    '/jd',
    '/connection/',
    '/Connection',
    '/connections',
    '/connection.json',
    '/connection;a=b',
    '/connection%20',
    '/connection%00',
    '/%63onnection/x',
    '/connection/..%2fattempts',
    '//connection',
    '///connection',
    '/x/../y',
    '/%2e%2e/connection/x',
    '/..%2f..%2fetc%2fpasswd',
    '/..\\..\\windows',
    '/connection%5c',
    '/%',
    '/%zz',
    '/%c0%ae',
    '/%ff',
    '/%F0%9F%8C%BE',
    '/:token',
    '/*',
    '/start',
    '/start/',
    '/start/a/b',
    '/attempts/1',
    '/links/1',
    '/organizations',
    '/organizations/',
    '/organizations/sync/',
    '/organizations/sync',
    '/webhooks',
    '/webhooks/leaf',
    '/webhooks/leaf/',
    '/webhooks/deere',
    '/events/1',
    '/healthz/',
    '/readyz/x',
    '/metrics',
    '/stats',
    '/admin',
    '/.env',
    '/.git/config',
    '/favicon.ico',
    '/robots.txt',
    '/index.html',
    '/api/authenticate',
    '/services/usermanagement/api/users',
    `/users/${OTHER_USER}/connection`,
    `/connection/${OTHER_USER}`,
    '/__proto__',
    '/constructor',
    '/toString',
    '/null',
    '/undefined',
    '/[object%20Object]',
  ].map((target): [string, number] => [target, 404]),
  ...['x', 'a.b.c', '..', '%00', 'eyJhbGciOiJub25lIn0.e30.', 'a'.repeat(9_000), 'constructor', '%2f'].map(
    (token): [string, number] => [`/start/${token}`, token === '..' ? 404 : 410],
  ),
];

const METHODS: [method: string, path: string, status: number][] = [
  ['PUT', '/connection', 404],
  ['POST', '/connection', 404],
  ['PATCH', '/connection', 404],
  ['HEAD', '/connection', 404],
  ['PROPFIND', '/connection', 404],
  ['connection', '/connection', 404],
  ['GET', '/attempts', 404],
  ['PUT', '/attempts', 404],
  ['DELETE', '/attempts', 404],
  ['GET', '/links', 404],
  ['DELETE', '/links', 404],
  ['DELETE', '/organizations/sync', 404],
  ['PUT', '/start/x', 404],
  ['DELETE', '/start/x', 404],
  ['GET', '/webhooks/leaf', 404],
  ['PUT', '/webhooks/leaf', 404],
  ['POST', '/healthz', 404],
  ['DELETE', '/readyz', 404],
];

const HEADERS: [headers: Record<string, string>, status: number][] = [
  [{ Authorization: '' }, 401],
  [{ Authorization: 'Bearer' }, 401],
  [{ Authorization: 'Bearer ' }, 401],
  [{ Authorization: 'Bearer  SESSION' }, 401],
  [{ Authorization: 'Bearer\tSESSION' }, 401],
  [{ Authorization: 'Bearer SESSION,' }, 401],
  [{ Authorization: 'Bearer SESSION, Bearer SESSION' }, 401],
  [{ Authorization: 'Bearer SESSION SESSION' }, 401],
  [{ Authorization: 'Bearer "SESSION"' }, 401],
  [{ Authorization: 'Token SESSION' }, 401],
  [{ Authorization: 'Basic SESSION' }, 401],
  [{ Authorization: 'SESSION' }, 401],
  [{ Authorization: 'Bearer SESSION.x' }, 401],
  [{ Authorization: 'Bearer ..' }, 401],
  [{ Authorization: 'Bearer null' }, 401],
  [{ Authorization: `Bearer ${'a'.repeat(100_000)}` }, 401],
  [{ Origin: '' }, 403],
  [{ Origin: 'null' }, 403],
  [{ Origin: 'https://app.partner.test.' }, 403],
  [{ Origin: 'https://app.partner.test:443' }, 403],
  [{ Origin: 'https://user@app.partner.test' }, 403],
  [{ Origin: 'HTTPS://app.partner.test' }, 403],
  [{ Origin: 'https://аpp.partner.test'.replace('а', '\xe4') }, 403],
  [{ Origin: `${PAGE} ${PAGE}` }, 403],
  [{ Origin: 'a'.repeat(50_000) }, 403],
];

const JSON_TYPE = 'application/json';
const BODIES: [body: string | Uint8Array<ArrayBuffer>, type: string, status: number][] = [
  ...[
    '',
    ' ',
    'null',
    'true',
    '0',
    '""',
    '[]',
    '[{}]',
    '{',
    '}',
    '{]',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    "{'a':1}",
    '{a:1}',
    '{"a":NaN}',
    '{"a":01}',
    '{"a":1}{"b":2}',
    '{}x',
    '\ufeff\ufeff{}',
    '{"a":"\n"}',
    '{"a":"\\x"}',
    '{"a":"\\u12"}',
    '/**/{}',
    '{"__proto__":{}}',
    '{"a":{"__proto__":null}}',
    'a=1',
    '<xml/>',
    '%7B%7D',
    '{"a":'.repeat(2_000),
  ].map((body): [string, string, number] => [body, JSON_TYPE, 400]),
  [new Uint8Array([0x7b, 0xff, 0x7d]), JSON_TYPE, 400],
  [new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), JSON_TYPE, 400],
  [new Uint8Array([0xed, 0xa0, 0x80]), JSON_TYPE, 400],
  [`{"a":"${'x'.repeat(16 * 1024)}"}`, JSON_TYPE, 413],
  [' '.repeat(16 * 1024 + 1), JSON_TYPE, 413],
  ['{}', '', 415],
  ['{}', 'text/plain', 415],
  ['{}', 'text/json', 415],
  ['{}', 'application/jsonp', 415],
  ['{}', 'application/json, text/plain', 415],
  ['{}', 'application/x-www-form-urlencoded', 415],
  ['{}', 'multipart/form-data; boundary=x', 415],
];

/** Sends bytes, and resolves with the first status that comes back. */
async function statusOf(bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (data) => (answer += data.toString('latin1')));
  socket.on('error', () => undefined);
  // Not ended: Node drops what it is asked by a client that says it has no more to say.
  socket.write(bytes.replaceAll('SESSION', session), 'latin1');
  await new Promise((resolve) => socket.once('close', resolve));
  return /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? '';
}

const asUser = () => ({ Authorization: `Bearer ${session}`, Origin: PAGE });
const send = async (method: string, target: string, headers: Record<string, string>, body?: BodyInit) => {
  const { status } = await at.companion.fetch(
    new Request(`${PUBLIC_URL}${target}`, { method, headers, ...(body !== undefined && { body }) }),
  );
  return status;
};

describe('a bad request', () => {
  it('is written here 200 times', () => {
    const count = BYTES.length + TARGETS.length + METHODS.length + HEADERS.length + BODIES.length;
    expect(count).toBeGreaterThanOrEqual(200);
  });

  const rows = BYTES.map(([bytes, status], n) => ({
    bytes,
    status,
    start: `${String(n + 1)}: ${bytes.replace(POST, '… ').slice(0, 60)}`,
  }));
  it.each(rows)('of the bytes $start is told $status', async ({ bytes, status }) => {
    expect(await statusOf(bytes)).toBe(status);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it.each(TARGETS.map(([target, status]) => ({ target, status, start: target.slice(0, 60) })))(
    'for $start is told $status',
    async ({ target, status }) => {
      healthy(at.leaf);
      expect(await send('GET', target, asUser())).toBe(status);
      expect(at.leaf.calls).toEqual([]);
    },
  );

  it.each(METHODS)('to %s %s is told %i', async (method, path, status) => {
    healthy(at.leaf);
    expect(await send(method, path, asUser())).toBe(status);
    expect(at.leaf.calls).toEqual([]);
  });

  it.each(HEADERS.map(([headers, status]) => ({ headers, status, start: JSON.stringify(headers).slice(0, 60) })))(
    'with $start is told $status',
    async ({ headers, status }) => {
      healthy(at.leaf);
      const named = Object.entries(headers).map(([name, value]) => [name, value.replaceAll('SESSION', session)]);
      expect(await send('GET', '/connection', { ...asUser(), ...Object.fromEntries(named) })).toBe(status);
      expect(at.leaf.calls).toEqual([]);
    },
  );

  it.each(BODIES.map(([body, type, status]) => ({ body, type, status, start: body.toString().slice(0, 40) })))(
    'with the body $start of type $type is told $status',
    async ({ body, type, status }) => {
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
      expect(await send('POST', '/attempts', { ...asUser(), 'Content-Type': type }, bytes)).toBe(status);
    },
  );
});
