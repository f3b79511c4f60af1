/** The ways a face is looked at. */
import type { Visit } from './stage.js';

const THEMES = ['light', 'dark'] as const;
/** From left to right, and from right to left. */
const LANGUAGES = ['en', 'ar'] as const;
const COLOURS = ['none', 'active'] as const;
/** 320 px is what 1,280 px are at 400 %; WCAG 1.4.10 asks for no scrolling sideways there. */
const WIDTHS = [800, 320] as const;
const SIZES = [100, 200] as const;

export interface Variant {
  readonly theme: (typeof THEMES)[number];
  readonly language: (typeof LANGUAGES)[number] | 'de';
  readonly forcedColors: (typeof COLOURS)[number];
  readonly width: number;
  /** In per cent of the text's usual size. */
  readonly textSize: number;
}

const ALL: readonly Variant[] = THEMES.flatMap((theme) =>
  COLOURS.flatMap((forcedColors) =>
    LANGUAGES.flatMap((language) =>
      WIDTHS.flatMap((width) => SIZES.map((textSize) => ({ theme, forcedColors, language, width, textSize }))),
    ),
  ),
);

/** Every one with every other; and German, whose words are the longest, where there is the least room for them. */
export const VARIANTS: readonly Variant[] = [
  ...ALL,
  ...SIZES.map((textSize): Variant => ({ theme: 'light', language: 'de', forcedColors: 'none', width: 320, textSize })),
];

export function nameOf({ theme, language, forcedColors, width, textSize }: Variant): string {
  return `${theme}, ${language}, ${width} px, text ${textSize} %${forcedColors === 'active' ? ', forced colours' : ''}`;
}

export async function show(visit: Visit, { theme, language, forcedColors, width, textSize }: Variant): Promise<void> {
  await visit.page.emulateMedia({ colorScheme: theme, forcedColors, reducedMotion: 'reduce' });
  await visit.page.setViewportSize({ width, height: 900 });
  await visit.frame.evaluate(
    ([lang, size]) => {
      const { documentElement: page } = document;
      page.lang = lang;
      page.dir = lang === 'ar' ? 'rtl' : 'ltr';
      page.style.fontSize = size;
    },
    [language, `${textSize}%`] as const,
  );
  // The card hears of the page's language as of any change of the document: a moment later.
  await visit.frame.waitForFunction(
    (lang) => document.querySelector('leaf-jd-connect')?.shadowRoot?.querySelector('section')?.lang === lang,
    language,
  );
  await visit.drawn();
}
