/** Every language of the card: complete, its own, and found by the tag that a page has. */
import { readdirSync } from 'node:fs';
import { runInNewContext, runInThisContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localeScript } from '../../build/locale-script.js';
import { en } from '../../src/element/texts/en.js';
import {
  canonical,
  ENGLISH,
  FINGERPRINT,
  languageOf,
  LOCALES,
  type TextKey,
  type TextTable,
} from '../../src/element/texts/languages.js';
import { moment } from '../../src/element/texts/moment.js';
import { translator } from '../../src/element/texts/texts.js';

const FOLDER = new URL('../../src/element/texts/locales/', import.meta.url);
const TABLES = await Promise.all(
  readdirSync(FOLDER).map(async (file): Promise<[string, TextTable]> => {
    const { default: table } = (await import(new URL(file, FOLDER).href)) as { default: TextTable };
    return [file.replace('.ts', ''), table];
  }),
);
const table = (tag: string): TextTable => Object.fromEntries(TABLES)[tag] ?? en;
const KEYS = Object.keys(en) as TextKey[];

/** Said the same way in English, on purpose. */
const SHARED: Partial<Record<string, TextKey[]>> = { de: ['linkLabel'], 'pt-BR': ['linkLabel'] };

const load = (tag: string): void => void runInThisContext(localeScript(tag, table(tag)));
const registry = globalThis as Record<symbol, unknown>;
beforeEach(() => {
  for (const [tag] of TABLES) load(tag);
});
afterEach(() => {
  Reflect.deleteProperty(registry, Symbol.for(LOCALES));
});

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

it('the languages are those that are promised', () => {
  expect(TABLES.map(([tag]) => tag).sort()).toEqual(['ar', 'de', 'es', 'fr', 'pt-BR']);
});

describe.each(TABLES)('in %s', (tag, texts) => {
  it('every text is there, is filled in with the same, and is not left in English', () => {
    expect(Object.keys(texts)).toEqual(KEYS);
    for (const key of KEYS) {
      expect(texts[key].trim(), key).toBe(texts[key]);
      expect(texts[key], key).not.toBe('');
      expect(placeholders(texts[key]), key).toEqual(placeholders(en[key]));
      expect(texts[key] === en[key], `${key}: ${texts[key]}`).toBe(SHARED[tag]?.includes(key) ?? false);
    }
  });

  it('quotes, apostrophes, dots and spaces are the language’s own', () => {
    for (const key of KEYS) {
      expect(texts[key], key).not.toMatch(/['"]|\.\.\.|\s\s/);
      if (tag === 'fr') expect(texts[key], key).not.toMatch(/[^\u00a0][:;?!]/);
      else expect(texts[key], key).not.toMatch(/\s[:;?!,.]/);
      if (tag === 'es' && texts[key].includes('?')) expect(texts[key], key).toContain('¿');
    }
  });

  it('is written in its own letters', () => {
    for (const key of KEYS) expect(/[\u0600-\u06ff]/.test(texts[key]), key).toBe(tag === 'ar');
    if (tag === 'ar') for (const key of KEYS) expect(texts[key], key).not.toMatch(/[?,;]/);
  });

  it('comes to the card as it is written, from its file', () => {
    const { table: shown, lang, dir, fault } = languageOf(tag);
    expect(shown).toEqual(texts);
    expect([lang, dir, fault]).toEqual([tag, tag === 'ar' ? 'rtl' : 'ltr', undefined]);
  });

  it('keeps the names that are names', () => {
    expect(texts.noLink).toContain('John Deere Operations Center');
    expect(texts.sharedWith).toContain('Leaf');
    for (const key of KEYS) {
      if (en[key].includes('John Deere') && key !== 'plainText') expect(texts[key], key).toContain('John Deere');
    }
  });
});

describe('a language file', () => {
  it('runs where there is no page, and does nothing there but lay its texts down', () => {
    const left = (code: string): unknown =>
      runInNewContext(
        `${code}; Reflect.ownKeys(globalThis).map(String).filter((name) => name.includes('leaf')).join()`,
      );
    expect(left('')).toBe('');
    expect(left(localeScript('es', table('es')))).toBe(`Symbol(${LOCALES})`);
  });

  it('may run twice, and beside another of its language', () => {
    load('es');
    expect(languageOf('es').table).toEqual(table('es'));
  });

  it.each(['a`b', 'a\\b', 'a\nb', '${a}'])('is not made of a text that would not be the same in it: %j', (odd) => {
    expect(() => localeScript('es', { ...table('es'), connect: odd })).toThrow('“');
  });

  it('of another version is refused, and English shown', () => {
    runInThisContext(localeScript('es', table('es'), FINGERPRINT + 1));
    expect(languageOf('es')).toEqual({ ...ENGLISH, fault: 'locale_outdated' });
    expect(languageOf('de').lang).toBe('de');
  });
});

describe('the language of a tag', () => {
  it.each([
    ['es', 'es', 'es'],
    ['es-MX', 'es', 'es-MX'],
    ['pt-BR', 'pt-BR', 'pt-BR'],
    ['pt-PT', 'pt-BR', 'pt-PT'],
    ['pt', 'pt-BR', 'pt'],
    ['ar-EG', 'ar', 'ar-EG'],
    ['zh-Hant-TW', 'en', 'en'],
    ['en-GB', 'en', 'en-GB'],
    [undefined, 'en', 'en'],
  ])('%s is %s, with numbers and dates as in %s', (tag, lang, locale) => {
    const found = languageOf(tag);
    expect([found.lang, found.locale]).toEqual([lang, locale]);
  });

  it('is the region’s own where there is a file of it', () => {
    runInThisContext(localeScript('es-MX', { ...table('es'), connect: 'Órale' }));
    expect(languageOf('es-MX').table.connect).toBe('Órale');
    expect(languageOf('es-AR').table.connect).toBe(table('es').connect);
  });

  it('without a file is English, from left to right, and is missed', () => {
    Reflect.deleteProperty(registry, Symbol.for(LOCALES));
    expect(languageOf('ar')).toEqual({ ...ENGLISH, fault: 'locale_missing' });
    expect(languageOf('en-GB').fault).toBeUndefined();
  });

  it.each([
    ['pt_BR', 'pt-BR'],
    ['PT-br', 'pt-BR'],
    ['', undefined],
    [null, undefined],
    ['-', undefined],
    ['not a tag', undefined],
    ['<b>', undefined],
  ])('written as %j is %s', (written, tag) => {
    expect(canonical(written)).toBe(tag);
  });
});

describe('what a text is filled in with', () => {
  const shown = (tag: string) => translator(undefined, 'Partner', languageOf(tag));

  it('has numbers as the page’s region writes them', () => {
    const given = { shown: 100, all: 12_345, shared: 2_000 };
    expect(shown('en')('howMany', given)).toBe('100 of 12,345. Shared: 2,000.');
    expect(shown('es-MX')('howMany', given)).toContain('12,345');
    expect(shown('de')('howMany', given)).toContain('12.345');
    expect(shown('ar-EG')('howMany', given)).toContain('١٢');
  });

  it('has lists as the language joins them', () => {
    const names = ['North Farm', 'Hill', 'Bend'];
    expect(shown('en')('nowShared', { names })).toBe('Now shared: North Farm, Hill, and Bend.');
    expect(shown('de')('nowShared', { names })).toBe('Jetzt geteilt: North Farm, Hill und Bend.');
    expect(shown('es')('nowShared', { names })).toContain('North Farm, Hill y Bend');
    expect(shown('fr')('nowShared', { names })).toContain('North Farm, Hill et Bend');
  });

  it('has dates as the language writes them', () => {
    expect(moment('2026-11-03T12:00:00Z', 'de')).toMatch(/^0?3\.11\.2026/);
    expect(moment('2026-11-03T12:00:00Z', 'fr')).toContain('nov.');
    expect(moment('some day', 'de')).toBeUndefined();
  });

  it('stands apart where it may run the other way, and is untouched elsewhere', () => {
    expect(shown('ar')('connectedText')).toContain('\u2068Partner\u2069');
    expect(shown('ar')('nowShared', { names: ['A.', 'B'] })).toMatch(/\u2068A\.\u2069.*\u2068B\u2069/);
    expect(shown('de')('connectedText')).not.toMatch(/[\u2066-\u2069]/);
    expect(shown('en')('shareNamed', { name: 'مزرعة' })).toContain('Share \u2068مزرعة\u2069 at');
    expect(shown('en')('shareNamed', { name: 'שדה' })).toContain('\u2068שדה\u2069');
  });
});
