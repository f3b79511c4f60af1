import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSimulator } from '../../demo/simulator/index.js';
import { connect, Grower, LeafCaller } from './grower.js';

const simulator = await startSimulator();
const leaf = await LeafCaller.logIn(simulator);
const { clientKey, clientSecret } = simulator;
let user: string;

beforeEach(async () => {
  simulator.reset();
  user = await simulator.createLeafUser();
});
afterEach(() => vi.useRealTimers());
afterAll(() => simulator.close());

const statusOf = async (method: string, path: string, body?: unknown) => (await leaf.call(method, path, body)).status;
const serviceStatus = async (method: string, path: string, body?: unknown) =>
  (await leaf.service(method, path, body)).status;
const serviceJson = async (method: string, path: string, body?: unknown) =>
  (await leaf.service(method, path, body)).json() as Promise<Record<string, unknown>>;
const credentials = () => `/users/${user}/john-deere-credentials`;

describe('every service of Leaf’s', () => {
  it.each([
    ['GET', '/config/api/configs'],
    ['POST', '/config/api/configs/ID'],
    ['GET', '/integrations/api/resources'],
    ['POST', '/widgets/api/magic-link/users/ID/authentication'],
    ['GET', '/usermanagement/api/app-keys/JohnDeere'],
    ['POST', '/usermanagement/api/users/ID/provider-connections/JohnDeere/fieldbook/PRODUCTION'],
    ['PUT', '/usermanagement/api/users'],
  ])('demands a token for %s %s', async (method, path) => {
    const stranger = new LeafCaller(simulator, 'not-a-token');
    expect((await stranger.service(method, path.replace('ID', user))).status).toBe(401);
  });

  it.each([['/config/api/configs/ID'], ['/widgets/api/magic-link/users/ID/authentication']])(
    'knows no stranger: POST %s',
    async (path) => {
      const nobody = path.replace('ID', '00000000-0000-4000-8000-000000000000');
      expect(await serviceStatus('POST', nobody, { provider: 'JohnDeere' })).toBe(404);
    },
  );

  it('fails as the scenario says', async () => {
    simulator.scenario.set({ leaf: '500' });
    expect(await serviceStatus('GET', '/config/api/configs')).toBe(500);
    expect(await serviceStatus('GET', '/integrations/api/resources')).toBe(500);
    expect(await statusOf('GET', `/users/${user}/provider-connections`)).toBe(500);
  });
});

describe('stored keys', () => {
  const key = '/app-keys/JohnDeere/second/STAGE';
  const body = { clientKey: 'another', clientSecret: 'a-secret-of-another' };

  it('are there under a name and an environment once they were added, and not after they were removed', async () => {
    expect(await statusOf('GET', key)).toBe(404);
    expect(await statusOf('PUT', key, body)).toBe(404);
    expect(await statusOf('POST', key, body)).toBe(201);
    expect(await statusOf('POST', key, body)).toBe(400);
    expect(await leaf.json('GET', '/app-keys/JohnDeere')).toEqual([
      { provider: 'JohnDeere', appName: 'fieldbook', clientEnvironment: 'PRODUCTION' },
      { provider: 'JohnDeere', appName: 'second', clientEnvironment: 'STAGE' },
    ]);
    expect(await statusOf('PUT', key, { ...body, clientKey: 'changed' })).toBe(200);
    expect(await leaf.json('GET', key)).toMatchObject({ secrets: { clientKey: 'changed' } });
    expect(simulator.secrets()).toContain('a-secret-of-another');
    expect(await statusOf('DELETE', key)).toBe(204);
    expect(await statusOf('DELETE', key)).toBe(404);
  });

  it('are refused when they are not complete, or of no environment', async () => {
    expect(await statusOf('POST', key, { clientKey: 'another' })).toBe(400);
    expect(await statusOf('POST', '/app-keys/JohnDeere/second/SANDBOX', body)).toBe(400);
  });

  it('start a sign-in that ends as one-click does, and name the provider from then on', async () => {
    const connections = `/users/${user}/provider-connections`;
    expect(await leaf.json('GET', connections)).toEqual([]);
    const path = `${connections}/JohnDeere/fieldbook/PRODUCTION`;
    const { signInUrl } = (await leaf.json('POST', path)) as { signInUrl: string };
    expect(new URL(signInUrl).searchParams.get('client_id')).toBe(clientKey);
    const grower = new Grower();
    const consent = await grower.submit(await grower.visit(signInUrl), {
      user: 'several',
      password: 'simulated harvest',
    });
    const end = await grower.submit(consent, { answer: 'allow' });
    expect(JSON.parse(end.text)).toMatchObject({ status: 'CREDENTIAL_ASSIGNED' });
    expect(await leaf.json('GET', connections)).toEqual(['JohnDeere']);
    expect(await statusOf('POST', `${connections}/JohnDeere/unknown/PRODUCTION`)).toBe(404);
  });
});

describe('credential: hidden', () => {
  it('tells of the connection by the name of its provider alone', async () => {
    await connect(leaf, user, 'several');
    simulator.scenario.set({ credential: 'hidden' });
    for (const rest of ['', '/status', '/events']) expect(await statusOf('GET', credentials() + rest)).toBe(404);
    expect(await leaf.json('GET', `/users/${user}/provider-connections`)).toEqual(['JohnDeere']);
    expect(await statusOf('GET', `/users/${user}/organizations/JohnDeere`)).toBe(200);
  });
});

describe('PUT /users', () => {
  it('drops a credential that its body does not name, and keeps one that it names', async () => {
    await connect(leaf, user, 'several');
    const { id } = (await leaf.json('GET', credentials())) as { id: string };
    const whole = { id: user, name: 'Renamed', johnDeereCredentials: { id } };
    expect(await leaf.json('PUT', '/users', whole)).toMatchObject({ name: 'Renamed' });
    expect(await statusOf('GET', credentials())).toBe(200);
    expect(await statusOf('PUT', '/users', { id: user, name: 'Renamed' })).toBe(200);
    expect(await statusOf('GET', credentials())).toBe(404);
  });

  it('knows no stranger', async () => {
    expect(await statusOf('PUT', '/users', { id: 'nobody', name: 'Nobody' })).toBe(404);
  });
});

describe('the configuration', () => {
  const own = () => `/config/api/configs/${user}`;

  it('is everybody’s until a user has one of their own', async () => {
    expect(await serviceJson('GET', '/config/api/configs')).toMatchObject({ organizationDataSync: 'ALL' });
    expect(await serviceStatus('GET', own())).toBe(404);
    expect(await serviceStatus('PATCH', own(), { organizationDataSync: 'SELECTED_ONLY' })).toBe(404);
    expect(await serviceJson('POST', own(), { organizationDataSync: 'SELECTED_ONLY' })).toMatchObject({
      leafUserId: user,
      organizationDataSync: 'SELECTED_ONLY',
    });
    expect(await serviceStatus('POST', own(), { organizationDataSync: 'ALL' })).toBe(400);
    await serviceJson('PATCH', own(), { organizationDataSync: 'ALL' });
    expect(await serviceJson('GET', own())).toMatchObject({ organizationDataSync: 'ALL' });
  });

  it('of everybody can be changed too, and is taken over where a user’s own says nothing', async () => {
    await serviceJson('PATCH', '/config/api/configs', { organizationDataSync: 'SELECTED_ONLY' });
    expect(await serviceJson('POST', own(), {})).toMatchObject({ organizationDataSync: 'SELECTED_ONLY' });
    simulator.reset();
    expect(await serviceJson('GET', '/config/api/configs')).toMatchObject({ organizationDataSync: 'ALL' });
  });

  it('has two words, and no third', async () => {
    expect(await serviceStatus('POST', own(), { organizationDataSync: 'SOME' })).toBe(400);
    expect(await serviceStatus('PATCH', '/config/api/configs', { organizationDataSync: 'SOME' })).toBe(400);
  });
});

describe('what has arrived', () => {
  const arrived = async () => {
    const { summaries } = await serviceJson('GET', `/integrations/api/resources?provider=JohnDeere&leafUserId=${user}`);
    const [{ growers, farms, fields } = { growers: 0, farms: 0, fields: 0 }] = summaries as Record<string, number>[];
    return [growers, farms, fields];
  };
  const choose = (id: string, status: string) =>
    statusOf('PATCH', `/users/${user}/JohnDeere/organizations/${id}/${status}`);
  const FARM_MS = 1000;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });

  it('is nothing at first, and grows farm by farm until everything is there', async () => {
    expect(await arrived()).toEqual([0, 0, 0]);
    await connect(leaf, user, 'several');
    expect(await arrived()).toEqual([0, 0, 0]);
    vi.advanceTimersByTime(FARM_MS);
    // The first farm of each: its fields are as many as the organization's number makes them.
    expect(await arrived()).toEqual([2, 2, 5 + (509991 % 7) + 5 + (509992 % 7)]);
    vi.advanceTimersByTime(60 * FARM_MS);
    const everything = await arrived();
    vi.advanceTimersByTime(60 * FARM_MS);
    expect(await arrived()).toEqual(everything);
    expect(everything.slice(0, 2)).toEqual([2, 1 + (509991 % 4) + 1 + (509992 % 4)]);
  });

  it('is of selected organizations alone where the configuration says so', async () => {
    await serviceJson('POST', `/config/api/configs/${user}`, { organizationDataSync: 'SELECTED_ONLY' });
    await connect(leaf, user, 'several');
    vi.advanceTimersByTime(60 * FARM_MS);
    expect(await arrived()).toEqual([0, 0, 0]);
    await choose('509991', 'SELECTED');
    vi.advanceTimersByTime(FARM_MS);
    expect((await arrived()).slice(0, 2)).toEqual([1, 1]);
  });

  it('stays, and grows no more, when an organization is unselected, disconnected, or the configuration changes', async () => {
    await serviceJson('POST', `/config/api/configs/${user}`, { organizationDataSync: 'SELECTED_ONLY' });
    await connect(leaf, user, 'several');
    await choose('509991', 'SELECTED');
    vi.advanceTimersByTime(FARM_MS);
    await choose('509991', 'PREVIEW');
    vi.advanceTimersByTime(60 * FARM_MS);
    expect((await arrived())[1]).toBe(1);
    await choose('509991', 'SELECTED');
    vi.advanceTimersByTime(FARM_MS);
    expect((await arrived())[1]).toBe(2);
    await leaf.call('DELETE', credentials());
    vi.advanceTimersByTime(60 * FARM_MS);
    expect((await arrived())[1]).toBe(2);
  });

  it('is of nobody else, and of no other provider', async () => {
    await connect(leaf, user, 'several');
    vi.advanceTimersByTime(FARM_MS);
    const other = await simulator.createLeafUser();
    const of = async (query: string) => (await serviceJson('GET', `/integrations/api/resources?${query}`)).summaries;
    expect(await of(`leafUserId=${other}`)).toEqual([]);
    expect(await of(`leafUserId=${user}&provider=Trimble`)).toEqual([]);
    expect(await of(`leafUserId=${user}`)).toHaveLength(1);
  });
});

describe('a Magic Link', () => {
  const links = '/widgets/api/magic-link';
  const settings = { companyName: 'Fieldbook <Inc.>', showLeafUserName: true, disconnectEnabled: true };
  const create = (change: object = {}) =>
    serviceJson('POST', `${links}/users/${user}/authentication`, {
      expiresIn: 900,
      provider: 'JohnDeere',
      settings,
      ...change,
    });

  it('leads to a page that says it is a simulation and who asks, where anybody connects the user', async () => {
    const { link } = await create();
    const grower = new Grower();
    const hosted = await grower.visit(String(link));
    expect(hosted.text).toContain('Simulation');
    expect(hosted.text).toContain('Fieldbook &lt;Inc.&gt;');
    expect(hosted.text).toContain('A simulated grower');
    const signIn = await grower.submit(hosted, { answer: 'connect' });
    const consent = await grower.submit(signIn, { user: 'several', password: 'simulated harvest' });
    await grower.submit(consent, { answer: 'allow' });
    expect(await statusOf('GET', credentials())).toBe(200);
    await grower.submit(await grower.visit(String(link)), { answer: 'disconnect' });
    expect(await statusOf('GET', credentials())).toBe(404);
  });

  it('offers to disconnect, and names the user, only where it was told to', async () => {
    await connect(leaf, user, 'several');
    const { link } = await create({ settings: {} });
    const grower = new Grower();
    const hosted = await grower.visit(String(link));
    expect(hosted.text).not.toContain('Disconnect');
    expect(hosted.text).not.toContain('A simulated grower');
    await grower.submit(hosted, { answer: 'disconnect' });
    expect(await statusOf('GET', credentials())).toBe(200);
  });

  it('is good until it expires or is deleted, and counts its visits', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { id, link } = await create();
    const visit = async () => (await new Grower().visit(String(link))).status;
    expect([await visit(), await visit()]).toEqual([200, 200]);
    expect(await serviceJson('GET', `${links}/authentication/${String(id)}`)).toMatchObject({ usageCount: 2 });
    vi.advanceTimersByTime(901_000);
    expect(await visit()).toBe(404);
    vi.useRealTimers();
    expect(await visit()).toBe(200);
    expect(await serviceStatus('DELETE', `${links}/authentication/${String(id)}`)).toBe(204);
    expect(await visit()).toBe(404);
    expect(await serviceStatus('GET', `${links}/authentication/${String(id)}`)).toBe(404);
  });

  it('lives for 15 minutes at least, a year at most, and is for John Deere', async () => {
    for (const change of [{ expiresIn: 899 }, { expiresIn: 366 * 86_400 }, { provider: 'Trimble' }])
      expect(await create(change)).toMatchObject({ errorKey: 'invalidMagicLink' });
  });

  it('needs stored keys', async () => {
    const { link } = await create();
    await leaf.call('DELETE', '/app-keys/JohnDeere/fieldbook/PRODUCTION');
    const grower = new Grower();
    expect((await grower.submit(await grower.visit(String(link)), { answer: 'connect' })).status).toBe(400);
  });
});

describe('tokens', () => {
  const give = () =>
    statusOf('POST', credentials(), { clientKey, clientSecret, clientEnvironment: 'STAGE', refreshToken: 'any' });
  const metadata = () => fetch(`${simulator.issuer}/.well-known/oauth-authorization-server`);

  it('500, html: John Deere fails whoever asks for tokens or metadata, and Leaf with it', async () => {
    simulator.scenario.set({ tokens: '500' });
    expect((await metadata()).status).toBe(500);
    expect(await give()).toBe(400);
    simulator.scenario.set({ tokens: 'html' });
    expect((await metadata()).headers.get('Content-Type')).toBe('text/html');
    expect(await give()).toBe(400);
  });

  it('hang: there is no answer', async () => {
    simulator.scenario.set({ tokens: 'hang' });
    const signal = AbortSignal.timeout(200);
    await expect(fetch(`${simulator.issuer}/v1/token`, { method: 'POST', signal })).rejects.toThrow();
  });
});

describe('ending access at John Deere', () => {
  it.each(['by a test', 'on the control page'])('%s makes the credential UNAUTHENTICATED', async (way) => {
    await connect(leaf, user, 'several');
    expect(await leaf.json('GET', credentials())).toMatchObject({ status: 'OK' });
    if (way === 'by a test') simulator.revoke('several');
    else await fetch(`${simulator.leafUrl}/simulator?revoke=several`);
    expect(await leaf.json('GET', credentials())).toMatchObject({ status: 'UNAUTHENTICATED' });
  });
});
