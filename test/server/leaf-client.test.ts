/** `createLeafClient`: Leaf's calls for the host application's own server, over a real socket. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationError, createLeafClient, LeafError, type LeafClient } from '../../src/server/index.js';
import { startLeafStub, type LeafStub } from '../support/leaf-stub.js';
import { CREDENTIAL, EVENTS, healthy, ORGANIZATIONS, SECRETS, SIGN_IN, SYNCED, USER } from './fixture.js';

let leaf: LeafStub;
let client: LeafClient;
beforeAll(async () => {
  leaf = await startLeafStub();
});
beforeEach(() => {
  healthy(leaf);
  client = createLeafClient({ token: SECRETS.leafToken, apiUrl: leaf.url });
});
afterAll(() => leaf.close());

const USERS = '/services/usermanagement/api/users';
const KEYS = { clientKey: 'client-key', clientSecret: 'a-client-secret', environment: 'STAGE' } as const;
const GROWER = { externalId: 'grower-1', name: 'North Farm', email: 'north@farm.test' };
const sent = () => leaf.calls.map(({ method, path }) => `${method} ${path.split('/').slice(6).join('/')}`);
const findBy = (query: string, page = 0) => `GET ${USERS}?${query}&page=${page}&size=100`;

/** What a method throws; fails where it throws nothing of ours. */
async function errorOf(work: Promise<unknown>): Promise<LeafError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LeafError)) throw new Error(`no LeafError: ${String(error)}`);
  return error;
}

/** Every method, as it is used. */
const METHODS: Record<string, (id?: string) => Promise<unknown>> = {
  'credentials.get': (id = USER) => client.credentials.get(id),
  'credentials.create': (id = USER) => client.credentials.create(id, { ...KEYS, refreshToken: 'a-refresh-token' }),
  'credentials.delete': (id = USER) => client.credentials.delete(id),
  'credentials.status': (id = USER) => client.credentials.status(id),
  'credentials.events': (id = USER) => client.credentials.events(id),
  'oneClick.signInUrl': (id = USER) => client.oneClick.signInUrl(id, KEYS),
  'providerConnections.signInUrl': (id = USER) =>
    client.providerConnections.signInUrl(id, { appName: 'our-app', environment: 'STAGE' }),
  'providerConnections.list': (id = USER) => client.providerConnections.list(id),
  'organizations.list': (id = USER) => client.organizations.list(id),
  'organizations.sync': (id = USER) => client.organizations.sync(id),
  'organizations.synced': (id = USER) => client.organizations.synced(id),
  'organizations.choose': (id = USER) => client.organizations.choose(id, '1', 'SELECTED'),
  'configuration.get': (id = USER) => client.configuration.get(id),
  'configuration.set': (id = USER) => client.configuration.set(id, { dataSync: 'SELECTED_ONLY' }),
};
const USER_METHODS: Record<string, () => Promise<unknown>> = {
  'users.find': () => client.users.find({ externalId: 'grower-1' }),
  'users.create': () => client.users.create(GROWER),
  ensureLeafUser: () => client.ensureLeafUser(GROWER),
};
const ALL = { ...METHODS, ...USER_METHODS };

describe('credentials', () => {
  it('are read without the secrets that Leaf sends along', async () => {
    const credential = await client.credentials.get(USER);
    expect(credential).toEqual({ id: 'credential-1', status: 'OK', createdTime: CREDENTIAL.createdTime });
    leaf.on('GET john-deere-credentials', { json: { id: 7 } });
    expect(await client.credentials.get(USER)).toEqual({ id: '7', status: null, createdTime: null });
    leaf.on('GET john-deere-credentials', { status: 404 });
    expect(await client.credentials.get(USER)).toBeUndefined();
  });

  it('are made, removed, and told of', async () => {
    leaf.on('POST john-deere-credentials', { json: CREDENTIAL });
    leaf.on('GET john-deere-credentials/status', { json: 'OK' });
    await client.credentials.create(USER, { ...KEYS, refreshToken: 'a-refresh-token' });
    expect(JSON.parse(leaf.calls[0]?.body ?? '')).toEqual({
      clientKey: 'client-key',
      clientSecret: 'a-client-secret',
      refreshToken: 'a-refresh-token',
      clientEnvironment: 'STAGE',
    });
    await client.credentials.delete(USER);
    expect(await client.credentials.status(USER)).toBe('OK');
    expect(await client.credentials.events(USER)).toEqual(
      EVENTS.map(({ id, createdDate, statusCode }) => ({ id, createdDate, statusCode })).reverse(),
    );
    expect(sent()).toEqual([
      'POST john-deere-credentials',
      'DELETE john-deere-credentials',
      'GET john-deere-credentials/status',
      'GET john-deere-credentials/events',
    ]);
  });

  it('are read anew each time, for they may have changed a moment ago', async () => {
    await client.credentials.get(USER);
    await client.credentials.get(USER);
    expect(leaf.calls).toHaveLength(2);
  });
});

describe('sign-in addresses', () => {
  it('are the normalised ones of Leaf', async () => {
    leaf.on('POST provider-connections/JohnDeere/our-app/STAGE', { json: { signInUrl: SIGN_IN } });
    expect(await METHODS['oneClick.signInUrl']?.()).toBe(SIGN_IN);
    expect(await METHODS['providerConnections.signInUrl']?.()).toBe(SIGN_IN);
    expect(JSON.parse(leaf.calls[0]?.body ?? '')).toEqual({
      clientKey: 'client-key',
      clientSecret: 'a-client-secret',
      clientEnvironment: 'STAGE',
    });
    leaf.on('GET provider-connections', { json: ['JohnDeere'] });
    expect(await client.providerConnections.list(USER)).toEqual(['JohnDeere']);
  });

  it.each(['javascript:alert(1)', 'http://signin.johndeere.com/', 'https://a@signin.johndeere.com/', 'x'])(
    'such as %j are none',
    async (signInUrl) => {
      leaf.on('POST one-click-integration/JohnDeere', { json: { signInUrl } });
      expect(await errorOf(client.oneClick.signInUrl(USER, KEYS))).toMatchObject({ code: 'bad_response' });
    },
  );
});

describe('organizations', () => {
  it('are listed as they are shared, and synced', async () => {
    expect(await client.organizations.list(USER)).toEqual({
      connected: ORGANIZATIONS.connectedOrganizations,
      notConnected: ORGANIZATIONS.notConnectedOrganizations,
    });
    await client.organizations.sync(USER);
    expect(sent()).toEqual(['GET organizations/JohnDeere', 'POST JohnDeere/organizations/sync']);
  });

  it('are listed as they are fetched, and chosen', async () => {
    const [north, south] = SYNCED.map(({ providerOrgId: id, providerOrgName: name, ...rest }) => ({
      id,
      name,
      ...rest,
    }));
    expect(await client.organizations.synced(USER)).toEqual([north, south]);
    expect(await client.organizations.choose(USER, '1', 'PREVIEW')).toEqual({ ...north, status: 'PREVIEW' });
    expect(await client.organizations.choose(USER, '404', 'PREVIEW')).toBeUndefined();
  });

  it('lose a link that nobody should open, and keep their id for a name', async () => {
    leaf.on('GET organizations/JohnDeere', {
      json: { connectedOrganizations: [{ id: '1', managementUri: 'javascript:alert(1)' }] },
    });
    expect((await client.organizations.list(USER)).connected).toEqual([{ id: '1', name: '1', managementUri: null }]);
  });
});

describe('the configuration', () => {
  it('is read and set', async () => {
    leaf.on('PATCH configs', { json: {} });
    expect(await client.configuration.get(USER)).toEqual({ dataSync: 'ALL' });
    await client.configuration.set(USER, { dataSync: 'SELECTED_ONLY' });
    expect(leaf.calls.at(-1)).toMatchObject({ method: 'PATCH', body: '{"organizationDataSync":"SELECTED_ONLY"}' });
  });
});

describe('users', () => {
  const row = (n: number, rest = {}) => ({ id: `id-${n}`, name: `Farm ${n}`, email: null, externalId: null, ...rest });

  it('are found by one thing, without the credentials that Leaf sends along', async () => {
    const full = { ...row(1), phone: '1', johnDeereCredentials: CREDENTIAL };
    leaf.on(findBy('email=north%2B1%40farm.test'), { json: [full, null, { name: 'has no id' }] });
    expect(await client.users.find({ email: 'north+1@farm.test' })).toEqual([row(1)]);
    leaf.on(findBy('name=A+%26+B'), { json: [] });
    expect(await client.users.find({ name: 'A & B' })).toEqual([]);
  });

  it.each([
    [0, 1],
    [100, 2],
    [101, 2],
    [250, 3],
  ])('are all found, where there are %i, with %i calls', async (count, calls) => {
    const rows = Array.from({ length: count }, (_, n) => row(n));
    for (let page = 0; page < 3; page += 1)
      leaf.on(findBy('name=Farm', page), { json: rows.slice(page * 100, page * 100 + 100) });
    expect(await client.users.find({ name: 'Farm' })).toEqual(rows);
    expect(leaf.calls).toHaveLength(calls);
  });

  it('are not asked for without end', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => row(n));
    for (let page = 0; page < 3; page += 1) leaf.on(findBy('name=Farm', page), { json: rows });
    expect(await client.users.find({ name: 'Farm' })).toHaveLength(100);
    expect(leaf.calls).toHaveLength(2);
  });

  it('are made with what is given, and nothing else', async () => {
    leaf.on(`POST ${USERS}`, { status: 201, json: { ...row(1), ...GROWER } });
    expect(await client.users.create({ ...GROWER, admin: true } as never)).toEqual({ id: 'id-1', ...GROWER });
    expect(JSON.parse(leaf.calls[0]?.body ?? '')).toEqual(GROWER);
  });
});

describe('ensureLeafUser', () => {
  const FIND = findBy('externalId=grower-1');
  const grower = { id: 'id-1', ...GROWER };
  const finds = (...users: object[]) => leaf.on(FIND, { json: users });
  const methods = () => leaf.calls.map(({ method }) => method);
  /** A Leaf that finds whom it was told to make. */
  function remembers(): void {
    let made: object[] = [];
    leaf.on(FIND, (response) => response.end(JSON.stringify(made)));
    leaf.on(`POST ${USERS}`, (response) => {
      made = [...made, grower];
      response.end(JSON.stringify(grower));
    });
  }

  it('finds the user that there is, and leaves it as it is', async () => {
    finds({ ...grower, name: 'Another name' });
    expect(await client.ensureLeafUser(GROWER)).toEqual({ ...grower, name: 'Another name' });
    expect(methods()).toEqual(['GET']);
  });

  it('makes one where there is none, once, however often it is asked', async () => {
    remembers();
    for (let time = 0; time < 3; time += 1) expect(await client.ensureLeafUser(GROWER)).toEqual(grower);
    expect(methods()).toEqual(['GET', 'POST', 'GET', 'GET']);
  });

  it('makes one where many ask at once', async () => {
    remembers();
    const users = await Promise.all(Array.from({ length: 20 }, () => client.ensureLeafUser(GROWER)));
    expect(new Set(users)).toEqual(new Set([users[0]]));
    expect(methods()).toEqual(['GET', 'POST']);
  });

  it('is not taken in by a Leaf that compares loosely', async () => {
    finds({ ...grower, id: 'id-11', externalId: 'grower-11' }, { ...grower, id: 'x', externalId: 'GROWER-1' });
    leaf.on(`POST ${USERS}`, { json: grower });
    expect((await client.ensureLeafUser(GROWER)).id).toBe('id-1');
    expect(methods()).toEqual(['GET', 'POST']);
  });

  it.each([
    ['refuses it, for another was first', { status: 400 }],
    ['fails after it made one', { status: 500 }],
    ['says nothing of whom it made', { status: 201 }],
  ])('looks again when Leaf %s', async (_, answer) => {
    finds();
    leaf.on(`POST ${USERS}`, (response) => {
      finds(grower);
      response.writeHead(answer.status).end();
    });
    expect(await client.ensureLeafUser(GROWER)).toEqual(grower);
    expect(methods()).toEqual(['GET', 'POST', 'GET']);
  });

  it('tells why, when there is still none, and tries anew the next time', async () => {
    finds();
    leaf.on(`POST ${USERS}`, { status: 400, json: { detail: 'upstream words' } });
    const error = await errorOf(client.ensureLeafUser(GROWER));
    expect(error).toMatchObject({ code: 'leaf_rejected', status: 400, retryable: false });
    remembers();
    expect(await client.ensureLeafUser(GROWER)).toEqual(grower);
  });

  it('makes nobody while Leaf cannot say who is there', async () => {
    for (const status of [404, 500]) {
      leaf.on(FIND, { status });
      await errorOf(client.ensureLeafUser(GROWER));
    }
    expect(methods()).toEqual(['GET', 'GET']);
  });

  it('does not wait for one that a host abandoned in the middle', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    leaf.on(FIND, () => undefined);
    const abandoned = client.ensureLeafUser(GROWER).catch(() => undefined);
    await vi.waitFor(() => expect(leaf.calls).toHaveLength(1));
    vi.advanceTimersByTime(13_000);
    finds(grower);
    expect(await client.ensureLeafUser(GROWER)).toEqual(grower);
    vi.useRealTimers();
    leaf.calls.length = 0;
    void abandoned;
  });
});

describe('what cannot be used', () => {
  it.each([
    ['nothing', {}],
    ['a token and a password', { token: 'a-long-token', username: 'u', password: 'a-password' }],
    ['a user name alone', { username: 'u' }],
    ['another option', { token: 'a-long-token', surprise: 1 }],
    ['a plain address', { token: 'a-long-token', apiUrl: 'http://api.withleaf.io' }],
  ])('such as %s makes no client', (_, access) => {
    expect(() => createLeafClient(access as never)).toThrow(ConfigurationError);
  });

  it.each(Object.keys(METHODS))('for an id of a user is refused by %s, and nobody is asked', async (name) => {
    for (const id of ['', 'x', '../users', `${USER}/..`, `${USER}?a`, 7, undefined, null, {}]) {
      // A default stands in for `undefined`.
      if (id === undefined) continue;
      const error = await errorOf(METHODS[name]?.(id as string) ?? Promise.resolve());
      expect(error).toMatchObject({ code: 'bad_request', status: undefined, retryable: false });
      expect(error.message).toContain('leafUserId');
    }
    expect(leaf.calls).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['an organization', () => client.organizations.choose(USER, '../1', 'SELECTED'), 'organizationId'],
    ['a choice', () => client.organizations.choose(USER, '1', 'BLOCKED' as never), 'status'],
    [
      'the keys of an application',
      () => client.oneClick.signInUrl(USER, { ...KEYS, clientSecret: '' }),
      'clientSecret',
    ],
    ['no keys', () => client.oneClick.signInUrl(USER, undefined as never), 'clientKey'],
    ['an environment', () => client.oneClick.signInUrl(USER, { ...KEYS, environment: 'TEST' as never }), 'environment'],
    ['a refresh token', () => client.credentials.create(USER, KEYS as never), 'refreshToken'],
    [
      'a name of keys',
      () => client.providerConnections.signInUrl(USER, { appName: '..', environment: 'STAGE' }),
      'appName',
    ],
    ['a setting', () => client.configuration.set(USER, { dataSync: 'NONE' as never }), 'dataSync'],
    ['an address', () => client.users.create({ name: 'a', email: 'b' }), 'email'],
    ['a question for nobody', () => client.users.find({} as never), 'input'],
    ['a question for two things', () => client.users.find({ email: 'a', name: 'b' }), 'input'],
    ['an external id', () => client.ensureLeafUser({ ...GROWER, externalId: '' }), 'externalId'],
  ])('for %s is named, and nobody is asked', async (_, work, field) => {
    const error = await errorOf(work());
    expect(error.code).toBe('bad_request');
    expect(error.message).toContain(field);
    expect(leaf.calls).toEqual([]);
  });

  it('is never repeated: it may be a secret in the wrong place', async () => {
    const secret = 'a-secret-in-the-wrong-place';
    const errors = await Promise.all([
      errorOf(client.credentials.get(secret)),
      errorOf(client.oneClick.signInUrl(USER, { ...KEYS, environment: secret as never })),
      errorOf(client.users.find({ [secret.length]: secret } as never)),
      errorOf(client.users.create({ name: 'a', email: secret })),
    ]);
    for (const { message, stack } of errors) expect(`${message}${stack ?? ''}`).not.toContain(secret);
  });
});

describe('a Leaf that fails', () => {
  const FAILURES = [
    [400, 'leaf_rejected', false],
    [401, 'leaf_auth_failed', false],
    [403, 'leaf_auth_failed', false],
    [409, 'leaf_rejected', false],
    [429, 'leaf_rate_limited', true],
    [500, 'leaf_unavailable', true],
    [504, 'leaf_timeout', true],
  ] as const;

  /** Every route of the stub says the same. */
  function everywhere(answer: Parameters<LeafStub['on']>[1]): void {
    const on = leaf.on.bind(leaf);
    healthy(leaf);
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE'])
      for (const route of [
        'john-deere-credentials',
        'john-deere-credentials/status',
        'john-deere-credentials/events',
        'organizations/JohnDeere',
        'JohnDeere/organizations/sync',
        'JohnDeere/organizations?page=0&size=100',
        'JohnDeere/organizations/1/SELECTED',
        'one-click-integration/JohnDeere',
        'provider-connections',
        'provider-connections/JohnDeere/our-app/STAGE',
        'configs',
        USERS,
        `${USERS}?externalId=grower-1&page=0&size=100`,
      ])
        on(`${method} ${route}`, answer);
  }

  it.each(FAILURES)('with %i is told as %s', async (status, code, retryable) => {
    everywhere({ status });
    const error = await errorOf(client.credentials.get(USER));
    expect([error.code, error.status, error.retryable]).toEqual([code, status, retryable]);
  });

  it.each(Object.keys(ALL))('is told by %s in our words, with the status of Leaf’s', async (name) => {
    for (const [status, code, retryable] of FAILURES) {
      // What is tried again takes its time, and is tried above.
      if ([429, 504].includes(status)) continue;
      everywhere({ status, json: { detail: SECRETS.clientSecret, message: 'upstream words' } });
      // Documented to be harmless: what follows a sync is a read, which tells the truth.
      if (name === 'organizations.sync' && code === 'leaf_rejected') continue;
      const error = await errorOf(ALL[name]?.() ?? Promise.resolve());
      expect([error.code, error.status, error.retryable], String(status)).toEqual([code, status, retryable]);
      expect(JSON.stringify([error, error.message, error.stack])).not.toMatch(
        /upstream words|john-deere-shared-secret/,
      );
    }
  });

  it('that asks for patience is told with its seconds', async () => {
    leaf.on('GET john-deere-credentials', { status: 429, headers: { 'Retry-After': '30' } });
    expect(await errorOf(client.credentials.get(USER))).toMatchObject({ retryAfter: 30, retryable: true });
  });

  it('that cannot be reached has no status', async () => {
    const nowhere = createLeafClient({ token: SECRETS.leafToken, apiUrl: 'http://127.0.0.1:9' });
    const error = await errorOf(nowhere.credentials.get(USER));
    expect([error.name, error.code, error.status]).toEqual(['LeafError', 'leaf_unavailable', undefined]);
  });

  it('that redirects is not followed', async () => {
    leaf.on('GET john-deere-credentials', { status: 307, headers: { Location: 'https://evil.test/' } });
    expect(await errorOf(client.credentials.get(USER))).toMatchObject({ code: 'bad_response' });
  });
});

describe('the access', () => {
  it('may be a login, which is made once', async () => {
    leaf.on('POST /api/authenticate', { json: { id_token: 'a-fresh-token' } });
    const own = createLeafClient({ username: 'partner', password: 'a-password', apiUrl: leaf.url });
    await Promise.all([own.credentials.get(USER), own.organizations.list(USER)]);
    expect(leaf.calls.filter(({ path }) => path === '/api/authenticate')).toHaveLength(1);
    const others = leaf.calls.filter(({ path }) => path !== '/api/authenticate');
    for (const { headers } of others) expect(headers.authorization).toBe('Bearer a-fresh-token');
  });
});

it('never replaces a user, whatever is asked: that would drop every credential', async () => {
  leaf.on('POST john-deere-credentials', { json: CREDENTIAL });
  leaf.on('PATCH configs', { json: {} });
  leaf.on('POST provider-connections/JohnDeere/our-app/STAGE', { json: { signInUrl: SIGN_IN } });
  leaf.on(findBy('externalId=grower-1'), { json: [] });
  leaf.on(`POST ${USERS}`, { json: { id: 'id-1', ...GROWER } });
  for (const use of Object.values(ALL)) await use();
  expect(leaf.calls.length).toBeGreaterThan(Object.keys(ALL).length);
  expect(leaf.calls.map(({ method }) => method)).not.toContain('PUT');
});
