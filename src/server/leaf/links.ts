import { allowedHref, isLoopback, parseSafeUrl } from '../../protocol/links.js';

/** Backslashes and control characters are read differently by different parsers, and no honest link has them. */
const ODD = /[\\\p{Cc}]/u;

/** Documented by Leaf as the domain of its services. */
const LEAF_DOMAIN = 'withleaf.io';

/**
 * A link of Leaf's as it may be passed on: the normalised `href`, or `null`. Stricter than `allowedHref`, but raw spaces are
 * let through, for Leaf's own samples have some.
 */
export function upstreamHref(address: string, origins: readonly string[]): string | null {
  return ODD.test(address) ? null : allowedHref(address, origins);
}

/** A link of Leaf's that can be opened at all, wherever it leads. */
export function safeHref(address: string): string | null {
  return (ODD.test(address) ? undefined : parseSafeUrl(address)?.href) ?? null;
}

/**
 * A link to a page that Leaf hosts. Leaf's pages do not say where that is: at `origins`, or else at any host of Leaf's
 * domain, or below the one that its API is reached at. Not beside that one: what is beside `leaf.co.uk` is a whole country.
 */
export function hostedHref(address: string, apiUrl: string, origins: readonly string[] | undefined): string | null {
  if (origins !== undefined) return upstreamHref(address, origins);
  const href = safeHref(address);
  return href !== null && isBeside(new URL(href), new URL(apiUrl)) ? href : null;
}

/** `host` has a port where it is not the usual one, so that another port is another host. */
function isBeside({ host, hostname }: URL, api: URL): boolean {
  if (isLoopback(api.hostname)) return isLoopback(hostname);
  return [LEAF_DOMAIN, api.host].some((domain) => host === domain || host.endsWith(`.${domain}`));
}
