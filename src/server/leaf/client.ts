/**
 * The calls of Leaf's user service that the companion makes, one method each. Every fact about them that is undocumented
 * or withdrawn is dealt with here, and stops here.
 */
import type * as z from 'zod';
import type { Config } from '../config.js';
import { inTime } from '../in-time.js';
import { ProblemError } from '../problem.js';
import type { RequestScope } from '../request-scope.js';
import { badResponse, callLeaf, demandSuccess, parseJson, type LeafAnswer, type LeafCall } from './http.js';
import {
  collectSecrets,
  Credential,
  Organizations,
  SignIn,
  Status,
  type Credential as LeafCredential,
  type LeafOrganizations,
} from './schemas.js';
import { createLeafToken } from './token.js';

/** Every method throws `ProblemError` with one of the `leaf_…` codes, or `bad_response`. */
export interface LeafClient {
  /** `undefined` when there is none. */
  credential(leafUserId: string, scope: RequestScope): Promise<LeafCredential | undefined>;
  /** The credential's status, for credentials that do not carry it. */
  status(leafUserId: string, scope: RequestScope): Promise<string>;
  organizations(leafUserId: string, scope: RequestScope): Promise<LeafOrganizations>;
  /** Makes Leaf read the organizations again from John Deere. */
  syncOrganizations(leafUserId: string, scope: RequestScope): Promise<void>;
  /** Removes the credential at Leaf; harmless when there is none. Does not revoke the grant at John Deere. */
  deleteCredential(leafUserId: string, scope: RequestScope): Promise<void>;
  /** One-click integration: the address where the grower signs in, as Leaf sent it. */
  signInUrl(leafUserId: string, scope: RequestScope): Promise<string>;
}

export function createLeafClient(config: Config): LeafClient {
  const token = createLeafToken(config);

  async function ask(
    method: LeafCall['method'],
    leafUserId: string,
    path: string,
    scope: RequestScope,
    body?: unknown,
  ): Promise<LeafAnswer> {
    const url = `${config.leaf.apiUrl}/services/usermanagement/api/users/${leafUserId}/${path}`;
    const askWith = (access: string): Promise<LeafAnswer> => {
      scope.keepSecret('Leaf token', access);
      return callLeaf({ method, url, token: access, body }, config.deadlines, scope.signal);
    };
    // A login serves everybody who waits for it; this request just stops waiting when its time is over.
    const orLate = <Result>(login: Promise<Result>) =>
      inTime(login, scope.signal, () => new ProblemError('leaf_timeout'));
    const access = await orLate(token.current());
    const answer = await askWith(access);
    if (answer.status !== 401) return answer;
    const fresh = await orLate(token.replace(access));
    return fresh === undefined ? answer : askWith(fresh);
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
    async credential(leafUserId, scope) {
      const answer = await ask('GET', leafUserId, 'john-deere-credentials', scope);
      if (answer.status === 404) return undefined;
      demandSuccess(answer);
      const json = parseJson(answer);
      return isNothing(json) ? undefined : read(Credential, json, scope);
    },

    async status(leafUserId, scope) {
      const answer = await ask('GET', leafUserId, 'john-deere-credentials/status', scope);
      demandSuccess(answer);
      const bareWord = /^\s*\w+\s*$/.test(answer.text);
      return bareWord ? answer.text.trim() : read(Status, parseJson(answer), scope);
    },

    async organizations(leafUserId, scope) {
      const answer = await ask('GET', leafUserId, 'organizations/JohnDeere', scope);
      demandSuccess(answer);
      return read(Organizations, parseJson(answer), scope);
    },

    async syncOrganizations(leafUserId, scope) {
      const answer = await ask('POST', leafUserId, 'JohnDeere/organizations/sync', scope);
      // Its answer is not documented. What follows is a read, which tells the truth either way.
      const refusal = answer.status >= 400 && answer.status < 500 && ![401, 403, 429].includes(answer.status);
      if (!refusal) demandSuccess(answer);
    },

    async deleteCredential(leafUserId, scope) {
      const answer = await ask('DELETE', leafUserId, 'john-deere-credentials', scope);
      if (answer.status !== 404) demandSuccess(answer);
    },

    async signInUrl(leafUserId, scope) {
      const { clientKey, clientSecret, environment } = config.johnDeere;
      const answer = await ask('POST', leafUserId, 'one-click-integration/JohnDeere', scope, {
        clientKey,
        clientSecret,
        clientEnvironment: environment,
      });
      demandSuccess(answer);
      return read(SignIn, parseJson(answer), scope).signInUrl;
    },
  };
}

/** No body, `null`, `{}` and `[]` have all been said to mean "no credential". */
function isNothing(json: unknown): boolean {
  return json === undefined || json === null || (typeof json === 'object' && Object.keys(json).length === 0);
}
