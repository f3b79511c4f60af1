/** What `doctor` looks at where sign-ins go by keys that Leaf keeps. */
import { unusable } from './doctor-ask.js';
import { fault, ok, warning, type Examined, type Finding } from './doctor-finding.js';
import { judge, type Probe } from './doctor-probe.js';

/** Leaf sends the keys along, in clear; they are not read. */
export async function checkStoredKeys({ flow, johnDeere }: Examined, probe: Probe): Promise<Finding[]> {
  if (flow !== 'provider-connections') return [];
  const check = 'stored keys';
  const { appName = '', environment } = johnDeere;
  const outcome = await probe((leaf, errand) => leaf.appKeys.has({ appName, environment }, errand));
  const { status } = outcome.last;
  if (status === 401 || status === 403)
    return [warning(check, 'Leaf does not open them to your account: app-keys does not work, and sign-ins may not')];
  if (!outcome.succeeded) return [fault(check, unusable(outcome.last))];
  if (outcome.value) return [ok(check, 'Leaf keeps some under JD_APP_NAME and JD_ENVIRONMENT')];
  const cure = 'nobody can sign in before leaf-jd-connect app-keys add';
  return [fault(check, `Leaf keeps none under JD_APP_NAME and JD_ENVIRONMENT: ${cure}`)];
}

/** Asked by the companion of those who have no credential, and here of everybody. */
export async function checkProviderConnections(
  { flow }: Examined,
  probe: Probe,
  leafUserId: string,
  hasCredential: boolean,
): Promise<Finding[]> {
  if (flow !== 'provider-connections') return [];
  const check = 'provider connections';
  const outcome = await probe((leaf, errand) => leaf.providers(leafUserId, errand));
  const lost = 'who has no credential of the usual kind is shown as not connected';
  const finding = judge(check, outcome, lost, (names) => {
    if (names.includes('JohnDeere')) return ok(check, 'they can be read, and John Deere is among them');
    if (hasCredential) return warning(check, `there is a credential, but no connection to JohnDeere: ${lost}`);
    return ok(check, 'they can be read, and John Deere is not among them');
  });
  return [finding];
}
