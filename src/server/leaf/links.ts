import { allowedHref } from '../../protocol/links.js';

/**
 * A link of Leaf's as it may be passed on: the normalised `href`, or `null`. Stricter than `allowedHref`: backslashes and
 * control characters are read differently by different parsers, and no honest link has them. Raw spaces are let through,
 * for Leaf's own samples have some.
 */
export function upstreamHref(address: string, origins: readonly string[]): string | null {
  return /[\\\p{Cc}]/u.test(address) ? null : allowedHref(address, origins);
}
