/**
 * The token exchange at John Deere itself: OAuth 2.0 with PKCE and HTTP Basic client authentication, as John Deere
 * documents it. `oauth4webapi` knows the protocol; every call goes through the limits that calls to Leaf have.
 */
import * as oauth from 'oauth4webapi';
import type { Config } from '../config.js';
import { demandSuccess } from '../leaf/http.js';
import { collectSecrets } from '../leaf/schemas.js';
import { createUpstream } from '../leaf/upstream.js';
import { ProblemError } from '../problem.js';
import type { RequestScope } from '../request-scope.js';
import type { TokenExchange } from './authorization-code.js';
import { createMetadata, jsonResponse } from './metadata.js';
import { redirectUri, signInAddress } from './sign-in-address.js';

export function createDirectExchange(config: Config): TokenExchange {
  const { clientKey, clientSecret, issuer, scopes } = config.johnDeere;
  const client = { client_id: clientKey };
  const upstream = createUpstream(config, () => undefined);
  const metadata = createMetadata(config, upstream);

  /** Through our limits, and with every token of the answer noted before anybody reads it. */
  const throughUpstream =
    (scope: RequestScope) =>
    async (url: string, { headers, body }: oauth.CustomFetchOptions<'POST', URLSearchParams>): Promise<Response> => {
      const answer = await upstream({ method: 'POST', url, headers, form: body }, scope);
      if (answer.status === 429 || answer.status >= 500) demandSuccess(answer);
      const response = jsonResponse(answer);
      const json: unknown = await response
        .clone()
        .json()
        .catch(() => undefined);
      collectSecrets(json, (kind, value) => {
        scope.keepSecret(kind, value);
      });
      return response;
    };

  return {
    async signIn(state, scope) {
      const { authorization_endpoint } = await metadata(scope);
      const verifier = oauth.generateRandomCodeVerifier();
      scope.keepSecret('PKCE verifier', verifier);
      const address = new URL(authorization_endpoint);
      const parameters = {
        response_type: 'code',
        client_id: clientKey,
        redirect_uri: redirectUri(config),
        scope: scopes.join(' '),
        state,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
      return { address: signInAddress(address.href, config), verifier };
    },

    async redeem(answer, { state, verifier = '' }, scope) {
      scope.keepSecret('PKCE verifier', verifier);
      const server = await metadata(scope);
      try {
        // Compares `iss` too, so that the code of another server is never sent to this one.
        const parameters = oauth.validateAuthResponse(server, client, answer, state);
        const response = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          oauth.ClientSecretBasic(clientSecret),
          parameters,
          redirectUri(config),
          verifier,
          {
            [oauth.customFetch]: throughUpstream(scope),
            // The configuration lets plain http: through on loopback only.
            // eslint-disable-next-line @typescript-eslint/no-deprecated -- Marked so that nobody uses it elsewhere.
            [oauth.allowInsecureRequests]: issuer.startsWith('http:'),
          },
        );
        const { refresh_token } = await oauth.processAuthorizationCodeResponse(server, client, response);
        // John Deere gives one for `offline_access` only.
        if (refresh_token === undefined) throw new ProblemError('bad_response');
        return refresh_token;
      } catch (error) {
        throw problemOf(error);
      }
    },
  };
}

function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (!(error instanceof oauth.ResponseBodyError)) return new ProblemError('bad_response');
  // Used up, too old, or another browser's: RFC 6749, §5.2. All else is the application's set-up at John Deere.
  if (error.error === 'invalid_grant') return new ProblemError('attempt_expired');
  return new ProblemError(error.error === 'invalid_client' ? 'leaf_auth_failed' : 'leaf_rejected');
}
