/** The language files as they are published: a script, a module and an import in one, small, and of this very version. */
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { localeScript } from '../../build/locale-script.js';
import { FINGERPRINT, LOCALES, type TextTable } from '../../src/element/texts/languages.js';
import { BUDGETS } from '../support/budgets.js';
import { importsOf, parseAs } from './syntax.js';

const FILES = new URL('../../dist/locales/', import.meta.url);
const TABLES = new URL('../../src/element/texts/locales/', import.meta.url);
const TAGS = readdirSync(TABLES).map((file) => file.replace('.ts', ''));

it('there is one for every language, with types, and nothing else', () => {
  expect(readdirSync(FILES).sort()).toEqual(TAGS.flatMap((tag) => [`${tag}.d.ts`, `${tag}.js`]).sort());
});

describe.each(TAGS)('the file of %s', (tag) => {
  const bytes = readFileSync(new URL(`${tag}.js`, FILES));
  const code = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

  it('is what the tables of today make', async () => {
    const { default: table } = (await import(new URL(`${tag}.ts`, TABLES).href)) as { default: TextTable };
    expect(code).toBe(localeScript(tag, table));
    expect(code).toContain(`[${FINGERPRINT},`);
  });

  it('parses as a script and as a module, declares nothing and loads nothing', () => {
    const script = parseAs('script', code, 2022);
    expect(() => parseAs('module', code, 2022)).not.toThrow();
    expect(script.body.map(({ type }) => type)).toEqual(['ExpressionStatement', 'ExpressionStatement']);
    expect(importsOf(script)).toEqual([]);
  });

  it('weighs no more than its budget', () => {
    const budget = BUDGETS.find(({ file }) => file === `locales/${tag}.js`);
    expect(brotliCompressSync(bytes).byteLength).toBeLessThanOrEqual(budget?.bytes ?? 0);
  });

  it('is an import that a server takes, and gives nothing', async () => {
    const name = `leaf-jd-connect/locales/${tag}`;
    expect(Object.keys((await import(name)) as object)).toEqual([]);
    const laidDown = (globalThis as Record<symbol, object | undefined>)[Symbol.for(LOCALES)];
    expect(Object.keys(laidDown ?? {})).toContain(tag);
    expect(readFileSync(new URL(`${tag}.d.ts`, FILES), 'utf8')).toBe('export {};\n');
  });
});
