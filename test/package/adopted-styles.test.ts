/** The script tag's file brings styles in by the one way that `build/adopting.ts` has. The element must need no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(root + file, 'utf8');
const sources = readdirSync(`${root}src/element`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: read(`src/element/${file}`) }));

it('is the way of the script tag’s file', () => {
  const built = read('dist/cdn/leaf-jd-connect.js');
  expect(built).toContain('adoptedStyleSheets');
  // Lit's own puts an element there where a browser adopts none.
  expect(built).not.toContain('createElement("style")');
});

it('is enough for style sheets that are texts, without expressions', () => {
  const sheets = sources.filter(({ text }) => text.includes('css`'));
  expect(sheets.length).toBeGreaterThan(4);
  expect(sheets.filter(({ text }) => text.includes('${')).map(({ file }) => file)).toEqual([]);
});

it('is enough for an element that asks Lit for nothing else about styles', () => {
  const imported = sources.flatMap(({ text }) =>
    [...text.matchAll(/import \{([^}]+)\} from 'lit/g)].flatMap(([, names = '']) => names.split(/\s*,\s*/)),
  );
  expect(imported.map((name) => name.trim())).toContain('css');
  expect(imported.filter((name) => /CSSResult|unsafeCSS|supportsAdopting/.test(name))).toEqual([]);
});
