/** What `doctor` asks Leaf: whether it can be reached, knows us, keeps the same time, and has the calls that we need. */
import { decodeJwt } from 'jose';
import * as z from 'zod';
import { ask, unusable, type Asked } from './doctor-ask.js';
import { checkCredential } from './doctor-credential.js';
import { fault, ok, skipped, type Examined, type Finding } from './doctor-finding.js';
import { checkMagicLink } from './doctor-magic-link.js';
import { checkConfiguration, checkOrganizations } from './doctor-organizations.js';
import { createProbe, type Probe } from './doctor-probe.js';
import { checkSignIn } from './doctor-sign-in.js';
import { checkProviderConnections, checkStoredKeys } from './doctor-stored-keys.js';

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
  const probe = createProbe(config.leaf.apiUrl, access.token);
  findings.push(...(await checkStoredKeys(config, probe)));
  if (leafUserId === undefined) {
    const message = 'say for whom, with --leaf-user ID, and it is tried whether one can be read';
    return [...findings, skipped('credential', message)];
  }
  return [...findings, ...(await checkUser(config, probe, leafUserId, mint))];
}

/** Ends early where Leaf cannot even say whether there is a credential: all the rest would say the same. */
async function checkUser(config: Examined, probe: Probe, leafUserId: string, mint: boolean): Promise<Finding[]> {
  const { findings, readable, health } = await checkCredential(probe, leafUserId);
  if (readable) {
    findings.push(...(await checkProviderConnections(config, probe, leafUserId, health !== undefined)));
    if (health !== undefined) findings.push(...(await checkOrganizations(config, probe, leafUserId, health)));
    findings.push(await checkConfiguration(config, probe, leafUserId));
  }
  findings.push(...(await checkSignIn(config, probe, leafUserId, mint)));
  if (readable) findings.push(await checkMagicLink(config, probe, leafUserId, mint));
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
    const asked = await ask({ method: 'POST', url: `${apiUrl}/api/authenticate`, body });
    if (asked.status === 400 || asked.status === 401 || asked.status === 403) {
      const message =
        'Leaf refuses LEAF_USERNAME with LEAF_PASSWORD: correct them (several wrong tries may lock the account)';
      return { findings: [fault(check, message)], asked };
    }
    const login = LoginAnswer.safeParse(asked.json);
    if (!login.success) return { findings: [fault(check, unusable(asked))], asked };
    token = login.data.id_token;
  }
  // The smallest documented read that needs no user: nobody has this external id.
  const asked = await ask({ method: 'GET', url: `${apiUrl}${USERS}?externalId=leaf-jd-connect-doctor`, token });
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
  if (date === undefined) return [skipped(check, 'Leaf did not say what time it is')];
  const seconds = Math.round(Math.abs(date - Date.now()) / 1000);
  if (seconds <= CLOCK_WARNING_S) return [ok(check, 'the same as at Leaf')];
  const message = `this machine and Leaf differ by ${seconds} s: set the clock of this machine by NTP`;
  return [{ check, result: seconds > CLOCK_FAULT_S ? 'fault' : 'warning', message }];
}
