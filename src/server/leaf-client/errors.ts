import type { ProblemCode } from '../../protocol/vocabulary.js';
import { ProblemError } from '../problem.js';

/** `bad_request`: what the method was given cannot be used, and nobody was asked. The others tell what Leaf did. */
export type LeafErrorCode = Extract<ProblemCode, 'bad_request' | 'bad_response' | `leaf_${string}`>;

interface Told {
  code: LeafErrorCode;
  message: string;
  status?: number | undefined;
  retryable?: boolean;
  retryAfter?: number | undefined;
}

/** What every method of a `LeafClient` throws. The texts are ours: Leaf's own may hold a secret, and goes nowhere. */
export class LeafError extends Error {
  override readonly name = 'LeafError';
  /** What went wrong, for a program to tell apart. */
  readonly code: LeafErrorCode;
  /** The HTTP status that Leaf answered; `undefined` when it did not answer, or with something that cannot be used. */
  readonly status: number | undefined;
  /** The same call may succeed later. One that creates something may have succeeded already. */
  readonly retryable: boolean;
  /** Seconds, where Leaf named them. */
  readonly retryAfter: number | undefined;

  constructor({ code, message, status, retryable = false, retryAfter }: Told) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  /** What the calls throw are problems of a companion; anything else is a fault of ours, and stays what it is. */
  static from(error: unknown): unknown {
    if (!(error instanceof ProblemError)) return error;
    const { message, leafStatus: status, retryable, retryAfter } = error;
    return new LeafError({ code: error.code as LeafErrorCode, message, status, retryable, retryAfter });
  }
}
