import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, testAccounts } from '../../demo/simulator/accounts.js';
import { startSimulator } from '../../demo/simulator/index.js';
import { connect, Grower, LeafCaller } from './grower.js';

const simulator = await startSimulator();
const leaf = await LeafCaller.logIn(simulator);
let user: string;

beforeEach(async () => {
  simulator.reset();
  user = await simulator.createLeafUser();
});
afterAll(() => simulator.close());

const idsAndNames = (shared: boolean, accountId: string) =>
  testAccounts()
    .find(({ id }) => id === accountId)
    ?.organizations.filter((organization) => organization.shared === shared)
    .map(({ id, name }) => expect.objectContaining({ id, name }) as unknown);

describe('a sign-in, from the one-click call to the callback', () => {
  it.each(['several', 'unshared', 'empty'])(
    'gives the Leaf user of "%s" a credential, and ends on bare JSON that lists the organizations',
    async (accountId) => {
      const end = await connect(leaf, user, accountId);
      expect(end.status).toBe(200);
      expect(end.headers.get('Content-Type')).toContain('application/json');
      expect(JSON.parse(end.text)).toEqual({
        status: 'CREDENTIAL_ASSIGNED',
        message: 'JD Credential assigned to Leaf User',
        connectedOrganizations: idsAndNames(true, accountId),
        notConnectedOrganizations: idsAndNames(false, accountId),
      });
      expect((await leaf.call('GET', `/users/${user}/john-deere-credentials`)).status).toBe(200);
    },
  );

  it('refuses consent for the account that may not give it, and leaves no credential', async () => {
    const end = await connect(leaf, user, 'refused');
    expect(end.status).toBe(400);
    expect(new URL(end.url).origin).toBe(simulator.leafUrl);
    expect(JSON.parse(end.text)).toMatchObject({ errorKey: 'access_denied', status: 400 });
    expect((await leaf.call('GET', `/users/${user}/john-deere-credentials`)).status).toBe(404);
  });

  it('refuses when the grower does', async () => {
    const grower = new Grower();
    const signIn = await grower.visit(await leaf.signInUrl(user));
    const consent = await grower.submit(signIn, { user: 'several', password: PASSWORD });
    const end = await grower.submit(consent, { answer: 'refuse' });
    expect(JSON.parse(end.text)).toMatchObject({ errorKey: 'access_denied' });
  });

  it('asks again after a wrong password', async () => {
    const grower = new Grower();
    const signIn = await grower.visit(await leaf.signInUrl(user));
    const again = await grower.submit(signIn, { user: 'several', password: 'guess' });
    expect(again.status).toBe(401);
    const consent = await grower.submit(again, { user: 'several', password: PASSWORD });
    expect(consent.text).toContain('Allow access');
  });

  it('asks who it is every time, so that another account can be chosen', async () => {
    const grower = new Grower();
    await connect(leaf, user, 'several', grower);
    const end = await connect(leaf, user, 'empty', grower);
    expect(JSON.parse(end.text)).toMatchObject({ connectedOrganizations: [], notConnectedOrganizations: [] });
  });

  it('gives a second sign-in of the same Leaf user a new credential', async () => {
    await connect(leaf, user, 'several');
    const first = await leaf.json('GET', `/users/${user}/john-deere-credentials`);
    await connect(leaf, user, 'several');
    const second = await leaf.json('GET', `/users/${user}/john-deere-credentials`);
    expect((second as { id: string }).id).not.toBe((first as { id: string }).id);
  });

  it('finishes a sign-in once', async () => {
    const grower = new Grower();
    const end = await connect(leaf, user, 'several', grower);
    const again = await grower.visit(end.url);
    expect(again.status).toBe(400);
    expect(JSON.parse(again.text)).toMatchObject({ errorKey: 'unknownState' });
  });

  it('answers an unregistered return address before anybody signs in', async () => {
    const url = new URL(await leaf.signInUrl(user));
    url.searchParams.set('redirect_uri', 'https://elsewhere.example/callback');
    const page = await new Grower().visit(url.href);
    expect(page.status).toBe(400);
    expect(page.text).toContain('400 Bad Redirect');
  });

  it('publishes the metadata of the authorization server where John Deere does', async () => {
    const issuer = `${simulator.deereUrl}/oauth2/aus78tnlaysMraFhC1t7`;
    const metadata = await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json();
    expect(metadata).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/v1/authorize`,
      token_endpoint: `${issuer}/v1/token`,
      revocation_endpoint: `${issuer}/v1/revoke`,
    });
  });
});

describe('the sign-in URL', () => {
  it('carries what John Deere needs to know', async () => {
    const url = new URL(await leaf.signInUrl(user));
    expect(url.origin).toBe(simulator.deereUrl);
    expect(url.pathname).toBe('/oauth2/aus78tnlaysMraFhC1t7/v1/authorize');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: simulator.clientKey,
      redirect_uri: `${simulator.leafUrl}/services/usermanagement/api/users/one-click-integration/JohnDeere/callback`,
    });
    expect(simulator.clientKey).toMatch(/^0oa[0-9a-z]{17}$/);
  });

  it.each([
    ['clientKey', '0oaSomebodyElse'],
    ['clientSecret', 'guess'],
    ['clientEnvironment', 'SANDBOX'],
    ['clientEnvironment', undefined],
  ])('is refused for a wrong %s (%s)', async (field, value) => {
    const answer = await leaf.startSignIn(user, { [field]: value });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: 400, errorKey: 'invalidAppKey' });
  });
});
