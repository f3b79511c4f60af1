/**
 * A page with one card on it, in a real browser of the Chrome family, and a companion that says what a test scripted. All
 * addresses are answered inside the browser, so that they, and with them what is written on the card, never change.
 */
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Frame, type Locator, type Page } from 'playwright-core';
import type { ElementState } from '../../src/protocol/vocabulary.js';
import type { Connection } from '../../src/protocol/wire.js';
import { qrPath } from '../../src/server/qr-path.js';
import { chromeOptions } from '../support/chrome.js';
import { ScriptedCompanion, type Script } from '../support/scripted-companion.js';
import { buildElement, LANGUAGES } from './element-file.js';

export const ORIGIN = 'https://fieldbook.example';
const COMPANION = `${ORIGIN}/companion`;

export interface Setting {
  /** Attributes of the card, as HTML. */
  readonly attributes?: string;
  /** What is in its slots, as HTML. */
  readonly content?: string;
  /** What the companion says; what is not scripted is the plainest thing that works. */
  readonly script?: Script;
  /** The card is in a frame of the page. */
  readonly framed?: boolean;
}

/** One page with one card. */
export class Visit {
  constructor(
    readonly page: Page,
    /** Where the card is. */
    readonly frame: Frame,
    private readonly companion: ScriptedCompanion,
    /** Errors of the page's console and of its scripts. */
    readonly faults: readonly string[],
  ) {}

  get card(): Locator {
    return this.frame.locator('leaf-jd-connect');
  }

  control(name: string): Locator {
    return this.card.locator('button, a[href], summary').filter({ hasText: new RegExp(`^\\s*${escaped(name)}\\s*$`) });
  }

  press(name: string): Promise<void> {
    return this.control(name).click();
  }

  /** Waits until the element is in the state, and has drawn it. */
  async reach(state: ElementState): Promise<void> {
    await this.frame.waitForFunction((wanted) => document.querySelector('leaf-jd-connect')?.state === wanted, state);
    await this.drawn();
  }

  drawn(): Promise<unknown> {
    return this.card.evaluate((card) => (card as HTMLElementTagNameMap['leaf-jd-connect']).updateComplete);
  }

  /** What is so from now on, as the card learns at once. */
  async says(connection: Connection): Promise<void> {
    this.direct({ 'GET /connection': { json: connection } });
    await this.refresh();
  }

  direct(script: Script): void {
    this.companion.direct(script);
  }

  /** How often the companion was asked. */
  asked(route: string): number {
    return this.companion.requests.filter(({ method, path }) => `${method} ${path}` === route).length;
  }

  /** Asks the companion, as a script of the page does. */
  async refresh(): Promise<void> {
    await this.card.evaluate((card) => (card as HTMLElementTagNameMap['leaf-jd-connect']).refresh());
    await this.drawn();
  }

  /** Does what opens the sign-in window, and answers the window. */
  async opening(act: () => Promise<unknown>): Promise<Page> {
    // An attempt is at hand before a person has read the card.
    await this.frame.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name, duration }) => name.endsWith('/attempts') && duration > 0),
    );
    const [window] = await Promise.all([this.page.waitForEvent('popup'), act()]);
    await this.reach('connecting');
    return window;
  }

  /** Adds rules to the card's own style sheets. */
  async style(rules: string): Promise<void> {
    await this.card.evaluate((card, text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      card.shadowRoot?.adoptedStyleSheets.push(sheet);
    }, rules);
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  /** Headless Chromium has no window focus and sends neither event by itself. */
  async comeBack(): Promise<void> {
    await this.frame.evaluate(() => {
      window.dispatchEvent(new Event('blur'));
      window.dispatchEvent(new Event('focus'));
    });
  }
}

export interface Stage {
  readonly browser: Browser;
  readonly version: string;
  /** Opens a page with a card, in a browser of its own. What is not closed goes with the stage. */
  visit(setting?: Setting, view?: View): Promise<Visit>;
  close(): Promise<void>;
}

/** What the whole browser is set to, for pictures that are the same everywhere. */
export interface View {
  readonly width?: number;
  readonly height?: number;
}

export async function openStage(): Promise<Stage> {
  const [script, browser] = await Promise.all([buildElement(), launch()]);
  return {
    browser,
    version: browser.version(),
    visit: async (setting = {}, { width = 800, height = 900 } = {}) => {
      const context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor: 1,
        locale: 'en-GB',
        timezoneId: 'Europe/Lisbon',
        reducedMotion: 'reduce',
      });
      const companion = new ScriptedCompanion('face');
      companion.direct({ 'POST /links': { status: 201, json: LINK }, ...setting.script });
      await answer(context, companion, { '/element.js': script, '/languages.js': LANGUAGES, ...pages(setting) });
      // For the rules that a page is held against. Not the page's own script, which a policy could refuse.
      await context.addInitScript(axe.source);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load')) faults.push(message.text());
      });
      await page.goto(`${ORIGIN}/`);
      const frame = setting.framed === true ? page.frames()[1] : page.mainFrame();
      if (!frame) throw new Error('The page has no frame.');
      await frame.waitForFunction(() => document.querySelector('leaf-jd-connect')?.matches(':defined'));
      return new Visit(page, frame, companion, faults);
    },
    close: () => browser.close(),
  };
}

/** Letters are drawn alike whatever the machine's settings for fonts. */
async function launch(): Promise<Browser> {
  const options = await chromeOptions();
  return chromium.launch({ ...options, args: [...options.args, '--font-render-hinting=none', '--disable-lcd-text'] });
}

/** Good until a moment that is the same in every picture. */
const LINK = {
  url: `${COMPANION}/start/eyJhbGciOiJIUzI1NiJ9.a-link-to-hand-over`,
  expiresAt: '2026-11-24T09:30:00.000Z',
  qr: qrPath(`${COMPANION}/start/eyJhbGciOiJIUzI1NiJ9.a-link-to-hand-over`),
};

async function answer(
  context: BrowserContext,
  companion: ScriptedCompanion,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await context.route(`${ORIGIN}/**`, async (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    const file = files[pathname];
    if (file !== undefined) {
      const contentType = pathname.endsWith('.js') ? 'text/javascript' : 'text/html';
      return route.fulfill({ body: file, contentType: `${contentType}; charset=utf-8` });
    }
    const path = pathname.slice('/companion'.length);
    const [method, body] = [request.method(), request.postData() ?? ''];
    companion.requests.push({ method, path, query: search, headers: request.headers(), body });
    const answered = await companion.answer(`${method} ${path}`, COMPANION, body);
    if (answered === 'hang up') return route.abort();
    const { status = 200, json = {}, text = JSON.stringify(json), headers } = answered;
    // A question that was left open is over with its page.
    await route
      .fulfill({ status, body: text, headers: { 'content-type': 'application/json', ...headers } })
      .catch(() => undefined);
  });
}

function pages({ attributes = '', content = '', framed = false }: Setting): Record<string, string> {
  // Of an attribute that is written twice the first counts.
  const card = `<leaf-jd-connect ${attributes} server-url="/companion">${content}</leaf-jd-connect>`;
  return framed
    ? { '/': page('<iframe src="/framed" title="Connections"></iframe>'), '/framed': page(card) }
    : { '/': page(card) };
}

/** As plain as a partner's page can be: what is seen is the card's own doing. */
function page(content: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Connections, a page of a test</title>
    <link rel="icon" href="data:,">
    <style>
      :root { color-scheme: light dark; font-family: 'DejaVu Sans', sans-serif; }
      body { margin: 0; padding: 16px; color: CanvasText; background: Canvas; }
      h1 { font-size: 1.2rem; margin: 0 0 1rem; }
      iframe { inline-size: 100%; block-size: 60rem; border: 0; }
      a { display: inline-block; padding: 0.8rem; color: inherit; }
    </style>
    <script src="/element.js" defer></script>
    <script src="/languages.js" defer></script>
  </head>
  <body>
    <main>
      <h1>Connections</h1>
      <a href="#before">Before the card</a>
      ${content}
      <a href="#after">After the card</a>
    </main>
  </body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
