import type { ErrorCode } from '../protocol/vocabulary.js';
import type { Fault } from './connection-machine.js';

/** A question to the companion that got no usable answer. `message` is for developers and never carries a token. */
export class CompanionError extends Error {
  /** @param retryAfterMs Milliseconds that the companion asked to be left alone. */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly requestId?: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** What the machine is told of a failure, whatever was thrown. */
export function toFault(reason: unknown): Fault {
  return reason instanceof CompanionError ? reason : { code: 'unknown', message: String(reason) };
}
