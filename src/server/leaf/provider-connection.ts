import type { LeafCalls } from './calls.js';
import type { Errand } from './upstream.js';

/**
 * Whether a user is connected with keys that Leaf keeps. There may be no credential of the usual kind then: seen in a bundle
 * only, as is the list of names that tells.
 */
export async function hasProviderConnection(leaf: LeafCalls, leafUserId: string, errand: Errand): Promise<boolean> {
  return (await leaf.providers(leafUserId, errand)).includes('JohnDeere');
}
