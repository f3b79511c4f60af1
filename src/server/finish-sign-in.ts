/**
 * From John Deere's answer to a credential at Leaf. The refresh token is handed to Leaf at once and kept by nobody else.
 */
import type { Config } from './config.js';
import type { Flow } from './flows/flow.js';
import type { LeafCalls } from './leaf/calls.js';
import { healthOf } from './leaf/connection.js';
import type { Credential } from './leaf/schemas.js';
import { createOnce } from './once.js';
import { ProblemError } from './problem.js';
import type { RequestScope } from './request-scope.js';
import type { BoundSignIn } from './sign-in-cookies.js';

/** What became of a code that was redeemed, and is used up. */
export interface Outcome {
  /** Why nothing was attached, or why it is not certain. */
  problem?: ProblemError;
  /** Whether the grower is still to choose organizations. */
  choice: boolean;
}

/** Throws `ProblemError` while the code may still be good. */
export type FinishSignIn = (answer: URLSearchParams, bound: BoundSignIn, scope: RequestScope) => Promise<Outcome>;

export function createFinishSignIn(
  { johnDeere }: Config,
  leaf: LeafCalls,
  redeem: NonNullable<Flow['redeem']>,
): FinishSignIn {
  const { clientKey, clientSecret, environment: clientEnvironment } = johnDeere;
  const once = createOnce<Outcome>();

  /**
   * What Leaf does with a second credential is not documented. Should it refuse, the first makes room if John Deere no
   * longer honours it; one that works is kept, for a second refusal would leave the grower with none.
   */
  async function attach(leafUserId: string, refreshToken: string, first: Credential | undefined, scope: RequestScope) {
    const credential = { clientKey, clientSecret, refreshToken, clientEnvironment };
    try {
      await leaf.createCredential(leafUserId, credential, scope);
    } catch (error) {
      const isRefused = first !== undefined && ProblemError.from(error).code === 'leaf_rejected';
      if (!isRefused || !(await isDead(first, leafUserId, scope))) throw error;
      await leaf.deleteCredential(leafUserId, scope);
      await leaf.createCredential(leafUserId, credential, scope);
    }
  }

  async function isDead({ status }: Credential, leafUserId: string, scope: RequestScope): Promise<boolean> {
    return healthOf(status || (await leaf.credentialStatus(leafUserId, scope))) === 'unauthenticated';
  }

  async function finish(answer: URLSearchParams, bound: BoundSignIn, scope: RequestScope): Promise<Outcome> {
    const { leafUserId, handed } = bound.attempt;
    // Asked before the code is used up: while Leaf is down, a reload may still succeed.
    const first = await leaf.credential(leafUserId, scope);
    const refreshToken = await redeem(answer, bound.binding, scope);
    try {
      await attach(leafUserId, refreshToken, first, scope);
    } catch (error) {
      return { problem: ProblemError.from(error), choice: false };
    }
    scope.log('credential_attached', handed ? { handed: true } : {});
    return { choice: !(first && (await hasOrganizations(leafUserId, scope))) };
  }

  /** Not knowing is no reason to stop: the choice that follows shows what there is. */
  async function hasOrganizations(leafUserId: string, scope: RequestScope): Promise<boolean> {
    const organizations = await leaf.organizations(leafUserId, scope).catch(() => undefined);
    return organizations !== undefined && organizations.connectedOrganizations.length > 0;
  }

  // A window that is reloaded asks twice, and an authorization server may end what it gave for a code that it sees again.
  return (answer, bound, scope) => once(bound.binding.state, scope.signal, () => finish(answer, bound, scope));
}
