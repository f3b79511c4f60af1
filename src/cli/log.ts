/** The process's own log: JSON lines of fields that are named here, and of no others, whatever is handed to it. */
import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogEntry } from '../server/index.js';

/** Checked by types: a field that a log entry gains has to be looked at here before it is ever written. */
const FIELDS: Record<Exclude<keyof LogEntry, 'event'> | 'url' | 'variables', true> = {
  requestId: true,
  route: true,
  method: true,
  status: true,
  ms: true,
  code: true,
  user: true,
  handed: true,
  extra: true,
  secret: true,
  type: true,
  help: true,
  upstream: true,
  // Of the process, not of a request: where it listens, and which variables it does nothing with.
  url: true,
  variables: true,
};

/** No `child`: what is bound to one would be written unseen. */
export type ProcessLog = Pick<Logger, 'info' | 'warn' | 'error'>;

export function createLogger(level: string, destination?: DestinationStream): ProcessLog {
  return pino({ level, base: null, formatters: { log: onlyKnown } }, destination);
}

/** Nothing nested passes either: an error or a request that somebody logs by mistake has everything in it. */
function onlyKnown(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => Object.hasOwn(FIELDS, name) && (isPlain(value) || isList(value))),
  );
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPlain);
}
