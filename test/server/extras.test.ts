/** What a page is told of a connection only where it asks for it. */
import { describe, expect, it, vi } from 'vitest';
import { Connection } from '../../src/protocol/wire.js';
import { FAULTS } from './faulty-leaf.js';
import { codeOf, createFixture, CREDENTIAL, ORGANIZATIONS, RESOURCES, SYNCED, USER, fixtureOfFile } from './fixture.js';

const at = await fixtureOfFile();

const READS = [
  ['GET', '/connection'],
  ['POST', '/organizations/sync'],
] as const;

async function told(query: string, [method, path]: readonly [string, string] = READS[0]): Promise<Connection> {
  const response = await at.askAsPage(method, `${path}${query}`);
  expect(response.status).toBe(200);
  return Connection.parse(await response.json());
}

const paths = () => at.leaf.calls.map(({ method, path }) => `${method} ${path.split('/').slice(2).join('/')}`);
const leftOut = () => at.log.filter(({ event }) => event === 'extra_left_out');
const EXTRA_ROUTES = [
  ['GET JohnDeere/organizations?page=0&size=100', 'sync'],
  ['GET configs', 'sync'],
  ['GET resources', 'data'],
] as const;

describe.each(READS)('%s %s', (method, path) => {
  it('tells no extra unasked, and asks nobody for one', async () => {
    const connection = await told('', [method, path]);
    expect(connection).not.toHaveProperty('dataSync');
    expect(connection).not.toHaveProperty('data');
    expect(JSON.stringify(connection)).not.toContain('"sync"');
    expect(paths().join()).not.toMatch(/configs|resources|page=/);
  });

  it('tells what is synced of every organization, connected or not', async () => {
    const { dataSync, organizations } = await told('?include=sync', [method, path]);
    expect(dataSync).toBe('ALL');
    expect(organizations).toEqual({
      connected: [{ ...ORGANIZATIONS.connectedOrganizations[0], sync: 'SELECTED' }],
      notConnected: [{ ...ORGANIZATIONS.notConnectedOrganizations[0], sync: 'BLOCKED' }],
    });
  });

  it('tells what has arrived', async () => {
    const { data } = await told('?include=data', [method, path]);
    expect(data).toEqual({ growers: 1, farms: 3, fields: 41, syncedAt: RESOURCES.summaries[1]?.syncReferenceTime });
  });

  it.each([
    '?include=sync,data',
    '?include=data&include=sync',
    '?include=sync,data,sync&theirs=1',
    '?include=%73ync%2Cdata',
  ])('tells both for %s', async (query) => {
    expect(await told(query, [method, path])).toMatchObject({ dataSync: 'ALL', data: { fields: 41 } });
  });

  it.each(['', 'syn', 'SYNC', 'sync,', 'sync, data', 'sync,events', 'constructor', '__proto__'])(
    'does not know the extra %j, and asks nobody',
    async (word) => {
      const response = await at.askAsPage(method, `${path}?include=${encodeURIComponent(word)}`);
      expect([response.status, await codeOf(response)]).toEqual([400, 'bad_request']);
      expect(at.leaf.calls).toEqual([]);
    },
  );
});

describe('what is synced', () => {
  it('is left open where Leaf does not know the organization, or its word is not known', async () => {
    at.leaf.on('GET JohnDeere/organizations?page=0&size=100', { json: [{ ...SYNCED[0], status: 'PARTLY' }] });
    const { organizations } = await told('?include=sync');
    expect([...organizations.connected, ...organizations.notConnected].map((one) => 'sync' in one)).toEqual([
      false,
      false,
    ]);
  });

  it('is not told of an organization that is on neither list', async () => {
    at.leaf.on('GET JohnDeere/organizations?page=0&size=100', { json: [{ providerOrgId: '9', status: 'SELECTED' }] });
    expect(JSON.stringify(await told('?include=sync'))).not.toContain('"9"');
  });
});

describe('without a credential', () => {
  it('there is nothing to tell, and nobody is asked', async () => {
    at.leaf.on('GET john-deere-credentials', { status: 404 });
    const connection = await told('?include=sync,data');
    expect([connection.state, connection.dataSync, connection.data]).toEqual(['disconnected', undefined, undefined]);
    expect(at.leaf.calls).toHaveLength(1);
  });
});

describe('the cost at Leaf', () => {
  const bulk = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ providerOrgId: String(n), status: 'PREVIEW' }));

  it.each([
    ['', 2],
    ['?include=data', 3],
    ['?include=sync', 4],
    ['?include=sync,data', 5],
  ])('of GET /connection%s is %i calls', async (query, calls) => {
    await told(query);
    expect(at.leaf.calls).toHaveLength(calls);
  });

  it('is one more for every hundred organizations', async () => {
    at.leaf.on('GET JohnDeere/organizations?page=0&size=100', { json: bulk(100) });
    at.leaf.on('GET JohnDeere/organizations?page=1&size=100', { json: bulk(1) });
    await told('?include=sync');
    expect(at.leaf.calls).toHaveLength(5);
  });

  it('is part of what polling costs, so that the pace slows down for it', async () => {
    const paced = async (query: string) => {
      vi.useFakeTimers({ toFake: ['Date', 'performance'] });
      const busy = await createFixture({ upstreamBudget: 0.5 });
      busy.leaf.on('GET john-deere-credentials', { json: { ...CREDENTIAL, status: 'MISSING_PERMISSION' } });
      let pace: number | null = null;
      for (let turn = 0; turn < 3; turn += 1) {
        vi.advanceTimersByTime(6_000);
        ({ pollAfterMs: pace } = Connection.parse(await (await busy.askAsPage('GET', `/connection${query}`)).json()));
      }
      vi.useRealTimers();
      await busy.leaf.close();
      return pace;
    };
    expect([await paced(''), await paced('?include=data'), await paced('?include=sync,data')]).toEqual([
      5_000, 7_500, 12_500,
    ]);
  });
});

describe('a Leaf that cannot tell an extra', () => {
  const HURRIED = { leafHeaders: 300, leafCall: 600, request: 3_000, backoff: 2 };
  const partial = FAULTS.flatMap(([does, fault]) => (fault === 'refuse' ? [] : [{ does, fault }]));

  it.each(partial)('since it $does, leaves it out, and the answer stands', async ({ fault }) => {
    const hurried = await createFixture({}, HURRIED);
    for (const [route] of EXTRA_ROUTES) hurried.leaf.on(route, fault);
    const response = await hurried.askAsPage('GET', '/connection?include=sync,data');
    const body = await response.text();
    const { state, organizations } = Connection.parse(JSON.parse(body));
    expect([response.status, state, organizations.connected.length]).toEqual([200, 'connected', 1]);
    expect(body + JSON.stringify(hurried.log)).not.toMatch(/upstream-text|evil\.test/);
    await hurried.leaf.close();
  });

  it.each(EXTRA_ROUTES)('at %s is told in one log line, and the other extra is told', async (route, extra) => {
    at.leaf.on(route, { status: 500, text: 'upstream words' });
    const connection = await told('?include=sync,data');
    expect(leftOut()).toEqual([expect.objectContaining({ event: 'extra_left_out', extra, code: 'leaf_unavailable' })]);
    expect([connection.dataSync, connection.data?.fields]).toEqual(
      extra === 'sync' ? [undefined, 41] : ['ALL', undefined],
    );
    expect(JSON.stringify(at.log)).not.toContain('upstream words');
  });

  it('says nothing in the log when all is well', async () => {
    await told('?include=sync,data');
    expect(leftOut()).toEqual([]);
  });
});

it('asks about nobody but the user of the session', async () => {
  await told('?include=sync,data');
  expect(at.leaf.calls).toHaveLength(5);
  for (const { path } of at.leaf.calls) expect(path).toContain(USER);
});
