/**
 * Requests that nobody would write: 20,000 in every run, and as many as `GENERATED_REQUESTS` says where somebody has the
 * time (`GENERATED_REQUESTS=1000000 npx vitest run test/server/generated.test.ts`). No crash, no hang, no 5xx, no secret.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BODIES,
  createFixture,
  CREDENTIAL,
  healthy,
  KEY,
  NAVIGATION,
  OTHER_USER,
  PAGE,
  PUBLIC_URL,
  SECRETS,
  USER,
  USER_ROUTES,
  type Fixture,
} from './fixture.js';

const TOTAL = Number(process.env.GENERATED_REQUESTS ?? 20_000);
const TIME_OUT = 120_000 + TOTAL * 6;
const share = (part: number) => ({ numRuns: Math.ceil(TOTAL * part) });

let at: Fixture;
let session: string;
let startPath: string;
let linkPath: string;
beforeAll(async () => {
  // What was read a moment ago is not asked of Leaf again: it is the companion that is tried here.
  at = await createFixture({}, { fresh: 3_600_000 });
  session = await at.session({ ttlSeconds: 3600 });
  startPath = await at.startPath();
  linkPath = await at.linkPath();
  healthy(at.leaf);
});
afterAll(() => at.leaf.close());

const PLANTED = [...Object.values(SECRETS), KEY.slice(3), CREDENTIAL.accessToken, CREDENTIAL.refreshToken];

async function expectDecentAnswer(response: Response): Promise<void> {
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  expect(response.headers.get('X-Request-Id')).toMatch(/^[\da-f-]{36}$/);
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  expect(response.headers.get('Vary')).toBe('Origin');
  for (const secret of PLANTED) expect(text).not.toContain(secret);
  // A HEAD has nothing to read.
  if (text !== '' && response.status >= 400 && response.headers.get('Content-Type')?.includes('json')) {
    expect(JSON.parse(text)).toMatchObject({ status: response.status, type: expect.stringMatching(/^urn:/) as string });
  }
  at.log.length = 0;
  at.leaf.calls.length = 0;
}

const latin1 = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((n) => n < 0x7f || n > 0x9f)
    .map((n) => String.fromCharCode(n)),
});
const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), latin1);
const token = fc.stringMatching(/^[A-Za-z][A-Za-z\d!#$%&'*+.^_`|~-]{0,15}$/);

/** Places that mean something, and what is nearly one of them. */
const segment = fc.oneof(
  fc.constantFrom(
    'connection',
    'attempts',
    'links',
    'organizations',
    'sync',
    'events',
    'start',
    'webhooks',
    'leaf',
    'healthz',
    'jd',
  ),
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%00',
    '%',
    '%zz',
    '%c0%af',
    ':token',
    '*',
    'constructor',
    '__proto__',
    OTHER_USER,
  ),
  anyText.map(encodeURIComponent as (text: string) => string).filter((text) => text.length < 500),
);
const path = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...USER_ROUTES.map(([, route]) => route), '/webhooks/leaf', '/start/x', '/healthz'),
  },
  { weight: 2, arbitrary: fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`) },
);
const query = fc.oneof(
  fc.constant(''),
  fc.constantFrom('?include=sync,data', '?include=sync&include=data', '?include=', '?include=sync,,', '?include=%00'),
  fc.webQueryParameters().map((text) => `?${text}`),
);

const method = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PUT') },
  { weight: 1, arbitrary: token.filter((name) => !/^(connect|trace|track)$/i.test(name)) },
);

const HEADERS: Record<string, fc.Arbitrary<string>> = {
  Origin: fc.constantFrom(PAGE, 'null', `${PAGE}, ${PAGE}`, 'https://evil.test', '', new URL(PUBLIC_URL).origin),
  'Content-Type': fc.constantFrom(
    'application/json',
    'application/json; charset=utf-16',
    'text/plain',
    ';',
    'multipart/form-data',
  ),
  'Content-Length': fc.constantFrom('0', '2', '-1', '1e9', '99999999999999999999', 'x'),
  'Content-Encoding': fc.constantFrom('gzip', 'br', 'identity', 'x'),
  'Transfer-Encoding': fc.constantFrom('chunked', 'gzip, chunked', 'x'),
  'Sec-Fetch-Site': fc.constantFrom('same-origin', 'cross-site', 'none', 'x'),
  'Sec-Fetch-Mode': fc.constantFrom('navigate', 'cors', 'x'),
  'Sec-Fetch-Dest': fc.constantFrom('document', 'iframe', 'x'),
  Referer: fc.constantFrom(`${PAGE}/`, 'about:blank', `${PAGE}/, ${PAGE}/`, '//', 'https://[::1'),
  'Accept-Language': fc.oneof(fc.constantFrom('de;q=NaN', 'en;q=1e400', ',,,;;;', '*'), latin1),
  Cookie: latin1,
  Host: fc.constantFrom('evil.test', '', 'a b', '[::1]:x'),
  'X-Forwarded-For': fc.constantFrom('1.2.3.4', '<script>', ',,,'),
  'X-Forwarded-Host': fc.constantFrom('evil.test', 'evil.test, b'),
  'X-Leaf-Signature': fc.oneof(latin1, fc.base64String({ minLength: 44, maxLength: 44 })),
  'X-HTTP-Method-Override': fc.constantFrom('DELETE', 'x'),
  'Access-Control-Request-Method': fc.oneof(token, latin1),
};
const headers = fc
  .tuple(fc.record(HEADERS, { requiredKeys: [] }), fc.dictionary(token, latin1, { maxKeys: 4 }))
  .map(([known, unknown]) => ({ ...unknown, ...(known as Record<string, string>) }));

const deep = fc
  .integer({ min: 1, max: 9_000 })
  .chain((depth) =>
    fc.constantFrom(
      '['.repeat(depth),
      '['.repeat(depth) + ']'.repeat(depth),
      '{"a":'.repeat(depth),
      `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`,
    ),
  );
const body = fc.oneof<fc.Arbitrary<BodyInit>[]>(
  fc.constant('{}'),
  fc.json(),
  anyText,
  deep,
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from(bytes)),
  fc.integer({ min: 16_000, max: 17_000 }).map((size) => JSON.stringify({ a: 'x'.repeat(size) })),
  fc
    .dictionary(
      fc.constantFrom('__proto__', 'constructor', 'leafUserId', 'sub', 'status', 'kind', 'returnUrl'),
      fc.oneof(fc.jsonValue(), fc.constantFrom('SELECTED', 'PREVIEW', 'BLOCKED', 'magic-link', 'start', PAGE)),
    )
    .map((value) => JSON.stringify(value)),
);

/** As a host would build it. What no `Request` can hold does not reach a companion. */
function requestOf(
  name: string,
  address: string,
  fields: Record<string, string>,
  content: BodyInit,
): Request | undefined {
  const bodiless = /^(get|head)$/i.test(name);
  // A server hangs up on whoever sends less than was said, so that this is a sign of a host that read the body itself.
  const { 'Content-Length': _length, ...rest } = fields;
  const isEmpty = content === '' || (content instanceof Uint8Array && content.length === 0);
  const headers = isEmpty ? rest : fields;
  try {
    return new Request(address, { method: name, headers, ...(!bodiless && { body: content }) });
  } catch {
    return undefined;
  }
}

describe('generated requests', () => {
  it(
    'of any kind get a decent answer',
    async () => {
      const authorization = fc.constantFrom('ours', 'ours', 'none', 'Bearer a.b.c', 'Basic eDp5', 'Bearer', 'bearer\t');
      await fc.assert(
        fc.asyncProperty(
          method,
          path,
          query,
          headers,
          authorization,
          body,
          async (name, place, asked, fields, who, content) => {
            const Authorization =
              who === 'ours' ? { Authorization: `Bearer ${session}` } : who === 'none' ? {} : { Authorization: who };
            const request = requestOf(name, `${PUBLIC_URL}${place}${asked}`, { ...fields, ...Authorization }, content);
            fc.pre(request !== undefined);
            const response = await at.companion.fetch(request);
            if (who !== 'ours' && place !== startPath) expect(at.leaf.calls).toEqual([]);
            await expectDecentAnswer(response);
          },
        ),
        share(0.5),
      );
    },
    TIME_OUT,
  );

  it(
    'with bodies of every kind, from the right page and user, are taken or refused',
    async () => {
      const fields = { Authorization: `Bearer ${session}`, Origin: PAGE, 'Content-Type': 'application/json' };
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(
            ['POST', '/attempts', 201] as const,
            ['POST', '/links', 201] as const,
            ['PATCH', '/organizations/1', 200] as const,
          ),
          body,
          async ([name, place, taken], content) => {
            const response = await at.ask(name, place, fields, content);
            expect([taken, 400, 413]).toContain(response.status);
            await expectDecentAnswer(response);
          },
        ),
        share(0.2),
      );
    },
    TIME_OUT,
  );

  it(
    'at the window start nothing but the sign-in of their own attempt',
    async () => {
      const edit = fc.tuple(fc.nat(), fc.constantFrom('', 'A', '.', '%00', '=', '..'));
      await fc.assert(
        fc.asyncProperty(
          fc.boolean(),
          edit,
          headers,
          fc.constantFrom('GET', 'POST'),
          async (handed, [where, what], fields, name) => {
            const genuine = handed ? linkPath : startPath;
            const cut = '/start/'.length + (where % (genuine.length - '/start/'.length));
            const forged = genuine.slice(0, cut) + what + genuine.slice(cut + 1);
            fc.pre(forged !== genuine);
            const response = await at.ask(name, forged, { ...NAVIGATION, ...fields }, name === 'POST' ? '' : undefined);
            // A last character with bits to spare may spell the same signature.
            if (cut < genuine.length - 1) expect([404, 410]).toContain(response.status);
            await expectDecentAnswer(response);
          },
        ),
        share(0.1),
      );
    },
    TIME_OUT,
  );
});

describe("another user's id, wherever it is put", () => {
  const PLACES = ['path', 'suffix', 'query', 'body', 'header', 'cookie', 'doubled query'] as const;
  const NAMES = [
    'leafUserId',
    'leaf_user_id',
    'sub',
    'user',
    'userId',
    'id',
    'X-Leaf-User',
    'X-User-Id',
    'externalId',
    '__proto__',
  ];

  it(
    'never reaches Leaf',
    async () => {
      const fresh = await createFixture();
      const sessions = new Map<string, string>();
      for (const user of [USER, OTHER_USER])
        sessions.set(user, await fresh.session({ leafUserId: user, ttlSeconds: 3600 }));
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...USER_ROUTES),
          fc.uniqueArray(fc.constantFrom(...PLACES), { minLength: 1 }),
          fc.constantFrom(...NAMES),
          fc.oneof(fc.uuid(), fc.constant(OTHER_USER)),
          fc.constantFrom(USER, OTHER_USER),
          async ([name, route], places, field, id, asker) => {
            const other = id === asker ? (asker === USER ? OTHER_USER : USER) : id;
            const put = (place: (typeof PLACES)[number]) => places.includes(place);
            const address = [
              put('path') ? `/users/${other}${route}` : route,
              put('suffix') ? `/${other}` : '',
              put('query') ? `?include=sync,data&${field}=${other}` : '?',
              put('doubled query') ? `&${field}=${asker}&${field}=${other}` : '',
            ].join('');
            const response = await fresh.ask(
              name,
              address,
              {
                Authorization: `Bearer ${sessions.get(asker) ?? ''}`,
                Origin: PAGE,
                'Content-Type': 'application/json',
                ...(put('header') && { [field]: other }),
                ...(put('cookie') && { Cookie: `${field}=${other}; session=${sessions.get(other) ?? other}` }),
              },
              BODIES[name] &&
                JSON.stringify({
                  ...(JSON.parse(BODIES[name]) as object),
                  ...(put('body') && field !== '__proto__' && { [field]: other }),
                }),
            );
            if (put('path') || put('suffix')) expect(response.status).toBe(404);
            else expect(response.ok).toBe(true);
            expect(JSON.stringify(fresh.leaf.calls)).not.toContain(other);
            for (const call of fresh.leaf.calls) expect(call.path).toContain(asker);
            fresh.leaf.calls.length = 0;
            fresh.log.length = 0;
          },
        ),
        share(0.2),
      );
      await fresh.leaf.close();
    },
    TIME_OUT,
  );
});
