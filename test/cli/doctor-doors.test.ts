/** Each of Leaf's and John Deere's doors, as `doctor` finds it: in order, of no use, or worth a warning. */
import { beforeEach, describe, expect, it } from 'vitest';
import { connect, LeafCaller } from '../simulator/grower.js';
import type { StubAnswer } from '../support/leaf-stub.js';
import { doctor, leafUser, OF_USERS, simulator, stub, stubbed, UNKNOWN_USER, type Settings } from './doctor-command.js';

const DELETE_LINK = 'DELETE /services/widgets/api/magic-link/authentication/made-1';
const SECRETS = { clientSecret: 'PLANTED', accessToken: 'PLANTED', refreshToken: 'PLANTED' };
const HEAD = { headers: 'Bearer PLANTED', body: 'PLANTED' };

const organization = (id: string, managementUri: string | null) => ({ id, name: 'PLANTED', managementUri });
const dialog = (id: string) => `https://connections.deere.com/connections/0oaPLANTED/connections-dialog?orgId=${id}`;
const synced = (change: object) => ({ providerOrgId: '1', providerOrgName: 'PLANTED', status: 'SELECTED', ...change });
const signInUrl = () => `${simulator.deereUrl}/authorize?client_id=${simulator.clientKey}`;
const link = (change: object) => ({
  id: 'made-1',
  link: `${stub.url}/magic-link/PLANTED`,
  expiresAt: '2100-01-01T00:00:00Z',
  ...change,
});

/** A Leaf where all is well with a connected user, in every flow. */
beforeEach(() => {
  stub.on(`GET ${OF_USERS}`, { json: [] });
  stub.on('GET john-deere-credentials', { json: { id: '1', status: 'OK', ...SECRETS } });
  stub.on('GET john-deere-credentials/events', {
    json: [
      { id: '1', createdDate: '2025-11-20T10:00:00.000Z', statusCode: 200, ...HEAD },
      { id: '2', createdDate: '2025-11-21T10:00:00.000Z', statusCode: 401, ...HEAD },
    ],
  });
  stub.on('GET organizations/JohnDeere', {
    json: { connectedOrganizations: [organization('1', dialog('1'))], notConnectedOrganizations: null },
  });
  stub.on('GET JohnDeere/organizations?page=0&size=100', { json: [synced({})] });
  stub.on('GET configs', { json: { organizationDataSync: 'SELECTED_ONLY', apiOwnerUsername: 'PLANTED' } });
  stub.on('GET resources', { json: { message: 'PLANTED', summaries: [{ growers: 1, farms: 2, fields: 3 }] } });
  stub.on('GET provider-connections', { json: ['JohnDeere', 'PLANTED'] });
  stub.on('GET /services/usermanagement/api/app-keys/JohnDeere/fieldbook/STAGE', { json: { secrets: SECRETS } });
  stub.on('POST one-click-integration/JohnDeere', { json: { signInUrl: signInUrl() } });
  stub.on('POST provider-connections/JohnDeere/fieldbook/STAGE', { json: { signInUrl: signInUrl() } });
  stub.on('POST magic-link', { status: 201, json: link({}) });
  stub.on(DELETE_LINK, { status: 204 });
});

const storedKeys = (): Settings => ({ ...stubbed(), JD_FLOW: 'provider-connections', JD_APP_NAME: 'fieldbook' });
const checks = (lines: string[]) => lines.map((line) => line.split(/ {2,}/).slice(0, 2).join(' '));
const OF_A_USER = ['ok credential', 'ok credential status', 'ok events'];
const OF_ORGANIZATIONS = [
  ...['ok organizations', 'ok organization links', 'ok synced organizations', 'ok arrived data'],
  'ok configuration at Leaf',
];

describe('a user who is connected', () => {
  it('is read in all parts at a simulated Leaf, and nothing is left there', async () => {
    const leaf = await LeafCaller.logIn(simulator);
    const user = await simulator.createLeafUser();
    await connect(leaf, user, 'several');
    simulator.calls.reset();
    const found = await doctor({ MANAGEMENT_ORIGINS: simulator.deereUrl }, '--leaf-user', user, '--mint');
    expect([found.code, found.wrong]).toEqual([0, []]);
    expect(checks(found.lines)).toEqual(
      expect.arrayContaining([...OF_A_USER, ...OF_ORGANIZATIONS, 'ok sign-in', 'ok magic link']),
    );
    const called = (part: string) =>
      simulator.calls.all.filter(({ path }) => path.includes(part)).map(({ method }) => method);
    expect(called('/magic-link/')).toEqual(['POST', 'DELETE']);
    // The login, the sign-in, the link, and the link again.
    expect(called('/').filter((method) => method !== 'GET')).toEqual(['POST', 'POST', 'POST', 'DELETE']);
    const links = await (await leaf.service('GET', '/widgets/api/magic-link/authentication')).json();
    expect(links).toEqual([]);
  });

  it('is read in all parts where keys are stored, too', async () => {
    const { code, printed } = await doctor(storedKeys(), '--leaf-user', UNKNOWN_USER, '--mint', '--json');
    const report = JSON.parse(printed) as { findings: { check: string; result: string }[] };
    expect(code).toBe(0);
    const expected = [
      'ok stored keys',
      ...OF_A_USER,
      'ok provider connections',
      ...OF_ORGANIZATIONS,
      ...['ok sign-in', 'ok magic link'],
    ];
    const found = report.findings.map(({ check, result }) => `${result} ${check}`);
    expect(found.slice(-expected.length)).toEqual(expected);
  });
});

const missing: StubAnswer = { status: 404, json: { detail: 'PLANTED' } };
const closed: StubAnswer = { status: 403, json: { detail: 'PLANTED' } };
const broken: StubAnswer = { status: 500, json: { detail: 'PLANTED' } };

const ROUTES = {
  events: 'GET john-deere-credentials/events',
  'synced organizations': 'GET JohnDeere/organizations?page=0&size=100',
  'configuration at Leaf': 'GET configs of the owner',
  'arrived data': 'GET resources',
  'provider connections': 'GET provider-connections',
  'magic link': 'POST magic-link',
};

describe('a service without which the rest works', () => {
  beforeEach(() => {
    stub.on('GET configs', missing);
    stub.on('GET configs of the owner', { json: {} });
  });

  it.each(Object.entries(ROUTES))('is worth a warning when Leaf does not have it: %s', async (check, route) => {
    stub.on(route, missing);
    const { code, wrong } = await doctor(storedKeys(), '--leaf-user', UNKNOWN_USER, '--mint');
    expect([code, wrong.length]).toEqual([0, 1]);
    expect(wrong[0]).toMatch(new RegExp(`^warning +${check} +Leaf does not have it: .{20}`));
  });

  it.each(Object.entries(ROUTES))('is worth a warning when it is closed to the account: %s', async (check, route) => {
    stub.on(route, closed);
    const { code, wrong } = await doctor(storedKeys(), '--leaf-user', UNKNOWN_USER, '--mint');
    expect([code, wrong.length]).toEqual([0, 1]);
    expect(wrong[0]).toMatch(new RegExp(`^warning +${check} +Leaf does not open it to your account: .{20}`));
  });

  it.each(Object.entries(ROUTES))('is a fault when it fails: %s', async (check, route) => {
    stub.on(route, broken);
    const { code, wrong } = await doctor(storedKeys(), '--leaf-user', UNKNOWN_USER, '--mint');
    expect([code, wrong.length]).toEqual([1, 1]);
    expect(wrong[0]).toMatch(new RegExp(`^fault +${check} +Leaf fails with 500`));
  });
});

describe('doctor finds', () => {
  const credential = (status: string | undefined) => ({ id: '1', status, ...SECRETS });

  it.each<[string, string, () => StubAnswer, RegExp]>([
    [
      'a credential that works no more',
      'GET john-deere-credentials',
      () => ({ json: credential('UNAUTHENTICATED') }),
      /^credential status .* has to sign in again/,
    ],
    [
      'a permission that is missing',
      'GET john-deere-credentials',
      () => ({ json: credential('MISSING_PERMISSION') }),
      /^credential status .* permission is missing/,
    ],
    [
      'a John Deere that is down',
      'GET john-deere-credentials',
      () => ({ json: credential('TEMPORARILY_UNAVAILABLE') }),
      /^credential status .* try again later/,
    ],
    [
      'a state that nobody documented',
      'GET john-deere-credentials',
      () => ({ json: credential('PLANTED') }),
      /^credential status .* never documented/,
    ],
    [
      'a credential that says nothing of itself, at a Leaf that does not either',
      'GET john-deere-credentials',
      () => ({ json: credential(undefined) }),
      /^credential status +Leaf does not say how it is/,
    ],
    [
      'events that have no order',
      'GET john-deere-credentials/events',
      () => ({ json: [{ id: '1', createdDate: 'PLANTED', statusCode: 200 }] }),
      /^events +their times cannot be compared/,
    ],
    [
      'events that are in another order than their words',
      'GET john-deere-credentials/events',
      () => ({ json: ['9', '10'].map((id) => ({ id, createdDate: id, statusCode: 200 })) }),
      /^events +their times cannot be compared/,
    ],
    [
      'an event that cannot be read',
      'GET john-deere-credentials/events',
      () => ({ json: [{ id: '1', PLANTED: true }] }),
      /^events +some cannot be read/,
    ],
    [
      'links to another host',
      'GET organizations/JohnDeere',
      () => ({
        json: {
          connectedOrganizations: [organization('1', dialog('1'))],
          notConnectedOrganizations: [organization('2', 'https://PLANTED.test/'), organization('3', 'javascript:1')],
        },
      }),
      /^organization links +2 of 3 are refused/,
    ],
    [
      'links that are not there',
      'GET organizations/JohnDeere',
      () => ({ json: { connectedOrganizations: [organization('1', dialog('1')), organization('2', null)] } }),
      /^organization links +1 of 2 are missing/,
    ],
    [
      'organizations in the words of older pages',
      'GET JohnDeere/organizations?page=0&size=100',
      () => ({ json: [{ provider_org_id: 'PLANTED', status: 'SELECTED' }] }),
      /^synced organizations +some cannot be read/,
    ],
    [
      'organizations in a state that nobody documented',
      'GET JohnDeere/organizations?page=0&size=100',
      () => ({ json: [synced({ status: 'PLANTED' })] }),
      /^synced organizations +some have a state/,
    ],
    [
      'a configuration with a word that nobody documented',
      'GET configs',
      () => ({ json: { organizationDataSync: 'PLANTED' } }),
      /^configuration at Leaf +what is fetched has a word/,
    ],
    [
      'resources without summaries',
      'GET resources',
      () => ({ json: { message: 'PLANTED' } }),
      /^arrived data +the answer has no summaries/,
    ],
    [
      'provider connections by another name',
      'GET provider-connections',
      () => ({ json: ['PLANTED'] }),
      /^provider connections +there is a credential, but/,
    ],
    [
      'stored keys that are closed to the account',
      'GET /services/usermanagement/api/app-keys/JohnDeere/fieldbook/STAGE',
      () => closed,
      /^stored keys +Leaf does not open them/,
    ],
    ['a Magic Link that stays', DELETE_LINK, () => broken, /^magic link .* does not delete it/],
    [
      'a Magic Link without an end',
      'POST magic-link',
      () => ({ json: link({ expiresAt: 'PLANTED' }) }),
      /^magic link +Leaf makes one, without a time/,
    ],
    ['a Magic Link that is refused', 'POST magic-link', () => ({ status: 400 }), /^magic link +Leaf refuses it/],
  ])('%s, which is no reason to fail', async (_, route, answer, words) => {
    stub.on(route, answer());
    const { code, wrong } = await doctor(storedKeys(), '--leaf-user', UNKNOWN_USER, '--mint');
    expect([code, wrong.length]).toEqual([0, 1]);
    expect(wrong[0]?.replace(/^warning +/, '')).toMatch(words);
  });

  it.each<[string, string, () => StubAnswer, RegExp]>([
    [
      'organizations that Leaf fails to list',
      'GET organizations/JohnDeere',
      () => broken,
      /^organizations +Leaf fails/,
    ],
    [
      'no keys at Leaf',
      'GET /services/usermanagement/api/app-keys/JohnDeere/fieldbook/STAGE',
      () => missing,
      /^stored keys +Leaf keeps none .* app-keys add/,
    ],
    [
      'a sign-in for which Leaf keeps no keys',
      'POST provider-connections/JohnDeere/fieldbook/STAGE',
      () => missing,
      /^sign-in .* Leaf keeps no such keys/,
    ],
    [
      'a sign-in for another application',
      'POST provider-connections/JohnDeere/fieldbook/STAGE',
      () => ({ json: { signInUrl: `${simulator.deereUrl}/authorize?client_id=PLANTED` } }),
      /^sign-in .* another application/,
    ],
    [
      'a Magic Link to a foreign host, which is deleted as well',
      'POST magic-link',
      () => ({ json: link({ link: 'https://PLANTED.test/' }) }),
      /^magic link +it leads to a host that is not Leaf’s/,
    ],
    [
      'a Magic Link that is no JSON',
      'POST magic-link',
      () => ({ text: '<p>PLANTED</p>' }),
      /^magic link +the answer, a 200, is not what Leaf documents/,
    ],
  ])('%s, and exits with 1', async (what, route, answer, words) => {
    stub.on(route, answer());
    const { code, wrong } = await doctor(storedKeys(), '--leaf-user', UNKNOWN_USER, '--mint');
    expect([code, wrong.length]).toEqual([1, 1]);
    expect(wrong[0]?.replace(/^fault +/, '')).toMatch(words);
    const deleted = stub.calls.some(({ method }) => method === 'DELETE');
    expect([what, deleted]).toEqual([what, !what.includes('no JSON')]);
  });

  it('the status where Leaf tells it of its own, when the credential does not', async () => {
    stub.on('GET john-deere-credentials', { json: credential(undefined) });
    stub.on('GET john-deere-credentials/status', { json: 'OK' });
    const { printed } = await doctor(stubbed(), '--leaf-user', UNKNOWN_USER);
    expect(printed).toMatch(/^ok +credential status/m);
  });

  it('a Magic Link whose name would lead elsewhere, and asks nobody to delete that', async () => {
    stub.on('POST magic-link', { json: link({ id: '../PLANTED' }) });
    const { code, wrong } = await doctor(stubbed(), '--leaf-user', UNKNOWN_USER, '--mint');
    expect([code, wrong]).toEqual([0, [expect.stringMatching(/^warning +magic link .* does not delete it/)]]);
    expect(stub.calls.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('nothing wrong with organizations that a dead credential cannot list', async () => {
    stub.on('GET john-deere-credentials', { json: credential('UNAUTHENTICATED') });
    stub.on('GET organizations/JohnDeere', missing);
    const { code, printed } = await doctor(stubbed(), '--leaf-user', UNKNOWN_USER);
    expect(code).toBe(0);
    expect(printed).toMatch(/^skipped +organizations +a credential that works no more/m);
  });

  it.each([[{}], [[]], [null]])('no credential where Leaf says %j, as the companion does', async (json) => {
    stub.on('GET john-deere-credentials', { json });
    const { code, printed } = await doctor(storedKeys(), '--leaf-user', UNKNOWN_USER);
    expect(code).toBe(0);
    expect(printed).toMatch(/^ok +credential +none/m);
    expect(printed).toMatch(/^ok +provider connections/m);
    expect(printed).not.toMatch(/^\w+ +(events|organizations|arrived data)/m);
  });

  it('that no sign-in starts, where what it has to see to first cannot be read', async () => {
    const selected = { ...stubbed(), ORGANIZATION_DATA_SYNC: 'SELECTED_ONLY' };
    stub.on('GET configs', closed);
    const own = await doctor(selected, '--leaf-user', UNKNOWN_USER);
    expect([own.code, own.wrong]).toEqual([
      1,
      [expect.stringMatching(/^fault +configuration at Leaf +with ORGANIZATION_DATA_SYNC no sign-in starts/)],
    ]);
    // The owner's is not looked at before a sign-in.
    stub.on('GET configs', missing);
    stub.on('GET configs of the owner', closed);
    const owner = await doctor(selected, '--leaf-user', UNKNOWN_USER);
    expect([owner.code, owner.wrong]).toEqual([0, [expect.stringMatching(/^warning +configuration at Leaf/)]]);
  });
});

describe('doctor with a callback of ours', () => {
  const METADATA = 'GET /issuer/.well-known/oauth-authorization-server';
  const GET_URL = 'POST /helper/get_url';
  const direct = (): Settings => ({ JD_FLOW: 'authorization-code', JD_ISSUER: simulator.issuer });
  const helper = (): Settings => ({
    JD_FLOW: 'authorization-code',
    JD_TOKEN_EXCHANGE: 'helper',
    JD_OAUTH_HELPER_URL: simulator.helperUrl,
  });
  const metadata = (change: object): StubAnswer => ({
    json: {
      issuer: `${stub.url}/issuer`,
      authorization_endpoint: `${simulator.deereUrl}/authorize`,
      token_endpoint: `${simulator.deereUrl}/token`,
      code_challenge_methods_supported: ['S256'],
      ...change,
    },
  });

  it('finds where to sign in, and has Leaf start nothing', async () => {
    const { code, printed, wrong } = await doctor(direct(), '--leaf-user', leafUser, '--mint');
    expect([code, wrong]).toEqual([0, []]);
    expect(printed).toMatch(/^ok +authorization server/m);
    expect(printed).not.toMatch(/^\w+ +(sign-in|sign-in helper|stored keys|provider connections) {2}/m);
    expect(simulator.calls.all.filter(({ path }) => path.includes('one-click'))).toEqual([]);
  });

  it('has the helper make an address, with and without access to Leaf', async () => {
    for (const access of [{}, { LEAF_PASSWORD: 'PLANTED-password' }]) {
      const { printed } = await doctor({ ...helper(), ...access });
      expect(printed).toMatch(/^ok +sign-in helper/m);
      expect(printed).not.toMatch(/authorization server/);
    }
  });

  it.each<[string, () => StubAnswer, RegExp]>([
    ['is another', () => metadata({ issuer: 'https://PLANTED.test' }), /another name than JD_ISSUER/],
    ['is no address', () => metadata({ issuer: 'PLANTED' }), /another name than JD_ISSUER/],
    [
      'has its endpoints elsewhere',
      () => metadata({ token_endpoint: 'https://PLANTED.test/token' }),
      /not at one of SIGN_IN_ORIGINS/,
    ],
    [
      'has its pages elsewhere',
      () => metadata({ authorization_endpoint: 'https://PLANTED.test/' }),
      /not at one of SIGN_IN_ORIGINS/,
    ],
    ['has no endpoint', () => metadata({ token_endpoint: undefined }), /a 200, is not what John Deere’s/],
    ['is no JSON', () => ({ text: '<p>PLANTED</p>' }), /a 200, is not what John Deere’s/],
    ['is not there', () => missing, /no such call there: JD_ISSUER/],
    ['leads elsewhere', () => ({ status: 307, headers: { Location: '/PLANTED' } }), /redirects, .*: set JD_ISSUER/],
    ['fails', () => broken, /fails with 500/],
    ['is closed', () => closed, /refuses this call, which needs no access/],
  ])('finds that the authorization server %s, and exits with 1', async (_, answer, words) => {
    stub.on(METADATA, answer());
    const { code, wrong } = await doctor({ ...direct(), JD_ISSUER: `${stub.url}/issuer` });
    expect([code, wrong]).toEqual([1, [expect.stringMatching(words)]]);
    expect(wrong[0]).toMatch(/^fault +authorization server/);
  });

  it.each([
    ['knows no PKCE', ['plain'], /^warning +authorization server .* JD_TOKEN_EXCHANGE=helper/],
    ['says nothing of PKCE', undefined, undefined],
  ])('goes on where the authorization server %s', async (_, methods, words) => {
    stub.on(METADATA, metadata({ code_challenge_methods_supported: methods }));
    const { code, wrong } = await doctor({ ...direct(), JD_ISSUER: `${stub.url}/issuer` });
    expect([code, wrong]).toEqual([0, words ? [expect.stringMatching(words)] : []]);
  });

  it.each<[string, () => StubAnswer, RegExp]>([
    ['leads to a foreign host', () => ({ json: { url: 'https://PLANTED.test/' } }), /not among SIGN_IN_ORIGINS/],
    [
      'is for another application',
      () => ({ json: { url: `${simulator.deereUrl}/authorize?client_id=PLANTED` } }),
      /another application than JD_CLIENT_KEY/,
    ],
    [
      'does not come back here',
      () => ({ json: { url: `${signInUrl()}&redirect_uri=https://PLANTED.test/` } }),
      /would not come back to PUBLIC_URL/,
    ],
    ['is not made', () => ({ status: 400, json: { detail: 'PLANTED' } }), /it refuses JD_CLIENT_KEY/],
    ['is no address', () => ({ json: { PLANTED: true } }), /a 200, is not what Leaf’s OAuth helper documents/],
    ['is not to be had', () => missing, /no such call there: JD_OAUTH_HELPER_URL/],
  ])('finds that the helper’s address %s, and exits with 1', async (_, answer, words) => {
    stub.on(GET_URL, answer());
    const { code, wrong } = await doctor({ ...helper(), JD_OAUTH_HELPER_URL: `${stub.url}/helper` });
    expect([code, wrong]).toEqual([1, [expect.stringMatching(words)]]);
    expect(wrong[0]).toMatch(/^fault +sign-in helper/);
  });
});
