/** `docs/leaf-client.md` is for copying: its examples compile, all of them together, and none of them calls what is not there. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { LeafClient } from '../../src/server/index.js';
import { faultsOf } from '../support/examples.js';
import { PATIENCE } from '../support/patience.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}docs/leaf-client.md`, 'utf8');
const examples = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);

/** Every group of methods; checked by types. */
const GROUPS: Record<keyof LeafClient, true> = {
  credentials: true,
  oneClick: true,
  providerConnections: true,
  organizations: true,
  configuration: true,
  users: true,
  ensureLeafUser: true,
};

describe('the examples', () => {
  it('compile', { timeout: PATIENCE.timeout * 12 }, () => {
    expect(faultsOf({ page: examples.join('\n') })).toEqual([]);
  });

  it('would not, if one of them called what is not there', { timeout: PATIENCE.timeout * 12 }, () => {
    const wrong = faultsOf({ page: `${examples.join('\n')}\nawait leaf.users.remove(leafUserId);` });
    expect(wrong).toEqual([expect.stringContaining("Property 'remove' does not exist")]);
  });

  it.each(Object.keys(GROUPS))('use %s', (group) => {
    expect(examples.join('\n')).toContain(`leaf.${group}`);
  });
});
