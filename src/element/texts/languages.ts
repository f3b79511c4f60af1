/**
 * The languages that the page has. English comes with the card. Each other is a file of its own, which gives its texts in
 * the order of the English table: their keys would be a third of its weight.
 */
import { en } from './en.js';

/** One table per language; a missing text fails the build. */
export type TextTable = Readonly<Record<keyof typeof en, string>>;
export type TextKey = keyof TextTable;

/** Where files lay their texts down (a symbol on `globalThis`), and the event that says so to cards already there. */
export const LOCALES = 'leaf-jd-connect.locales';

export interface Language {
  readonly table: TextTable;
  /** BCP 47 tag of the texts. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** How numbers, dates and lists are written: as in the page's region, where the texts are in the page's language. */
  readonly locale: string;
  /** There is no file for what was wanted, or one of another version of this card. */
  readonly fault?: 'locale_missing' | 'locale_outdated';
}

export const ENGLISH: Language = { table: en, lang: 'en', dir: 'ltr', locale: 'en' };

const KEYS = Object.keys(en);

/** Differs with the keys, and with what their texts are filled in with: the texts of another version would be shifted. */
export const FINGERPRINT = Array.from(String(JSON.stringify(en).match(/"\w+":|\{\w+\}/g))).reduce(
  (sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0,
  0,
);

/** A tag as browsers write it, from `pt_BR` too; `undefined` for none and for what is no tag. */
export function canonical(tag: string | null | undefined): string | undefined {
  try {
    return tag ? Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] : undefined;
  } catch {
    return undefined;
  }
}

/** The language for a canonical tag: the same, else without its region, else with another, else English. */
export function languageOf(locale = 'en'): Language {
  const files = (globalThis as Record<symbol, Record<string, unknown> | undefined>)[Symbol.for(LOCALES)] ?? {};
  const bare = (tag: string): string | undefined => tag.split('-')[0];
  const near = Object.keys(files).filter((tag) => bare(tag) === bare(locale));
  const lang = [locale, bare(locale)].find((tag) => tag && near.includes(tag)) ?? near[0];
  // The fingerprint of the table that the file was made for, and its texts, one a line.
  const file = lang && files[lang];
  if (!lang || !file) return bare(locale) === 'en' ? { ...ENGLISH, locale } : { ...ENGLISH, fault: 'locale_missing' };
  const [fingerprint, texts] = Array.isArray(file) ? (file as unknown[]) : [];
  if (fingerprint !== FINGERPRINT || typeof texts !== 'string') return { ...ENGLISH, fault: 'locale_outdated' };
  const lines = texts.split('\n');
  return {
    table: Object.fromEntries(KEYS.map((key, index) => [key, lines[index]])) as TextTable,
    lang,
    dir: /^(ar|fa|he|ur)\b/.test(lang) ? 'rtl' : 'ltr',
    locale,
  };
}
