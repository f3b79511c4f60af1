/** What can be set on the card from outside, and sets of it to begin with. */

export interface Token {
  /** Without `--leaf-`. */
  readonly name: string;
  readonly label: string;
  readonly kind: 'colour' | 'length' | 'font';
  /** What the card has by itself, on light and on dark. `test/element/playground.component.ts` holds it to the card. */
  readonly light: string;
  readonly dark: string;
  /** That, in words, where it is no single value. */
  readonly usual?: string;
}

function colour(name: string, label: string, light: string, dark: string): Token {
  return { name, label, kind: 'colour', light, dark };
}

export const TOKENS: readonly Token[] = [
  colour('accent', 'Accent', '#1d6b43', '#7fd3a3'),
  { ...colour('on-accent', 'On the accent', '#ffffff', '#000000'), usual: 'black or white' },
  colour('surface', 'Surface', '#ffffff', '#18201b'),
  colour('text', 'Text', '#17211b', '#e9efea'),
  colour('muted', 'Notes', '#566159', '#a9b6ad'),
  colour('border', 'Lines', '#d5dcd6', '#37423a'),
  colour('danger', 'Went wrong', '#a8321f', '#ff9d8a'),
  colour('success', 'Shared', '#1d6b43', '#7fd3a3'),
  { name: 'radius', label: 'Corners', kind: 'length', light: '0.9rem', dark: '0.9rem' },
  { name: 'space', label: 'Space', kind: 'length', light: '0.5rem', dark: '0.5rem' },
  { name: 'font', label: 'Font', kind: 'font', light: 'inherit', dark: 'inherit' },
];

/** Values by the names of tokens; what is absent stays as the card has it. */
export type Values = Readonly<Record<string, string>>;

export const PRESETS: readonly { readonly name: string; readonly values: Values }[] = [
  { name: 'The card’s own', values: {} },
  {
    name: 'Hollin Vale (a co-operative)',
    values: {
      accent: 'light-dark(#5a3352, #e6b9d6)',
      surface: 'light-dark(#fffdf8, #271d27)',
      text: 'light-dark(#2b1f2a, #f1e8e4)',
      muted: 'light-dark(#665662, #c3b3bd)',
      border: 'light-dark(#e3d8c8, #453745)',
      success: 'light-dark(#2f6247, #93d3ae)',
      radius: '1.4rem',
      space: '0.6rem',
      font: 'Iowan Old Style, Palatino, P052, serif',
    },
  },
  {
    name: 'Fieldbook (a record keeper)',
    values: {
      accent: 'light-dark(#7a3e12, #e8b184)',
      surface: 'light-dark(#fffefb, #1e211a)',
      border: 'light-dark(#dcd8ca, #363a30)',
      radius: '0.4rem',
    },
  },
  {
    name: 'Northlight (a machine dealer)',
    values: {
      accent: '#ffd400',
      surface: 'light-dark(#f4f6fb, #0e1626)',
      text: 'light-dark(#0c1c3a, #eaf0ff)',
      muted: 'light-dark(#45557a, #a9b8dc)',
      border: 'light-dark(#c4cde0, #2c3b5c)',
      radius: '0',
      font: 'Bahnschrift, DIN Alternate, Franklin Gothic Medium, sans-serif',
    },
  },
  {
    name: 'High contrast',
    values: {
      accent: 'light-dark(#000, #fff)',
      surface: 'light-dark(#fff, #000)',
      text: 'light-dark(#000, #fff)',
      muted: 'light-dark(#1f1f1f, #e6e6e6)',
      border: 'light-dark(#000, #fff)',
      danger: 'light-dark(#8a0000, #ffb3a8)',
      success: 'light-dark(#004d26, #8df0b8)',
      radius: '0.25rem',
    },
  },
];

const FITS = { colour: 'color', length: 'width', font: 'font-family' } as const;

export function isValid({ kind }: Token, value: string): boolean {
  return CSS.supports(FITS[kind], value);
}

/** What goes into the page's own style sheet: only what was changed. */
export function styleSheet(values: Values): string {
  const lines = TOKENS.filter(({ name }) => values[name]).map(({ name }) => `  --leaf-${name}: ${values[name] ?? ''};`);
  return lines.length === 0 ? '' : `leaf-jd-connect {\n${lines.join('\n')}\n}\n`;
}
