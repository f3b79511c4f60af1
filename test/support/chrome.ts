/** How every test starts the browser; Puppeteer and Playwright take the same options. */
import { findBrowser } from './find-browser.js';

const FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Leak tests have to be able to ask for a collection.
  '--js-flags=--expose-gc',
  // Root and most containers cannot have the sandbox, and only this project's own pages are opened.
  ...(process.platform === 'linux' ? ['--no-sandbox'] : []),
];

/** Launch options for `puppeteer.launch` and `chromium.launch`, in the browser of `CHROME_PATH` or in one it finds. */
export async function chromeOptions(): Promise<{
  executablePath: string;
  args: string[];
  ignoreDefaultArgs: string[];
}> {
  return {
    executablePath: process.env.CHROME_PATH ?? (await findBrowser()),
    args: FLAGS,
    // Both libraries switch the popup blocker off, and with it goes the reason for half of the tests.
    ignoreDefaultArgs: ['--disable-popup-blocking'],
  };
}
