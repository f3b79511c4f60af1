/**
 * Reading what strangers send, be it a browser or an upstream: never more than a limit, whatever a length header says.
 */
import { ProblemError } from './problem.js';

const MAX_REQUEST_BYTES = 16 * 1024;

/** The body as text. Throws what `tooLarge` makes beyond `limit` bytes, and `TypeError` on bytes that are not UTF-8. */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  tooLarge: () => Error,
): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let length = 0;
  let text = '';
  const reader = body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) return text + decoder.decode();
    length += chunk.value.byteLength;
    if (length > limit) {
      await reader?.cancel();
      throw tooLarge();
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
}

/**
 * Demands a JSON object of at most 16 kB. A page of another site can post forms and plain text without asking first;
 * it cannot post `application/json`. Throws `bad_request` with 400, 413 or 415.
 */
export async function demandJsonObject(request: Request): Promise<void> {
  if (!isJson(request)) throw new ProblemError('bad_request', { status: 415 });
  const parsed = await readText(request.body, MAX_REQUEST_BYTES, () => new ProblemError('bad_request', { status: 413 }))
    .then((text): unknown => JSON.parse(text, refusePrototype))
    .catch((error: unknown) => {
      throw error instanceof ProblemError ? error : new ProblemError('bad_request');
    });
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new ProblemError('bad_request');
}

export function isJson(request: Request): boolean {
  const type = request.headers.get('Content-Type') ?? '';
  return type.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new ProblemError('bad_request');
  return value;
}
