/**
 * Stands in for Lit's `css-tag.js` in the script tag's file. A browser that has `attachInternals`, without which there is no
 * card at all, adopts style sheets too, so that Lit's other ways of bringing styles in are of no use there: 400 bytes.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const MODULE = fileURLToPath(new URL('adopting.ts', import.meta.url));

export function adoptedStyles(): Plugin {
  return {
    name: 'adopted-styles',
    enforce: 'pre',
    resolveId: { filter: { id: /^\.\/css-tag\.js$/ }, handler: () => MODULE },
  };
}
