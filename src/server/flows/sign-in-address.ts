/** What every flow demands of the address at which a grower is to sign in, and where John Deere comes back to. */
import type { Config } from '../config.js';
import { upstreamHref } from '../leaf/links.js';
import { ProblemError } from '../problem.js';

/**
 * A sign-in address that an upstream named, on an allowed origin and for our application: another's client id would ask the
 * grower to trust somebody else, under this partner's name. Throws `bad_response`.
 */
export function signInAddress(
  address: string,
  { signInOrigins, johnDeere }: Pick<Config, 'signInOrigins' | 'johnDeere'>,
): URL {
  const href = upstreamHref(address, signInOrigins);
  const url = href === null ? undefined : new URL(href);
  if (url === undefined || !hasOnly(url, 'client_id', johnDeere.clientKey)) throw new ProblemError('bad_response');
  return url;
}

export function hasOnly({ searchParams }: URL, name: string, value: string): boolean {
  const values = searchParams.getAll(name);
  return values.length === 1 && values[0] === value;
}

/** Has to be registered at John Deere, letter by letter. */
export function redirectUri({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return `${publicUrl}/callback`;
}
