/** What is chosen in the playground, and how it is written into the page's address, so that it can be shared. */
import { SITUATIONS, type SituationName } from '../in-page/index.js';
import { TOKENS, type Values } from './tokens.js';

export interface Settings {
  readonly situation: SituationName;
  /** Empty: the page's own. */
  readonly theme: '' | 'light' | 'dark';
  readonly direction: 'ltr' | 'rtl';
  readonly locale: string;
  readonly values: Values;
}

export const USUAL: Settings = { situation: 'disconnected', theme: '', direction: 'ltr', locale: 'en', values: {} };

/** A situation that needs a frame has none here. */
export const SHOWN = SITUATIONS.filter(({ framed }) => !framed);

/** Whatever is unknown in an address is as usual. */
export function readSettings(hash: string): Settings {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const theme = query.get('theme');
  const values: Record<string, string> = {};
  for (const { name } of TOKENS) {
    const value = query.get(name);
    if (value) values[name] = value;
  }
  return {
    situation: SHOWN.find(({ name }) => name === query.get('situation'))?.name ?? USUAL.situation,
    theme: theme === 'light' || theme === 'dark' ? theme : '',
    direction: query.get('direction') === 'rtl' ? 'rtl' : 'ltr',
    locale: query.get('locale') ?? USUAL.locale,
    values,
  };
}

export function writeSettings({ situation, theme, direction, locale, values }: Settings): string {
  const query = new URLSearchParams({ situation });
  if (theme) query.set('theme', theme);
  if (direction !== USUAL.direction) query.set('direction', direction);
  if (locale !== USUAL.locale) query.set('locale', locale);
  for (const [name, value] of Object.entries(values)) query.set(name, value);
  return `#${query.toString()}`;
}
