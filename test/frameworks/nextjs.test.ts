/**
 * Next.js with everything in one application: the page rendered on its server, the card in a client component, and the
 * companion as a route handler, which knows the visitor by the application's own cookie.
 */
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../demo/simulator/index.js';
import { Visit } from '../end-to-end/stage.js';
import { chromeOptions } from '../support/chrome.js';
import { PHONE, seen, watchShifts, WIDE } from './layout-shift.js';
import { buildNext, nextMissing, startNext, type NextServer } from './nextjs.js';

const missing = nextMissing();
if (missing !== undefined && process.env.CI) throw new Error(`Next is not run: ${missing}`);

describe.skipIf(missing !== undefined)(`Next.js${missing === undefined ? '' : ` (not run: ${missing})`}`, () => {
  let simulator: Simulator;
  let server: NextServer;
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    await buildNext();
    simulator = await startSimulator();
    server = await startNext(simulator);
    browser = await chromium.launch(await chromeOptions());
  }, 120_000);
  afterEach(() => context.close());
  afterAll(async () => {
    await browser.close();
    await server.close();
    await simulator.close();
  });

  /** Opens the application as a new visitor, who is signed in to it. */
  async function visit(options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> {
    context = await browser.newContext(options);
    const opened = new Visit(await context.newPage());
    await opened.page.goto(`${server.siteUrl}/sign-in?user=${await simulator.createLeafUser()}`);
    return opened;
  }

  it('sends the card with its attributes and what is in its slots, before any script has run', async () => {
    const { page, card } = await visit({ javaScriptEnabled: false });
    expect(await page.getByText('Fieldbook reads your fields').isVisible()).toBe(true);
    expect(await page.getByText('Questions? Call us.').count()).toBe(1);
    expect(await card.evaluate(({ attributes }) => [...attributes].map(({ name, value }) => [name, value]))).toEqual([
      ['server-url', '/leaf'],
      ['company-name', 'Fieldbook'],
      ['allow-disconnect', ''],
    ]);
  });

  it.each([WIDE, PHONE])('nothing moves while the card comes, $width pixels wide', async (viewport) => {
    context = await browser.newContext({ viewport });
    await watchShifts(context);
    const opened = new Visit(await context.newPage());
    await opened.page.goto(`${server.siteUrl}/sign-in?user=${await simulator.createLeafUser()}`);
    await opened.reach('disconnected');
    expect(await seen(opened.page)).toEqual({
      steps: ['only its children: Fieldbook reads your fields and your machines’ work.', 'loading', 'disconnected'],
      shifts: [],
    });
  });

  it('connects by way of a companion that knows the visitor by a cookie, and disconnects', async () => {
    const grower = await visit();
    await grower.reach('disconnected');
    await grower.signIn('several');
    await grower.reach('connected');
    expect(await grower.page.locator('#told').innerText()).toBe(
      'Shared: Lindqvist Home Farm, Lindqvist & Daughters <River Land>',
    );

    await grower.page.reload();
    await grower.reach('connected');
    await grower.press('Disconnect');
    await grower.press('Disconnect');
    await grower.reach('disconnected');
    expect(grower.faults).toEqual([]);
    expect(server.output()).not.toMatch(/error|warn/i);
  });

  it('is hydrated without a word of complaint: nothing on the page is replaced', async () => {
    context = await browser.newContext();
    const opened = new Visit(await context.newPage());
    const complaints: string[] = [];
    opened.page.on('console', (message) => complaints.push(message.text()));
    // Whatever the server sent is marked before any script of the application runs.
    await opened.page.addInitScript(() => {
      new MutationObserver(() => {
        const card = document.querySelector('leaf-jd-connect');
        if (card && !customElements.get('leaf-jd-connect')) Object.assign(card, { fromTheServer: true });
      }).observe(document, { childList: true, subtree: true });
    });
    await opened.page.goto(`${server.siteUrl}/sign-in?user=${await simulator.createLeafUser()}`);
    await opened.reach('disconnected');
    expect(await opened.card.evaluate((card) => Reflect.get(card, 'fromTheServer') as unknown)).toBe(true);
    expect([...opened.faults, ...complaints]).toEqual([]);
  });

  it('tells nobody anything without the application’s own sign-in, and sends no secret to the browser', async () => {
    context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(server.siteUrl);
    const ask = (method: string) =>
      page.evaluate(async (given) => (await fetch('/leaf/connection', { method: given })).status, method);
    expect([await ask('GET'), await ask('DELETE')]).toEqual([401, 401]);

    const texts: string[] = [];
    page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => texts.push(text),
          () => undefined,
        ),
    );
    await page.goto(`${server.siteUrl}/sign-in?user=${await simulator.createLeafUser()}`);
    await new Visit(page).reach('disconnected');
    expect(texts.length).toBeGreaterThan(3);
    for (const secret of simulator.secrets()) expect(texts.join('\n').includes(secret)).toBe(false);
  });
});
