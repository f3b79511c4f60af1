/** `POST /links` with `magic-link`: a page that Leaf hosts. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Link } from '../../src/protocol/wire.js';
import { hostedHref } from '../../src/server/leaf/links.js';
import { codeOf, createFixture, MAGIC_LINK, USER, fixtureOfFile } from './fixture.js';
import { readQr } from './read-qr.js';

const at = await fixtureOfFile();
afterEach(() => vi.useRealTimers());

const BODY = '{"kind":"magic-link"}';
const ask = (companion = at, body = BODY) => companion.askAsPage('POST', '/links', {}, body);
const says = (answer: object) => at.leaf.on('POST magic-link', { json: { link: MAGIC_LINK, ...answer } });
const DAY_MS = 24 * 60 * 60_000;

describe('a magic link', () => {
  it('is Leaf’s own, with its QR code, good for a day', async () => {
    const response = await ask();
    expect(response.status).toBe(201);
    const link = Link.parse(await response.json());
    expect(link.url).toBe(MAGIC_LINK);
    expect(readQr(link.qr)).toBe(MAGIC_LINK);
    expect(Math.round((Date.parse(link.expiresAt) - Date.now()) / 60_000)).toBe(24 * 60);
  });

  it('is asked of Leaf in one call, for the user of the session, in the words that Leaf documents', async () => {
    await ask();
    expect(at.leaf.calls.map(({ path, body }): unknown[] => [path, JSON.parse(body)])).toEqual([
      [
        `/services/widgets/api/magic-link/users/${USER}/authentication`,
        { expiresIn: 86_400, provider: 'JohnDeere', settings: { companyName: 'Partner Inc.' } },
      ],
    ]);
  });

  it('looks and lives as the options say', async () => {
    const look = {
      companyLogo: 'https://app.partner.test/logo.png',
      backgroundColor: '#fff',
      disconnectEnabled: false,
    };
    const branded = await createFixture({ magicLink: { expiresIn: 900, ...look } });
    const link = Link.parse(await (await ask(branded)).json());
    expect(JSON.parse(branded.leaf.calls[0]?.body ?? '')).toEqual({
      expiresIn: 900,
      provider: 'JohnDeere',
      settings: { companyName: 'Partner Inc.', ...look },
    });
    expect(Math.round((Date.parse(link.expiresAt) - Date.now()) / 60_000)).toBe(15);
    await branded.leaf.close();
  });

  it.each([{}, { disconnectEnabled: true }])(
    'disconnects nobody for a session that may not, with the look %j',
    async (look) => {
      const branded = await createFixture({ magicLink: look });
      const session = await branded.session({ scopes: ['connect'] });
      const headers = { Authorization: `Bearer ${session}` };
      expect((await branded.askAsPage('POST', '/links', headers, BODY)).status).toBe(201);
      await ask(branded);
      expect(
        branded.leaf.calls.map(({ body }): unknown => (JSON.parse(body) as { settings: object }).settings),
      ).toEqual([
        { companyName: 'Partner Inc.', disconnectEnabled: false },
        { companyName: 'Partner Inc.', ...look },
      ]);
      await branded.leaf.close();
    },
  );

  it('is asked for when Leaf knows that it is to fetch only what is selected, and not before', async () => {
    const selective = await createFixture({ dataSync: 'SELECTED_ONLY' });
    selective.leaf.on('PATCH configs', { status: 500 });
    expect((await ask(selective)).status).toBe(503);
    selective.leaf.on('PATCH configs', { json: {} });
    expect((await ask(selective)).status).toBe(201);
    const asked = selective.leaf.calls.map(({ method, path }) => `${method} ${path.split('/api/')[1] ?? ''}`);
    expect(asked).toEqual([
      `GET configs/${USER}`,
      `PATCH configs/${USER}`,
      `GET configs/${USER}`,
      `PATCH configs/${USER}`,
      `POST magic-link/users/${USER}/authentication`,
    ]);
    await selective.leaf.close();
  });

  it('leaves a line in the log, as every sign-in that is made does', async () => {
    await ask();
    expect(at.log).toEqual([
      expect.objectContaining({ event: 'sign_in_minted', handed: true, user: expect.any(String) as unknown }),
      expect.objectContaining({ route: '/links', status: 201 }),
    ]);
  });

  it('counts as a link', async () => {
    const limited = await createFixture({}, {}, { links: 1 });
    expect([(await ask(limited)).status, (await ask(limited, '{}')).status]).toEqual([201, 429]);
    await limited.leaf.close();
  });
});

describe('its end', () => {
  const NOW = Date.parse('2026-11-22T12:00:00Z');
  const latest = new Date(NOW + DAY_MS).toISOString();
  it.each<[string, unknown, string]>([
    ['in UTC', '2026-11-22T18:00:00Z', '2026-11-22T18:00:00.000Z'],
    ['without a zone, which is UTC', '2026-11-22T18:00:00.123456', '2026-11-22T18:00:00.123Z'],
    ['in seconds', (NOW + 3_600_000) / 1000, '2026-11-22T13:00:00.000Z'],
    ['in milliseconds', NOW + 3_600_000, '2026-11-22T13:00:00.000Z'],
    ['not at all', undefined, latest],
    ['as null', null, latest],
    ['as nonsense', 'tomorrow', latest],
    ['as an object', {}, latest],
    ['as over', '2026-11-22T11:59:59Z', latest],
    ['later than was asked for', '2126-01-01T00:00:00Z', latest],
    ['later than there is time', 1e300, latest],
  ])('that Leaf tells %s is told as it is, or as it was asked for', async (_, expiresAt, told) => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    says({ expiresAt });
    expect(Link.parse(await (await ask()).json()).expiresAt).toBe(told);
  });
});

describe('a link that leads elsewhere', () => {
  it.each([
    'https://evil.test/',
    'javascript:alert(1)',
    'http://127.0.0.1.evil.test/',
    'http://user:word@127.0.0.1/',
    'http://127.0.0.1\\@evil.test/',
    'not a link',
    '',
    `http://127.0.0.1/${'a'.repeat(2_940)}`,
  ])('such as %.40j is given to nobody', async (link) => {
    says({ link });
    const response = await ask();
    const body = await response.text();
    expect([response.status, JSON.parse(body)]).toMatchObject([502, { code: 'bad_response' }]);
    expect(body).not.toContain('evil');
    expect(at.log.map(({ event }) => event)).toEqual(['request']);
  });

  const API = 'https://api.withleaf.io';
  it.each<[string, string, readonly string[] | undefined, boolean]>([
    ['https://withleaf.io/m', API, undefined, true],
    ['https://widgets.withleaf.io/m', API, undefined, true],
    ['https://a.b.withleaf.io/m?x=1#y', API, undefined, true],
    ['https://api.withleaf.io/m', API, undefined, true],
    ['http://widgets.withleaf.io/m', API, undefined, false],
    ['https://widgets.withleaf.io:8443/m', API, undefined, false],
    ['https://evilwithleaf.io/m', API, undefined, false],
    ['https://withleaf.io.evil.test/m', API, undefined, false],
    ['https://withleaf.io./m', API, undefined, false],
    ['https://user@widgets.withleaf.io/m', API, undefined, false],
    ['https://widgets.withleaf.io\t/m', API, undefined, false],
    ['http://localhost/m', API, undefined, false],
    // What is beside the API's host may be anybody's.
    ['https://other.io/m', 'https://withleaf.io', undefined, false],
    ['https://evil.co.uk/m', 'https://leaf.co.uk', undefined, false],
    ['https://evil.workers.dev/m', 'https://leaf.workers.dev', undefined, false],
    ['https://m.leaf.co.uk/m', 'https://leaf.co.uk', undefined, true],
    ['https://widgets.withleaf.io/m', 'https://leaf.partner.test', undefined, true],
    ['https://widgets.withleaf.io/m', 'https://withleaf.io', undefined, true],
    ['https://8.0.0.5/m', 'https://10.0.0.5', undefined, false],
    ['https://10.0.0.5/m', 'https://10.0.0.5', undefined, true],
    ['https://connect.partner.test/m', API, ['https://connect.partner.test'], true],
    ['https://widgets.withleaf.io/m', API, ['https://connect.partner.test'], false],
    ['http://localhost:1/m', 'http://127.0.0.1:2', undefined, true],
    ['https://withleaf.io/m', 'http://127.0.0.1:2', undefined, false],
  ])('%j, from the API at %s with the origins %j, passes: %j', (link, api, origins, passes) => {
    expect(hostedHref(link, api, origins) !== null).toBe(passes);
  });
});

describe('a kind', () => {
  it.each(['{"kind":"start"}', '{}', '{"theirs":1}'])(
    'of %s is the companion’s own link, and calls nobody',
    async (body) => {
      const { url } = Link.parse(await (await ask(at, body)).json());
      expect(url).toContain('/start/');
      expect(at.leaf.calls).toEqual([]);
    },
  );

  it.each(['{"kind":"magic"}', '{"kind":""}', '{"kind":null}', '{"kind":["magic-link"]}'])(
    'of %s is refused',
    async (body) => {
      const response = await ask(at, body);
      expect([response.status, await codeOf(response)]).toEqual([400, 'bad_request']);
      expect(at.leaf.calls).toEqual([]);
    },
  );
});
