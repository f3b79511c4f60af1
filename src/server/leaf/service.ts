/**
 * How Leaf is asked: with the companion's token, with patience towards each of its services, one read for all who want the
 * same, and every secret of an answer noted. What is asked is in the files beside this one.
 */
import type * as z from 'zod';
import type { Config } from '../config.js';
import { inTime } from '../in-time.js';
import { ProblemError } from '../problem.js';
import { badResponse, type LeafAnswer, type LeafCall } from './http.js';
import type { PollBudget } from './poll-budget.js';
import { collectSecrets } from './schemas.js';
import { createSharedReads } from './shared-reads.js';
import { createLeafToken } from './token.js';
import { createUpstream, type Errand, type Upstream } from './upstream.js';

/** What it takes to ask Leaf. */
export type LeafSettings = Pick<Config, 'leaf' | 'deadlines'>;

/** Every method throws `ProblemError` with one of the `leaf_…` codes, or `bad_response`. Paths begin at Leaf's base URL. */
export interface LeafService {
  /** Asks, whatever comes of it. */
  ask(method: LeafCall['method'], path: string, errand: Errand, body?: unknown): Promise<LeafAnswer>;
  /** Reads something of a user's: the answer to a question that somebody asked a moment ago will do. */
  get<Result>(leafUserId: string, path: string, errand: Errand, use: (answer: LeafAnswer) => Result): Promise<Result>;
  /** Asks for a change: whatever comes of it, what was read of that user before may no longer be so. */
  change(
    method: 'POST' | 'PATCH' | 'DELETE',
    leafUserId: string,
    path: string,
    errand: Errand,
    body?: unknown,
  ): Promise<LeafAnswer>;
  /** Reads a JSON answer: notes its secrets, and throws `bad_response` where it does not fit. */
  read<Schema extends z.ZodType>(schema: Schema, json: unknown, errand: Errand): z.output<Schema>;
  /** Forgets what was read a moment ago, of one user or of all, for somebody else has changed it. */
  drop: (leafUserId?: string) => void;
  /** How many calls have left so far, logins counted. */
  readonly calls: number;
}

export function createLeafService(settings: LeafSettings, budget: PollBudget): LeafService {
  const { leaf, deadlines } = settings;
  let calls = 0;
  const countCall = () => {
    calls += 1;
  };
  const token = createLeafToken(settings, createUpstream(settings, countCall));
  const reads = createSharedReads(deadlines, budget);

  /** Each service of Leaf's is up or down by itself. */
  const upstreams = new Map<string, Upstream>();
  function upstreamOf(path: string): Upstream {
    const [, service = ''] = /^\/services\/(\w+)\//.exec(path) ?? [];
    const upstream = upstreams.get(service) ?? createUpstream(settings, countCall);
    upstreams.set(service, upstream);
    return upstream;
  }

  const ask: LeafService['ask'] = async (method, path, errand, body) => {
    const upstream = upstreamOf(path);
    const askWith = (access: string): Promise<LeafAnswer> => {
      errand.keepSecret('Leaf token', access);
      return upstream({ method, url: `${leaf.apiUrl}${path}`, token: access, body }, errand);
    };
    // A login serves everybody who waits for it; this errand just stops waiting when its time is over.
    const orLate = <Result>(login: Promise<Result>) =>
      inTime(login, errand.signal, () => new ProblemError('leaf_timeout'));
    const access = await orLate(token.current(errand));
    const answer = await askWith(access);
    if (answer.status !== 401) return answer;
    const fresh = await orLate(token.replace(access, errand));
    return fresh === undefined ? answer : askWith(fresh);
  };

  return {
    ask,

    async get(leafUserId, path, errand, use) {
      const answer = await reads.read(leafUserId, path, errand, (shared) => ask('GET', path, shared));
      try {
        return use(answer);
      } catch (error) {
        // An answer that cannot be used is not kept for others.
        reads.drop(leafUserId, path);
        throw error;
      }
    },

    async change(method, leafUserId, path, errand, body) {
      try {
        return await ask(method, path, errand, body);
      } finally {
        reads.drop(leafUserId);
      }
    },

    read(schema, json, errand) {
      collectSecrets(json, (kind, value) => {
        errand.keepSecret(kind, value);
      });
      const parsed = schema.safeParse(json);
      if (!parsed.success) throw badResponse();
      return parsed.data;
    },

    drop: reads.drop,

    get calls() {
      return calls;
    },
  };
}

/** Base of the calls about users. */
export const USERS = '/services/usermanagement/api/users';

export function userPath(leafUserId: string, path: string): string {
  return `${USERS}/${leafUserId}/${path}`;
}
