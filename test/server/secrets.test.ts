import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StubAnswer } from '../support/leaf-stub.js';
import {
  createFixture,
  CREDENTIAL,
  EVENTS,
  healthy,
  KEY,
  MAGIC_LINK,
  NAVIGATION,
  SECRETS,
  SIGN_IN,
  SYNCED,
  type Fixture,
} from './fixture.js';

let at: Fixture;
let everyByte: string[] = [];
beforeAll(async () => {
  at = await createFixture();
});
beforeEach(() => {
  healthy(at.leaf);
  at.log.length = 0;
  everyByte = [];
});
afterAll(() => at.leaf.close());

const { accessToken, refreshToken, tokenId, tokenSecretKey } = CREDENTIAL;
const CREDENTIAL_SECRETS = { accessToken, refreshToken, tokenId, tokenSecretKey };
const CONFIGURED = { ...SECRETS, sessionKey: KEY.slice(3) };
const ALL = Object.values({ ...CREDENTIAL_SECRETS, ...CONFIGURED });

/** An alert in which every secret is planted, signed as Leaf does. */
const ALERT = JSON.stringify({
  ...Object.fromEntries(ALL.map((secret, n) => [`field${String(n)}`, secret])),
  type: SECRETS.leafToken,
  timestamp: new Date().toISOString(),
  credentialId: CREDENTIAL.tokenSecretKey,
  status: KEY.slice(3),
  message: ALL.join(' '),
});
const sign = (body: string) => createHmac('sha256', SECRETS.webhookSecret).update(body).digest('base64');

/** Makes every request there is, and keeps every byte that left: lines, headers, bodies. */
async function useEverything(): Promise<void> {
  const answers = [
    at.askAsPage('GET', '/connection?include=sync,data'),
    at.askAsPage('POST', '/organizations/sync'),
    at.askAsPage('PATCH', '/organizations/1'),
    at.askAsPage('GET', '/events'),
    at.askAsPage('POST', '/links', {}, '{"kind":"magic-link"}'),
    at.askAsPage('DELETE', '/connection'),
    at.askAsPage('POST', '/attempts'),
    at.askAsPage('POST', '/links'),
    at.ask('GET', await at.startPath(), NAVIGATION),
    at.ask('GET', await at.startPath()),
    at.ask('GET', await at.linkPath()),
    at.ask('POST', await at.linkPath(), { 'Sec-Fetch-Site': 'same-origin' }),
    at.ask('POST', '/webhooks/leaf', { 'X-Leaf-Signature': sign(ALERT) }, ALERT),
    at.ask('POST', '/webhooks/leaf', { 'X-Leaf-Signature': SECRETS.webhookSecret }, ALERT),
  ];
  for (const response of await Promise.all(answers)) {
    everyByte.push(String(response.status), JSON.stringify([...response.headers]), await response.text());
  }
  everyByte.push(JSON.stringify(at.log));
}

function expectNoSecret(): void {
  const sent = everyByte.join('\n');
  for (const secret of ALL) {
    expect(sent).not.toContain(secret);
    expect(sent).not.toContain(encodeURIComponent(secret));
  }
}

describe('secrets', () => {
  it('that Leaf sends with a credential go no further', async () => {
    await useEverything();
    expectNoSecret();
    expect(everyByte.join()).toContain('North Farm');
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])(
    'are not what stands in a field named %s',
    async (field) => {
      const text = JSON.stringify(CREDENTIAL).replace('{', `{${JSON.stringify(field)}:"North Farm",`);
      at.leaf.on('GET john-deere-credentials', { text });
      const response = await at.askAsPage('GET', '/connection');
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('North Farm')]);
    },
  );

  const plantIn: Record<string, (secret: string) => [route: string, answer: StubAnswer]> = {
    'the id of a credential': (id) => ['GET john-deere-credentials', { json: { ...CREDENTIAL, id } }],
    'the status of a credential': (status) => ['GET john-deere-credentials', { json: { ...CREDENTIAL, status } }],
    'the creation time': (createdTime) => ['GET john-deere-credentials', { json: { ...CREDENTIAL, createdTime } }],
    "an organization's id": (id) => [
      'GET organizations/JohnDeere',
      { json: { connectedOrganizations: [{ id, name: 'a' }] } },
    ],
    "an organization's name": (name) => [
      'GET organizations/JohnDeere',
      { json: { notConnectedOrganizations: [{ id: '1', name: `Farm ${name} Ltd` }] } },
    ],
    "an organization's link": (secret) => [
      'GET organizations/JohnDeere',
      {
        json: {
          connectedOrganizations: [{ id: '1', managementUri: `https://connections.deere.com/?x=${secret}` }],
        },
      },
    ],
    'the name of a chosen organization': (name) => [
      'PATCH JohnDeere/organizations/1/SELECTED',
      { json: { ...SYNCED[0], providerOrgName: name } },
    ],
    'the status of what is synced': (status) => [
      'GET JohnDeere/organizations?page=0&size=100',
      { json: [{ ...SYNCED[0], status, providerOrgName: status }] },
    ],
    'the id of what is synced': (providerOrgId) => [
      'GET JohnDeere/organizations?page=0&size=100',
      { json: [{ ...SYNCED[0], providerOrgId }] },
    ],
    'the configuration': (secret) => ['GET configs', { json: { organizationDataSync: secret, [secret]: secret } }],
    'what has arrived': (syncReferenceTime) => ['GET resources', { json: { summaries: [{ syncReferenceTime }] } }],
    'the id of an event': (id) => ['GET john-deere-credentials/events', { json: [{ ...EVENTS[0], id }] }],
    'the traffic of an event': (body) => ['GET john-deere-credentials/events', { json: [{ ...EVENTS[0], body }] }],
    'a magic link': (secret) => [
      'POST magic-link',
      { json: { link: `${MAGIC_LINK}?x=${encodeURIComponent(secret)}` } },
    ],
    'the error text of an extra': (detail) => ['GET resources', { status: 500, json: { detail } }],
    'a field that nobody knows': (surprise) => ['GET organizations/JohnDeere', { json: { surprise } }],
    'the sign-in URL': (secret) => [
      'POST one-click-integration/JohnDeere',
      { json: { signInUrl: `${SIGN_IN}&leak=${encodeURIComponent(secret)}` } },
    ],
    'an error text': (detail) => ['GET john-deere-credentials', { status: 500, json: { detail, message: detail } }],
    'the error text of a sign-in': (detail) => ['POST one-click-integration/JohnDeere', { status: 400, text: detail }],
    'a header': (secret) => [
      'GET john-deere-credentials',
      { status: 429, headers: { 'Retry-After': secret, 'X-Leak': secret }, json: {} },
    ],
  };

  /** Answers to requests that read no credential. */
  const APART = /sign-in|magic link|the id of an event|chosen organization/;

  it.each(Object.keys(plantIn))('planted in %s are found in no answer and no log line', async (place) => {
    for (const secret of ALL) {
      healthy(at.leaf);
      const planted = plantIn[place]?.(secret);
      // A token that Leaf never showed us is not known to be one.
      const unknown = APART.test(place) && Object.values(CREDENTIAL_SECRETS).includes(secret);
      if (planted === undefined || unknown) continue;
      at.leaf.on(...planted);
      await useEverything();
    }
    expectNoSecret();
  });

  it('that got as far as an answer make it a 500, and ring an alarm that names only their kind', async () => {
    for (const [route, answer] of [
      plantIn["an organization's name"]?.(accessToken),
      plantIn["an organization's link"]?.(SECRETS.clientSecret),
    ].filter((planted) => planted !== undefined)) {
      healthy(at.leaf);
      at.log.length = 0;
      at.leaf.on(route, answer);
      const response = await at.askAsPage('GET', '/connection');
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({ code: 'unknown', retryable: false });
      expect(response.headers.has('Access-Control-Allow-Origin')).toBe(true);
      expect(at.log.map(({ event }) => event)).toEqual(['secret_stopped', 'request']);
      expect(at.log[0]?.secret).toMatch(/^(access token|client secret)$/);
      expect(at.log[1]).toMatchObject({ status: 500, code: 'unknown' });
    }
  });

  it('in a redirect are stopped too, with the redirect', async () => {
    at.leaf.on('POST one-click-integration/JohnDeere', {
      json: { signInUrl: `${SIGN_IN}&leak=${SECRETS.leafToken}` },
    });
    const response = await at.ask('GET', await at.startPath(), NAVIGATION);
    expect(response.status).toBe(500);
    expect(response.headers.has('Location')).toBe(false);
    expect(at.log.map(({ event }) => event)).toContain('secret_stopped');
    // It is a person who sees this, and who needs the code that is in the log.
    const page = await response.text();
    expect(response.headers.get('Content-Type')).toContain('text/html');
    expect(page).toContain('Please tell Partner Inc.');
    expect(page).toContain(at.log.at(-1)?.requestId);
  });

  it('in every page, the one that would say so included, leave nothing but a problem document', async () => {
    const odd = await createFixture({ companyName: `Mail ${SECRETS.clientSecret}` });
    const response = await odd.ask('GET', await odd.startPath());
    const text = await response.text();
    expect([response.status, response.headers.get('Content-Type')]).toEqual([500, 'application/problem+json']);
    expect(text).not.toContain(SECRETS.clientSecret);
    expect(JSON.parse(text)).toMatchObject({ code: 'unknown' });
    await odd.leaf.close();
  });

  it('include the password that the companion logs in with, and the token that it is given for it', async () => {
    const password = 'the password of Leaf';
    const given = 'a-token-that-leaf-gave';
    const own = await createFixture({ leaf: { username: 'partner', password } });
    own.leaf.on('POST /api/authenticate', { json: { id_token: given } });
    for (const name of [password, given]) {
      own.leaf.on('GET organizations/JohnDeere', { json: { connectedOrganizations: [{ id: '1', name }] } });
      const response = await own.askAsPage('GET', '/connection');
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain(name);
    }
    expect(JSON.stringify(own.log)).not.toMatch(/the password of Leaf|a-token-that-leaf-gave/);
    await own.leaf.close();
  });

  it.each([
    ['JSON', 'quote"and\\slash'],
    ['a URL', 'percent space/and+plus='],
    ['markup', `<tag>&"quotes'`],
  ])('are recognised as they look in %s', async (_, clientSecret) => {
    const odd = await createFixture({
      johnDeere: { clientKey: 'client-key', clientSecret, environment: 'STAGE' },
      companyName: `Mail ${clientSecret}`,
    });
    odd.leaf.on('POST one-click-integration/JohnDeere', {
      json: { signInUrl: `${SIGN_IN}&leak=${encodeURIComponent(clientSecret)}` },
    });
    odd.leaf.on('GET organizations/JohnDeere', {
      json: { connectedOrganizations: [{ id: '1', name: clientSecret }] },
    });
    expect((await odd.askAsPage('GET', '/connection')).status).toBe(500);
    expect((await odd.ask('GET', await odd.startPath(), NAVIGATION)).status).toBe(500);
    expect((await odd.ask('GET', await odd.startPath())).status).toBe(500);
    await odd.leaf.close();
  });

  const ESCAPES: Record<string, (secret: string) => string> = {
    'not at all': (secret) => secret,
    'as usual': encodeURIComponent,
    'in small letters': (secret) => encodeURIComponent(secret).replace(/%../g, (escape) => escape.toLowerCase()),
    'as in a form': (secret) => new URLSearchParams([['', secret]]).toString().slice(1),
    'byte by byte': (secret) => Buffer.from(secret).toString('hex').replace(/../g, '%$&'),
    'beside half a character': (secret) => `%FF${ESCAPES['byte by byte']?.(secret) ?? ''}%C3`,
  };
  it.each(Object.keys(ESCAPES))('in a link, escaped %s, are stopped with it', async (how) => {
    const secrets = [
      'ab\'cd"ef^gh',
      'abc+def/ghi==',
      'sec ret"quo^te',
      'p%20ss<word>|x',
      "a'b{c}d|e12",
      'ümlaut-secret^',
    ];
    for (const clientSecret of secrets) {
      const odd = await createFixture({
        johnDeere: { clientKey: 'client-key', clientSecret, environment: 'STAGE' },
      });
      const leak = ESCAPES[how]?.(clientSecret) ?? '';
      for (const path of [`/a?client_id=client-key&x=${leak}`, `/${leak}?client_id=client-key`]) {
        const signInUrl = `https://signin.johndeere.com${path}`;
        odd.leaf.on('POST one-click-integration/JohnDeere', { json: { signInUrl } });
        const managementUri = `https://connections.deere.com${path}`;
        odd.leaf.on('GET organizations/JohnDeere', { json: { connectedOrganizations: [{ id: '1', managementUri }] } });
        expect((await odd.askAsPage('GET', '/connection')).status).toBe(500);
        expect((await odd.ask('GET', await odd.startPath(), NAVIGATION)).status).toBe(500);
      }
      await odd.leaf.close();
    }
  });

  it('are not found in escapes that mean something else', async () => {
    const managementUri = 'https://connections.deere.com/%E0%A4%A?redirect_uri=https%3A%2F%2Fapp.partner.test%2F&x=%zz';
    at.leaf.on('GET organizations/JohnDeere', { json: { connectedOrganizations: [{ id: '1', managementUri }] } });
    const response = await at.askAsPage('GET', '/connection');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(managementUri);
  });

  it('that are too short to be any stop no innocent answer', async () => {
    at.leaf.on('GET john-deere-credentials', { json: { ...CREDENTIAL, tokenId: 'Farm' } });
    expect((await at.askAsPage('GET', '/connection')).status).toBe(200);
  });

  it('do not include the client key, which every browser sees', async () => {
    at.leaf.on('GET organizations/JohnDeere', {
      json: { connectedOrganizations: [{ id: '1', name: CREDENTIAL.clientKey }] },
    });
    expect((await at.askAsPage('GET', '/connection')).status).toBe(200);
  });
});

describe('the log', () => {
  it('has the listed fields and no others, the pattern of a route and never its path', async () => {
    await useEverything();
    const fields = new Set(at.log.flatMap((entry) => Object.keys(entry)));
    const listed = [
      'event',
      'requestId',
      'user',
      'handed',
      'route',
      'method',
      'status',
      'ms',
      'upstream',
      'code',
      'secret',
      'type',
    ];
    expect([...fields].filter((field) => !listed.includes(field))).toEqual([]);
    expect(new Set(at.log.map(({ route }) => route))).toEqual(
      new Set([
        '/connection',
        '/organizations/sync',
        '/organizations/:id',
        '/events',
        '/attempts',
        '/links',
        '/start/:token',
        '/webhooks/leaf',
        undefined,
      ]),
    );
  });

  it('that fails does no harm', async () => {
    const unlucky = await createFixture({
      log: () => {
        throw new Error('disk full');
      },
    });
    expect((await unlucky.askAsPage('GET', '/connection')).status).toBe(200);
    await unlucky.leaf.close();
  });

  it('that fails later does no harm either', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const unlucky = await createFixture({ log: () => Promise.reject(new Error('disk full')) });
    expect((await unlucky.askAsPage('GET', '/connection')).status).toBe(200);
    // Node tells of rejections that nobody took when the turn is over.
    await new Promise((resolve) => setTimeout(resolve));
    expect(unhandled).not.toHaveBeenCalled();
    process.off('unhandledRejection', unhandled);
    await unlucky.leaf.close();
  });
});
