import { parseSafeUrl } from '../protocol/links.js';
import type { Config } from './config.js';

/** What travels in a start URL and, encrypted, in a cookie, of which browsers keep 4 kB. */
const MAX_LENGTH = 700;

/** A page to come back to, as it may be led to: one of `returnUrls`, with any query; otherwise `undefined`. */
export function allowedReturnUrl(address: string, { returnUrls }: Pick<Config, 'returnUrls'>): string | undefined {
  const url = parseSafeUrl(address);
  if (url === undefined || url.href.length > MAX_LENGTH) return undefined;
  return returnUrls.some((allowed) => pageOf(new URL(allowed)) === pageOf(url)) ? url.href : undefined;
}

function pageOf({ origin, pathname }: URL): string {
  return origin + pathname;
}
