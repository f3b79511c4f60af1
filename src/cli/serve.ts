/**
 * `serve`: the companion as a process of its own, configured by its environment.
 */
import { pino } from 'pino';
import { createLeafConnect, type LogEntry } from '../server/index.js';
import { listen } from '../server/node.js';
import { readServeSettings, type Environment } from './environment.js';

const LEVELS: Record<LogEntry['event'], 'info' | 'warn' | 'error'> = {
  request: 'info',
  sign_in_minted: 'info',
  link_refused: 'warn',
  secret_stopped: 'error',
};

/** A balancer needs to see `/readyz` say no before connections are refused; in milliseconds. */
const DRAIN_MS = 1_000;

/** Serves until the process is told to end. Throws `ConfigurationError`; rejects when the address is taken. */
export async function serve(environment: Environment): Promise<void> {
  const { options, host, port, logLevel, unused } = readServeSettings(environment);
  const logger = pino({ level: logLevel, base: null });
  const companion = createLeafConnect({
    ...options,
    log: ({ event, ...fields }) => {
      logger[LEVELS[event]](fields, event);
    },
  });
  const server = await listen(companion, { host, port });
  logger.info({ url: server.url }, 'listening');
  if (unused.length > 0) logger.warn({ variables: unused }, 'set, but not used by this version');

  await new Promise((resolve) => {
    // For good: a second signal while draining would otherwise end the process at once, with requests in flight.
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
  });
  logger.info('draining');
  companion.drain();
  await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
  await server.close();
  logger.info('closed');
}
