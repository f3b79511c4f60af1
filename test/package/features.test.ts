/** `docs/features.md` promises a test for each call; it is held to the tests that there are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const home = new URL('../../docs/features.md', import.meta.url);
const page = readFileSync(home, 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (call|-)/.test(line))
  .map((line) => line.slice(1, -1).split(' | '))
  .map((cells) => cells.map((cell) => cell.trim()));
const links = [...page.matchAll(/\[([^\]]+)\]\((\.\.\/test\/[^)]+)\)/g)]
  .map(([, title = '', path = '']) => ({ title, path }))
  .filter(({ title, path }) => !path.endsWith(title));

/** Calls whose absence nobody would notice: one of each of the outside's parts. */
const PARTS = ['one-click-integration', 'provider-connections', 'john-deere-credentials', 'organizations/JohnDeere'];
PARTS.push('JohnDeere/organizations', 'configs', 'get_url', 'get_token', '/v1/token', 'select-organizations');
PARTS.push(
  'magic-link',
  'app-keys',
  'authenticate',
  'UM/users',
  'resources',
  'X-Leaf-Signature',
  '{provider}-credentials',
);

/** Calls that the page says are not made, by what their paths have and no other's. */
const NEVER_MADE = ['services/alerts', '/v1/revoke', 'revocation_endpoint'];
for (const provider of ['claas', 'cnhi', 'agvance', 'panorama', 'climate-field-view', 'trimble', 'ag-leader', 'raven'])
  NEVER_MADE.push(`${provider}-credentials`);

describe('a call that is not made', () => {
  const sources = readdirSync(new URL('../../src/', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(`../../src/${name}`, import.meta.url), 'utf8'))
    .join('\n');

  it.each(NEVER_MADE)('%s is in no source of the package', (path) => {
    // Where they would be, if they were.
    expect(sources).toContain('john-deere-credentials');
    expect(sources).not.toContain(path);
  });
});

describe('the page of features', () => {
  it('has every part of the outside', () => {
    expect(rows.length).toBeGreaterThan(40);
    const calls = rows.map(([call]) => call).join('\n');
    expect(PARTS.filter((part) => !calls.includes(part))).toEqual([]);
  });

  it.each(rows)('%s', (_, strength = '', usedBy = '', tests = '', ...more) => {
    expect(more).toEqual([]);
    expect(strength).toMatch(/^[DOBT?]$/);
    expect(usedBy).not.toBe('');
    expect(tests).toMatch(/\]\(\.\.\/test\//);
  });

  it.each(links)('$path has: $title', ({ title, path }) => {
    const file = new URL(path, home);
    expect([path, existsSync(file)]).toEqual([path, true]);
    const text = readFileSync(file, 'utf8');
    expect([`'${title}'`, `"${title}"`, `\`${title}\``].some((quoted) => text.includes(quoted))).toBe(true);
  });
});
