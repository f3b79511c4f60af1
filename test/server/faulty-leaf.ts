/**
 * All the ways in which Leaf can fail, on a real socket, and what each route shall make of them. Whatever Leaf says in
 * error carries `LEAKED`, which must go nowhere.
 */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { StubAnswer } from '../support/leaf-stub.js';
import { CREDENTIAL, SIGN_IN } from './fixture.js';

export const LEAKED = 'upstream-text-that-goes-nowhere';

/** What every call to Leaf meets; `refuse` is a Leaf that nobody can connect to. */
type Fault = StubAnswer | 'refuse';

/** What happens before the request that is judged. */
export type Prelude = 'long outage' | 'clock set back' | 'clock set forward';

/** Status and code, and `Retry-After` where there is one: for all routes alike, or for each kind of route. */
type Expected =
  string | readonly [read: string, sync: string, disconnect: string, signIn: string, choose: string, events: string];

export type Row = readonly [name: string, fault: Fault, expected: Expected, prelude?: Prelude];

const MEGABYTE = 1024 * 1024;
const BAD = '502 bad_response';
const DOWN = '503 leaf_unavailable';
const LATE = '504 leaf_timeout';
const BUSY = '503 leaf_rate_limited';
const REJECTED = '502 leaf_rejected';
const NO_ACCESS = '502 leaf_auth_failed';

/** No answer to a DELETE is documented, so any success is one. */
const UNREADABLE = [BAD, BAD, '204', BAD, BAD, BAD] as const;
/** Said of a credential, it means that there is none; of events as well. */
const NOTHING = ['200', '200', '204', BAD, BAD, '200'] as const;

const text = `<html><h1>${LEAKED}</h1></html>`;
const problem = { type: 'about:blank', title: LEAKED, detail: LEAKED, message: CREDENTIAL.accessToken };
const status = (code: number, headers: Record<string, string> = {}): StubAnswer => ({
  status: code,
  headers: { 'X-Leak': LEAKED, ...headers },
  json: problem,
});
const after = (code: number, seconds: string) => status(code, { 'Retry-After': seconds });
const to = (Location: string) => ({ Location });

/** Bytes that no library would send, and what becomes of the connection. */
const raw =
  (bytes: string, then: 'reset' | 'close' | 'stall'): StubAnswer =>
  ({ socket }) => {
    socket?.write(bytes, () => {
      if (then === 'reset') socket.resetAndDestroy();
      if (then === 'close') socket.destroySoon();
    });
  };
const head = (...lines: string[]) =>
  ['HTTP/1.1 200 OK', 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
const half = `{"id":"1","status":"${LEAKED}`;

/** Goes on for as long as somebody reads. */
const endless =
  (chunk: string, everyMs: number): StubAnswer =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const drip = setInterval(() => response.write(chunk), everyMs);
    response.on('close', () => clearInterval(drip));
  };

const packed = (bytes: Buffer | string) => (response: ServerResponse) =>
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }).end(bytes);

/** Down and up again with every call; `host` tells one test's Leaf from another's. */
function flapping(): StubAnswer {
  const calls: Record<string, number> = {};
  return (response, { path, headers: { host = '' } }) => {
    const count = (calls[host] ?? 0) + 1;
    calls[host] = count;
    if (count % 2 === 1) response.writeHead(503).end(LEAKED);
    else if (path.endsWith('john-deere-credentials')) response.writeHead(404).end();
    else response.end(JSON.stringify({ signInUrl: SIGN_IN }));
  };
}

// prettier-ignore
export const FAULTS: readonly Row[] = [
  // The connection
  ['refuses connections',                'refuse',                                            DOWN],
  ['resets before its headers',          ({ socket }) => socket?.resetAndDestroy(),           DOWN],
  ['hangs up before its headers',        ({ socket }) => socket?.destroy(),                   DOWN],
  ['resets in its headers',              raw('HTTP/1.1 200 OK\r\nContent-', 'reset'),         DOWN],
  ['resets after its headers',           raw(head('Content-Length: 100'), 'reset'),           DOWN],
  ['resets in the body',                 raw(head('Content-Length: 100') + half, 'reset'),    DOWN],
  ['closes in a chunk',                  raw(`${head('Transfer-Encoding: chunked')}64\r\n${half}`, 'close'), DOWN],
  ['speaks no HTTP',                     raw(`SSH-2.0-OpenSSH ${LEAKED}\r\n`, 'close'),       DOWN],
  // Time
  ['never answers',                      () => undefined,                                     LATE],
  ['stalls in its headers',              raw('HTTP/1.1 200 OK\r\nX-Leak: ', 'stall'),         LATE],
  ['stalls before the body',             raw(head('Content-Length: 100'), 'stall'),           LATE],
  ['stalls in the body',                 raw(head('Content-Length: 100') + half, 'stall'),    LATE],
  ['dribbles for ever',                  endless(' ', 20),                                    LATE],
  // The body
  ['promises more bytes than it sends',  raw(head('Content-Length: 100') + half, 'close'),    DOWN],
  ['sends more bytes than it promised',  raw(head('Content-Length: 9') + half, 'close'),      UNREADABLE],
  ['sends half a document',              { text: half },                                      UNREADABLE],
  ['sends 100 MB',                       endless('x'.repeat(MEGABYTE), 1),                    BAD],
  ['sends 100 MB packed into 100 kB',    packed(gzipSync(Buffer.alloc(100 * MEGABYTE, ' '))), BAD],
  ['says it is packed, and is not',      packed(text),                                        DOWN],
  ['sends bytes that are no text',       (response) => response.end(Buffer.from([0x7b, 0xff])), BAD],
  ['sends a page',                       { text, headers: { 'Content-Type': 'text/html' } },  UNREADABLE],
  ['sends nothing',                      { text: '' },                                        NOTHING],
  ['sends nothing, and says so',         { status: 204 },                                     NOTHING],
  ['sends JSON as a picture',            { json: {}, headers: { 'Content-Type': 'image/png' } }, ['200', '200', '204', BAD, BAD, BAD]],
  ['sends other types than documented',  { json: { id: {}, signInUrl: 7 } },                  UNREADABLE],
  ['sends other fields than documented', { json: { [LEAKED]: LEAKED } },                      UNREADABLE],
  ['sends a list',                       { json: [problem] },                                 [BAD, BAD, '204', BAD, BAD, '200']],
  ['sends a sign-in URL of its own',     { json: { ...CREDENTIAL, status: 'UNAUTHENTICATED', signInUrl: `https://evil.test/${LEAKED}` } },
                                                                                              ['200', '200', '204', BAD, BAD, BAD]],
  // Redirects
  ['redirects with 301',                 status(301, to('https://evil.test/')),               BAD],
  ['redirects with 302',                 status(302, to('/login')),                           BAD],
  ['redirects with 307',                 status(307, to('https://evil.test/')),               BAD],
  ['redirects with 308, to nowhere',     status(308),                                         BAD],
  // Refusals
  ['answers 400',                        status(400),                                         REJECTED],
  ['answers 401',                        status(401),                                         NO_ACCESS],
  ['answers 403',                        status(403),                                         NO_ACCESS],
  ['answers 404',                        status(404),                                         ['200', '200', '204', REJECTED, '404 not_found', '200']],
  ['answers 409',                        status(409),                                         REJECTED],
  ['answers 418',                        status(418),                                         REJECTED],
  ['answers 422',                        status(422),                                         REJECTED],
  ['answers 429',                        status(429),                                         BUSY],
  ['answers 429, for a minute',          after(429, '60'),                                    `${BUSY} 60`],
  ['answers 429, for a day',             after(429, '86400'),                                 BUSY],
  ['answers 429, for no time',           after(429, '0'),                                     BUSY],
  ['answers 429, until just before',     after(429, '-5'),                                    BUSY],
  // Breakage
  ['answers 500',                        status(500),                                         DOWN],
  ['answers 501',                        status(501),                                         DOWN],
  ['answers 502',                        { status: 502, text },                               DOWN],
  ['answers 503',                        { status: 503, text },                               DOWN],
  ['answers 503, for half a minute',     after(503, '30'),                                    `${DOWN} 30`],
  ['answers 503, until tomorrow',        after(503, new Date(Date.now() + 86_400_000).toUTCString()), DOWN],
  ['answers 503, until a date long ago', after(503, 'Sun, 06 Nov 1994 08:49:37 GMT'),         DOWN],
  ['answers 503, until nonsense',        after(503, LEAKED),                                  DOWN],
  ['answers 504',                        status(504),                                         LATE],
  ['answers 599, which nobody knows',    status(599),                                         DOWN],
  // In the course of time
  ['is up and down in turn',             flapping(),                                          ['200', DOWN, '204', DOWN, DOWN, BAD]],
  ['is down for long',                   { status: 503, text },                               `${DOWN} 10`, 'long outage'],
  ['is down while a clock is set back',  { status: 503, text },                               DOWN, 'clock set back'],
  ['is down while a clock is set forward', { status: 503, text },                             DOWN, 'clock set forward'],
];
