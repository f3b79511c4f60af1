/** The ways a face is looked at. */
import type { Visit } from './stage.js';

const THEMES = ['light', 'dark'] as const;
const DIRECTIONS = ['ltr', 'rtl'] as const;
const COLOURS = ['none', 'active'] as const;
/** 320 px is what 1,280 px are at 400 %; WCAG 1.4.10 asks for no scrolling sideways there. */
const WIDTHS = [800, 320] as const;
/** In per cent of the text's usual size. */
const SIZES = [100, 200] as const;

export interface Variant {
  readonly theme: (typeof THEMES)[number];
  readonly direction: (typeof DIRECTIONS)[number];
  readonly forcedColors: (typeof COLOURS)[number];
  readonly width: (typeof WIDTHS)[number];
  readonly textSize: (typeof SIZES)[number];
}

/** Every one with every other. */
export const VARIANTS: readonly Variant[] = THEMES.flatMap((theme) =>
  COLOURS.flatMap((forcedColors) =>
    DIRECTIONS.flatMap((direction) =>
      WIDTHS.flatMap((width) => SIZES.map((textSize) => ({ theme, direction, forcedColors, width, textSize }))),
    ),
  ),
);

export function nameOf({ theme, direction, forcedColors, width, textSize }: Variant): string {
  return `${theme}, ${direction}, ${width} px, text ${textSize} %${forcedColors === 'active' ? ', forced colours' : ''}`;
}

export async function show(visit: Visit, variant: Variant): Promise<void> {
  const { theme, direction, forcedColors, width, textSize } = variant;
  const { page, frame } = visit;
  await page.emulateMedia({ colorScheme: theme, forcedColors, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: 900 });
  await frame.evaluate(
    ([dir, size]) => {
      document.documentElement.dir = dir;
      document.documentElement.style.fontSize = size;
    },
    [direction, `${textSize}%`] as const,
  );
  await visit.drawn();
}
