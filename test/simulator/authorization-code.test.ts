import * as oauth from 'oauth4webapi';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD } from '../../demo/simulator/accounts.js';
import { startSimulator } from '../../demo/simulator/index.js';
import { Grower, LeafCaller, type Page } from './grower.js';
import { openOrigin } from '../../demo/simulator/origin.js';

/** The partner's own callback, which just says what it was sent. */
const partner = await openOrigin('127.0.0.1', 0);
partner.answerWith((_, response) => response.end('Back at the partner'));
const callback = `${partner.url}/callback`;
const simulator = await startSimulator({ redirectUris: [callback] });
const leaf = await LeafCaller.logIn(simulator);

// eslint-disable-next-line @typescript-eslint/no-deprecated -- Nothing but loopback is asked, and it has no certificates.
const insecure = { [oauth.allowInsecureRequests]: true };
const issuer = new URL(simulator.issuer);
// Below the issuer, where John Deere documents it; RFC 8414 would have it before the issuer's path.
const server = await fetch(`${simulator.issuer}/.well-known/oauth-authorization-server`).then((response) =>
  oauth.processDiscoveryResponse(issuer, response),
);
const client = { client_id: simulator.clientKey };
const authentication = oauth.ClientSecretBasic(simulator.clientSecret);

let user: string;
let grower: Grower;
beforeEach(async () => {
  simulator.reset();
  user = await simulator.createLeafUser();
  grower = new Grower();
});
afterAll(() => Promise.all([simulator.close(), partner.close()]));

async function authorizeUrl(change: Record<string, string> = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: callback,
    scope: 'ag1 org1 offline_access',
    state: 'our-own-state',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...change,
  }).toString();
  return { url: url.href, verifier };
}

/** Signs in and consents; the page is the partner's callback. */
async function consent(url: string, answer = 'allow'): Promise<Page> {
  const asked = await grower.submit(await grower.visit(url), { user: 'several', password: PASSWORD });
  return grower.submit(asked, { answer });
}

const redeem = (back: URLSearchParams, verifier: string) =>
  oauth
    .authorizationCodeGrantRequest(server, client, authentication, back, callback, verifier, insecure)
    .then((response) => oauth.processAuthorizationCodeResponse(server, client, response));

const returned = (page: Page) => oauth.validateAuthResponse(server, client, new URL(page.url), 'our-own-state');

const give = (refreshToken: string | undefined, change: Record<string, string> = {}) => {
  const { clientKey, clientSecret } = simulator;
  const body = { clientKey, clientSecret, clientEnvironment: 'PRODUCTION', refreshToken, ...change };
  return leaf.call('POST', `/users/${user}/john-deere-credentials`, body);
};

describe('John Deere, to an application with a callback of its own', () => {
  it('says where its endpoints are, under the name that it signs with', () => {
    expect(server.issuer).toBe(simulator.issuer);
    expect(server.token_endpoint).toBe(`${simulator.issuer}/v1/token`);
    expect(server.revocation_endpoint).toBe(`${simulator.issuer}/v1/revoke`);
  });

  it('returns with a code and the state, and gives tokens for it that Leaf can use', async () => {
    const { url, verifier } = await authorizeUrl();
    const page = await consent(url);
    expect(page.url.startsWith(`${callback}?`)).toBe(true);
    const tokens = await redeem(returned(page), verifier);
    expect((await give(tokens.refresh_token)).status).toBe(201);
    expect(await leaf.json('GET', `/users/${user}/organizations/JohnDeere`)).toMatchObject({
      connectedOrganizations: [{ id: '509991' }, { id: '509992' }],
    });
    expect(simulator.secrets()).toEqual(expect.arrayContaining([tokens.access_token, tokens.refresh_token]));
  });

  it('gives no refresh token to an application that did not ask for one', async () => {
    const { url, verifier } = await authorizeUrl({ scope: 'ag1 org1' });
    expect(await redeem(returned(await consent(url)), verifier)).not.toHaveProperty('refresh_token');
  });

  it('takes a code once, with the right verifier and the right secret', async () => {
    const { url, verifier } = await authorizeUrl();
    const back = returned(await consent(url));
    await expect(redeem(back, oauth.generateRandomCodeVerifier())).rejects.toMatchObject({ error: 'invalid_grant' });
    const other = await authorizeUrl();
    const again = returned(await consent(other.url));
    await redeem(again, other.verifier);
    await expect(redeem(again, other.verifier)).rejects.toMatchObject({ error: 'invalid_grant' });
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretBasic('guess'),
      again,
      callback,
      verifier,
      insecure,
    );
    expect(answer.status).toBe(401);
  });

  it('sends a refused consent back, with the state', async () => {
    const page = await consent((await authorizeUrl()).url, 'refuse');
    const { searchParams } = new URL(page.url);
    expect(page.url.startsWith(callback)).toBe(true);
    expect(Object.fromEntries(searchParams)).toMatchObject({ error: 'access_denied', state: 'our-own-state' });
  });

  it('stops an unregistered return address before anybody signs in', async () => {
    const page = await grower.visit((await authorizeUrl({ redirect_uri: `${partner.url}/other` })).url);
    expect(page.status).toBe(400);
    expect(page.text).toContain('400 Bad Redirect');
    expect(new URL(page.url).origin).toBe(simulator.deereUrl);
  });

  it('leads from the choice of organizations to the callback, with what was ticked', async () => {
    const { url, verifier } = await authorizeUrl();
    await give((await redeem(returned(await consent(url)), verifier)).refresh_token);
    const select = `${simulator.deereUrl}/connections/${simulator.clientKey}/select-organizations`;
    const choice = await grower.visit(`${select}?redirect_uri=${encodeURIComponent(callback)}`);
    // The sign-in of a moment ago holds here too.
    expect(choice.text).toContain('Hill Pastures');
    const end = await grower.submit(choice, [
      ['answer', 'save'],
      ['organization', '509993'],
    ]);
    expect(end.url).toBe(callback);
    expect(await leaf.json('GET', `/users/${user}/organizations/JohnDeere`)).toMatchObject({
      connectedOrganizations: [{ id: '509993' }],
    });
  });
});

describe('a credential given to Leaf', () => {
  const refreshToken = async () => {
    const { url, verifier } = await authorizeUrl();
    return (await redeem(returned(await consent(url)), verifier)).refresh_token;
  };

  it.each([
    ['no refresh token', { refreshToken: '' }],
    ['one that John Deere never gave', { refreshToken: 'guess' }],
    ['the wrong secret', { clientSecret: 'guess' }],
    ['another application', { clientKey: '0oaSomebodyElse' }],
    ['no environment of John Deere’s', { clientEnvironment: 'SANDBOX' }],
  ])('is refused with %s, and nothing is attached', async (_, change) => {
    expect((await give(await refreshToken(), change)).status).toBe(400);
    expect((await leaf.call('GET', `/users/${user}/john-deere-credentials`)).status).toBe(404);
  });

  it('replaces the one before, or is refused as the scenario says', async () => {
    await give(await refreshToken());
    const first = await leaf.json('GET', `/users/${user}/john-deere-credentials`);
    expect((await give(await refreshToken())).status).toBe(201);
    const second = await leaf.json('GET', `/users/${user}/john-deere-credentials`);
    expect(second).not.toMatchObject({ id: (first as { id: string }).id });
    simulator.scenario.set({ secondCredential: 'refused' });
    const third = await refreshToken();
    expect((await give(third)).status).toBe(400);
    expect(await leaf.json('GET', `/users/${user}/john-deere-credentials`)).toMatchObject({
      id: (second as { id: string }).id,
    });
    // Not redeemed by the refusal: it works once there is room for it.
    await leaf.call('DELETE', `/users/${user}/john-deere-credentials`);
    expect((await give(third)).status).toBe(201);
  });
});

describe('Leaf’s OAuth helper', () => {
  const ask = (path: string, body: object) =>
    fetch(simulator.helperUrl + path, { method: 'POST', body: JSON.stringify(body) });
  const { clientKey, clientSecret } = simulator;
  const application = { clientKey, clientSecret, clientRedirectUrl: callback };
  const getUrl = async () => ((await (await ask('/get_url', application)).json()) as { url: string }).url;

  it.each([
    ['camel-case', 'refreshToken'],
    ['snake-case', 'refresh_token'],
  ] as const)('turns what came back into tokens, spelled in %s', async (helper, field) => {
    simulator.scenario.set({ helper });
    const page = await consent(await getUrl());
    const tokens = (await (await ask('/get_token', { ...application, responseUrl: page.url })).json()) as Record<
      string,
      string
    >;
    expect((await give(tokens[field])).status).toBe(201);
  });

  it('gives nothing for a wrong secret, a code of nobody’s, or half a description', async () => {
    const page = await consent(await getUrl());
    const wrong = { ...application, clientSecret: 'guess', responseUrl: page.url };
    expect((await ask('/get_token', wrong)).status).toBe(400);
    expect((await ask('/get_token', { ...application, responseUrl: `${callback}?code=guess` })).status).toBe(400);
    expect((await ask('/get_token', application)).status).toBe(400);
    expect((await ask('/get_url', { clientKey })).status).toBe(400);
  });
});
