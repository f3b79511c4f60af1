/** One question to Leaf, and what to make of an answer that is no use. Never throws, and never repeats what it heard. */
import { readText } from '../server/body.js';

export interface Question {
  method: 'GET' | 'POST';
  url: string;
  token?: string;
  body?: unknown;
}

export interface Asked {
  /** 0 when there was no answer. */
  status: number;
  /** The body, where it is JSON. */
  json?: unknown;
  /** The time at Leaf's, in milliseconds since 1970. */
  date?: number;
  /** The system's code for why there was no answer. */
  reason?: string;
}

const PATIENCE_MS = 10_000;
const MAX_BYTES = 1024 * 1024;

export async function askLeaf({ method, url, token, body }: Question): Promise<Asked> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        Accept: 'application/json',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // Following one would send what is secret to wherever it points.
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const date = Date.parse(response.headers.get('Date') ?? '');
    const json = parse(await readText(response.body, MAX_BYTES, (why) => new Error(why)));
    return { status: response.status, json, ...(!Number.isNaN(date) && { date }) };
  } catch (error) {
    return { status: 0, reason: reasonOf(error) };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Node's `fetch` fails with "fetch failed" and has the system's code in the cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return 'TimeoutError';
  const { code } = Object(error.cause ?? error) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** What is wrong with an answer that was not the expected one, and what to do about it. */
export function unusable({ status, reason = '' }: Asked): string {
  if (status === 0) return noAnswer(reason);
  if (status >= 300 && status < 400)
    return 'Leaf redirects, which is not followed: set LEAF_API_URL to the final address';
  if (status === 401 || status === 403)
    return 'Leaf refuses this call, though it lets us in: ask Leaf about your account';
  if (status === 404) return 'there is no such call there: LEAF_API_URL is not the address of Leaf’s API';
  if (status === 429) return 'Leaf asks for patience: try again in a minute';
  if (status >= 500) return `Leaf fails with ${status}: nothing to be done here; try again later`;
  return `the answer, a ${status}, is not what Leaf documents: is LEAF_API_URL the address of Leaf’s API?`;
}

function noAnswer(reason: string): string {
  if (reason === 'TimeoutError') return 'Leaf did not answer within 10 s: try again later, or look at the firewall';
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') {
    return `the host of LEAF_API_URL is not found (${reason}): correct it, or look at the DNS of this machine`;
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(reason)) {
    return `its certificate is not trusted (${reason}): a proxy in between needs NODE_EXTRA_CA_CERTS`;
  }
  return `Leaf cannot be reached${reason && ` (${reason})`}: look at LEAF_API_URL and the firewall`;
}
