/** What Lit asks of its `css-tag.js`, for style sheets that every browser adopts. See `adopted-styles.ts`. */

/** Without expressions: none of the card's style sheets has one. */
export function css([text = '']: TemplateStringsArray): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

export function adoptStyles(root: ShadowRoot, sheets: CSSStyleSheet[]): void {
  root.adoptedStyleSheets = sheets;
}

export function getCompatibleStyle(sheet: CSSStyleSheet): CSSStyleSheet {
  return sheet;
}

// Lit hands these on, and the card asks for none of them.
export const CSSResult = undefined;
export const supportsAdoptingStyleSheets = undefined;
export const unsafeCSS = undefined;
