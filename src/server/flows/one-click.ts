/**
 * Leaf's one-click integration: Leaf builds the sign-in URL, takes the code and keeps the tokens. Documented by Leaf in
 * 2022 and withdrawn since, so everything about its answer is checked.
 */
import type { Config } from '../config.js';
import type { LeafCalls } from '../leaf/calls.js';
import type { Flow } from './flow.js';
import { signInAddress } from './sign-in-address.js';

export function createOneClick(config: Config, leaf: LeafCalls): Flow {
  return {
    name: 'one-click',
    async startSignIn({ leafUserId }, scope) {
      const address = await leaf.oneClickUrl(leafUserId, config.johnDeere, scope);
      return { location: signInAddress(address, config).href };
    },
  };
}
