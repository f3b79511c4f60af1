/**
 * The calls of Leaf's user service that the companion makes, one method each. Every fact about them that is undocumented
 * or withdrawn is dealt with here, and stops here.
 */
import type * as z from 'zod';
import type { Config } from '../config.js';
import { inTime } from '../in-time.js';
import { ProblemError } from '../problem.js';
import type { RequestScope } from '../request-scope.js';
import { badResponse, demandSuccess, parseJson, type LeafAnswer, type LeafCall } from './http.js';
import type { PollBudget } from './poll-budget.js';
import {
  collectSecrets,
  Credential,
  Organizations,
  SignIn,
  Status,
  type Credential as LeafCredential,
  type LeafOrganizations,
} from './schemas.js';
import { createSharedReads } from './shared-reads.js';
import { createLeafToken } from './token.js';
import { createUpstream, type Errand } from './upstream.js';

/** Every method throws `ProblemError` with one of the `leaf_…` codes, or `bad_response`. */
export interface LeafClient {
  /** `undefined` when there is none. */
  credential(leafUserId: string, scope: RequestScope): Promise<LeafCredential | undefined>;
  /** The credential's status, for credentials that do not carry it; `unknown` when Leaf does not have this call any more. */
  status(leafUserId: string, scope: RequestScope): Promise<string>;
  organizations(leafUserId: string, scope: RequestScope): Promise<LeafOrganizations>;
  /** Makes Leaf read the organizations again from John Deere. */
  syncOrganizations(leafUserId: string, scope: RequestScope): Promise<void>;
  /** Removes the credential at Leaf; harmless when there is none. Does not revoke the grant at John Deere. */
  deleteCredential(leafUserId: string, scope: RequestScope): Promise<void>;
  /** One-click integration: the address where the grower signs in, as Leaf sent it. */
  signInUrl(leafUserId: string, scope: RequestScope): Promise<string>;
  /**
   * Forgets what was read a moment ago, of one user or of all, for somebody else has changed it. Methods that change
   * something do so themselves.
   */
  drop: (leafUserId?: string) => void;
  /** How many calls have left so far, logins counted. */
  readonly calls: number;
}

export function createLeafClient(config: Config, budget: PollBudget): LeafClient {
  let calls = 0;
  const countCall = () => {
    calls += 1;
  };
  const token = createLeafToken(config, createUpstream(config, countCall));
  const upstream = createUpstream(config, countCall);
  const reads = createSharedReads(config.deadlines, budget);

  async function ask(
    method: LeafCall['method'],
    leafUserId: string,
    path: string,
    errand: Errand,
    body?: unknown,
  ): Promise<LeafAnswer> {
    const url = `${config.leaf.apiUrl}/services/usermanagement/api/users/${leafUserId}/${path}`;
    const askWith = (access: string): Promise<LeafAnswer> => {
      errand.keepSecret('Leaf token', access);
      return upstream({ method, url, token: access, body }, errand);
    };
    // A login serves everybody who waits for it; this errand just stops waiting when its time is over.
    const orLate = <Result>(login: Promise<Result>) =>
      inTime(login, errand.signal, () => new ProblemError('leaf_timeout'));
    const access = await orLate(token.current(errand));
    const answer = await askWith(access);
    if (answer.status !== 401) return answer;
    const fresh = await orLate(token.replace(access, errand));
    return fresh === undefined ? answer : askWith(fresh);
  }

  /** An answer that `use` cannot use is not kept for others. */
  async function get<Result>(
    leafUserId: string,
    path: string,
    scope: RequestScope,
    use: (answer: LeafAnswer) => Result,
  ): Promise<Result> {
    const answer = await reads.read(leafUserId, path, scope, (errand) => ask('GET', leafUserId, path, errand));
    try {
      return use(answer);
    } catch (error) {
      reads.drop(leafUserId, path);
      throw error;
    }
  }

  /** Whatever comes of it, what was read before may no longer be so. */
  async function change(
    method: 'POST' | 'PATCH' | 'DELETE',
    leafUserId: string,
    path: string,
    scope: RequestScope,
    body?: unknown,
  ): Promise<LeafAnswer> {
    try {
      return await ask(method, leafUserId, path, scope, body);
    } finally {
      reads.drop(leafUserId);
    }
  }

  function read<Schema extends z.ZodType>(schema: Schema, json: unknown, scope: RequestScope): z.output<Schema> {
    collectSecrets(json, (kind, value) => {
      scope.keepSecret(kind, value);
    });
    const parsed = schema.safeParse(json);
    if (!parsed.success) throw badResponse();
    return parsed.data;
  }

  return {
    credential: (leafUserId, scope) =>
      get(leafUserId, 'john-deere-credentials', scope, (answer) => {
        if (answer.status === 404) return undefined;
        demandSuccess(answer);
        const json = parseJson(answer);
        return isNothing(json) ? undefined : read(Credential, json, scope);
      }),

    status: (leafUserId, scope) =>
      get(leafUserId, 'john-deere-credentials/status', scope, (answer) => {
        if (answer.status === 404) return 'unknown';
        demandSuccess(answer);
        const bareWord = /^\s*\w+\s*$/.test(answer.text);
        return bareWord ? answer.text.trim() : read(Status, parseJson(answer), scope);
      }),

    organizations: (leafUserId, scope) =>
      get(leafUserId, 'organizations/JohnDeere', scope, (answer) => {
        demandSuccess(answer);
        return read(Organizations, parseJson(answer), scope);
      }),

    async syncOrganizations(leafUserId, scope) {
      const answer = await change('POST', leafUserId, 'JohnDeere/organizations/sync', scope);
      // Its answer is not documented. What follows is a read, which tells the truth either way.
      const refusal = answer.status >= 400 && answer.status < 500 && ![401, 403, 429].includes(answer.status);
      if (!refusal) demandSuccess(answer);
    },

    async deleteCredential(leafUserId, scope) {
      const answer = await change('DELETE', leafUserId, 'john-deere-credentials', scope);
      if (answer.status !== 404) demandSuccess(answer);
    },

    async signInUrl(leafUserId, scope) {
      const { clientKey, clientSecret, environment } = config.johnDeere;
      const answer = await change('POST', leafUserId, 'one-click-integration/JohnDeere', scope, {
        clientKey,
        clientSecret,
        clientEnvironment: environment,
      });
      demandSuccess(answer);
      return read(SignIn, parseJson(answer), scope).signInUrl;
    },

    drop: reads.drop,

    get calls() {
      return calls;
    },
  };
}

/** No body, `null`, `{}` and `[]` have all been said to mean "no credential". */
function isNothing(json: unknown): boolean {
  return json === undefined || json === null || (typeof json === 'object' && Object.keys(json).length === 0);
}
