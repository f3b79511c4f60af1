/** Whether a grower can be sent to sign in, by whoever makes the address in the flow in use. */
import * as z from 'zod';
import { METADATA_PATH } from '../server/flows/metadata.js';
import { hasOnly, redirectUri } from '../server/flows/sign-in-address.js';
import { upstreamHref } from '../server/leaf/links.js';
import { ask, unusable, type Asked, type Party } from './doctor-ask.js';
import { fault, ok, skipped, warning, type Examined, type Finding } from './doctor-finding.js';
import type { Probe } from './doctor-probe.js';

const DEERE: Party = {
  name: 'John Deere’s authorization server',
  what: 'that server',
  variable: 'JD_ISSUER',
  refused: 'which needs no access: look at what is in between',
};
const HELPER: Party = {
  name: 'Leaf’s OAuth helper',
  what: 'that helper',
  variable: 'JD_OAUTH_HELPER_URL',
  refused: 'which needs no access: look at what is in between',
};

const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
});

/** Of a flow that comes back to the companion. Starts nothing. */
export async function checkExchange(config: Examined): Promise<Finding[]> {
  if (config.flow !== 'authorization-code') return [];
  return [await (config.johnDeere.tokenExchange === 'direct' ? checkAuthorizationServer : checkHelper)(config)];
}

async function checkAuthorizationServer({ johnDeere: { issuer }, signInOrigins }: Examined): Promise<Finding> {
  const check = 'authorization server';
  const asked = await ask({ method: 'GET', url: issuer + METADATA_PATH });
  const metadata = Metadata.safeParse(asked.json);
  if (asked.status !== 200 || !metadata.success) return fault(check, unusable(asked, DEERE));
  const { issuer: itself, code_challenge_methods_supported: methods } = metadata.data;
  if (!URL.canParse(itself) || new URL(itself).href !== new URL(issuer).href)
    return fault(check, 'it has another name than JD_ISSUER, letter by letter: no code of its would be taken');
  const endpoints = [metadata.data.authorization_endpoint, metadata.data.token_endpoint];
  if (endpoints.some((endpoint) => upstreamHref(endpoint, signInOrigins) === null))
    return fault(check, 'its endpoints are not at one of SIGN_IN_ORIGINS: nobody would be sent there');
  if (methods?.includes('S256') === false)
    return warning(check, 'it says that it knows no PKCE: if it refuses sign-ins, set JD_TOKEN_EXCHANGE=helper');
  return ok(check, 'it says where to sign in, and is who it should be');
}

async function checkHelper(config: Examined): Promise<Finding> {
  const check = 'sign-in helper';
  const { clientKey, clientSecret, helperUrl } = config.johnDeere;
  const clientRedirectUrl = redirectUri(config);
  const body = { clientKey, clientSecret, clientRedirectUrl };
  const asked = await ask({ method: 'POST', url: `${helperUrl}/get_url`, body });
  if (asked.status === 400)
    return fault(check, 'it refuses JD_CLIENT_KEY, JD_CLIENT_SECRET or PUBLIC_URL: compare them with your application');
  const answer = z.object({ url: z.string() }).safeParse(asked.json);
  if (asked.status !== 200 || !answer.success) return fault(check, unusable(asked, HELPER));
  return judgeAddress(check, answer.data.url, config, (address) =>
    hasOnly(address, 'redirect_uri', clientRedirectUrl)
      ? ok(check, 'it makes a sign-in URL, of the right host and for your application')
      : fault(check, 'the sign-in would not come back to PUBLIC_URL: nobody would be sent there'),
  );
}

/** Starts a sign-in that nobody will finish; in a flow where Leaf does not start it, there is nothing to ask. */
export async function checkSignIn(
  config: Examined,
  probe: Probe,
  leafUserId: string,
  mint: boolean,
): Promise<Finding[]> {
  const check = 'sign-in';
  if (config.flow === 'authorization-code') return [];
  if (!mint) return [skipped(check, 'with --mint, Leaf is asked for a sign-in URL')];
  const { appName = '', environment } = config.johnDeere;
  const stored = config.flow === 'provider-connections';
  const outcome = await probe((leaf, errand) =>
    stored
      ? leaf.providerSignInUrl(leafUserId, appName, environment, errand)
      : leaf.oneClickUrl(leafUserId, config.johnDeere, errand),
  );
  if (!outcome.succeeded) return [fault(check, refusal(outcome.last, stored))];
  const made = ok(check, 'Leaf makes a sign-in URL, of the right host and for your application');
  return [judgeAddress(check, outcome.value, config, () => made)];
}

function refusal(asked: Asked, stored: boolean): string {
  const given = stored ? 'JD_APP_NAME' : 'JD_CLIENT_KEY, JD_CLIENT_SECRET';
  if (asked.status === 400) return `Leaf refuses it: compare ${given} and JD_ENVIRONMENT with your application`;
  if (asked.status !== 404) return unusable(asked);
  const missing = stored ? 'Leaf keeps no such keys' : 'one-click is not open to you';
  return `Leaf does not have it: --leaf-user is not one of its users, or ${missing}`;
}

/** Held against what every flow demands of a sign-in address. */
function judgeAddress(
  check: string,
  address: string,
  { signInOrigins, johnDeere }: Examined,
  passed: (address: URL) => Finding,
): Finding {
  const href = upstreamHref(address, signInOrigins);
  if (href === null)
    return fault(check, 'Leaf sends growers to a host that is not among SIGN_IN_ORIGINS: nobody would be sent there');
  const url = new URL(href);
  if (!hasOnly(url, 'client_id', johnDeere.clientKey))
    return fault(check, 'the sign-in URL is for another application than JD_CLIENT_KEY: nobody would be sent there');
  return passed(url);
}
