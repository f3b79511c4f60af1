import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Connection } from '../../src/protocol/wire.js';
import { createFixture, CREDENTIAL, healthy, ORGANIZATIONS, OTHER_USER, USER, type Fixture } from './fixture.js';

let at: Fixture;
beforeAll(async () => {
  at = await createFixture();
});
beforeEach(() => healthy(at.leaf));
afterAll(() => at.leaf.close());

async function connection(): Promise<Connection> {
  const response = await at.askAsPage('GET', '/connection');
  expect(response.status).toBe(200);
  return Connection.parse(await response.json());
}

const withStatus = (status: string | null) => {
  at.leaf.on('GET john-deere-credentials', { json: { ...CREDENTIAL, status } });
};
const withNoneConnected = () => {
  at.leaf.on('GET organizations/JohnDeere', { json: { ...ORGANIZATIONS, connectedOrganizations: [] } });
};
const paths = () => at.leaf.calls.map(({ method, path }) => `${method} ${path.split('/').slice(6).join('/')}`);

describe('what a page is told', () => {
  it('is exactly the documented fields, and none of the credential', async () => {
    const response = await at.askAsPage('GET', '/connection');
    expect(await response.json()).toEqual({
      state: 'connected',
      environment: 'PRODUCTION',
      connectedAt: CREDENTIAL.createdTime,
      revision: expect.stringMatching(/^[\w-]{16}$/) as string,
      health: 'ok',
      organizations: {
        connected: ORGANIZATIONS.connectedOrganizations,
        notConnected: ORGANIZATIONS.notConnectedOrganizations,
      },
      flow: 'one-click',
      messageOrigins: ['https://api.withleaf.io', 'https://api.agrigate.io'],
      grantUrl: ORGANIZATIONS.connectedOrganizations[0]?.managementUri,
      pollAfterMs: null,
      scopes: ['read', 'connect', 'disconnect', 'organizations'],
      account: expect.stringMatching(/^[\w-]{16}$/) as string,
    });
  });

  it.each([
    ['OK', 'ok', 'connected', 'no-organizations'],
    ['UNAUTHENTICATED', 'unauthenticated', 'attention', 'attention'],
    ['MISSING_PERMISSION', 'missing_permission', 'attention', 'no-organizations'],
    ['TEMPORARILY_UNAVAILABLE', 'temporarily_unavailable', 'connected', 'no-organizations'],
    ['NEVER_HEARD_OF', 'unknown', 'connected', 'no-organizations'],
    ['constructor', 'unknown', 'connected', 'no-organizations'],
    ['__proto__', 'unknown', 'connected', 'no-organizations'],
    [' ', 'unknown', 'connected', 'no-organizations'],
    ['unauthenticated', 'unauthenticated', 'attention', 'attention'],
  ])('maps %s to %s, %s with organizations and %s without', async (status, health, withSome, withNone) => {
    withStatus(status);
    expect(await connection()).toMatchObject({ health, state: withSome });
    withNoneConnected();
    expect(await connection()).toMatchObject({ health, state: withNone });
  });

  it.each([
    ['404', { status: 404 }],
    ['204', { status: 204 }],
    ['an empty body', { text: '' }],
    ['null', { json: null }],
    ['an empty list', { json: [] }],
    ['an empty object', { json: {} }],
  ])('is "disconnected" when Leaf says %s of the credential', async (_, answer) => {
    at.leaf.on('GET john-deere-credentials', answer);
    expect(await connection()).toMatchObject({
      state: 'disconnected',
      connectedAt: null,
      revision: null,
      health: 'unknown',
      pollAfterMs: 5000,
    });
  });

  it('keeps the organizations of a lost sign-in, where Leaf can still list them', async () => {
    const before = await connection();
    withStatus('UNAUTHENTICATED');
    expect(await connection()).toMatchObject({
      state: 'attention',
      organizations: before.organizations,
      revision: before.revision,
      connectedAt: before.connectedAt,
      pollAfterMs: 5000,
    });
  });

  it('leads to where the grant is ended: by a connected organization, else by the first address that may be opened', async () => {
    const grantUrl = async () => (await connection()).grantUrl;
    expect(await grantUrl()).toBe(ORGANIZATIONS.connectedOrganizations[0]?.managementUri);
    at.leaf.on('GET organizations/JohnDeere', {
      json: { connectedOrganizations: [{ id: '1', managementUri: 'https://evil.test/' }] },
    });
    expect(await grantUrl()).toBe('https://connections.deere.com');
    withNoneConnected();
    expect(await grantUrl()).toBe('https://connections.deere.com');
    at.leaf.on('GET john-deere-credentials', { status: 404 });
    expect(await grantUrl()).toBeUndefined();
    const nowhere = await createFixture({ managementOrigins: [] });
    expect(await (await nowhere.askAsPage('GET', '/connection')).json()).not.toHaveProperty('grantUrl');
    await nowhere.leaf.close();
  });

  it('says nothing of coming back where the sign-in ends on a page of Leaf’s', async () => {
    expect(await connection()).not.toHaveProperty('returns');
  });

  it('is "attention" when the sign-in is lost and organizations cannot be read', async () => {
    withStatus('UNAUTHENTICATED');
    at.leaf.on('GET organizations/JohnDeere', { status: 500 });
    expect(await connection()).toMatchObject({
      state: 'attention',
      organizations: { connected: [], notConnected: [] },
    });
  });

  it('takes numbers for ids, a missing name, and lists that are absent or null', async () => {
    at.leaf.on('GET john-deere-credentials', { json: { ...CREDENTIAL, id: 17 } });
    at.leaf.on('GET organizations/JohnDeere', {
      json: { connectedOrganizations: [{ id: 5 }], notConnectedOrganizations: null },
    });
    expect((await connection()).organizations).toEqual({
      connected: [{ id: '5', name: '5', managementUri: null }],
      notConnected: [],
    });
    at.leaf.on('GET organizations/JohnDeere', { json: {} });
    expect((await connection()).state).toBe('no-organizations');
  });

  it.each<[string, unknown, unknown[]]>([
    ['a number for its name', { id: '2', name: 5 }, [{ id: '2', name: '2', managementUri: null }]],
    [
      'a number for its link',
      { id: '2', name: 'South Farm', managementUri: 7 },
      [{ id: '2', name: 'South Farm', managementUri: null }],
    ],
    ['no id', { name: 'South Farm' }, []],
    ['an id that is none', { id: {}, name: 'South Farm' }, []],
    ['nothing in it', null, []],
  ])('keeps the other organizations when one has %s', async (_, odd, told) => {
    const north = { id: '1', name: 'North Farm', managementUri: null };
    const east = { id: '3', name: 'East Farm', managementUri: null };
    at.leaf.on('GET organizations/JohnDeere', { json: { connectedOrganizations: [north, odd, east] } });
    expect((await connection()).organizations.connected).toEqual([north, ...told, east]);
  });

  it('is of a credential whose status and time are of no kind that was ever documented', async () => {
    at.leaf.on('GET john-deere-credentials', { json: { id: '1', status: 7, createdTime: [2026, 11, 1, 10, 0] } });
    expect(await connection()).toMatchObject({ state: 'connected', health: 'unknown', connectedAt: null });
  });

  it('asks again in 5 s while something is expected', async () => {
    withNoneConnected();
    expect((await connection()).pollAfterMs).toBe(5000);
  });
});

describe('the revision', () => {
  it('is the same for the same credential, and another for another id or creation time', async () => {
    const revisions = [];
    for (const change of [{}, { accessToken: 'renewed' }, { id: 'credential-2' }, { createdTime: 'later' }]) {
      at.leaf.on('GET john-deere-credentials', { json: { ...CREDENTIAL, ...change } });
      revisions.push((await connection()).revision);
    }
    expect(revisions[1]).toBe(revisions[0]);
    expect(new Set(revisions).size).toBe(3);
  });
});

describe('a user who is disconnected between two calls to Leaf', () => {
  it('is disconnected, and nothing is wrong', async () => {
    at.leaf.on('GET organizations/JohnDeere', (response) => {
      at.leaf.on('GET john-deere-credentials', { status: 404 });
      response.writeHead(404).end();
    });
    expect(await connection()).toMatchObject({ state: 'disconnected', revision: null });
    expect(paths()).toEqual([
      'GET john-deere-credentials',
      'GET organizations/JohnDeere',
      'GET john-deere-credentials',
    ]);
  });

  it('is told from a refusal that means something else', async () => {
    at.leaf.on('GET organizations/JohnDeere', { status: 404 });
    expect((await at.askAsPage('GET', '/connection')).status).toBe(502);
  });
});

describe('the account', () => {
  const accountOf = async (companion: Fixture, leafUserId = USER, method = 'GET', path = '/connection') => {
    const Authorization = `Bearer ${await companion.session({ leafUserId })}`;
    const response = await companion.askAsPage(method, path, { Authorization });
    return Connection.parse(await response.json()).account;
  };

  it('is the same for the same user, connected or not, read or synced', async () => {
    const account = await accountOf(at);
    expect(await accountOf(at, USER, 'POST', '/organizations/sync')).toBe(account);
    at.leaf.on('GET john-deere-credentials', { status: 404 });
    expect(await accountOf(at)).toBe(account);
  });

  it('is another for another user', async () => {
    expect(await accountOf(at, OTHER_USER)).not.toBe(await accountOf(at));
  });

  it('is the same from another instance and under another session key, or a rotation would end a live attempt', async () => {
    const account = await accountOf(at);
    const rotated = await createFixture({ sessionKeys: [`k1:${Buffer.alloc(32, 9).toString('base64url')}`] });
    expect(await accountOf(rotated)).toBe(account);
    await rotated.leaf.close();
  });

  it('cannot be matched with the log', async () => {
    at.log.length = 0;
    const account = await accountOf(at);
    const users = at.log.map(({ user }) => user);
    expect(users).toEqual([expect.stringMatching(/^[\w-]{16}$/)]);
    expect(users).not.toContain(account);
  });
});

describe('the cost at Leaf', () => {
  it.each<[string, string, number, string?]>([
    ['POST', '/attempts', 0],
    ['POST', '/links', 0],
    ['POST', '/links', 1, '{"kind":"magic-link"}'],
    ['PATCH', '/organizations/1', 1],
    ['GET', '/events', 1],
    ['DELETE', '/connection', 1],
    ['POST', '/organizations/sync', 3],
  ])('of %s %s is %i calls (%s)', async (method, path, calls, body) => {
    expect((await at.askAsPage(method, path, {}, body)).ok).toBe(true);
    expect(at.leaf.calls).toHaveLength(calls);
  });

  it('is one call without a credential', async () => {
    at.leaf.on('GET john-deere-credentials', { status: 404 });
    await connection();
    expect(paths()).toEqual(['GET john-deere-credentials']);
  });

  it('is two calls with one', async () => {
    await connection();
    expect(paths()).toEqual(['GET john-deere-credentials', 'GET organizations/JohnDeere']);
  });

  it.each([
    ['an object', { json: { status: 'MISSING_PERMISSION' } }],
    ['a JSON string', { json: 'MISSING_PERMISSION' }],
    ['a bare word', { text: 'MISSING_PERMISSION\n' }],
  ])('is a third call only for a credential without a status, which may be answered by %s', async (_, answer) => {
    withStatus(null);
    at.leaf.on('GET john-deere-credentials/status', answer);
    expect((await connection()).health).toBe('missing_permission');
    expect(paths()).toContain('GET john-deere-credentials/status');
  });

  it('does not depend on the status call, which Leaf has withdrawn', async () => {
    withStatus(null);
    at.leaf.on('GET john-deere-credentials/status', { status: 500 });
    expect(await connection()).toMatchObject({ health: 'unknown', state: 'connected' });
  });
});

describe('management links', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://connections.deere.com/a',
    'https://user:word@connections.deere.com/a',
    'https://connections.deere.com@evil.test/a',
    'https://connections.deere.com./a',
    'https://connections.deere.com:444/a',
    'https://connections.deere.com\\@evil.test',
    'https://evil.test\\connections.deere.com',
    'https://evil.test/\thttps://connections.deere.com',
    'https://соnnections.deere.com/a',
    'not a url',
    '//connections.deere.com/a',
  ])('refuses %j, keeps the row, and says so in the log', async (managementUri) => {
    at.log.length = 0;
    at.leaf.on('GET organizations/JohnDeere', {
      json: { connectedOrganizations: [{ id: '1', name: 'North Farm', managementUri }] },
    });
    expect((await connection()).organizations.connected).toEqual([
      { id: '1', name: 'North Farm', managementUri: null },
    ]);
    expect(at.log.filter(({ event }) => event === 'link_refused')).toHaveLength(1);
  });

  it('are sent as browsers would open them', async () => {
    at.leaf.on('GET organizations/JohnDeere', {
      json: { connectedOrganizations: [{ id: '1', managementUri: 'HTTPS://connections.deere.com/a b?orgId=1' }] },
    });
    const [row] = (await connection()).organizations.connected;
    expect(row?.managementUri).toBe('https://connections.deere.com/a%20b?orgId=1');
  });
});

describe('markup in names', () => {
  it('is passed on as text in JSON', async () => {
    const name = '<img src=x onerror=alert(1)>';
    at.leaf.on('GET organizations/JohnDeere', { json: { connectedOrganizations: [{ id: '1', name }] } });
    const response = await at.askAsPage('GET', '/connection');
    expect(response.headers.get('Content-Type')).toContain('application/json');
    expect(Connection.parse(await response.json()).organizations.connected[0]?.name).toBe(name);
  });
});

describe('sync', () => {
  it('has Leaf read again from John Deere, then answers like a read', async () => {
    const response = await at.askAsPage('POST', '/organizations/sync');
    expect(Connection.parse(await response.json()).state).toBe('connected');
    expect(paths()[0]).toBe('POST JohnDeere/organizations/sync');
  });

  it('reads on when Leaf has nothing to sync', async () => {
    at.leaf.on('POST JohnDeere/organizations/sync', { status: 404 });
    expect((await at.askAsPage('POST', '/organizations/sync')).status).toBe(200);
  });

  it.each([
    [401, 502],
    [403, 502],
    [429, 503],
    [500, 503],
  ])('passes on that Leaf answered %i, as %i', async (status, told) => {
    at.leaf.on('POST JohnDeere/organizations/sync', { status });
    expect((await at.askAsPage('POST', '/organizations/sync')).status).toBe(told);
  });
});

describe('disconnecting', () => {
  it.each([200, 204, 404])('answers 204 when Leaf says %i', async (status) => {
    at.leaf.on('DELETE john-deere-credentials', { status });
    const response = await at.askAsPage('DELETE', '/connection');
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(paths()).toEqual(['DELETE john-deere-credentials']);
  });

  it('does not claim to have disconnected when Leaf fails', async () => {
    at.leaf.on('DELETE john-deere-credentials', { status: 500 });
    expect((await at.askAsPage('DELETE', '/connection')).status).toBe(503);
  });
});
