/** `docs/flows.md` says what each way of signing in does, and which test shows it; both are held to what is there. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FLOWS } from '../../src/protocol/vocabulary.js';

const home = new URL('../../docs/flows.md', import.meta.url);
const page = readFileSync(home, 'utf8');
const environment = readFileSync(new URL('../../src/cli/environment.ts', import.meta.url), 'utf8');
const links = [...page.matchAll(/\[([^\]]+)\]\((\.\.\/test\/[^)]+)\)/g)].map(([, title = '', path = '']) => ({
  title,
  path,
}));

describe('the page of flows', () => {
  it.each(FLOWS)('says of %s which it is, and what to set', (flow) => {
    expect(page.match(new RegExp(`^\\| \`${flow}\``, 'gm'))).toHaveLength(2);
  });

  it('names variables that there are', () => {
    const named = [...page.matchAll(/`((?:JD|RETURN|PUBLIC)_[A-Z_]+)`/g)].map(([, name = '']) => name);
    expect(named).toContain('JD_TOKEN_EXCHANGE');
    expect(named.filter((name) => !environment.includes(name))).toEqual([]);
  });

  it.each(links)('$path has: $title', ({ title, path }) => {
    const file = new URL(path, home);
    expect([path, existsSync(file)]).toEqual([path, true]);
    expect(readFileSync(file, 'utf8')).toContain(title);
  });
});
