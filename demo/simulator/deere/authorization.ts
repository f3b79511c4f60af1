/** The authorization server: oidc-provider, with the paths and habits of the Okta server that John Deere runs. */
import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type Provider from 'oidc-provider';
import type { Accounts } from '../accounts.js';
import { page } from '../pages.js';
import { html } from 'hono/html';
import { TokenStore } from './token-store.js';

/** The path of John Deere's authorization server, from its published metadata address. */
export const ISSUER_PATH = '/oauth2/aus78tnlaysMraFhC1t7';
export const SCOPES =
  'openid profile email address phone offline_access ag1 ag2 ag3 eq1 eq2 org1 org2 work1 work2 finance1 finance2 files';

/** The partner's application as it is registered at John Deere. */
export interface Application {
  readonly clientKey: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** How long a browser stays signed in, in seconds. */
export const SESSION_LIFE_S = DAY;

interface Authorization {
  provider: Provider;
  revokeAccount: (accountId: string) => void;
}

export async function createAuthorization(
  deereUrl: string,
  accounts: Accounts,
  application: Application,
  secrets: Set<string>,
): Promise<Authorization> {
  const ProviderClass = await importQuietly();
  const store = new TokenStore(secrets);
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new ProviderClass(deereUrl + ISSUER_PATH, {
    adapter: store.adapterFor,
    clients: [
      {
        client_id: application.clientKey,
        client_secret: application.clientSecret,
        client_name: application.name,
        redirect_uris: application.redirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    scopes: SCOPES.split(' '),
    claims: { openid: ['sub'], profile: ['name'] },
    findAccount: (_: unknown, id: string) => {
      const account = accounts.find(id);
      return account && { accountId: id, claims: () => ({ sub: id, name: account.name }) };
    },
    routes: {
      authorization: '/v1/authorize',
      token: '/v1/token',
      revocation: '/v1/revoke',
      introspection: '/v1/introspect',
      userinfo: '/v1/userinfo',
      jwks: '/v1/keys',
      end_session: '/v1/logout',
    },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true }, introspection: { enabled: true } },
    interactions: { url: (_: unknown, interaction: { uid: string }) => `/signin/${interaction.uid}` },
    // Leaf's sign-in URL carries no challenge.
    pkce: { required: () => false },
    rotateRefreshToken: true,
    // The lives that John Deere documents: 12 hours for access, 365 days for refresh.
    ttl: {
      AccessToken: 12 * HOUR,
      RefreshToken: 365 * DAY,
      Grant: 365 * DAY,
      AuthorizationCode: 300,
      IdToken: HOUR,
      Interaction: HOUR,
      Session: SESSION_LIFE_S,
    },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    renderError: async (c: { type: string; body: string }, out: { error: string; error_description?: string }) => {
      // John Deere's own title for an unregistered redirect address, which a grower sees before any consent.
      const title = out.error_description?.includes('redirect_uri') ? '400 Bad Redirect' : '400 Bad Request';
      c.type = 'html';
      c.body = String(await page('John Deere', title, html`<p>${out.error_description ?? out.error}</p>`));
    },
  });
  return {
    provider,
    revokeAccount: (accountId) => {
      store.revokeAccount(accountId);
    },
  };
}

/**
 * Every sign-in starts at the sign-in page, so that another test account can be chosen each time; and the consent is
 * always asked, without which OpenID Connect withholds the refresh token (Okta does not).
 */
export function alwaysAsk(url: string): string {
  const [path, query] = url.split('?', 2);
  if (path !== '/v1/authorize') return url;
  const params = new URLSearchParams(query);
  params.set('prompt', 'login consent');
  return `${path}?${params.toString()}`;
}

/**
 * oidc-provider warns on import that it prefers Node 22. It works on Node 20, and the console of whoever starts a
 * simulator is not the place to say so.
 */
async function importQuietly(): Promise<typeof Provider> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return (await import('oidc-provider')).default;
  } finally {
    console.warn = warn;
  }
}
