/** A browser in front of the whole demo: the partner's page, the companion, and the simulated Leaf and John Deere. */
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import type { Hono } from 'hono';
import type { Connection } from '../../src/protocol/wire.js';
import { EVENT_NAMES } from '../../src/protocol/vocabulary.js';
import { startDemo, type DemoOptions, type SimulatedDemo, type SimulatedOptions } from '../../demo/stack.js';
import type { LogEntry } from '../../src/server/index.js';
import { chromeOptions } from '../support/chrome.js';
import { pressLast } from '../support/press.js';

export type Account = 'several' | 'unshared' | 'empty' | 'refused' | 'hundreds';

export interface ElementEvent {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A partner's page as one grower sees it. */
export class Visit {
  readonly page: Page;
  readonly card: Locator;
  /** Errors of the page's console and of its scripts. A request that the browser could not make is not one of them. */
  readonly faults: string[] = [];

  constructor(page: Page) {
    this.page = page;
    this.card = page.locator('leaf-jd-connect');
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.faults.push(message.text());
      }
    });
  }

  /** The card's main button. */
  get button(): Locator {
    return this.card.locator('[part="button"]');
  }

  press(name: string): Promise<void> {
    return this.card.getByRole('button', { name, exact: true }).click();
  }

  row(organization: string): Locator {
    return this.card.locator('[part="organization"]', { hasText: organization });
  }

  /** Waits until the element is in one of the states. */
  async reach(...states: string[]): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => wanted.includes(document.querySelector('leaf-jd-connect')?.state ?? ''),
      states,
    );
  }

  state(): Promise<string> {
    return this.card.evaluate((element) => (element as HTMLElementTagNameMap['leaf-jd-connect']).state);
  }

  /** Asks the companion now, as a script of the page does. */
  refresh(): Promise<void> {
    return this.card.evaluate((element) => (element as HTMLElementTagNameMap['leaf-jd-connect']).refresh());
  }

  /** What the companion last told the card. */
  connection(): Promise<Connection | undefined> {
    return this.card.evaluate((element) => (element as HTMLElementTagNameMap['leaf-jd-connect']).connection);
  }

  events(): Promise<ElementEvent[]> {
    return this.page.evaluate(() => (window as unknown as { heard: ElementEvent[] }).heard);
  }

  async eventsNamed(name: string): Promise<ElementEvent['detail'][]> {
    return (await this.events()).filter((event) => event.name === name).map(({ detail }) => detail);
  }

  /** Presses the main button and answers the window that opens. */
  async open(): Promise<Page> {
    const [popup] = await Promise.all([this.page.waitForEvent('popup'), this.button.click()]);
    return popup;
  }

  /** Opens John Deere, signs in, allows access and looks at the page again; answers the window, on Leaf's last page. */
  async signIn(account: Account): Promise<Page> {
    const popup = await this.open();
    await allow(popup, account);
    await this.comeBack();
    return popup;
  }

  /**
   * What a person does by leaving the window for the page. Headless Chromium has no window focus and sends neither
   * event by itself, so they are simulated.
   */
  async comeBack(): Promise<void> {
    await this.page.evaluate(() => {
      window.dispatchEvent(new Event('blur'));
      window.dispatchEvent(new Event('focus'));
    });
  }
}

export interface Stage {
  readonly demo: SimulatedDemo;
  readonly browser: Browser;
  /** A headless shell has no popup blocker; a full browser has. */
  readonly blocksPopups: boolean;
  /** The companion's log since the stage was opened. */
  readonly log: LogEntry[];
  /** Opens the partner's page, or another, as a new grower in a browser of their own. */
  visit(options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

export interface VisitOptions {
  path?: string;
  /** Is given the browser before the page is opened. */
  prepare?: (context: BrowserContext) => Promise<unknown>;
}

export async function openStage(
  options: Pick<DemoOptions, 'ports' | 'routes'> & SimulatedOptions = {},
): Promise<Stage> {
  const log: LogEntry[] = [];
  const demo = await startDemo({ ...options, log: (entry) => log.push(entry) });
  const browser = await chromium.launch(await chromeOptions());
  const contexts: BrowserContext[] = [];
  return {
    demo,
    browser,
    blocksPopups: await blocksPopups(browser),
    log,
    visit: async ({ path = '/partner', prepare } = {}) => {
      // One grower at a time: what the last one ticked at John Deere is forgotten.
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      const context = await browser.newContext();
      contexts.push(context);
      await context.addInitScript((names) => {
        const heard: ElementEvent[] = [];
        (window as unknown as { heard: ElementEvent[] }).heard = heard;
        for (const name of names) {
          document.addEventListener(name, (event) => heard.push({ name, detail: (event as CustomEvent).detail }));
        }
      }, EVENT_NAMES);
      await prepare?.(context);
      const visit = new Visit(await context.newPage());
      await visit.page.goto(demo.siteUrl + path);
      return visit;
    },
    close: async () => {
      await browser.close();
      await demo.close();
    },
  };
}

/** The partner's page at another address of the site, with more attributes on its card. */
export function partnerPage(site: Hono, path: string, attributes: string): void {
  site.get(path, async (c) => {
    const partner = await fetch(new URL('/partner', c.req.url));
    return c.html((await partner.text()).replace('<leaf-jd-connect', `<leaf-jd-connect ${attributes}`));
  });
}

/** Whether a window that nobody asked for is refused. */
async function blocksPopups(browser: Browser): Promise<boolean> {
  const page = await browser.newPage();
  // While a page loads, no press can have been meant; Playwright's own `evaluate` counts as one.
  await page.addInitScript(() => Object.assign(window, { refused: window.open('about:blank') === null }));
  await page.goto('data:text/html,');
  const refused = await page.evaluate(() => (window as unknown as { refused: boolean }).refused);
  await page.context().close();
  return refused;
}

/** Signs in at the simulated John Deere with one of its test accounts, by their one-press buttons. */
export async function signInAs(popup: Page, account: Account): Promise<void> {
  await popup.getByRole('button', { name: `${account}:` }).click();
}

/** Signs in and allows access. */
export async function consent(popup: Page, account: Account): Promise<void> {
  await signInAs(popup, account);
  await pressLast(popup.getByRole('button', { name: 'Allow access' }));
}

/** Signs in and allows access; resolves when Leaf's last page is there. */
export async function allow(popup: Page, account: Account): Promise<void> {
  await consent(popup, account);
  await popup.waitForURL(/one-click-integration.*callback/);
}

/** The second step, to which a companion with a callback of its own leads: ticks organizations, and saves. */
export async function choose(popup: Page, ...organizations: string[]): Promise<void> {
  await popup.waitForURL(/select-organizations/);
  for (const name of organizations) await popup.getByLabel(name).check();
  await pressLast(popup.getByRole('button', { name: 'Save' }));
}

/** How many credentials Leaf was given by the companion, since the simulator was reset. */
export function credentialsGiven({ demo }: Stage): number {
  const { all } = demo.simulator.calls;
  return all.filter(({ method, path }) => method === 'POST' && path.endsWith('/john-deere-credentials')).length;
}
