/** A companion of the authorization-code flow in front of a programmable Leaf and a programmable John Deere. */
import { startLeafStub, type LeafStub, type StubAnswer } from '../support/leaf-stub.js';
import type { LeafConnectOptions, SessionInput } from '../../src/server/index.js';
import type { Deadlines } from '../../src/server/config.js';
import type { Limits } from '../../src/server/limits.js';
import { createFixture, healthy, NAVIGATION, PAGE, SECRETS, type Fixture } from './fixture.js';

export const TOKENS = {
  access_token: 'fresh-access-token-value',
  refresh_token: 'fresh-refresh-token-value',
  id_token: 'fresh-id-token-value',
};
export const CODE = 'authorization-code-value';

const ISSUER_PATH = '/oauth2/aus78';
const METADATA = `GET ${ISSUER_PATH}/.well-known/oauth-authorization-server`;
const TOKEN = `POST ${ISSUER_PATH}/v1/token`;

/** What a browser says of the redirect that brings it back from John Deere. */
export const RETURN = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'cross-site' };

export interface Begun {
  /** John Deere's address. */
  location: URL;
  state: string;
  /** As the browser sends it back. */
  cookie: string;
  setCookie: string;
}

export interface ReturningFixture extends Fixture {
  deere: LeafStub;
  issuer: string;
  /** Says what the token endpoint answers. */
  onToken(answer: StubAnswer): void;
  /** Says what the metadata is, or another answer of that address. */
  onMetadata(answer: StubAnswer): void;
  metadata: Record<string, unknown>;
  tokenCalls(): number;
  /** Opens the window of a fresh attempt, as its page does. */
  begin(input?: Partial<SessionInput>): Promise<Begun>;
  comeBack(
    query: Record<string, string> | string,
    cookie?: string,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Everything as it should be, and nobody asked yet. */
  heal(): void;
  close(): Promise<void>;
}

export async function createReturningFixture(
  overrides: Partial<LeafConnectOptions> = {},
  deadlines: Partial<Deadlines> = {},
  limits: Partial<Limits> = {},
): Promise<ReturningFixture> {
  const deere = await startLeafStub();
  const issuer = deere.url + ISSUER_PATH;
  const fixture = await createFixture(
    {
      flow: 'authorization-code',
      signInOrigins: [deere.url],
      ...overrides,
      johnDeere: {
        clientKey: 'client-key',
        clientSecret: SECRETS.clientSecret,
        environment: 'PRODUCTION',
        issuer,
        ...overrides.johnDeere,
      },
    },
    deadlines,
    limits,
  );
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/v1/authorize`,
    token_endpoint: `${issuer}/v1/token`,
  };
  const returning: ReturningFixture = {
    ...fixture,
    deere,
    issuer,
    metadata,
    onToken: (answer) => {
      deere.on(TOKEN, answer);
    },
    onMetadata: (answer) => {
      deere.on(METADATA, answer);
    },
    tokenCalls: () => deere.calls.filter(({ method }) => method === 'POST').length,
    async begin(input = {}) {
      const headers = { ...NAVIGATION, Referer: `${input.origin ?? PAGE}/` };
      const response = await fixture.ask('GET', await fixture.startPath(input), headers);
      const location = new URL(response.headers.get('Location') ?? '');
      const [setCookie = ''] = response.headers.getSetCookie();
      const [cookie = ''] = setCookie.split(';');
      return { location, state: location.searchParams.get('state') ?? '', cookie, setCookie };
    },
    comeBack(query, cookie, headers = {}) {
      const search = new URLSearchParams(query).toString();
      const sent = { ...RETURN, ...(cookie !== undefined && { Cookie: cookie }), ...headers };
      return fixture.ask('GET', search === '' ? '/callback' : `/callback?${search}`, sent);
    },
    heal() {
      healthy(fixture.leaf);
      fixture.leaf.on('GET john-deere-credentials', { status: 404 });
      fixture.leaf.on('POST john-deere-credentials', { status: 201, json: { id: 'credential-2', ...TOKENS } });
      deere.reset();
      deere.on(METADATA, { json: metadata });
      const { access_token, refresh_token } = TOKENS;
      deere.on(TOKEN, { json: { access_token, refresh_token, token_type: 'Bearer', expires_in: 43_200 } });
      fixture.log.length = 0;
    },
    close: async () => {
      await Promise.all([fixture.leaf.close(), deere.close()]);
    },
  };
  returning.heal();
  return returning;
}
