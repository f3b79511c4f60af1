/** A companion in front of a programmable Leaf, and the requests that browsers would send it. */
import { afterAll, beforeEach } from 'vitest';
import { createCompanion, type Companion } from '../../src/server/companion.js';
import { readConfig, type Config, type Deadlines } from '../../src/server/config.js';
import { LIMITS, type Limits } from '../../src/server/limits.js';
import type { LeafConnectOptions, LogEntry, SessionInput } from '../../src/server/index.js';
import { startLeafStub, type LeafStub } from '../support/leaf-stub.js';

export const USER = '5f0d2c1e-9a44-4b7c-8d10-3c1f7a2b9e01';
export const OTHER_USER = '0b9d7f6a-1c33-4e2f-9a55-7e8d1c4b2a02';
export const PAGE = 'https://app.partner.test';
export const OTHER_PAGE = 'https://other.partner.test';
export const PUBLIC_URL = 'https://connect.partner.test/jd';
/** The companion's own origin, as a browser writes it. */
export const OWN = new URL(PUBLIC_URL).origin;
/** What a browser sends along when somebody presses the naming page's button. */
export const PRESSED = {
  'Sec-Fetch-Site': 'same-origin',
  'Content-Type': 'application/x-www-form-urlencoded',
  Origin: OWN,
};
export const KEY = `k1:${Buffer.alloc(32, 7).toString('base64url')}`;

export const SECRETS = {
  clientSecret: 'john-deere-shared-secret',
  leafToken: 'leaf-api-token-value',
  webhookSecret: 'webhook-signing-secret',
};

export const SIGN_IN = 'https://signin.johndeere.com/oauth2/aus78/v1/authorize?client_id=client-key&state=s';

/** What Leaf says of a credential: the secrets come back in clear. */
export const CREDENTIAL = {
  id: 'credential-1',
  status: 'OK',
  createdTime: '2026-11-01T10:00:00.000000Z',
  clientKey: 'client-key',
  clientSecret: SECRETS.clientSecret,
  accessToken: 'deere-access-token',
  refreshToken: 'deere-refresh-token',
  tokenId: 'deere-token-id',
  tokenSecretKey: 'deere-token-secret-key',
};

const MANAGEMENT = 'https://connections.deere.com/connections/app';

export const ORGANIZATIONS = {
  connectedOrganizations: [{ id: '1', name: 'North Farm', managementUri: `${MANAGEMENT}/dialog?orgId=1` }],
  notConnectedOrganizations: [{ id: '2', name: 'South Farm', managementUri: `${MANAGEMENT}/select-organizations` }],
};

/** What Leaf fetches of them. */
export const SYNCED = [
  {
    providerOrgId: '1',
    providerOrgName: 'North Farm',
    status: 'SELECTED',
    managementUri: `${MANAGEMENT}/dialog?orgId=1`,
  },
  {
    providerOrgId: '2',
    providerOrgName: 'South Farm',
    status: 'BLOCKED',
    managementUri: `${MANAGEMENT}/select-organizations`,
  },
];

export const RESOURCES = {
  message: 'ok',
  summaries: [
    { growers: 1, farms: 2, fields: 40, syncReferenceTime: '2026-11-02T10:00:00Z' },
    { growers: 0, farms: 1, fields: 1, syncReferenceTime: '2026-11-03T10:00:00Z' },
  ],
};

/** Raw traffic with John Deere comes along with each event. */
export const EVENTS = [
  { id: 'event-1', createdDate: '2026-11-01T10:00:00Z', statusCode: 200 },
  { id: 'event-2', createdDate: '2026-11-02T10:00:00Z', statusCode: 401 },
].map((event) => ({
  ...event,
  headers: { Authorization: `Bearer ${CREDENTIAL.accessToken}` },
  body: JSON.stringify({ refresh_token: CREDENTIAL.refreshToken }),
}));

/** Leaf's stand-in is on loopback, and so are the pages that it hosts. */
export const MAGIC_LINK = 'http://127.0.0.1:4000/magic/0f1e2d';

/** The headers of a window that an allowed page opened. */
export const NAVIGATION = {
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Site': 'same-site',
  Referer: `${PAGE}/`,
};

export interface Fixture {
  leaf: LeafStub;
  companion: Companion;
  config: Config;
  log: LogEntry[];
  /** Requests a path below the public URL, with nothing but the headers given. */
  ask(method: string, path: string, headers?: Record<string, string>, body?: BodyInit): Promise<Response>;
  /** The same, as the element on `PAGE` with a session of `USER` does. */
  askAsPage(method: string, path: string, headers?: Record<string, string>, body?: string): Promise<Response>;
  session(input?: Partial<SessionInput>): Promise<string>;
  /** The path of a fresh start URL. */
  startPath(input?: Partial<SessionInput>): Promise<string>;
  /** The path of a fresh link for somebody else. */
  linkPath(input?: Partial<SessionInput>): Promise<string>;
}

/** The fixture of a whole file: healthy before each test, with an empty log, and closed after the last. */
export async function fixtureOfFile(): Promise<Fixture> {
  const at = await createFixture();
  beforeEach(() => {
    healthy(at.leaf);
    at.log.length = 0;
  });
  afterAll(() => at.leaf.close());
  return at;
}

/** Tests are more impatient than people. */
const NO_LIMITS = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, 1e9])) as Limits;

/** Leaf knows a healthy credential with one organization of each kind until a test says otherwise. */
export async function createFixture(
  overrides: Partial<LeafConnectOptions> = {},
  deadlines: Partial<Deadlines> = {},
  limits: Partial<Limits> = {},
): Promise<Fixture> {
  const leaf = await startLeafStub();
  const log: LogEntry[] = [];
  const defaults = readConfig({
    leaf: { token: SECRETS.leafToken, apiUrl: leaf.url },
    johnDeere: { clientKey: 'client-key', clientSecret: SECRETS.clientSecret, environment: 'PRODUCTION' },
    publicUrl: PUBLIC_URL,
    allowedOrigins: [PAGE, OTHER_PAGE],
    sessionKeys: [KEY],
    companyName: 'Partner Inc.',
    webhookSecret: SECRETS.webhookSecret,
    log: (entry) => log.push(entry),
    ...overrides,
    ...(overrides.leaf && { leaf: { ...overrides.leaf, apiUrl: leaf.url } }),
  });
  const config = {
    ...defaults,
    // Tests change their mind faster than a second, and do not wait for nothing.
    deadlines: { ...defaults.deadlines, fresh: 0, backoff: 5, ...deadlines },
    limits: { ...NO_LIMITS, ...limits },
  };
  const companion = createCompanion(config);
  healthy(leaf);

  async function mintedPath(route: string, field: string, input: Partial<SessionInput> = {}): Promise<string> {
    const token = await fixture.session(input);
    const response = await fixture.ask(
      'POST',
      route,
      { Authorization: `Bearer ${token}`, Origin: input.origin ?? PAGE, 'Content-Type': 'application/json' },
      '{}',
    );
    const { [field]: url = '' } = (await response.json()) as Record<string, string>;
    return url.slice(PUBLIC_URL.length);
  }

  const fixture: Fixture = {
    leaf,
    companion,
    config,
    log,
    ask: (method, path, headers = {}, body) =>
      companion.fetch(
        new Request(`${PUBLIC_URL}${path}`, { method, headers, ...(body !== undefined && { body, duplex: 'half' }) }),
      ),
    askAsPage: async (method, path, headers = {}, body = BODIES[method]) => {
      const base = { Authorization: `Bearer ${await fixture.session()}`, Origin: PAGE };
      const json = { 'Content-Type': 'application/json' };
      return fixture.ask(method, path, { ...base, ...(body !== undefined && json), ...headers }, body);
    },
    session: async (input = {}) =>
      (await companion.createSession({ leafUserId: USER, origin: PAGE, name: 'North Farm', ...input })).token,
    startPath: (input) => mintedPath('/attempts', 'startUrl', input),
    linkPath: (input) => mintedPath('/links', 'url', input),
  };
  return fixture;
}

export function healthy(leaf: LeafStub): void {
  leaf.reset();
  leaf.on('GET john-deere-credentials', { json: CREDENTIAL });
  leaf.on('GET organizations/JohnDeere', { json: ORGANIZATIONS });
  leaf.on('POST JohnDeere/organizations/sync', { json: [] });
  leaf.on('DELETE john-deere-credentials', { status: 204 });
  leaf.on('POST one-click-integration/JohnDeere', { json: { signInUrl: SIGN_IN } });
  leaf.on('GET JohnDeere/organizations?page=0&size=100', { json: SYNCED });
  leaf.on('PATCH JohnDeere/organizations/1/SELECTED', { json: SYNCED[0] });
  leaf.on('PATCH JohnDeere/organizations/1/PREVIEW', { json: { ...SYNCED[0], status: 'PREVIEW' } });
  leaf.on('GET configs', { json: { organizationDataSync: 'ALL' } });
  leaf.on('GET resources', { json: RESOURCES });
  leaf.on('GET john-deere-credentials/events', { json: EVENTS });
  leaf.on('POST magic-link', { json: { id: 'm-1', leafUserId: USER, link: MAGIC_LINK } });
}

export async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code: string }).code;
}

/** Every route that acts for a user. */
export const USER_ROUTES = [
  ['GET', '/connection'],
  ['DELETE', '/connection'],
  ['POST', '/attempts'],
  ['POST', '/links'],
  ['POST', '/organizations/sync'],
  ['PATCH', '/organizations/1'],
  ['GET', '/events'],
] as const;

/** What a page sends along when it has nothing to say, by the method. */
export const BODIES: Partial<Record<string, string>> = { POST: '{}', PATCH: '{"status":"SELECTED"}' };
