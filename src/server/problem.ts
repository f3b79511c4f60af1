/**
 * Everything that can go wrong, as RFC 9457 `application/problem+json`. The texts are ours: nothing of an upstream, of
 * a host application's error or of the request is ever repeated.
 */
import { PROBLEM_STATUS, type ProblemCode } from '../protocol/vocabulary.js';
import type { Problem } from '../protocol/wire.js';

const TITLES: Record<ProblemCode, string> = {
  bad_request: 'The request cannot be understood',
  session_missing: 'No valid session',
  session_expired: 'The session has expired',
  origin_not_allowed: 'This origin may not ask',
  access_denied: 'This session may not do that',
  not_found: 'There is nothing here',
  attempt_expired: 'The sign-in has expired',
  rate_limited: 'Too many requests',
  unknown: 'Something went wrong',
  bad_response: 'Leaf gave an answer that cannot be used',
  leaf_rejected: 'Leaf refused the request',
  leaf_auth_failed: 'Leaf does not accept this companion',
  leaf_unavailable: 'Leaf cannot be reached',
  leaf_rate_limited: 'Leaf asks for patience',
  leaf_timeout: 'Leaf did not answer in time',
};

const RETRYABLE = new Set([429, 503, 504]);

interface Details {
  /** Where the code's usual status says too little: 408, 413 and 415 for `bad_request`, 504 for `unknown`. */
  status?: number;
  /** Seconds. */
  retryAfter?: number | undefined;
  /** The HTTP status that Leaf answered, where it answered. For those who call it themselves; never told to a browser. */
  leafStatus?: number;
}

/** A failure that may be told to the browser. Any other error is told as `unknown`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly retryAfter: number | undefined;
  readonly leafStatus: number | undefined;

  constructor(
    readonly code: ProblemCode,
    { status = PROBLEM_STATUS[code], retryAfter, leafStatus }: Details = {},
  ) {
    super(TITLES[code]);
    this.status = status;
    this.retryAfter = retryAfter;
    this.leafStatus = leafStatus;
  }

  static from(error: unknown): ProblemError {
    return error instanceof ProblemError ? error : new ProblemError('unknown');
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.status);
  }

  /** `Retry-After`, where there is something to say. */
  get headers(): Record<string, string> {
    return this.retryAfter === undefined ? {} : { 'Retry-After': String(this.retryAfter) };
  }

  toResponse(requestId: string): Response {
    const body: Problem = {
      type: `urn:leaf-jd-connect:problem:${this.code}`,
      title: this.message,
      status: this.status,
      code: this.code,
      retryable: this.retryable,
      requestId,
    };
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { 'Content-Type': 'application/problem+json', ...this.headers },
    });
  }
}
