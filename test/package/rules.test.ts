/** `docs/rules.md` points at code and at tests; a pointer that leads nowhere is worse than none. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const home = new URL('../../docs/rules.md', import.meta.url);
const links = [...readFileSync(home, 'utf8').matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, text = '', path = '']) => ({
  text,
  file: new URL(path, home),
  path,
}));

describe('the page of rules', () => {
  it('points at code and at tests', () => {
    expect(links.filter(({ path }) => path.startsWith('../src/')).length).toBeGreaterThan(12);
    expect(links.filter(({ path }) => path.startsWith('../test/')).length).toBeGreaterThan(20);
  });

  it.each(links)('$path is there: $text', ({ text, file, path }) => {
    expect(existsSync(file)).toBe(true);
    if (path.startsWith('../test/')) expect(readFileSync(file, 'utf8')).toContain(`'${text}'`);
    else expect(path).toContain(text.replaceAll('`', ''));
  });
});
