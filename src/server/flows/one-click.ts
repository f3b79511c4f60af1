/**
 * Leaf's one-click integration: Leaf builds the sign-in URL, takes the code and keeps the tokens. Documented by Leaf in
 * 2022 and withdrawn since, so everything about its answer is checked.
 */
import type { Config } from '../config.js';
import type { LeafClient } from '../leaf/client.js';
import { upstreamHref } from '../leaf/links.js';
import { ProblemError } from '../problem.js';
import type { Flow } from './flow.js';

export function createOneClick({ signInOrigins, johnDeere }: Config, leaf: LeafClient): Flow {
  return {
    name: 'one-click',
    async startSignIn({ leafUserId }, scope) {
      const href = upstreamHref(await leaf.oneClickUrl(leafUserId, johnDeere, scope), signInOrigins);
      // Another application's client id would ask the grower to trust somebody else, under this partner's name.
      const clientIds = href === null ? [] : new URL(href).searchParams.getAll('client_id');
      if (href === null || clientIds.length !== 1 || clientIds[0] !== johnDeere.clientKey) {
        throw new ProblemError('bad_response');
      }
      return { location: href };
    },
  };
}
