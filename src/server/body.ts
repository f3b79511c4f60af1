/**
 * Reading what strangers send, be it a browser or an upstream: never more than a limit, whatever a length header says,
 * and never longer than there is time.
 */
import type * as z from 'zod/mini';
import { ProblemError } from './problem.js';
import type { RequestScope } from './request-scope.js';

const MAX_REQUEST_BYTES = 16 * 1024;
/** Leaf's alerts carry a message of no stated length. */
export const MAX_ALERT_BYTES = 64 * 1024;
const STATUS: Record<Refusal, number> = { 'too large': 413, 'too slow': 408, 'not text': 400 };

type Refusal = 'too large' | 'too slow' | 'not text';

/** The body as text. Beyond `limit` bytes, after `signal`, or when it is not UTF-8, throws what `refuse` makes. */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  refuse: (why: Refusal) => Error,
  signal?: AbortSignal,
): Promise<string> {
  const bytes = await readBytes(body, limit, refuse, signal);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('not text');
  }
}

async function readBytes(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  refuse: (why: Refusal) => Error,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = body?.getReader();
  // Ends a read that is under way at once. Not awaited: how long the other end takes to let go is not ours to wait for.
  const letGo = () => void reader?.cancel().catch(() => undefined);
  signal?.addEventListener('abort', letGo);
  try {
    for (;;) {
      const chunk = signal?.aborted ? undefined : await reader?.read();
      if (signal?.aborted) throw refuse('too slow');
      if (chunk?.value === undefined) break;
      length += chunk.value.byteLength;
      if (length > limit) throw refuse('too large');
      chunks.push(Uint8Array.from(chunk.value));
    }
  } finally {
    signal?.removeEventListener('abort', letGo);
    letGo();
  }
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/**
 * The bytes of a request. Throws `bad_request` with 400, 408 or 413; and `unknown`, with a log line that says what to do,
 * when the host application has read the body before us.
 */
export async function readRequest(
  request: Request,
  limit: number,
  scope: RequestScope,
): Promise<Uint8Array<ArrayBuffer>> {
  const taken = () => {
    scope.log('body_taken', { help: 'mount the companion before anything that parses request bodies' });
    return new ProblemError('unknown');
  };
  if (request.bodyUsed || request.body?.locked) throw taken();
  const bytes = await readBytes(request.body, limit, (why) => badRequest(STATUS[why]), scope.signal).catch(
    (error: unknown) => {
      // A client that breaks off in the middle is no fault of ours.
      throw error instanceof ProblemError ? error : badRequest();
    },
  );
  // A server does not hand on a request that is shorter than it said: somebody else has had the rest.
  if (bytes.length === 0 && Number(request.headers.get('Content-Length')) > 0) throw taken();
  return bytes;
}

/**
 * Demands a JSON object of at most 16 kB, and answers with it. A page of another site can post forms and plain text without
 * asking first; it cannot post `application/json`. Throws `bad_request` with 400, 408, 413 or 415.
 */
export async function demandJsonObject(request: Request, scope: RequestScope): Promise<object> {
  if (!isJson(request)) throw badRequest(415);
  const parsed = parse(await readRequest(request, MAX_REQUEST_BYTES, scope));
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw badRequest();
  return parsed;
}

/** The same, read by one of the wire's schemas. Throws `bad_request` also where it does not fit. */
export async function readJson<Schema extends z.ZodMiniType>(
  schema: Schema,
  request: Request,
  scope: RequestScope,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await demandJsonObject(request, scope));
  if (!parsed.success) throw badRequest();
  return parsed.data;
}

export function isJson(request: Request): boolean {
  const type = request.headers.get('Content-Type') ?? '';
  return type.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

/** Also throws when nesting exhausts the stack, which is the sender's doing and no fault of ours. */
function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), (key, value: unknown) => {
      if (key === '__proto__') throw badRequest();
      return value;
    });
  } catch {
    throw badRequest();
  }
}

function badRequest(status = 400): ProblemError {
  return new ProblemError('bad_request', { status });
}
