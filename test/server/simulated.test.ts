/**
 * The companion's reading routes and `createLeafClient` in front of the simulated Leaf, which has behaviour of its own: what
 * one call changes, the next one tells.
 */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../../demo/simulator/index.js';
import { Connection, CredentialEvents, Link, Organization } from '../../src/protocol/wire.js';
import { createLeafClient, createLeafConnect } from '../../src/server/index.js';
import { connect, LeafCaller } from '../simulator/grower.js';
import { KEY, PAGE, PUBLIC_URL } from './fixture.js';

const simulator = await startSimulator();
const { leafUrl: apiUrl, deereUrl, clientKey, clientSecret, username, password } = simulator;
const caller = await LeafCaller.logIn(simulator);
const client = createLeafClient({ username, password, apiUrl });
const companion = createLeafConnect({
  leaf: { username, password, apiUrl },
  johnDeere: { clientKey, clientSecret, environment: 'PRODUCTION' },
  publicUrl: PUBLIC_URL,
  allowedOrigins: [PAGE],
  sessionKeys: [KEY],
  companyName: 'Partner Inc.',
  signInOrigins: [deereUrl],
  managementOrigins: [deereUrl],
});
let user: string;
beforeEach(async () => {
  simulator.reset();
  user = await simulator.createLeafUser();
  await connect(caller, user, 'several');
});
afterAll(() => simulator.close());

async function ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const { token } = await companion.createSession({ leafUserId: user, origin: PAGE });
  const response = await companion.fetch(
    new Request(`${PUBLIC_URL}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, Origin: PAGE, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  for (const secret of simulator.secrets()) expect(text).not.toContain(secret);
  return { status: response.status, body: JSON.parse(text) as unknown };
}

async function told<Read>(schema: { parse(body: unknown): Read }, ...request: Parameters<typeof ask>): Promise<Read> {
  const { status, body } = await ask(...request);
  expect(status).toBeLessThan(300);
  return schema.parse(body);
}

const read = () => told(Connection, 'GET', '/connection?include=sync,data');
const syncOf = ({ organizations }: Connection, id: string) =>
  [...organizations.connected, ...organizations.notConnected].find((one) => one.id === id)?.sync;

describe('a page', () => {
  it('chooses an organization, and reads its choice at once', async () => {
    const before = await read();
    const [first] = before.organizations.connected;
    const id = first?.id ?? '';
    for (const status of ['PREVIEW', 'SELECTED', 'PREVIEW'] as const) {
      expect(await told(Organization, 'PATCH', `/organizations/${id}`, { status })).toMatchObject({ id, sync: status });
      expect(syncOf(await read(), id)).toBe(status);
    }
  });

  it('cannot choose an organization that is not shared, nor one that is nobody’s', async () => {
    const [blocked] = (await read()).organizations.notConnected;
    expect(blocked?.sync).toBe('BLOCKED');
    const refused = await ask('PATCH', `/organizations/${blocked?.id ?? ''}`, { status: 'SELECTED' });
    expect(refused).toMatchObject({ status: 502, body: { code: 'leaf_rejected' } });
    expect(await ask('PATCH', '/organizations/1', { status: 'SELECTED' })).toMatchObject({ status: 404 });
  });

  it('is told what is fetched, and what has arrived', async () => {
    const { dataSync, data } = await read();
    expect(dataSync).toBe('ALL');
    expect(data).toBeDefined();
    await client.configuration.set(user, { dataSync: 'SELECTED_ONLY' });
    // What was read a moment ago would do, but a sync is a change.
    expect((await told(Connection, 'POST', '/organizations/sync?include=sync', {})).dataSync).toBe('SELECTED_ONLY');
  });

  it('reads the history of its credential, without the traffic', async () => {
    const events = await told(CredentialEvents, 'GET', '/events');
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) expect(Object.keys(event).sort()).toEqual(['createdDate', 'id', 'statusCode']);
  });

  it('is given a magic link, which opens', async () => {
    const { url, expiresAt } = await told(Link, 'POST', '/links', { kind: 'magic-link' });
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('the client', () => {
  it('finds what a sign-in attached, and removes it', async () => {
    expect(await client.credentials.get(user)).toMatchObject({ status: 'OK' });
    expect(await client.credentials.status(user)).toBe('OK');
    expect((await client.organizations.list(user)).connected.length).toBeGreaterThan(0);
    expect((await client.credentials.events(user)).length).toBeGreaterThan(0);
    await client.credentials.delete(user);
    expect(await client.credentials.get(user)).toBeUndefined();
  });

  it('chooses, and reads its choice', async () => {
    const [first] = await client.organizations.synced(user);
    const id = first?.id ?? '';
    expect(await client.organizations.choose(user, id, 'PREVIEW')).toMatchObject({ id, status: 'PREVIEW' });
    expect((await client.organizations.synced(user)).find((one) => one.id === id)?.status).toBe('PREVIEW');
    await client.configuration.set(user, { dataSync: 'SELECTED_ONLY' });
    expect(await client.configuration.get(user)).toEqual({ dataSync: 'SELECTED_ONLY' });
  });

  it('makes each user once, and never replaces one', async () => {
    const grower = { externalId: crypto.randomUUID(), name: 'North Farm', email: 'north@farm.example' };
    const made = await Promise.all([client.ensureLeafUser(grower), client.ensureLeafUser(grower)]);
    const again = await client.ensureLeafUser({ ...grower, name: 'South Farm' });
    expect(new Set([...made, again].map(({ id }) => id)).size).toBe(1);
    expect(again).toMatchObject(grower);
    expect(await client.users.find({ externalId: grower.externalId })).toEqual([again]);
    expect(await client.credentials.get(user)).toBeDefined();
  });

  it('is given the address of a sign-in, at John Deere and for our application', async () => {
    const keys = { clientKey, clientSecret, environment: 'PRODUCTION' } as const;
    const address = new URL(await client.oneClick.signInUrl(user, keys));
    expect([address.origin, address.searchParams.get('client_id')]).toEqual([deereUrl, clientKey]);
  });
});
