/** What `doctor` makes of a user's organizations, and of what Leaf fetches of them. */
import type { Health } from '../protocol/vocabulary.js';
import { upstreamHref } from '../server/leaf/links.js';
import { SyncedOrganization, type LeafOrganizations } from '../server/leaf/schemas.js';
import { unusable } from './doctor-ask.js';
import { fault, ok, skipped, warning, type Examined, type Finding } from './doctor-finding.js';
import { judge, type Probe } from './doctor-probe.js';

/** For a user with a credential, which is as well as `health` says. */
export async function checkOrganizations(
  { managementOrigins }: Examined,
  probe: Probe,
  leafUserId: string,
  health: Health,
): Promise<Finding[]> {
  const check = 'organizations';
  const outcome = await probe((leaf, errand) => leaf.organizations(leafUserId, errand));
  const listed = outcome.succeeded
    ? [ok(check, 'they can be read'), ...checkLinks(outcome.value, managementOrigins)]
    : health === 'unauthenticated'
      ? [skipped(check, 'a credential that works no more cannot list them')]
      : [fault(check, unusable(outcome.last))];
  return [...listed, await checkSynced(probe, leafUserId), await checkArrived(probe, leafUserId)];
}

function checkLinks(organizations: LeafOrganizations, origins: readonly string[]): Finding[] {
  const check = 'organization links';
  const all = [...organizations.connectedOrganizations, ...organizations.notConnectedOrganizations];
  if (all.length === 0) return [];
  const links = all.map(({ managementUri }) => managementUri).filter((link) => link !== null && link !== undefined);
  const refused = links.filter((link) => upstreamHref(link, origins) === null).length;
  if (refused > 0) {
    const cure = 'if they lead to another host of John Deere’s, name it in MANAGEMENT_ORIGINS';
    return [warning(check, `${refused} of ${all.length} are refused, and those rows have none: ${cure}`)];
  }
  if (links.length < all.length) {
    const missing = all.length - links.length;
    return [warning(check, `${missing} of ${all.length} are missing: a grower finds the way at John Deere only`)];
  }
  return [ok(check, 'each leads to where a grower may be sent')];
}

async function checkSynced(probe: Probe, leafUserId: string): Promise<Finding> {
  const check = 'synced organizations';
  const outcome = await probe((leaf, errand) => leaf.syncedOrganizations(leafUserId, errand));
  const lost = 'the card cannot show what is synced, nor let anybody choose';
  return judge(check, outcome, lost, (rows) => {
    const sent = outcome.heard.flatMap(({ json }): unknown[] => (Array.isArray(json) ? json : []));
    if (sent.some((row) => !SyncedOrganization.safeParse(row).success))
      return warning(check, 'some cannot be read: what is synced of them is not shown');
    if (rows.some(({ status }) => status === null))
      return warning(check, 'some have a state that was never documented: what is synced of them is not shown');
    return ok(check, 'they can be read');
  });
}

async function checkArrived(probe: Probe, leafUserId: string): Promise<Finding> {
  const check = 'arrived data';
  const outcome = await probe((leaf, errand) => leaf.arrivedData(leafUserId, errand));
  const lost = 'the card cannot say that farms and fields have arrived';
  return judge(check, outcome, lost, ({ growers, farms, fields }) => {
    const { summaries } = Object(outcome.last.json) as { summaries?: unknown };
    if (!Array.isArray(summaries)) return warning(check, `the answer has no summaries: ${lost}`);
    const nothing = growers + farms + fields === 0;
    return ok(check, nothing ? 'nothing so far' : 'farms and fields have arrived');
  });
}

/** The user's own, or that of the API owner where the user has none. */
export async function checkConfiguration({ dataSync }: Examined, probe: Probe, leafUserId: string): Promise<Finding> {
  const check = 'configuration at Leaf';
  const outcome = await probe((leaf, errand) => leaf.dataSync(leafUserId, errand));
  const lost = 'the card takes it that everything is fetched';
  // The user's own is looked at before each sign-in, which does not start without.
  const ownFailed = !outcome.succeeded && outcome.heard.length === 1;
  if (ownFailed && dataSync !== undefined)
    return fault(check, `with ORGANIZATION_DATA_SYNC no sign-in starts without it: ${unusable(outcome.last)}`);
  return judge(check, outcome, lost, (value) => {
    const { organizationDataSync: word } = Object(outcome.last.json) as { organizationDataSync?: unknown };
    if (word !== undefined && word !== null && word !== value)
      return warning(check, `what is fetched has a word that was never documented: ${lost}`);
    return ok(check, value === 'ALL' ? 'everything is fetched' : 'only what is selected is fetched');
  });
}
