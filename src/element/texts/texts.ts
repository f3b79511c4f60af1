import type { ErrorCode } from '../../protocol/vocabulary.js';
import { ENGLISH, type Language, type TextKey, type TextTable } from './languages.js';

export type { TextKey, TextTable } from './languages.js';

/** What a text is filled in with: names and numbers are written as its language writes them. */
export type Values = Readonly<Record<string, string | number | readonly string[]>>;

export interface Translate extends Omit<Language, 'table' | 'fault'> {
  /** Looks a text up and fills in its `{names}`. */
  (key: TextKey, values?: Values): string;
}

/** @param overrides Texts that the page sets for itself; anything that is not a string is ignored. */
export function translator(
  overrides: Partial<TextTable> | undefined,
  company: string | undefined,
  { table, ...language }: Language = ENGLISH,
): Translate {
  const { dir, locale } = language;
  const text = (key: TextKey): string => {
    const own: unknown = overrides?.[key];
    return typeof own === 'string' ? own : table[key];
  };
  // A name may be written from the other side than the text, and would take the words beside it along.
  const apart = (value: string): string =>
    dir === 'rtl' || RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value;
  const written = (value: Values[string]): string =>
    typeof value === 'object'
      ? new Intl.ListFormat(locale).format(value.map(apart))
      : apart(typeof value === 'string' ? value : value.toLocaleString(locale));
  const fill = (key: TextKey, values?: Values): string => {
    const all: Values = { company: company?.trim() || text('company'), ...values };
    return text(key).replace(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = all[name];
      return value === undefined ? placeholder : written(value);
    });
  };
  return Object.assign(fill, language);
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;

/** The sentence for each error code that a grower can do something about; the rest is for the partner to mend. */
const ERROR_TEXTS: Partial<Record<ErrorCode, TextKey>> = {
  popup_blocked: 'blockedTitle',
  session_missing: 'errorSession',
  session_expired: 'errorSession',
  server_unreachable: 'errorUnreachable',
  leaf_unavailable: 'errorUnknown',
  leaf_timeout: 'errorUnknown',
  leaf_rate_limited: 'errorUnknown',
  access_denied: 'errorDenied',
  attempt_expired: 'errorExpired',
  rate_limited: 'errorUnknown',
  unknown: 'errorUnknown',
};

export function errorText(code: ErrorCode): TextKey {
  return ERROR_TEXTS[code] ?? 'errorSetup';
}
