/**
 * Reading what strangers send, be it a browser or an upstream: never more than a limit, whatever a length header says,
 * and never longer than there is time.
 */
import { ProblemError } from './problem.js';

const MAX_REQUEST_BYTES = 16 * 1024;
const STATUS: Record<Refusal, number> = { 'too large': 413, 'too slow': 408, 'not text': 400 };

type Refusal = 'too large' | 'too slow' | 'not text';

/** The body as text. Beyond `limit` bytes, after `signal`, or when it is not UTF-8, throws what `refuse` makes. */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  refuse: (why: Refusal) => Error,
  signal?: AbortSignal,
): Promise<string> {
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
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(chunks).arrayBuffer());
  } catch {
    throw refuse('not text');
  }
}

/**
 * Demands a JSON object of at most 16 kB. A page of another site can post forms and plain text without asking first;
 * it cannot post `application/json`. Throws `bad_request` with 400, 408, 413 or 415.
 */
export async function demandJsonObject(request: Request, signal: AbortSignal): Promise<void> {
  if (!isJson(request)) throw badRequest(415);
  const text = await readText(request.body, MAX_REQUEST_BYTES, (why) => badRequest(STATUS[why]), signal);
  const parsed = parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw badRequest();
}

export function isJson(request: Request): boolean {
  const type = request.headers.get('Content-Type') ?? '';
  return type.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

/** Also throws when nesting exhausts the stack, which is the sender's doing and no fault of ours. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
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
