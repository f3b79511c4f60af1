/** `docs/attacks.md` promises a test for each line, and numbers for each limit; both are held to what is there. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/server/limits.js';

const home = new URL('../../docs/attacks.md', import.meta.url);
const page = readFileSync(home, 'utf8');
const links = [...page.matchAll(/\[([^\]]+)\]\((\.\.\/test\/[^)]+)\)/g)].map(([, title = '', path = '']) => ({
  title,
  path,
}));

describe('the page of attacks', () => {
  it('has a test for every line', () => {
    const [table = ''] = page.split('## Limits');
    const rows = table
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2);
    expect(rows.length).toBeGreaterThanOrEqual(24);
    for (const row of rows) expect(row).toMatch(/\]\(\.\.\/test\//);
  });

  it.each(links)('$path has: $title', ({ title, path }) => {
    const file = new URL(path, home);
    expect(existsSync(file)).toBe(true);
    const quoted = [`'${title}'`, `"${title}"`, `\`${title}\``];
    const isTitle = quoted.some((text) => readFileSync(file, 'utf8').includes(text));
    expect(isTitle || title === 'all of them' || title === '200 written by hand').toBe(true);
  });

  it.each(Object.entries(LIMITS))('tells the limit %s, which is %i', (name, times) => {
    expect(page).toMatch(new RegExp(`\\| \`${name}\` +\\| ${String(times)} +\\|`));
  });
});
