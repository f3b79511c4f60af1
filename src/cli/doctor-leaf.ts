/** What `doctor` asks Leaf: whether it can be reached, knows us, keeps the same time, and has the routes we need. */
import { decodeJwt } from 'jose';
import * as z from 'zod';
import { upstreamHref } from '../server/leaf/links.js';
import { Credential, Organizations, SignIn } from '../server/leaf/schemas.js';
import { askLeaf, unusable, type Asked } from './doctor-ask.js';
import type { Examined, Finding } from './doctor-finding.js';

const USERS = '/services/usermanagement/api/users';

/** Sessions of another machine are refused beyond this; see `CLOCK_TOLERANCE`. In seconds. */
const CLOCK_WARNING_S = 30;
const CLOCK_FAULT_S = 5 * 60;

const DAY_MS = 24 * 60 * 60_000;
const SOON_DAYS = 7;

const LoginAnswer = z.object({ id_token: z.string().min(1) });

export async function checkLeaf(config: Examined, leafUserId: string | undefined, mint: boolean): Promise<Finding[]> {
  const access = await checkAccess(config);
  const findings = [...access.findings, ...checkClock(access.asked)];
  if (access.token === undefined) return findings;
  if (leafUserId === undefined) {
    const message = 'say for whom, with --leaf-user ID, and it is tried whether one can be read';
    return [...findings, { check: 'credential', result: 'skipped', message }];
  }
  findings.push(...(await checkCredential(config, access.token, leafUserId)));
  findings.push(
    mint
      ? await checkSignIn(config, access.token, leafUserId)
      : { check: 'sign-in', result: 'skipped', message: 'with --mint, Leaf is asked for a sign-in URL' },
  );
  return findings;
}

interface Access {
  findings: Finding[];
  asked: Asked;
  /** Absent when Leaf does not let us in. */
  token?: string;
}

async function checkAccess({ leaf }: Examined): Promise<Access> {
  const { apiUrl, username, password } = leaf;
  const check = 'access to Leaf';
  let { token } = leaf;
  let whose = 'LEAF_TOKEN';
  if (token === undefined) {
    whose = 'The token of the login';
    const body = { username, password, rememberMe: 'true' };
    const asked = await askLeaf({ method: 'POST', url: `${apiUrl}/api/authenticate`, body });
    if (asked.status === 400 || asked.status === 401 || asked.status === 403) {
      const message =
        'Leaf refuses LEAF_USERNAME with LEAF_PASSWORD: correct them (several wrong tries may lock the account)';
      return { findings: [{ check, result: 'fault', message }], asked };
    }
    const login = LoginAnswer.safeParse(asked.json);
    if (!login.success) return { findings: [fault(check, unusable(asked))], asked };
    token = login.data.id_token;
  }
  // The smallest documented read that needs no user: nobody has this external id.
  const asked = await askLeaf({ method: 'GET', url: `${apiUrl}${USERS}?externalId=leaf-jd-connect-doctor`, token });
  if (asked.status === 401 || asked.status === 403) {
    return { findings: [fault(check, `Leaf refuses it. ${whose} is wrong or over: make another`)], asked };
  }
  if (asked.status !== 200 || !Array.isArray(asked.json)) return { findings: [fault(check, unusable(asked))], asked };
  return { findings: [{ check, ...lifeOf(token, leaf.token !== undefined) }], asked, token };
}

/** A token that was pasted in dies one day, and nothing renews it. */
function lifeOf(token: string, pasted: boolean): Omit<Finding, 'check'> {
  if (!pasted) return { result: 'ok', message: 'Leaf accepts the login' };
  const days = Math.floor((expiryOf(token) - Date.now()) / DAY_MS);
  if (days < SOON_DAYS) {
    const left = days < 1 ? 'less than a day' : `${days} days`;
    const cure = 'make another, or set LEAF_USERNAME and LEAF_PASSWORD instead, which renew it';
    return { result: 'warning', message: `LEAF_TOKEN has ${left} left: ${cure}` };
  }
  return { result: 'ok', message: 'Leaf accepts the token' };
}

function expiryOf(token: string): number {
  try {
    return (decodeJwt(token).exp ?? NaN) * 1000;
  } catch {
    return NaN;
  }
}

function checkClock({ date }: Asked): Finding[] {
  const check = 'clock';
  if (date === undefined) return [{ check, result: 'skipped', message: 'Leaf did not say what time it is' }];
  const seconds = Math.round(Math.abs(date - Date.now()) / 1000);
  if (seconds <= CLOCK_WARNING_S) return [{ check, result: 'ok', message: 'the same as at Leaf' }];
  const message = `this machine and Leaf differ by ${seconds} s: set the clock of this machine by NTP`;
  return [{ check, result: seconds > CLOCK_FAULT_S ? 'fault' : 'warning', message }];
}

async function checkCredential({ leaf }: Examined, token: string, leafUserId: string): Promise<Finding[]> {
  const check = 'credential';
  const base = `${leaf.apiUrl}${USERS}/${leafUserId}`;
  const asked = await askLeaf({ method: 'GET', url: `${base}/john-deere-credentials`, token });
  if (asked.status === 404) {
    // Leaf documents no difference between a user without a credential and no such user.
    return [{ check, result: 'ok', message: 'none: this Leaf user is not connected, or there is no such user' }];
  }
  const credential = Credential.safeParse(asked.json);
  if (asked.status !== 200 || !credential.success) return [fault(check, unusable(asked))];
  const listed = await askLeaf({ method: 'GET', url: `${base}/organizations/JohnDeere`, token });
  const readable: Finding = { check, result: 'ok', message: 'there is one, and it can be read' };
  if (listed.status !== 200 || !Organizations.safeParse(listed.json).success) {
    return [readable, fault('organizations', unusable(listed))];
  }
  return [readable, { check: 'organizations', result: 'ok', message: 'they can be read' }];
}

async function checkSignIn(config: Examined, token: string, leafUserId: string): Promise<Finding> {
  const check = 'sign-in';
  const { clientKey, clientSecret, environment } = config.johnDeere;
  const asked = await askLeaf({
    method: 'POST',
    url: `${config.leaf.apiUrl}${USERS}/${leafUserId}/one-click-integration/JohnDeere`,
    token,
    body: { clientKey, clientSecret, clientEnvironment: environment },
  });
  if (asked.status === 400) {
    return fault(
      check,
      'Leaf refuses it: compare JD_CLIENT_KEY, JD_CLIENT_SECRET and JD_ENVIRONMENT with your application',
    );
  }
  if (asked.status === 404) {
    return fault(check, 'Leaf does not have it: --leaf-user is not one of its users, or one-click is not open to you');
  }
  const signIn = SignIn.safeParse(asked.json);
  if (asked.status !== 200 || !signIn.success) return fault(check, unusable(asked));
  const href = upstreamHref(signIn.data.signInUrl, config.signInOrigins);
  if (href === null) {
    return fault(check, 'Leaf sends growers to a host that is not among SIGN_IN_ORIGINS: nobody would be sent there');
  }
  const clientIds = new URL(href).searchParams.getAll('client_id');
  if (clientIds.length !== 1 || clientIds[0] !== clientKey) {
    return fault(check, 'the sign-in URL is for another application than JD_CLIENT_KEY: nobody would be sent there');
  }
  return { check, result: 'ok', message: 'Leaf makes a sign-in URL, of the right host and for your application' };
}

function fault(check: string, message: string): Finding {
  return { check, result: 'fault', message };
}
