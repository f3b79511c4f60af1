/** `docs/troubleshooting.md` says of every code what there is to say, in the words that the card really shows. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codesOf } from '../../build/reference/codes.js';
import { readModule } from '../../build/reference/source.js';
import { en } from '../../src/element/texts/en.js';
import { errorText } from '../../src/element/texts/texts.js';
import { PROBLEM_STATUS } from '../../src/protocol/vocabulary.js';

const page = readFileSync(fileURLToPath(new URL('../../docs/troubleshooting.md', import.meta.url)), 'utf8');
const { errors, diagnostics } = codesOf(readModule({ file: 'src/element/index.ts', brief: true }));

/** What stands under each heading of a code. */
const sections = new Map(
  page
    .split(/^#{2,3} /m)
    .map((section): [string, string] => [section.split('\n', 1)[0] ?? '', section])
    .filter(([heading]) => /^[a-z_]+$/.test(heading)),
);
const told = page.slice(page.indexOf('## What the console says'));

describe('the page of troubles', () => {
  it('has a section for every error code, and no other', () => {
    expect([...sections.keys()].toSorted()).toEqual(errors.toSorted());
  });

  it.each(errors)('says of %s what the grower reads, what it means, and what to do', (code) => {
    const section = sections.get(code) ?? '';
    expect(section).toContain(`_${en[errorText(code)].replaceAll('{company}', 'Fieldbook')}_`);
    for (const part of ['Seen by the grower:', 'It means:', 'Do:']) expect(section).toContain(`- **${part}** `);
    const statuses: Readonly<Record<string, number>> = PROBLEM_STATUS;
    if (statuses[code] !== undefined) expect(section).toContain(String(statuses[code]));
  });

  it('says of every diagnostic, once, what the grower sees meanwhile', () => {
    const listed = [...told.matchAll(/\(diagnostics\.md#(\w+)\)/g)].map(([, code]) => code);
    expect(listed.toSorted()).toEqual(diagnostics.toSorted());
  });

  it('quotes the titles of states as the card has them', () => {
    const table = page.slice(page.indexOf('## States that are no errors'), -told.length);
    const titles = [...table.matchAll(/^\| (.*?) +\|/gm)].map(([, title = '']) => title).slice(2);
    expect(titles.length).toBeGreaterThan(4);
    const known: readonly string[] = Object.values(en);
    for (const title of titles) if (!title.includes('error page')) expect(known).toContain(title);
  });
});
