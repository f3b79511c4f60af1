/** The four ways in which every face has its picture taken. */
import type { Variant } from './variants.js';

const USUAL: Variant = { theme: 'light', language: 'en', forcedColors: 'none', width: 576, textSize: 100 };

export const VIEWS = {
  light: USUAL,
  dark: { ...USUAL, theme: 'dark' },
  'right to left': { ...USUAL, language: 'ar' },
  phone: { ...USUAL, width: 320 },
} as const satisfies Readonly<Record<string, Variant>>;

export type ViewName = keyof typeof VIEWS;
export const VIEW_NAMES = Object.keys(VIEWS) as ViewName[];

export function fileName(face: string, view: ViewName): string {
  return `${face}-${view}`.replace(/\W+/g, '-').toLowerCase() + '.png';
}
