/**
 * What several instances have in common, where there is a Redis: how often somebody asked, and which alerts were heard.
 * Each instance can do without, so losing Redis costs exactness and never an answer.
 */
import { inTime } from './in-time.js';
import type { RedisClient } from './options.js';
import type { RequestScope } from './request-scope.js';

/** A request waits no longer for Redis, whatever its client would do; in milliseconds. */
const PATIENCE_MS = 250;

/** While Redis is lost, one request in so many milliseconds tries it again, and all others do without it. */
const PAUSE_MS = 1_000;

export interface Shared {
  readonly redis: RedisClient | undefined;
  /** What Redis says, or `undefined` when there is none, it does not answer in time, or has not lately. Never rejects. */
  ask<Answer>(question: () => Promise<Answer>, scope: RequestScope): Promise<Answer | undefined>;
}

export function createShared(redis: RedisClient | undefined): Shared {
  let lost = false;
  let askAgainAt = 0;
  return {
    redis,
    async ask(question, scope) {
      if (redis === undefined) return undefined;
      const now = performance.now();
      if (lost) {
        if (now < askAgainAt) return undefined;
        askAgainAt = now + PAUSE_MS;
      }
      try {
        const answer = await inTime(soon(question), AbortSignal.timeout(PATIENCE_MS), () => new Error('too late'));
        if (lost) scope.log('redis_back');
        lost = false;
        return answer;
      } catch {
        if (!lost) scope.log('redis_lost');
        lost = true;
        askAgainAt = performance.now() + PAUSE_MS;
        return undefined;
      }
    },
  };
}

/** A client that throws at once is as lost as one that rejects. */
async function soon<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  return question();
}
