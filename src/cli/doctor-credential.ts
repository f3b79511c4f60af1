/** What `doctor` makes of a user's credential: whether it can be read, says how it is, and has a history. */
import { healthOf } from '../server/leaf/connection.js';
import type { Health } from '../protocol/vocabulary.js';
import type { Credential } from '../server/leaf/schemas.js';
import { timeOf } from '../server/leaf/time.js';
import { unusable } from './doctor-ask.js';
import { fault, ok, warning, type Finding } from './doctor-finding.js';
import { judge, type Probe } from './doctor-probe.js';

export interface Examination {
  findings: Finding[];
  /** Whether Leaf could say if there is one. */
  readable: boolean;
  /** Of the credential that there is. */
  health?: Health;
}

export async function checkCredential(probe: Probe, leafUserId: string): Promise<Examination> {
  const check = 'credential';
  const outcome = await probe((leaf, errand) => leaf.credential(leafUserId, errand));
  if (!outcome.succeeded) return { findings: [fault(check, unusable(outcome.last))], readable: false };
  if (outcome.value === undefined) {
    // Leaf documents no difference between a user without a credential and no such user.
    const message = 'none: this Leaf user is not connected, or there is no such user';
    return { findings: [ok(check, message)], readable: true };
  }
  const { finding, health } = await checkStatus(probe, leafUserId, outcome.value);
  const findings = [ok(check, 'there is one, and it can be read'), finding, await checkEvents(probe, leafUserId)];
  return { findings, readable: true, health };
}

async function checkStatus(probe: Probe, leafUserId: string, { status }: Credential) {
  const check = 'credential status';
  if (status) return judgeStatus(check, healthOf(status));
  const outcome = await probe((leaf, errand) => leaf.credentialStatus(leafUserId, errand));
  const told = outcome.succeeded && outcome.last.status !== 404;
  if (told) return judgeStatus(check, healthOf(outcome.value));
  const message = 'Leaf does not say how it is: the card cannot tell a grower to sign in again';
  return { finding: warning(check, message), health: 'unknown' as const };
}

function judgeStatus(check: string, health: Health): { finding: Finding; health: Health } {
  return { finding: FOUND[health](check), health };
}

const FOUND: Record<Health, (check: string) => Finding> = {
  ok: (check) => ok(check, 'Leaf says that it works'),
  unauthenticated: (check) => warning(check, 'Leaf says that it works no more: this grower has to sign in again'),
  missing_permission: (check) =>
    warning(check, 'Leaf says that a permission is missing: this grower has to open an organization’s link'),
  temporarily_unavailable: (check) => warning(check, 'Leaf says that John Deere cannot be reached: try again later'),
  unknown: (check) =>
    warning(check, 'Leaf says a word that was never documented: the card cannot tell a grower to sign in again'),
};

async function checkEvents(probe: Probe, leafUserId: string): Promise<Finding> {
  const check = 'events';
  const outcome = await probe((leaf, errand) => leaf.credentialEvents(leafUserId, errand));
  return judge(check, outcome, 'the history for support stays empty', (events) => {
    const sent = Array.isArray(outcome.last.json) ? outcome.last.json.length : 0;
    if (events.length < sent) return warning(check, 'some cannot be read: the history for support lacks them');
    const times = events.map(({ createdDate }) => timeOf(createdDate));
    const inOrder = times.every((time, index) => index === 0 || time <= (times[index - 1] ?? NaN));
    if (!inOrder || times.some(Number.isNaN))
      return warning(check, 'their times cannot be compared: the history for support is in another order');
    return ok(check, 'they can be read');
  });
}
