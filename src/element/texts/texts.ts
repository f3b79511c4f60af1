import type { ErrorCode } from '../../protocol/vocabulary.js';
import { en } from './en.js';

/** One table per language; a missing text fails the build. */
export type TextTable = Readonly<Record<keyof typeof en, string>>;
export type TextKey = keyof TextTable;

/** Looks a text up and fills in its `{names}`. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** @param overrides Texts that the page sets for itself; anything that is not a string is ignored. */
export function translator(overrides: Partial<TextTable> | undefined, company: string | undefined): Translate {
  const table: TextTable = en;
  const text = (key: TextKey): string => {
    const own: unknown = overrides?.[key];
    return typeof own === 'string' ? own : table[key];
  };
  return (key, values) => {
    const all: Readonly<Record<string, string | number>> = { company: company?.trim() || text('company'), ...values };
    return text(key).replace(/\{(\w+)\}/g, (placeholder, name: string) => String(all[name] ?? placeholder));
  };
}

/** The sentence for each error code that a grower can do something about; the rest is for the partner to mend. */
const ERROR_TEXTS: Partial<Record<ErrorCode, TextKey>> = {
  popup_blocked: 'blockedTitle',
  session_missing: 'errorSession',
  session_expired: 'errorSession',
  server_unreachable: 'errorUnreachable',
  leaf_unavailable: 'errorBusy',
  leaf_timeout: 'errorBusy',
  leaf_rate_limited: 'errorBusy',
  access_denied: 'errorDenied',
  attempt_expired: 'errorExpired',
  rate_limited: 'errorPatience',
  unknown: 'errorUnknown',
};

export function errorText(code: ErrorCode): TextKey {
  return ERROR_TEXTS[code] ?? 'errorSetup';
}
