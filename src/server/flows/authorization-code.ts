/**
 * The documented way, with a callback of our own: John Deere gives the code to the companion, which makes tokens of it and
 * hands the refresh token to Leaf.
 */
import { generateRandomState } from 'oauth4webapi';
import type { Config } from '../config.js';
import { ProblemError } from '../problem.js';
import type { RequestScope } from '../request-scope.js';
import { createDirectExchange } from './direct-exchange.js';
import type { Binding, Flow } from './flow.js';
import { createHelperExchange } from './helper-exchange.js';

/** Who knows John Deere's addresses, and turns a code into tokens. */
export interface TokenExchange {
  /** Where the grower signs in, held against the URL policy, and the verifier if there is one. */
  signIn(state: string, scope: RequestScope): Promise<{ address: URL; verifier?: string }>;
  /** The refresh token for an answer whose `state` was compared. Throws `attempt_expired` for a code that is used up. */
  redeem(answer: URLSearchParams, binding: Binding, scope: RequestScope): Promise<string>;
}

export function createAuthorizationCode(config: Config): Flow {
  const exchange =
    config.johnDeere.tokenExchange === 'direct' ? createDirectExchange(config) : createHelperExchange(config);

  /** The codes of problems speak of Leaf. The line in the log tells support that this one was not about Leaf's API. */
  async function noted<Result>(work: Promise<Result>, scope: RequestScope): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      scope.log('exchange_failed', { code: ProblemError.from(error).code });
      throw error;
    }
  }

  return {
    name: 'authorization-code',
    async startSignIn(_attempt, scope) {
      // Of our own whoever builds the address: what binds the sign-in to this browser is nobody else's to choose.
      const state = generateRandomState();
      const { address, verifier } = await noted(exchange.signIn(state, scope), scope);
      return { location: address.href, binding: { state, verifier } };
    },
    redeem: (answer, binding, scope) => noted(exchange.redeem(answer, binding, scope), scope),
  };
}
