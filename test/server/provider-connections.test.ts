import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Connection } from '../../src/protocol/wire.js';
import { createFixture, CREDENTIAL, healthy, NAVIGATION, SIGN_IN, USER, type Fixture } from './fixture.js';

const START = 'POST provider-connections/JohnDeere/fieldbook/STAGE';
const johnDeere = {
  clientKey: 'client-key',
  clientSecret: 'john-deere-shared-secret',
  environment: 'STAGE' as const,
  appName: 'fieldbook',
};

let at: Fixture;
beforeAll(async () => {
  at = await createFixture({ flow: 'provider-connections', johnDeere });
});
beforeEach(() => {
  healthy(at.leaf);
  at.leaf.on(START, { json: { signInUrl: SIGN_IN } });
  at.leaf.on('GET provider-connections', { json: [] });
});
afterAll(() => at.leaf.close());

const read = async () => Connection.parse(await (await at.askAsPage('GET', '/connection')).json());
const asked = () => at.leaf.calls.map(({ method, path }) => `${method} ${path.split(USER)[1] ?? path}`);

describe('the provider-connections flow', () => {
  it('starts at the address that Leaf makes of the stored keys, and sends none of them', async () => {
    const response = await at.ask('GET', await at.startPath(), NAVIGATION);
    expect([response.status, response.headers.get('Location')]).toEqual([303, SIGN_IN]);
    expect(response.headers.has('Set-Cookie')).toBe(false);
    expect(asked()).toEqual(['POST /provider-connections/JohnDeere/fieldbook/STAGE']);
    expect(at.leaf.calls[0]?.body).toBe('');
  });

  it.each([
    ['of another application', SIGN_IN.replace('client-key', 'their-key')],
    ['on another host', SIGN_IN.replace('johndeere', 'evil')],
    ['without a client id', SIGN_IN.replace('client_id', 'client')],
  ])('opens no address %s', async (_, signInUrl) => {
    at.leaf.on(START, { json: { signInUrl } });
    const response = await at.ask('GET', await at.startPath(), NAVIGATION);
    expect([response.status, response.headers.has('Location')]).toEqual([502, false]);
  });

  it('says so when Leaf keeps no keys under that name', async () => {
    at.leaf.on(START, { status: 404 });
    const response = await at.ask('GET', await at.startPath(), NAVIGATION);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('Please tell Partner Inc.');
  });

  it('has no callback, and leads back to no page', async () => {
    expect((await at.ask('GET', '/callback?code=c&state=s', NAVIGATION)).status).toBe(404);
    const attempt = await at.askAsPage('POST', '/attempts', {}, '{"returnUrl":"https://app.partner.test/farm"}');
    expect(attempt.status).toBe(400);
    expect(await read()).not.toHaveProperty('returns');
  });
});

describe('a connection by stored keys', () => {
  it('is told from its credential where there is one', async () => {
    at.leaf.on('GET provider-connections', { status: 500 });
    expect(await read()).toMatchObject({ state: 'connected', health: 'ok', connectedAt: CREDENTIAL.createdTime });
    expect(asked()).toEqual(['GET /john-deere-credentials', 'GET /organizations/JohnDeere']);
  });

  it.each([
    ['names', ['ClimateFieldView', 'JohnDeere']],
    ['objects with a name', [{ provider: 'JohnDeere' }]],
  ])(
    'counts without one when Leaf has John Deere on its list of %s, and no more is known of it',
    async (_, providers) => {
      at.leaf.on('GET john-deere-credentials', { status: 404 });
      at.leaf.on('GET provider-connections', { json: providers });
      const connection = await read();
      expect(connection).toMatchObject({ state: 'connected', health: 'unknown', connectedAt: null });
      expect(connection.revision).toMatch(/^[\w-]{16}$/);
      expect(connection.organizations.connected).toMatchObject([{ id: '1' }]);
      expect((await read()).revision).toBe(connection.revision);
    },
  );

  it.each([
    ['nothing', []],
    ['others only', ['ClimateFieldView', { provider: 'Trimble' }, null]],
  ])('is none when the list has %s', async (_, providers) => {
    at.leaf.on('GET john-deere-credentials', { status: 404 });
    at.leaf.on('GET provider-connections', { json: providers });
    expect(await read()).toMatchObject({ state: 'disconnected', revision: null });
  });

  it('is not guessed at when the list cannot be had', async () => {
    at.leaf.on('GET john-deere-credentials', { status: 404 });
    at.leaf.on('GET provider-connections', { status: 500 });
    expect((await at.askAsPage('GET', '/connection')).status).toBe(503);
  });

  it('is ended only when Leaf does not have it on its list any more', async () => {
    const disconnect = async () => {
      const response = await at.askAsPage('DELETE', '/connection');
      return [response.status, (await response.text()).includes('leaf_rejected')];
    };
    expect(await disconnect()).toEqual([204, false]);
    at.leaf.on('DELETE john-deere-credentials', { status: 404 });
    expect(await disconnect()).toEqual([204, false]);
    at.leaf.on('GET provider-connections', { json: ['JohnDeere'] });
    expect(await disconnect()).toEqual([502, true]);
  });

  it('of another flow is not looked for', async () => {
    const oneClick = await createFixture();
    oneClick.leaf.on('GET john-deere-credentials', { status: 404 });
    oneClick.leaf.on('GET provider-connections', { json: ['JohnDeere'] });
    expect(await (await oneClick.askAsPage('GET', '/connection')).json()).toMatchObject({ state: 'disconnected' });
    expect(oneClick.leaf.calls).toHaveLength(1);
    await oneClick.leaf.close();
  });
});
