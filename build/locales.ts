/** Writes one small script per language into `dist/locales/`, from the typed tables. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import type { TextTable } from '../src/element/texts/languages.js';
import { localeScript } from './locale-script.js';

const TABLES = new URL('../src/element/texts/locales/', import.meta.url);
const FILES = new URL('../dist/locales/', import.meta.url);

mkdirSync(FILES, { recursive: true });
for (const file of readdirSync(TABLES)) {
  const { default: table } = (await import(new URL(file, TABLES).href)) as { default: TextTable };
  const tag = file.replace('.ts', '');
  writeFileSync(new URL(`${tag}.js`, FILES), localeScript(tag, table));
  // It only does something, and gives nothing.
  writeFileSync(new URL(`${tag}.d.ts`, FILES), 'export {};\n');
}
