/**
 * A sign-in for somebody else on a page that Leaf hosts. It has no callback and leads back nowhere: whoever handed it over
 * keeps asking how things stand.
 */
import type { Link } from '../protocol/wire.js';
import type { Config } from './config.js';
import type { LeafCalls } from './leaf/calls.js';
import { hostedHref } from './leaf/links.js';
import { ProblemError } from './problem.js';
import { MAX_QR_BYTES, qrPath } from './qr-path.js';
import type { RequestScope } from './request-scope.js';
import type { Principal } from './session.js';

/** Throws `bad_response` where Leaf's link leads to nobody of Leaf's, or fits no QR code. */
export function createMagicLinks(
  { companyName, dataSync, leaf: { apiUrl }, magicLink, magicLinkOrigins }: Config,
  leaf: LeafCalls,
) {
  const { expiresIn, ...look } = magicLink;
  return async ({ leafUserId, scopes }: Principal, scope: RequestScope): Promise<Link> => {
    // What Leaf has fetched it keeps, and the page that it hosts does not come back here first.
    if (dataSync) await leaf.setDataSync(leafUserId, dataSync, scope);
    const latest = Date.now() + expiresIn * 1000;
    // Whoever may not disconnect here must not get it from there.
    const least = scopes.includes('disconnect') ? {} : { disconnectEnabled: false };
    const settings = { companyName, ...look, ...least };
    const { link, expiresAt } = await leaf.magicLink(leafUserId, expiresIn, settings, scope);
    const url = hostedHref(link, apiUrl, magicLinkOrigins);
    if (url === null || url.length > MAX_QR_BYTES) throw new ProblemError('bad_response');
    scope.log('sign_in_minted', { handed: true });
    // What Leaf says, unless it is no time, or one that cannot be.
    const told = expiresAt !== undefined && expiresAt > Date.now() && expiresAt < latest ? expiresAt : latest;
    return { url, expiresAt: new Date(told).toISOString(), qr: qrPath(url) };
  };
}
