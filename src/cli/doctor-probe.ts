/**
 * Leaf, asked by the companion's own calls, so that what is tried is what it would do. But once each, without its patience,
 * and with every answer kept, so that a failure can be named.
 */
import { createAppKeyCalls, type AppKeyCalls } from '../server/leaf/app-keys.js';
import { callsThrough, type LeafCalls } from '../server/leaf/calls.js';
import { badResponse } from '../server/leaf/http.js';
import type { LeafService } from '../server/leaf/service.js';
import type { Errand } from '../server/leaf/upstream.js';
import { ProblemError } from '../server/problem.js';
import { ask, unusable, type Asked } from './doctor-ask.js';
import { fault, warning, type Finding } from './doctor-finding.js';

interface ProbedCalls extends LeafCalls {
  readonly appKeys: AppKeyCalls;
}

/** What came of a call, and what was answered on the way. */
export type Outcome<Value> = { last: Asked; heard: readonly Asked[] } & (
  { succeeded: true; value: Value } | { succeeded: false }
);

/** Tries a call. A failure is an outcome, too. */
export type Probe = <Value>(call: (leaf: ProbedCalls, errand: Errand) => Promise<Value>) => Promise<Outcome<Value>>;

/** Each question has its own limit of time, and nothing that is heard is ever printed. */
const ERRAND: Errand = {
  signal: new AbortController().signal,
  endsAt: Infinity,
  keepSecret: () => undefined,
  countCall: () => undefined,
};

export function createProbe(apiUrl: string, token: string): Probe {
  return async (call) => {
    const heard: Asked[] = [];
    const service = createService(apiUrl, token, heard);
    const leaf = { ...callsThrough(service), appKeys: createAppKeyCalls(service) };
    const all = () => ({ heard, last: heard.at(-1) ?? { status: 0, text: '' } });
    try {
      return { succeeded: true, value: await call(leaf, ERRAND), ...all() };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return { succeeded: false, ...all() };
    }
  };
}

function createService(apiUrl: string, token: string, heard: Asked[]): LeafService {
  const askLeaf: LeafService['ask'] = async (method, path, _errand, body) => {
    const asked = await ask({ method, url: apiUrl + path, token, body });
    heard.push(asked);
    if (asked.status === 0) throw new ProblemError('leaf_unavailable');
    if (asked.status >= 300 && asked.status < 400) throw badResponse();
    return { status: asked.status, text: asked.text, retryAfter: undefined };
  };
  return {
    ask: askLeaf,
    get: async (_leafUserId, path, errand, use) => use(await askLeaf('GET', path, errand)),
    change: (method, _leafUserId, path, errand, body) => askLeaf(method, path, errand, body),
    read(schema, json) {
      const parsed = schema.safeParse(json);
      if (!parsed.success) throw badResponse();
      return parsed.data;
    },
    drop: () => undefined,
    get calls() {
      return heard.length;
    },
  };
}

/**
 * Judges a service without which the rest works: one that is not there, or not open to this account, is worth a warning
 * that says what is lost.
 */
export function judge<Value>(
  check: string,
  outcome: Outcome<Value>,
  lost: string,
  found: (value: Value, outcome: Outcome<Value>) => Finding,
): Finding {
  const { status } = outcome.last;
  if (status === 404) return warning(check, `Leaf does not have it: ${lost}`);
  if (status === 401 || status === 403) return warning(check, `Leaf does not open it to your account: ${lost}`);
  return outcome.succeeded ? found(outcome.value, outcome) : fault(check, unusable(outcome.last));
}
