import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../../demo/simulator/index.js';
import { connect, LeafCaller } from './grower.js';

const simulator = await startSimulator();
const leaf = await LeafCaller.logIn(simulator);
let user: string;

beforeEach(async () => {
  simulator.reset();
  user = await simulator.createLeafUser();
});
afterAll(() => simulator.close());

const listed = (path: string) => leaf.json('GET', path) as Promise<{ providerOrgId: string; status: string }[]>;

describe('Leaf tokens', () => {
  const authenticate = (password: string, rememberMe?: string) =>
    fetch(`${simulator.leafUrl}/api/authenticate`, {
      method: 'POST',
      body: JSON.stringify({ username: simulator.username, password, rememberMe }),
    });
  const secondsOf = async (response: Response) => {
    const { id_token: token } = (await response.json()) as { id_token: string };
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, number>;
    return (claims.exp ?? 0) - (claims.iat ?? 0);
  };

  it('are not given for a wrong password', async () => {
    expect((await authenticate('guess')).status).toBe(401);
  });

  it('last thirty days when asked to be remembered, and one day otherwise', async () => {
    expect(await secondsOf(await authenticate(simulator.password, 'true'))).toBe(30 * 86400);
    expect(await secondsOf(await authenticate(simulator.password))).toBe(86400);
  });

  it.each([
    ['GET', '/users'],
    ['GET', '/users/ID/john-deere-credentials'],
    ['DELETE', '/users/ID/john-deere-credentials'],
    ['POST', '/users/ID/one-click-integration/JohnDeere'],
    ['POST', '/users/ID/JohnDeere/organizations/sync'],
  ])('are demanded by %s %s', async (method, path) => {
    for (const token of ['', 'not-a-token', `${leaf.token}x`]) {
      const answer = await new LeafCaller(simulator, token).call(method, path.replace('ID', user));
      expect(answer.status).toBe(401);
    }
  });
});

describe('Leaf users', () => {
  it('are created, and found by each of their fields', async () => {
    const about = { name: 'Home Farm', email: 'farm@example.org', externalId: 'farm-1' };
    const created = await leaf.json('POST', '/users', about);
    expect(created).toMatchObject(about);
    for (const [field, value] of Object.entries(about))
      expect(await leaf.json('GET', `/users?${field}=${encodeURIComponent(value)}`)).toEqual([created]);
    expect(await leaf.json('GET', '/users?externalId=farm-2')).toEqual([]);
  });

  it('come in pages of at most a hundred', async () => {
    for (let count = 0; count < 25; count += 1)
      await leaf.json('POST', '/users', { name: 'One of many', externalId: `many-${count}` });
    const page = async (query: string) =>
      (await leaf.json('GET', `/users?name=One%20of%20many${query}`)) as { externalId: string }[];
    expect((await page('')).length).toBe(20);
    expect((await page('&page=1&size=20')).map(({ externalId }) => externalId)).toEqual(
      [20, 21, 22, 23, 24].map((number) => `many-${number}`),
    );
    expect((await leaf.call('GET', '/users?size=101')).status).toBe(400);
  });

  it('need a name', async () => {
    expect((await leaf.call('POST', '/users', { email: 'farm@example.org' })).status).toBe(400);
  });
});

describe('what is not there', () => {
  const calls = [
    ['GET', '/john-deere-credentials'],
    ['DELETE', '/john-deere-credentials'],
    ['GET', '/john-deere-credentials/status'],
    ['GET', '/john-deere-credentials/events'],
    ['GET', '/organizations/JohnDeere'],
    ['GET', '/JohnDeere/organizations'],
    ['POST', '/JohnDeere/organizations/sync'],
    ['PATCH', '/JohnDeere/organizations/509991/SELECTED'],
  ] as const;

  it.each(calls)('%s %s answers 404 without a credential', async (method, path) => {
    const answer = await leaf.call(method, `/users/${user}${path}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ status: 404, errorKey: 'credentialNotFound' });
  });

  it.each([...calls, ['POST', '/one-click-integration/JohnDeere'] as const])(
    '%s %s answers 404 for an unknown Leaf user',
    async (method, path) => {
      const answer = await leaf.call(method, `/users/00000000-0000-4000-8000-000000000000${path}`);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ status: 404, errorKey: 'leafUserNotFound' });
    },
  );
});

describe('the credential', () => {
  it('comes back with every secret in clear, and the simulator can list them all', async () => {
    await connect(leaf, user, 'several');
    const credential = (await leaf.json('GET', `/users/${user}/john-deere-credentials`)) as Record<string, string>;
    expect(credential).toMatchObject({ status: 'OK', clientKey: simulator.clientKey, clientEnvironment: 'PRODUCTION' });
    expect(credential.createdTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(credential.clientSecret).toBe(simulator.clientSecret);
    const inClear = ['clientSecret', 'accessToken', 'refreshToken', 'tokenId', 'tokenSecretKey'];
    const held = [...inClear.map((field) => credential[field]), leaf.token, simulator.password];
    expect(held.every((secret) => typeof secret === 'string' && secret.length >= 16)).toBe(true);
    expect(simulator.secrets()).toEqual(expect.arrayContaining(held));
  });

  it('keeps the raw traffic of John Deere as events', async () => {
    await connect(leaf, user, 'several');
    const events = (await leaf.json('GET', `/users/${user}/john-deere-credentials/events`)) as object[];
    const { accessToken } = (await leaf.json('GET', `/users/${user}/john-deere-credentials`)) as {
      accessToken: string;
    };
    expect(events.length).toBeGreaterThan(0);
    expect(events[0]).toHaveProperty('statusCode', 200);
    expect(JSON.stringify(events)).toContain(accessToken);
  });

  it('is gone after DELETE, which lets the access at John Deere live on', async () => {
    await connect(leaf, user, 'several');
    const { accessToken } = (await leaf.json('GET', `/users/${user}/john-deere-credentials`)) as {
      accessToken: string;
    };
    expect((await leaf.call('DELETE', `/users/${user}/john-deere-credentials`)).status).toBe(204);
    expect((await leaf.call('GET', `/users/${user}/john-deere-credentials`)).status).toBe(404);
    const headers = { Authorization: `Bearer ${accessToken}` };
    expect((await fetch(`${simulator.deereUrl}/platform/organizations`, { headers })).status).toBe(200);
  });

  it('can be given as a refresh token, which John Deere must accept', async () => {
    await connect(leaf, user, 'several');
    const credential = (await leaf.json('GET', `/users/${user}/john-deere-credentials`)) as Record<string, string>;
    const { clientKey, clientSecret, clientEnvironment, refreshToken } = credential;
    const body = { clientKey, clientSecret, clientEnvironment, refreshToken };
    const other = await simulator.createLeafUser();
    expect((await leaf.call('POST', `/users/${other}/john-deere-credentials`, body)).status).toBe(201);
    expect(await leaf.json('GET', `/users/${other}/organizations/JohnDeere`)).toMatchObject({
      connectedOrganizations: [{ id: '509991' }, { id: '509992' }],
    });
    const forged = { ...body, refreshToken: 'guess' };
    expect((await leaf.call('POST', `/users/${other}/john-deere-credentials`, forged)).status).toBe(400);
  });
});

describe('the organizations that Leaf processes', () => {
  beforeEach(() => connect(leaf, user, 'several'));
  const path = () => `/users/${user}/JohnDeere/organizations`;

  it('are the connected ones; the others are blocked', async () => {
    expect((await listed(path())).map(({ providerOrgId, status }) => [providerOrgId, status])).toEqual([
      ['509991', 'SELECTED'],
      ['509992', 'SELECTED'],
      ['509993', 'BLOCKED'],
      ['509994', 'BLOCKED'],
    ]);
  });

  it('come in pages of at most a hundred', async () => {
    expect((await listed(`${path()}?page=1&size=3`)).map(({ providerOrgId }) => providerOrgId)).toEqual(['509994']);
    expect((await leaf.call('GET', `${path()}?size=101`)).status).toBe(400);
  });

  it('are switched one by one, unless they are blocked', async () => {
    expect(await leaf.json('PATCH', `${path()}/509991/PREVIEW`)).toMatchObject({ status: 'PREVIEW' });
    expect(await leaf.json('GET', `${path()}/509991`)).toMatchObject({ providerOrgId: '509991', status: 'PREVIEW' });
    expect((await leaf.call('PATCH', `${path()}/509993/SELECTED`)).status).toBe(400);
    expect((await leaf.call('PATCH', `${path()}/509991/BLOCKED`)).status).toBe(404);
    expect((await leaf.call('GET', `${path()}/1`)).status).toBe(404);
  });
});

describe('the record of calls', () => {
  it('says who was asked what, in order, and leaves the grower’s own visits out', async () => {
    await connect(leaf, user, 'empty');
    await leaf.call('GET', `/users/${user}/john-deere-credentials`);
    await leaf.call('GET', '/nothing-like-that');
    const base = '/services/usermanagement/api';
    expect(simulator.calls.all).toEqual([
      {
        method: 'POST',
        route: `${base}/users/:id/one-click-integration/JohnDeere`,
        path: `${base}/users/${user}/one-click-integration/JohnDeere`,
        leafUserId: user,
      },
      {
        method: 'GET',
        route: `${base}/users/:id/john-deere-credentials`,
        path: `${base}/users/${user}/john-deere-credentials`,
        leafUserId: user,
      },
      { method: 'GET', route: `${base}/nothing-like-that`, path: `${base}/nothing-like-that`, leafUserId: undefined },
    ]);
    simulator.calls.reset();
    expect(simulator.calls.all).toEqual([]);
  });
});
