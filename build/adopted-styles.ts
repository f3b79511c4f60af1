/**
 * Stands in for Lit's `css-tag.js` in the script-tag build. A browser that has `attachInternals`, without which there is no
 * card at all, adopts style sheets too, so that Lit's other ways of bringing styles in are of no use there.
 */
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
