/**
 * `serve`: the companion as a process of its own, configured by its environment.
 */
import { createLeafConnect, type LogEntry } from '../server/index.js';
import { listen } from '../server/node.js';
import { readServeSettings, type Environment } from './environment.js';
import { createLogger } from './log.js';
import { connectRedis } from './redis.js';

const LEVELS: Record<LogEntry['event'], 'info' | 'warn' | 'error'> = {
  request: 'info',
  sign_in_minted: 'info',
  credential_attached: 'info',
  exchange_failed: 'warn',
  extra_left_out: 'warn',
  link_refused: 'warn',
  secret_stopped: 'error',
  body_taken: 'error',
  event_heard: 'info',
  event_ignored: 'warn',
  event_failed: 'error',
  redis_lost: 'warn',
  redis_back: 'info',
};

/** A balancer needs to see `/readyz` say no before connections are refused; in milliseconds. */
const DRAIN_MS = 1_000;

/** Serves until the process is told to end. Throws `ConfigurationError`; rejects when the address is taken. */
export async function serve(environment: Environment): Promise<void> {
  const { options, host, port, clientAddress, redisUrl, logLevel, unused } = readServeSettings(environment);
  const logger = createLogger(logLevel);
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl);
  const companion = createLeafConnect({
    ...options,
    ...(redis && { redis: redis.client }),
    log: ({ event, ...fields }) => {
      logger[LEVELS[event]](fields, event);
    },
  });
  const server = await listen(companion, { host, port, clientAddress }).catch((error: unknown) => {
    // It would go on connecting, and keep the process from ending.
    redis?.close();
    throw error;
  });
  logger.info({ url: server.url }, 'listening');
  if (unused.length > 0) logger.warn({ variables: unused }, 'set, but not read in this flow');

  await new Promise((resolve) => {
    // For good: a second signal while draining would otherwise end the process at once, with requests in flight.
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
  });
  logger.info('draining');
  companion.drain();
  await Promise.all([server.drain(), new Promise((resolve) => setTimeout(resolve, DRAIN_MS))]);
  await server.close();
  redis?.close();
  logger.info('closed');
}
