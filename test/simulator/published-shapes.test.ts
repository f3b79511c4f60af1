/** What the simulator answers, held against what Leaf and John Deere published. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { PASSWORD } from '../../demo/simulator/accounts.js';
import { startSimulator } from '../../demo/simulator/index.js';
import { connect, Grower, LeafCaller } from './grower.js';
import * as shapes from './shapes.js';
import type { Strength } from './shapes.js';

const simulator = await startSimulator({ redirectUris: ['https://app.example.org/callback'] });
const leaf = await LeafCaller.logIn(simulator);
const { clientKey, clientSecret } = simulator;
const application = { clientKey, clientSecret, clientRedirectUrl: 'https://app.example.org/callback' };
const user = await simulator.createLeafUser();

let lastPage = '';
beforeAll(async () => {
  simulator.scenario.set({ farmTakesMs: 0 });
  lastPage = (await connect(leaf, user, 'several')).text;
});
afterAll(() => simulator.close());

const asked = (path: string) => leaf.json('GET', `/users/${user}${path}`);
const service = (method: string, path: string, body?: unknown) =>
  leaf.service(method, path, body).then((r) => r.json());
const helper = async (path: string, body: object) =>
  (await fetch(simulator.helperUrl + path, { method: 'POST', body: JSON.stringify(body) })).json();
const basic = `Basic ${Buffer.from(`${clientKey}:${clientSecret}`).toString('base64')}`;

/** The address that John Deere sends a grower back to, who has signed in and consented. Nobody answers there. */
async function returnedTo(): Promise<string> {
  const { url } = (await helper('/get_url', application)) as { url: string };
  const grower = new Grower();
  const consent = await grower.submit(await grower.visit(url), { user: 'unshared', password: PASSWORD });
  return grower.lastRedirect(consent, { answer: 'allow' });
}

const link = { expiresIn: 900, provider: 'JohnDeere', settings: { companyName: 'Fieldbook', showLeafUserName: true } };

/** In this order: some ask for what those before them have made. */
const ANSWERS: [string, Strength, z.ZodType, () => Promise<unknown>][] = [
  ['POST /api/authenticate', 'D', shapes.LeafToken, () => authenticate()],
  ['a refusal', 'D', shapes.Problem, () => leaf.json('GET', '/users/nobody/john-deere-credentials')],
  ['POST one-click-integration/JohnDeere', 'O', shapes.SignIn, async () => (await leaf.startSignIn(user)).json()],
  ['the last page of one-click', 'O', shapes.CredentialAssigned, () => Promise.resolve(JSON.parse(lastPage))],
  ['the query of a sign-in address', 'O', shapes.SignInQuery, () => queryOf(leaf.signInUrl(user))],
  [
    'POST provider-connections',
    'B',
    shapes.SignIn,
    () => leaf.json('POST', connections('/JohnDeere/fieldbook/PRODUCTION')),
  ],
  ['GET provider-connections', 'B', shapes.Providers, () => leaf.json('GET', connections(''))],
  ['GET john-deere-credentials', 'D', shapes.Credential, () => asked('/john-deere-credentials')],
  ['POST john-deere-credentials', 'D', shapes.Credential, () => giveCredential()],
  ['GET john-deere-credentials/events', 'D', shapes.Events, () => asked('/john-deere-credentials/events')],
  ['GET john-deere-credentials/status', 'O', shapes.Status, () => asked('/john-deere-credentials/status')],
  ['GET organizations/JohnDeere', 'D', shapes.Organizations, () => asked('/organizations/JohnDeere')],
  ['GET JohnDeere/organizations', 'D', shapes.SyncedOrganizations, () => asked('/JohnDeere/organizations')],
  ['GET one of them', 'D', shapes.SyncedOrganization, () => asked('/JohnDeere/organizations/509991')],
  ['PATCH one of them', 'D', shapes.SyncedOrganization, () => choose('509991/SELECTED')],
  ['GET configs', 'D', shapes.Configuration, () => service('GET', '/config/api/configs')],
  ['POST configs/{id}', 'D', shapes.Configuration, () => configure('POST')],
  ['GET configs/{id}', 'D', shapes.Configuration, () => service('GET', `/config/api/configs/${user}`)],
  ['PATCH configs/{id}', 'D', shapes.Configuration, () => configure('PATCH')],
  ['POST magic-link', 'D', shapes.MagicLink, () => magicLink()],
  ['GET magic-link/authentication/{id}', 'D', shapes.MagicLink, () => magicLink().then(readLink)],
  [
    'GET integrations resources',
    'D',
    shapes.Resources,
    () => service('GET', `/integrations/api/resources?leafUserId=${user}`),
  ],
  ['GET app-keys', 'D', shapes.AppKeys, () => leaf.json('GET', '/app-keys/JohnDeere')],
  ['GET one app-key', 'D', shapes.AppKey, () => leaf.json('GET', '/app-keys/JohnDeere/fieldbook/PRODUCTION')],
  ['POST an app-key', '?', shapes.AppKey, () => leaf.json('POST', '/app-keys/JohnDeere/other/STAGE', application)],
  ['PUT an app-key', '?', shapes.AppKey, () => leaf.json('PUT', '/app-keys/JohnDeere/other/STAGE', application)],
  ['GET users', 'D', shapes.LeafUsers, () => leaf.json('GET', '/users?name=A%20simulated%20grower')],
  ['the helper’s get_url', 'D', shapes.HelperUrl, () => helper('/get_url', application)],
  ['the helper’s get_token', 'D', shapes.HelperTokens, () => helperTokens()],
  ['the helper’s get_token, in other words', 'T', shapes.HelperTokens, () => helperTokens('snake-case')],
  ['John Deere’s metadata', 'D', shapes.DeereMetadata, () => metadata()],
  ['John Deere’s tokens', 'D', shapes.DeereTokens, () => deereTokens()],
];

const connections = (rest: string) => `/users/${user}/provider-connections${rest}`;
const configure = (method: string) =>
  service(method, `/config/api/configs/${user}`, { organizationDataSync: 'SELECTED_ONLY' });
const choose = (path: string) => leaf.json('PATCH', `/users/${user}/JohnDeere/organizations/${path}`);
const magicLink = () => service('POST', `/widgets/api/magic-link/users/${user}/authentication`, link);
const readLink = ({ id }: { id: string }) => service('GET', `/widgets/api/magic-link/authentication/${id}`);
const queryOf = async (url: Promise<string>) => Object.fromEntries(new URL(await url).searchParams);

/** What is held against something published: there is more in it. */
async function metadata() {
  const told = (await fetch(`${simulator.issuer}/.well-known/oauth-authorization-server`)).json();
  const { issuer, authorization_endpoint, token_endpoint, revocation_endpoint } = (await told) as Record<
    string,
    string
  >;
  return { issuer, authorization_endpoint, token_endpoint, revocation_endpoint };
}

async function authenticate() {
  const { username, password } = simulator;
  const body = JSON.stringify({ username, password, rememberMe: 'true' });
  return (await fetch(`${simulator.leafUrl}/api/authenticate`, { method: 'POST', body })).json();
}

async function helperTokens(spelling: 'camel-case' | 'snake-case' = 'camel-case') {
  simulator.scenario.set({ helper: spelling });
  return helper('/get_token', { ...application, responseUrl: await returnedTo() });
}

async function deereTokens() {
  const code = new URL(await returnedTo()).searchParams.get('code') ?? '';
  const redirectUri = application.clientRedirectUrl;
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
  const headers = { Authorization: basic };
  return (await fetch(`${simulator.issuer}/v1/token`, { method: 'POST', headers, body })).json();
}

async function giveCredential() {
  const { refresh_token: refreshToken } = await deereTokens();
  const other = await simulator.createLeafUser('Somebody else');
  const body = { clientKey, clientSecret, clientEnvironment: 'PRODUCTION', refreshToken };
  return leaf.json('POST', `/users/${other}/john-deere-credentials`, body);
}

/** Every way in which one field of an answer could go by another name. */
function renamed(answer: unknown): unknown[] {
  if (Array.isArray(answer)) return renamed(answer[0]).map((first) => [first, ...answer.slice(1)]);
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([field, value]) => {
    // Those are named by HTTP.
    const inside = field === 'headers' ? [] : renamed(value);
    const { [field]: _, ...rest } = answer as Record<string, unknown>;
    return [{ ...rest, [`${field}Renamed`]: value }, ...inside.map((inner) => ({ ...rest, [field]: inner }))];
  });
}

describe.each(ANSWERS)('%s (%s)', (name, _, shape, ask) => {
  it('has the published shape, and no field of it could have another name', async () => {
    const answer = await ask();
    expect([name, shape.safeParse(answer).error?.issues ?? []]).toEqual([name, []]);
    const faulty = renamed(answer);
    // A list of bare names has no fields.
    expect(faulty.length > 0 || shape === shapes.Providers).toBe(true);
    expect(faulty.filter((one) => shape.safeParse(one).success)).toEqual([]);
  });
});

describe('an organization’s link', () => {
  it('manages one that is shared, and leads to the choice for one that is not', async () => {
    const listing = shapes.Organizations.parse(await asked('/organizations/JohnDeere'));
    const paths = (rows: { managementUri: string }[]) =>
      rows.map(({ managementUri }) => managementUri.slice(simulator.deereUrl.length));
    expect(paths(listing.connectedOrganizations)[0]).toBe(`/connections/${clientKey}/connections-dialog?orgId=509991`);
    expect(paths(listing.notConnectedOrganizations)[0]).toBe(`/connections/${clientKey}/select-organizations`);
  });
});
