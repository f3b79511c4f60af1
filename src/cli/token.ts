/**
 * `token`: prints a session, for trying things out and for hosts whose back end is not JavaScript.
 */
import { createKeyRing } from '../server/keys.js';
import { createSession } from '../server/session.js';
import { readTokenSettings, type Environment } from './environment.js';
import { UsageError } from './usage.js';

export interface TokenArguments {
  'leaf-user'?: string | undefined;
  origin?: string | undefined;
  ttl?: string | undefined;
  name?: string | undefined;
}

const UNIT_SECONDS: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600 };

/** Throws `ConfigurationError` for the environment, `UsageError` for the arguments. */
export async function printToken(given: TokenArguments, environment: Environment): Promise<void> {
  const { 'leaf-user': leafUserId, origin, name, ttl } = given;
  if (leafUserId === undefined || origin === undefined) throw new UsageError('token needs --leaf-user and --origin');
  const ttlSeconds = ttl === undefined ? undefined : secondsOf(ttl);
  const config = readTokenSettings(environment);
  const { token } = await createSession(
    {
      leafUserId,
      origin,
      ...(name !== undefined && { name }),
      ...(ttlSeconds !== undefined && { ttlSeconds }),
    },
    config,
    createKeyRing(config.sessionKeys),
  ).catch((error: unknown) => {
    if (error instanceof RangeError) throw new UsageError('--origin is not among ALLOWED_ORIGINS');
    throw new UsageError('--leaf-user must be a UUID, --ttl at most 60m, --name at most 200 characters');
  });
  process.stdout.write(`${token}\n`);
}

function secondsOf(ttl: string): number {
  const [, amount, unit = ''] = /^(\d+)([smh]?)$/.exec(ttl) ?? [];
  if (amount === undefined) throw new UsageError('--ttl is a number with s, m or h, such as 10m');
  return Number(amount) * (UNIT_SECONDS[unit] ?? 1);
}
