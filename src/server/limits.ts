/**
 * How often one user, one address, or one sign-in may ask within a minute. In memory, or exact across instances with
 * Redis. Users and addresses are counted under a keyed hash: neither is kept in clear anywhere.
 */
import type { MiddlewareHandler } from 'hono';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type { Config } from './config.js';
import { ProblemError } from './problem.js';
import type { Env, RequestScope } from './request-scope.js';
import type { Shared } from './shared.js';

/** Times a minute. Not an option: people stay far below, and what exceeds them is a loop or an attack. */
export const LIMITS = {
  /** Connections read, by one user. Many pages of one account may be open, each asking every 5 s and after every hint. */
  reads: 3_000,
  /** Attempts minted, by one user: one for each card that is shown, and one for each click. Calls nobody. */
  attempts: 90,
  /** Links minted, by one user, of either kind. */
  links: 30,
  /** Disconnecting, syncing, and codes to redeem, by one user: each changes something at Leaf. */
  changes: 30,
  /** Organizations chosen to be fetched or not, by one user, who may go through a long list. */
  choices: 300,
  /** Sign-in URLs asked of Leaf, for one user. */
  signIns: 30,
  /** Start pages opened, from one address, or of one attempt where no address can be trusted. */
  windows: 300,
  /** Webhooks with a wrong signature, from one address. Leaf's own are not counted, however many there are. */
  forgeries: 60,
};
export type Limits = typeof LIMITS;
export type LimitName = keyof Limits;

const WINDOW_S = 60;

export interface LimitKeeper {
  /** Counts one more. Throws `rate_limited`, with the seconds to wait, when that is one too many. */
  take(name: LimitName, key: string, scope: RequestScope): Promise<void>;
  /** The same as a middleware, for the user of the session. */
  perUser(name: LimitName): MiddlewareHandler<Env>;
}

export function createLimits({ limits }: Config, shared: Shared): LimitKeeper {
  const counters = new Map(
    Object.entries(limits).map(([name, points]) => {
      const settings = { keyPrefix: `leaf-jd-connect:${name}`, points, duration: WINDOW_S };
      return [
        name,
        {
          memory: new RateLimiterMemory(settings),
          // Not with the package's own insurance, which waits for as long as the host's client does: see `shared.ts`.
          redis: shared.redis && new RateLimiterRedis({ ...settings, storeClient: shared.redis }),
        },
      ];
    }),
  );

  async function take(name: LimitName, key: string, scope: RequestScope): Promise<void> {
    const { memory, redis } = counters.get(name) ?? {};
    const wait =
      (redis && (await shared.ask(() => waitOf(redis.consume(key)), scope))) ??
      (memory && (await waitOf(memory.consume(key))));
    if (wait) throw new ProblemError('rate_limited', { retryAfter: wait });
  }

  return {
    take,
    perUser: (name) => async (c, next) => {
      const { scope } = c.var;
      await take(name, scope.user ?? '', scope);
      await next();
    },
  };
}

/** Seconds to wait, 0 for none. The package rejects both with what it counted and with what went wrong. */
async function waitOf(counted: Promise<RateLimiterRes>): Promise<number> {
  try {
    await counted;
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}
