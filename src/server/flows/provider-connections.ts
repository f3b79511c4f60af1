/**
 * Leaf's successor of one-click, with the application's keys kept at Leaf (`leaf-jd-connect app-keys`). Only seen in the
 * bundle of Leaf's own widget, so everything about its answer is checked.
 */
import type { Config } from '../config.js';
import type { LeafCalls } from '../leaf/calls.js';
import type { Flow } from './flow.js';
import { signInAddress } from './sign-in-address.js';

export function createProviderConnections(config: Config, leaf: LeafCalls): Flow {
  // The configuration of this flow has a name; `config.ts` saw to it.
  const { appName = '', environment } = config.johnDeere;
  return {
    name: 'provider-connections',
    async startSignIn({ leafUserId }, scope) {
      const address = await leaf.providerSignInUrl(leafUserId, appName, environment, scope);
      return { location: signInAddress(address, config).href };
    },
  };
}
