/** One question to an upstream, and what to make of an answer that is no use. Never throws, and never repeats what it heard. */
import { readText } from '../server/body.js';
import type { LeafCall } from '../server/leaf/http.js';

export type Question = Pick<LeafCall, 'method' | 'url' | 'token' | 'body'>;

export interface Asked {
  /** 0 when there was no answer. */
  status: number;
  text: string;
  /** The body, where it is JSON. */
  json?: unknown;
  /** The time at the upstream's, in milliseconds since 1970. */
  date?: number;
  /** The system's code for why there was no answer. */
  reason?: string;
}

/** Who is asked, in words for the person who has to mend it. */
export interface Party {
  name: string;
  /** What its address is the address of. */
  what: string;
  /** Where its address is set. */
  variable: string;
  /** What to do when it refuses us. */
  refused: string;
}

export const LEAF: Party = {
  name: 'Leaf',
  what: 'Leaf’s API',
  variable: 'LEAF_API_URL',
  refused: 'though it lets us in: ask Leaf about your account',
};

const PATIENCE_MS = 10_000;
const MAX_BYTES = 1024 * 1024;

export async function ask({ method, url, token, body }: Question): Promise<Asked> {
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
    const text = await readText(response.body, MAX_BYTES, (why) => new Error(why));
    return { status: response.status, text, json: parse(text), ...(!Number.isNaN(date) && { date }) };
  } catch (error) {
    return { status: 0, text: '', reason: reasonOf(error) };
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
export function unusable({ status, reason = '' }: Asked, party = LEAF): string {
  const { name, what, variable, refused } = party;
  if (status === 0) return noAnswer(reason, party);
  if (status >= 300 && status < 400)
    return `${name} redirects, which is not followed: set ${variable} to the final address`;
  if (status === 401 || status === 403) return `${name} refuses this call, ${refused}`;
  if (status === 404) return `there is no such call there: ${variable} is not the address of ${what}`;
  if (status === 429) return `${name} asks for patience: try again in a minute`;
  if (status >= 500) return `${name} fails with ${status}: nothing to be done here; try again later`;
  return `the answer, a ${status}, is not what ${name} documents: is ${variable} the address of ${what}?`;
}

function noAnswer(reason: string, { name, variable }: Party): string {
  if (reason === 'TimeoutError') return `${name} did not answer within 10 s: try again later, or look at the firewall`;
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') {
    return `the host of ${variable} is not found (${reason}): correct it, or look at the DNS of this machine`;
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(reason)) {
    return `its certificate is not trusted (${reason}): a proxy in between needs NODE_EXTRA_CA_CERTS`;
  }
  return `${name} cannot be reached${reason && ` (${reason})`}: look at ${variable} and the firewall`;
}
