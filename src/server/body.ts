/**
 * Reading what strangers send, be it a browser or an upstream: never more than a limit, whatever a length header says.
 */
import { ProblemError } from './problem.js';

const MAX_REQUEST_BYTES = 16 * 1024;

/** The body as text. Beyond `limit` bytes, or when it is not UTF-8, throws what `refuse` makes. */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  refuse: (why: 'too large' | 'not text') => Error,
): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) break;
    length += chunk.value.byteLength;
    if (length > limit) {
      await reader?.cancel();
      throw refuse('too large');
    }
    chunks.push(Uint8Array.from(chunk.value));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(chunks).arrayBuffer());
  } catch {
    throw refuse('not text');
  }
}

/**
 * Demands a JSON object of at most 16 kB. A page of another site can post forms and plain text without asking first;
 * it cannot post `application/json`. Throws `bad_request` with 400, 413 or 415.
 */
export async function demandJsonObject(request: Request): Promise<void> {
  if (!isJson(request)) throw badRequest(415);
  const text = await readText(request.body, MAX_REQUEST_BYTES, (why) => badRequest(why === 'too large' ? 413 : 400));
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
