/** The guides of `docs/guides` show code that is tested: what stands under the name of a file is that file. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const GUIDES = ['script-tag', 'react', 'vue', 'svelte', 'solid', 'angular', 'nextjs'];
const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** What the page shows of files of the tests: a comment that names the file, then the code. */
function shown(guide: string): { file: string; code: string }[] {
  const blocks = read(`docs/guides/${guide}.md`).matchAll(/<!-- source: (\S+) -->\n\n```\w+\n([^]*?)\n```/g);
  return [...blocks].map(([, file = '', code = '']) => ({ file, code }));
}

/** The file, without what is there for the tests' sake. */
function source(file: string): string {
  const lines = read(`test/frameworks/${file}`).trimEnd().split('\n');
  return lines.filter((line) => !line.endsWith('// only in the tests')).join('\n');
}

/** The rules that keep room for the card, however the page is made. */
const rules = (text: string) =>
  /\/\* Room for the card[^]*display: none;\s*\}/
    .exec(text)?.[0]
    .split('\n')
    .map((line) => line.trim());

describe.each(GUIDES)('the guide for %s', (guide) => {
  it('shows the code that is tested', () => {
    const blocks = shown(guide);
    expect(blocks.length).toBeGreaterThan(0);
    for (const { file, code } of blocks) expect(code, file).toBe(source(file));
  });

  it('names every such file in one way, and has one title', () => {
    const text = read(`docs/guides/${guide}.md`);
    expect(text.split('<!-- source:')).toHaveLength(shown(guide).length + 1);
    expect(text.match(/^# /gm)).toHaveLength(1);
  });
});

it('every guide gives the same rules to keep room for the card', () => {
  const inHtml = rules(source('plain/guide.html'));
  expect(inHtml).toBeDefined();
  expect(rules(source('nextjs/app/site.css'))).toEqual(inHtml);
});
