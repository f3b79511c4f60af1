/** What `doctor` can tell from the settings alone: all of them are usable here, but some are usable by accident. */
import { isLoopback } from '../protocol/links.js';
import { ok, warning, type Examined, type Finding } from './doctor-finding.js';

/** A key of 32 random bytes has fewer different ones about once in 10^20 times. */
const DIFFERENT_BYTES = 16;

export function checkUnused(unused: readonly string[]): Finding[] {
  return unused.length === 0
    ? []
    : [warning('variables', `${unused.join(', ')}: set, but this flow does not read them`)];
}

export function checkKeys({ sessionKeys }: Examined): Finding[] {
  const weak = sessionKeys.findIndex(({ bytes }) => new Set(bytes).size < DIFFERENT_BYTES);
  if (weak >= 0) {
    return [
      warning(
        'session keys',
        `SESSION_KEYS (entry ${weak + 1}) does not look random: make one with leaf-jd-connect keygen`,
      ),
    ];
  }
  const count = sessionKeys.length === 1 ? 'one key' : `${sessionKeys.length} keys, of which the first signs`;
  return [ok('session keys', count)];
}

/** Addresses are checked for their form before; here for what they are together. */
export function checkAddresses({
  johnDeere,
  publicUrl,
  allowedOrigins,
  signInOrigins,
  managementOrigins,
  leaf,
}: Examined): Finding[] {
  const production = johnDeere.environment === 'PRODUCTION';
  const onLoopback = (address: string) => isLoopback(new URL(address).hostname);
  const findings: Finding[] = [];

  if (production && onLoopback(publicUrl)) {
    findings.push(
      warning(
        'public address',
        'PUBLIC_URL is on loopback while JD_ENVIRONMENT is PRODUCTION: growers cannot reach it',
      ),
    );
  } else findings.push(ok('public address', 'of the right form'));

  const local = allowedOrigins.findIndex(onLoopback);
  const twice = allowedOrigins.findIndex((origin, index) => allowedOrigins.indexOf(origin) < index);
  if (production && local >= 0) {
    findings.push(
      warning(
        'origins',
        `ALLOWED_ORIGINS (entry ${local + 1}) is on loopback while JD_ENVIRONMENT is PRODUCTION: take it out`,
      ),
    );
  } else if (twice >= 0) {
    findings.push(warning('origins', `ALLOWED_ORIGINS (entry ${twice + 1}) is there twice: take one out`));
  } else findings.push(ok('origins', allowedOrigins.length === 1 ? 'one page' : `${allowedOrigins.length} pages`));

  const simulated = Object.entries({
    SIGN_IN_ORIGINS: signInOrigins,
    MANAGEMENT_ORIGINS: managementOrigins,
    LEAF_API_URL: [leaf.apiUrl],
  })
    .filter(([, addresses]) => addresses.some(onLoopback))
    .map(([name]) => name);
  if (production && simulated.length > 0) {
    findings.push(
      warning('upstreams', `${simulated.join(', ')}: on loopback while JD_ENVIRONMENT is PRODUCTION: leave them out`),
    );
  }
  return findings;
}
