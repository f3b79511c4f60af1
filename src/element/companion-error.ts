import type { ErrorCode } from '../protocol/vocabulary.js';
import type { Fault } from './connection-machine.js';

/** A question to the companion that got no usable answer. `message` is for developers and never carries a token. */
export class CompanionError extends Error {
  override readonly name = 'CompanionError';
  readonly code: ErrorCode;
  readonly requestId: string | undefined;
  /** Milliseconds that the companion asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, about: { requestId?: string; retryAfterMs?: number } = {}) {
    super(message);
    this.code = code;
    this.requestId = about.requestId;
    this.retryAfterMs = about.retryAfterMs;
  }
}

/** What the machine is told of a failure, whatever was thrown. */
export function toFault(reason: unknown): Fault {
  if (!(reason instanceof CompanionError)) return { code: 'unknown', message: String(reason) };
  const { code, message, requestId } = reason;
  return { code, message, requestId };
}
