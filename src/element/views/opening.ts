import type { Translate } from '../texts/texts.js';

/**
 * What an empty window shows while the companion mints its attempt: seconds, on a slow network. It has the page's own
 * policy against inline styles, which does not mind these.
 *
 * A window that is opened with an address has a line of its own no use: Chromium paints none until that answers, and says
 * `about:blank` in place of the address.
 */
export function showOpening({ document }: Window, text: Translate): void {
  const { documentElement, body } = document;
  document.title = text('heading');
  documentElement.lang = text.lang;
  documentElement.dir = text.dir;
  documentElement.style.colorScheme = 'light dark';
  body.style.font = '1.125rem system-ui';
  body.style.padding = '2rem 1rem';
  body.style.textAlign = 'center';
  body.textContent = text('wait');
}
