/** Whether Leaf makes Magic Links that may be passed on. What is made is taken back. */
import * as z from 'zod';
import { hostedHref } from '../server/leaf/links.js';
import { demandSuccess } from '../server/leaf/http.js';
import type { Asked } from './doctor-ask.js';
import { fault, ok, skipped, warning, type Examined, type Finding } from './doctor-finding.js';
import { judge, type Probe } from './doctor-probe.js';

const LOST = 'hosted-link="magic-link" does not work, and hosted-link="start" does';

/** It goes into a path, so it may not lead anywhere else. */
const Made = z.object({ id: z.string().regex(/^[\w-]+$/) });

export async function checkMagicLink(
  config: Examined,
  probe: Probe,
  leafUserId: string,
  mint: boolean,
): Promise<Finding> {
  const check = 'magic link';
  if (!mint) return skipped(check, 'with --mint, Leaf is asked for one, which is deleted again');
  const { companyName, magicLink, magicLinkOrigins, leaf: access } = config;
  const { expiresIn, ...look } = magicLink;
  const settings = { companyName, ...look };
  const outcome = await probe((leaf, errand) => leaf.magicLink(leafUserId, expiresIn, settings, errand));
  const deleted = await takeBack(probe, outcome.last);
  if (outcome.last.status === 400)
    return warning(check, `Leaf refuses it: ${LOST}. Look at MAGIC_LINK_…, or give Leaf your keys with app-keys add`);
  return judge(check, outcome, LOST, ({ link, expiresAt }) => {
    if (hostedHref(link, access.apiUrl, magicLinkOrigins) === null)
      return fault(check, `it leads to a host that is not Leaf’s, nor among MAGIC_LINK_ORIGINS: ${LOST}`);
    if (!deleted) return warning(check, 'Leaf makes one, and does not delete it: it runs out by itself');
    if (expiresAt === undefined || Number.isNaN(expiresAt))
      return warning(check, 'Leaf makes one, without a time at which it ends: the card goes by MAGIC_LINK_EXPIRES_IN');
    return ok(check, 'Leaf makes one, of a host of its own, and has deleted it');
  });
}

/** Whatever else is wrong with it: nobody is to use it. */
async function takeBack(probe: Probe, { status, json }: Asked): Promise<boolean> {
  const made = Made.safeParse(json);
  if (status >= 300 || !made.success) return false;
  const path = `/services/widgets/api/magic-link/authentication/${made.data.id}`;
  const outcome = await probe(async ({ service }, errand) => {
    demandSuccess(await service.ask('DELETE', path, errand));
  });
  return outcome.succeeded;
}
