/** The documentation's site, as a reader has it: every link leads somewhere, every card lives, and nobody else is asked. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOT_ON_SITE, sidebar } from '../../docs/.vitepress/contents.js';
import { ELEMENT_STATES } from '../../src/protocol/vocabulary.js';
import { chromeOptions } from '../support/chrome.js';
import { PATIENCE } from '../support/patience.js';
import { pressLast } from '../support/press.js';
import { fileOf, openSite, type Site } from './site.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const slow = { timeout: PATIENCE.timeout * 20 };

/** Every page, as the address that it has below the site's. */
const PAGES = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && !file.startsWith('.') && !NOT_ON_SITE.includes(file))
  .map((file) => file.replace(/(index)?\.md$/, ''));
const LINKED = sidebar.flatMap(({ items = [] }) => items.map(({ link = '' }) => link.slice(1)));

let site: Site;
let browser: Browser;
let context: BrowserContext;
/** What no page may do: complain, or ask anybody but the site. */
const faults: string[] = [];

beforeAll(async () => {
  site = await openSite();
  browser = await chromium.launch(await chromeOptions());
  context = await browser.newContext();
  await context.addInitScript(axe.source);
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(site.url)) {
      faults.push(`asked ${request.url()} from ${request.frame().url()}`);
    }
  });
  context.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${String(response.status())} for ${response.url()}`);
  });
  context.on('weberror', (error) => faults.push(`${String(error.error())} at ${error.page()?.url() ?? ''}`));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} at ${message.page()?.url() ?? ''}`);
  });
}, slow.timeout);

afterAll(async () => {
  await browser.close();
  await site.close();
});

async function visit(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.url + path);
  return page;
}

/** The cards of a page, when each of them has been brought where it belongs. */
async function cardsOf(page: Page) {
  await page.waitForFunction(() => {
    const stages = [...document.querySelectorAll('.live-card > div')];
    return stages.length > 0 && stages.every((stage) => stage.hasAttribute('data-shown'));
  });
  return page.locator('.live-card leaf-jd-connect');
}

describe('the contents', () => {
  it('name every page, and no other', () => {
    expect([...LINKED, ''].toSorted()).toEqual(PAGES.toSorted());
  });
});

describe('a link', () => {
  const read = (path: string) => readFileSync(fileOf(site.folder, new URL(path, site.url).pathname) ?? '', 'utf8');

  it.each(PAGES)('on /%s leads to a place that is there', (path) => {
    const html = read(path);
    const address = new URL(path, site.url);
    const links = [...html.matchAll(/<(?:a|link|img|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g)].map(
      ([, to = '']) => to,
    );
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) {
      const to = new URL(link.replaceAll('&amp;', '&'), address);
      if (to.origin !== site.origin) {
        expect(to.protocol, link).toMatch(/^(https|data):$/);
        continue;
      }
      const file = fileOf(site.folder, to.pathname);
      expect(file, `${link} on /${path}`).toBeDefined();
      if (!to.hash || file === undefined) continue;
      const places = [...readFileSync(file, 'utf8').matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
      expect(places, `${link} on /${path}`).toContain(decodeURIComponent(to.hash.slice(1)));
    }
  });

  it('that leaves the pages names a file of the repository', () => {
    const named = PAGES.flatMap((path) =>
      [...read(path).matchAll(/<span title="([^"#]*)(?:#[^"]*)?">/g)].map(([, file = '']) => file),
    );
    expect(named.length).toBeGreaterThan(100);
    for (const file of named) expect(existsSync(root + file), file).toBe(true);
  });
});

describe('a live card', () => {
  it('connects by its simulated sign-in, and says that it is a simulation', slow, async () => {
    const page = await visit('');
    const card = (await cardsOf(page)).first();
    await expect.poll(() => page.locator('.live-card').first().innerText()).toContain('A simulation.');
    const [popup] = await Promise.all([page.waitForEvent('popup'), card.locator('[part="button"]').click()]);
    await popup.getByText('A simulation.').waitFor();
    await popup.getByRole('button', { name: 'A grower with organizations' }).click();
    await popup.getByRole('button', { name: 'Allow access' }).click();
    await popup.getByRole('checkbox').first().check();
    await Promise.all([popup.waitForEvent('close'), pressLast(popup.getByRole('button', { name: 'Save' }))]);
    await expect
      .poll(() => card.evaluate((element) => (element as HTMLElementTagNameMap['leaf-jd-connect']).state), PATIENCE)
      .toBe('connected');
    await page.close();
  });

  it('is there for every state', slow, async () => {
    const page = await visit('states');
    const cards = await cardsOf(page);
    const states = await cards.evaluateAll((elements) =>
      elements.map((element) => (element as HTMLElementTagNameMap['leaf-jd-connect']).state),
    );
    expect([...new Set(states)].toSorted()).toEqual([...ELEMENT_STATES].toSorted());
    const captions = await page.locator('.live-card > figcaption').allInnerTexts();
    expect(captions).toHaveLength(states.length);
    for (const caption of captions) expect(caption).toMatch(/^A simulation\. /);
    await page.close();
  });

  it('is dressed and speaks as the page says', slow, async () => {
    const theming = await visit('theming');
    const accent = (await cardsOf(theming)).first().locator('[part="base"]');
    expect(await accent.evaluate((base) => getComputedStyle(base).getPropertyValue('--leaf-accent'))).toBe('#5a3352');
    await theming.close();
    const languages = await visit('languages');
    const spoken = await (
      await cardsOf(languages)
    ).evaluateAll((cards) => cards.map((card) => card.shadowRoot?.querySelector<HTMLElement>('[lang]')?.lang));
    expect(spoken).toEqual(['es', 'ar']);
    await languages.close();
  });

  it('shows what went wrong where that is explained', slow, async () => {
    const page = await visit('troubleshooting');
    const errors = await (await cardsOf(page)).locator('[part="error"]').allInnerTexts();
    expect(errors.length).toBeGreaterThan(2);
    await page.close();
  });
});

describe('the search', () => {
  it('finds a page by a word of it, and asks nobody', slow, async () => {
    const page = await visit('');
    await page.locator('.VPNavBarSearch button').click();
    await page.getByRole('searchbox').fill('leaf_auth_failed');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    await page.locator('.VPLocalSearchBox .result', { hasText: 'When something goes wrong' }).first().click();
    await page.waitForURL(/troubleshooting/);
    await page.close();
  });
});

describe('a reader', () => {
  it('on a narrow screen scrolls no page sideways', slow, async () => {
    const page = await visit('');
    await page.setViewportSize({ width: 320, height: 640 });
    for (const path of PAGES) {
      await page.goto(site.url + path);
      if ((await page.locator('.live-card').count()) > 0) await cardsOf(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `/${path}`).toBeLessThanOrEqual(320);
    }
    await page.close();
  });

  it.each(['light', 'dark'] as const)('in %s colours can read everything: axe finds nothing', slow, async (scheme) => {
    const page = await visit('');
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const path of ['', 'guides/ten-minutes', 'troubleshooting', 'reference/element', 'reference/server']) {
      await page.goto(site.url + path);
      if (!path.startsWith('reference')) await cardsOf(page);
      const violations = await page.evaluate(async () => {
        const results = await (window as unknown as { axe: typeof axe }).axe.run({
          // Only a page of examples has several cards, all of one name.
          rules: { 'landmark-unique': { enabled: document.querySelectorAll('leaf-jd-connect').length < 2 } },
        });
        return results.violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
        );
      });
      found.push(...violations.map((violation) => `/${path} ${violation}`));
    }
    expect(found).toEqual([]);
    await page.close();
  });
});

describe('all of that', () => {
  it('made no page complain, and asked nobody but the site', () => {
    expect(faults).toEqual([]);
  });
});
