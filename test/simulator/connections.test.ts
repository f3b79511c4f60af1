import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD } from '../../demo/simulator/accounts.js';
import { startSimulator } from '../../demo/simulator/index.js';
import { connect, Grower, LeafCaller } from './grower.js';

const RETURN = 'https://app.example.org/back';
const simulator = await startSimulator({ redirectUris: [RETURN] });
const leaf = await LeafCaller.logIn(simulator);
const connections = `${simulator.deereUrl}/connections/${simulator.clientKey}`;
let user: string;
let grower: Grower;

beforeEach(async () => {
  simulator.reset();
  user = await simulator.createLeafUser();
  grower = new Grower();
});
afterAll(() => simulator.close());

const connectedIds = async () => {
  const listing = await leaf.json('GET', `/users/${user}/organizations/JohnDeere`);
  return (listing as { connectedOrganizations: { id: string }[] }).connectedOrganizations.map(({ id }) => id);
};

/** Ticks exactly these organizations on the page that an address leads to. */
async function share(address: string, organizations: string[]) {
  const page = await grower.visit(address);
  return grower.submit(page, [
    ['answer', 'save'],
    ...organizations.map((id): [string, string] => ['organization', id]),
  ]);
}

describe('the connections pages', () => {
  it('share what is ticked and stop sharing what is not', async () => {
    await connect(leaf, user, 'several', grower);
    expect(await connectedIds()).toEqual(['509991', '509992']);
    await share(`${connections}/select-organizations`, ['509992', '509993']);
    expect(await connectedIds()).toEqual(['509992', '509993']);
  });

  it('give an organization its own link once it is shared, and the common one before', async () => {
    await connect(leaf, user, 'unshared', grower);
    const links = async () => JSON.stringify(await leaf.json('GET', `/users/${user}/organizations/JohnDeere`));
    expect(await links()).not.toContain('connections-dialog');
    await share(`${connections}/select-organizations`, ['620101']);
    expect(await links()).toContain(`${connections}/connections-dialog?orgId=620101`);
    expect(await links()).toContain(`${connections}/select-organizations`);
  });

  it('change one organization only, in its own dialog', async () => {
    await connect(leaf, user, 'several', grower);
    const dialog = await grower.visit(`${connections}/connections-dialog?orgId=509991`);
    expect(dialog.text).toContain('Lindqvist Home Farm');
    expect(dialog.text).not.toContain('Hill Pastures');
    await share(dialog.url, []);
    expect(await connectedIds()).toEqual(['509992']);
  });

  it('ask a stranger to sign in, and lead on to where they were going', async () => {
    const signIn = await grower.visit(`${connections}/connections-dialog?orgId=620101`);
    expect(signIn.text).toContain('Sign in');
    expect((await grower.submit(signIn, { user: 'unshared', password: 'guess' })).status).toBe(401);
    const dialog = await grower.submit(signIn, { user: 'unshared', password: PASSWORD });
    expect(dialog.url).toBe(`${connections}/connections-dialog?orgId=620101`);
  });

  it('lead nobody away to another site after signing in', async () => {
    const signIn = await grower.visit(`${simulator.deereUrl}/connections/sign-in?next=https://elsewhere.example/`);
    const end = await grower.submit(signIn, { user: 'unshared', password: PASSWORD });
    expect(new URL(end.url).origin).toBe(simulator.deereUrl);
  });

  it('know nothing of another application or of somebody else’s organization', async () => {
    await connect(leaf, user, 'several', grower);
    const other = `${simulator.deereUrl}/connections/0oaSomebodyElse/select-organizations`;
    expect((await grower.visit(other)).status).toBe(404);
    expect((await grower.visit(`${connections}/connections-dialog?orgId=620101`)).status).toBe(404);
  });

  it('return to a registered address, and refuse another', async () => {
    await connect(leaf, user, 'several', grower);
    const select = `${connections}/select-organizations?redirect_uri=`;
    expect((await grower.visit(select + encodeURIComponent('https://elsewhere.example/'))).status).toBe(400);
    const page = await grower.visit(select + encodeURIComponent(simulator.leafUrl + '/nowhere'));
    expect(page.status).toBe(400);
    const choice = await grower.visit(select + encodeURIComponent(RETURN));
    expect(choice.status).toBe(200);
  });
});

describe('removing all access', () => {
  beforeEach(async () => {
    await connect(leaf, user, 'several', grower);
    await grower.submit(await grower.visit(`${connections}/select-organizations`), { answer: 'revoke' });
  });

  it('makes the credential UNAUTHENTICATED, and its organizations unreadable', async () => {
    const credentials = `/users/${user}/john-deere-credentials`;
    expect(await leaf.json('GET', credentials)).toMatchObject({ status: 'UNAUTHENTICATED' });
    expect(await leaf.json('GET', `${credentials}/status`)).toEqual({ status: 'UNAUTHENTICATED' });
    expect((await leaf.call('GET', `/users/${user}/organizations/JohnDeere`)).status).toBe(400);
    expect((await leaf.call('POST', `/users/${user}/JohnDeere/organizations/sync`)).status).toBe(400);
  });

  it('is cured by connecting again', async () => {
    await connect(leaf, user, 'several', grower);
    expect(await leaf.json('GET', `/users/${user}/john-deere-credentials`)).toMatchObject({ status: 'OK' });
    expect(await connectedIds()).toEqual([]);
  });
});

describe('syncing', () => {
  const statuses = async () => {
    const processed = await leaf.json('GET', `/users/${user}/JohnDeere/organizations`);
    return Object.fromEntries(
      (processed as { providerOrgId: string; status: string }[]).map((one) => [one.providerOrgId, one.status]),
    );
  };
  const sync = () => leaf.call('POST', `/users/${user}/JohnDeere/organizations/sync`);

  it('alone brings a newly shared organization out of BLOCKED, to PREVIEW', async () => {
    await connect(leaf, user, 'several', grower);
    await share(`${connections}/select-organizations`, ['509991', '509992', '509993']);
    expect(await statuses()).toMatchObject({ '509991': 'SELECTED', '509993': 'BLOCKED' });
    expect((await sync()).status).toBe(200);
    expect(await statuses()).toMatchObject({ '509991': 'SELECTED', '509993': 'PREVIEW', '509994': 'BLOCKED' });
  });

  it('blocks an organization that is no longer shared', async () => {
    await connect(leaf, user, 'several', grower);
    await share(`${connections}/select-organizations`, ['509991']);
    await sync();
    expect(await statuses()).toMatchObject({ '509991': 'SELECTED', '509992': 'BLOCKED' });
  });

  it('alone changes the list of organizations when the scenario says so', async () => {
    simulator.scenario.set({ organizations: 'after-sync' });
    await connect(leaf, user, 'unshared', grower);
    await share(`${connections}/select-organizations`, ['620102']);
    expect(await connectedIds()).toEqual([]);
    await sync();
    expect(await connectedIds()).toEqual(['620102']);
  });
});
