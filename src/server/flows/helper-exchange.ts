/**
 * The token exchange by Leaf's OAuth helper, documented by Leaf: it builds the sign-in address, and is handed the client
 * secret to turn what came back into tokens. It knows no PKCE.
 */
import * as z from 'zod';
import type { Config } from '../config.js';
import { badResponse, demandSuccess, parseJson, type LeafAnswer } from '../leaf/http.js';
import { collectSecrets } from '../leaf/schemas.js';
import { createUpstream } from '../leaf/upstream.js';
import { ProblemError } from '../problem.js';
import type { RequestScope } from '../request-scope.js';
import type { TokenExchange } from './authorization-code.js';
import { hasOnly, redirectUri, signInAddress } from './sign-in-address.js';

const SignIn = z.object({ url: z.string() });

/** Leaf's pages read one spelling, its collection of requests the other. */
const Tokens = z.union([
  z.object({ refreshToken: z.string().min(1) }).transform(({ refreshToken }) => refreshToken),
  z.object({ refresh_token: z.string().min(1) }).transform(({ refresh_token }) => refresh_token),
]);

export function createHelperExchange(config: Config): TokenExchange {
  const { clientKey, clientSecret, helperUrl } = config.johnDeere;
  const clientRedirectUrl = redirectUri(config);
  const upstream = createUpstream(config, () => undefined);

  const ask = (path: string, more: object, scope: RequestScope): Promise<LeafAnswer> =>
    upstream(
      { method: 'POST', url: helperUrl + path, body: { clientKey, clientSecret, clientRedirectUrl, ...more } },
      scope,
    );

  return {
    async signIn(state, scope) {
      const answer = await ask('/get_url', {}, scope);
      demandSuccess(answer);
      const address = signInAddress(read(SignIn, answer, scope).url, config);
      // The code would go to somebody else.
      if (!hasOnly(address, 'redirect_uri', clientRedirectUrl)) throw badResponse();
      address.searchParams.set('state', state);
      return { address };
    },

    async redeem(returned, _binding, scope) {
      const answer = await ask('/get_token', { responseUrl: `${clientRedirectUrl}?${returned.toString()}` }, scope);
      // How it tells a code that is used up from other faults is not documented.
      if (answer.status === 400) throw new ProblemError('attempt_expired');
      demandSuccess(answer);
      return read(Tokens, answer, scope);
    },
  };
}

function read<Schema extends z.ZodType>(schema: Schema, answer: LeafAnswer, scope: RequestScope): z.output<Schema> {
  const json = parseJson(answer);
  collectSecrets(json, (kind, value) => {
    scope.keepSecret(kind, value);
  });
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw badResponse();
  return parsed.data;
}
