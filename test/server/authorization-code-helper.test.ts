/** Leaf's OAuth helper, in all the ways in which it may fail. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startLeafStub, type LeafStub, type StubAnswer } from '../support/leaf-stub.js';
import { NAVIGATION, PUBLIC_URL, SECRETS } from './fixture.js';
import { CODE, createReturningFixture, TOKENS, type ReturningFixture } from './returning-fixture.js';

const REDIRECT_URI = `${PUBLIC_URL}/callback`;

let at: ReturningFixture;
let helper: LeafStub;
beforeAll(async () => {
  helper = await startLeafStub();
  at = await createReturningFixture(
    {
      johnDeere: {
        clientKey: 'client-key',
        clientSecret: SECRETS.clientSecret,
        environment: 'PRODUCTION',
        tokenExchange: 'helper',
        helperUrl: helper.url,
      },
    },
    { leafHeaders: 200, leafCall: 400 },
  );
});
beforeEach(() => {
  at.heal();
  helper.reset();
  helper.on('POST /get_url', { json: { url: address() } });
  helper.on('POST /get_token', { json: { refreshToken: TOKENS.refresh_token, accessToken: TOKENS.access_token } });
});
afterAll(() => Promise.all([at.close(), helper.close()]));

function address(change: Record<string, string> = {}): string {
  const query = { client_id: 'client-key', redirect_uri: REDIRECT_URI, state: 'the-helpers-own', ...change };
  return `${at.issuer}/v1/authorize?${new URLSearchParams(query).toString()}`;
}

const bodies = () => helper.calls.map(({ body }) => JSON.parse(body) as Record<string, string>);
const attached = () => at.leaf.calls.filter(({ method }) => method === 'POST');

describe('the address that the helper makes', () => {
  it('is asked for with the application and our callback, and gets a state of our own', async () => {
    const { location, state } = await at.begin();
    expect(bodies()).toEqual([
      { clientKey: 'client-key', clientSecret: SECRETS.clientSecret, clientRedirectUrl: REDIRECT_URI },
    ]);
    expect(location.searchParams.getAll('state')).toEqual([state]);
    expect(state).toMatch(/^[\w-]{43}$/);
  });

  it.each<[string, StubAnswer]>([
    ['on another host', { json: { url: 'https://evil.test/?client_id=client-key' } }],
    ['that is a script', { json: { url: 'javascript:alert(1)//?client_id=client-key' } }],
    ['that is empty', { json: { url: '' } }],
    ['of no kind', { json: {} }],
    ['in HTML', { text: '<html>' }],
    ['by way of a redirect', { status: 302, headers: { Location: 'http://127.0.0.1:9/' } }],
  ])('%s is not opened', async (_, answer) => {
    helper.on('POST /get_url', answer);
    const response = await at.ask('GET', await at.startPath(), NAVIGATION);
    expect([response.status, response.headers.has('Location')]).toEqual([502, false]);
  });

  it.each([{ client_id: 'their-key' }, { redirect_uri: 'https://evil.test/callback' }])(
    'with %j is not opened',
    async (change) => {
      helper.on('POST /get_url', { json: { url: address(change) } });
      const response = await at.ask('GET', await at.startPath(), NAVIGATION);
      expect([response.status, response.headers.has('Location')]).toEqual([502, false]);
    },
  );
});

describe('a code that the helper redeems', () => {
  it('goes there within the address that John Deere came back to, by its public name', async () => {
    const { state, cookie } = await at.begin();
    expect((await at.comeBack({ code: CODE, state }, cookie)).status).toBe(303);
    expect(bodies().at(-1)).toEqual({
      clientKey: 'client-key',
      clientSecret: SECRETS.clientSecret,
      clientRedirectUrl: REDIRECT_URI,
      responseUrl: `${REDIRECT_URI}?code=${CODE}&state=${state}`,
    });
    expect(JSON.parse(attached()[0]?.body ?? '')).toMatchObject({ refreshToken: TOKENS.refresh_token });
  });

  it.each<[string, StubAnswer, number]>([
    ['was used before', { status: 400, json: { message: TOKENS.refresh_token } }, 410],
    ['meets a closed door', { status: 403 }, 502],
    ['meets a server that fails', { status: 500 }, 503],
    ['meets one that is down', { status: 503 }, 503],
    ['meets one that asks for patience', { status: 429 }, 503],
    ['meets silence', () => undefined, 504],
    ['meets a line that is cut', (response) => response.socket?.destroy(), 503],
    ['brings nothing', { json: {} }, 502],
    ['brings an empty text', { json: { refreshToken: '' } }, 502],
    ['brings HTML', { text: '<html>' }, 502],
  ])('and that %s attaches nothing, and is sent once', async (_, answer, status) => {
    const { state, cookie } = await at.begin();
    helper.on('POST /get_token', answer);
    const response = await at.comeBack({ code: CODE, state }, cookie);
    const told = (await response.text()) + JSON.stringify(at.log);
    expect(response.status).toBe(status);
    for (const secret of [CODE, ...Object.values(TOKENS), SECRETS.clientSecret]) expect(told).not.toContain(secret);
    expect(helper.calls.filter(({ path }) => path === '/get_token')).toHaveLength(1);
    expect(attached()).toEqual([]);
  });
});
