/** One call to Leaf, with limits on its time and its bytes. What to do when it fails is decided around it, in `upstream.ts`. */
import { readText } from '../body.js';
import type { Deadlines } from '../config.js';
import { ProblemError } from '../problem.js';

export interface LeafCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  token?: string;
  body?: unknown;
  /** In place of a JSON body, where an authorization server is asked. */
  form?: URLSearchParams;
  headers?: Record<string, string>;
}

/** What Leaf said, whatever its status. */
export interface LeafAnswer {
  status: number;
  text: string;
  /** Seconds, when Leaf named a sane number of them. */
  retryAfter: number | undefined;
}

const MAX_ANSWER_BYTES = 1024 * 1024;
const MAX_RETRY_AFTER_S = 60 * 60;

/**
 * How runtimes built on Node say that no connection came about. Elsewhere the words are others and nothing is known: the
 * call may have been made.
 */
const NO_CONNECTION = new Set<unknown>(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** The network failed. */
export class Unreachable extends ProblemError {
  /** `neverLeft`: not a byte of the call reached Leaf, so that even a call that changes something may be made again. */
  constructor(readonly neverLeft: boolean) {
    super('leaf_unavailable');
  }
}

/**
 * Calls Leaf once. Throws `leaf_timeout` when a deadline or `outer` ends it, `Unreachable` when the network fails,
 * `bad_response` for a redirect, too many bytes, or bytes that are not text.
 */
export async function callLeaf(call: LeafCall, deadlines: Deadlines, outer: AbortSignal): Promise<LeafAnswer> {
  // One signal, not `AbortSignal.any` of three: that is dearer than the call's own work.
  const ending = new AbortController();
  const { signal } = ending;
  const end = () => {
    ending.abort();
  };
  const noHeaders = setTimeout(end, deadlines.leafHeaders);
  const noEnd = setTimeout(end, deadlines.leafCall);
  outer.addEventListener('abort', end);
  try {
    outer.throwIfAborted();
    const response = await fetch(call.url, {
      method: call.method,
      headers: {
        Accept: 'application/json',
        ...(call.token !== undefined && { Authorization: `Bearer ${call.token}` }),
        ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      ...(call.form && { body: call.form }),
      // Following a 307 would send the client secret to wherever it points.
      redirect: 'manual',
      signal,
    });
    clearTimeout(noHeaders);
    if (isRedirect(response)) {
      // Not awaited: how long the other end takes to let go is not ours to wait for.
      void response.body?.cancel().catch(() => undefined);
      throw badResponse();
    }
    return {
      status: response.status,
      text: await readText(response.body, MAX_ANSWER_BYTES, badResponse),
      retryAfter: retryAfter(response.headers.get('Retry-After')),
    };
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    if (signal.aborted || outer.aborted) throw new ProblemError('leaf_timeout');
    throw new Unreachable(NO_CONNECTION.has(codeOf(error)));
  } finally {
    clearTimeout(noHeaders);
    clearTimeout(noEnd);
    outer.removeEventListener('abort', end);
  }
}

/**
 * Demands a 2xx. Leaf's 401 and 403 mean this companion's access, never the grower's session, so they are not relayed as
 * such. A 504 of Leaf's is a time-out like our own.
 */
export function demandSuccess({ status, retryAfter }: LeafAnswer): void {
  if (status >= 200 && status < 300) return;
  const leafStatus = status;
  if (status === 401 || status === 403) throw new ProblemError('leaf_auth_failed', { leafStatus });
  if (status === 429) throw new ProblemError('leaf_rate_limited', { retryAfter, leafStatus });
  if (status === 504) throw new ProblemError('leaf_timeout', { retryAfter, leafStatus });
  if (status >= 500) throw new ProblemError('leaf_unavailable', { retryAfter, leafStatus });
  throw new ProblemError('leaf_rejected', { leafStatus });
}

/** The body as JSON; `undefined` when there is none. Throws `bad_response` for anything else: HTML, half a document. */
export function parseJson({ text }: LeafAnswer): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badResponse();
  }
}

export function badResponse(): ProblemError {
  return new ProblemError('bad_response');
}

/** Some runtimes hide a redirect that they did not follow behind status 0. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

/** Seconds from a `Retry-After` in either of its forms; nonsense and more than an hour are not passed on. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return seconds > 0 && seconds <= MAX_RETRY_AFTER_S ? seconds : undefined;
}

/** Node wraps what the socket said in an error of `fetch`. */
function codeOf(error: unknown): unknown {
  const { cause } = error as { cause?: { code?: unknown } | null };
  return cause?.code;
}
