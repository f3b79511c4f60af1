/** The pages around the card, of a real companion and of the demo: by axe, on a narrow screen, with large text, dark. */
import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choose, consent, openStage, signInAs, type Stage } from '../end-to-end/stage.js';
import { RULES } from './measures.js';

/** One that comes back to its companion, and one that asks Leaf for the address of the sign-in. */
let stage: Stage;
let oneClick: Stage;
beforeAll(async () => {
  [stage, oneClick] = await Promise.all([openStage({ flow: 'authorization-code' }), openStage()]);
});
afterAll(() => Promise.all([stage.close(), oneClick.close()]));

/** A link as the card's “send a link” makes it. */
async function linkToHandOver({ demo }: Stage): Promise<string> {
  const { companion, companionUrl, siteUrl, simulator } = demo;
  const leafUserId = await simulator.createLeafUser();
  const { token } = await companion.createSession({ leafUserId, origin: siteUrl, name: 'Lindqvist & Daughters' });
  const headers = { Authorization: `Bearer ${token}`, Origin: siteUrl, 'Content-Type': 'application/json' };
  const answer = await fetch(`${companionUrl}/links`, { method: 'POST', headers, body: '{}' });
  return ((await answer.json()) as { url: string }).url;
}

type Way = (page: Page) => Promise<unknown>;

const toNaming: Way = async (page) => page.goto(await linkToHandOver(stage));
const onward = (page: Page): Promise<unknown> => page.locator('form button').click();
const at =
  (path: string): Way =>
  (page) =>
    page.goto(stage.demo.siteUrl + path);

const COMPANION: Record<string, Way> = {
  'naming, which asks before it goes on': toNaming,
  'could not start, which offers to try again': async (page) => {
    oneClick.demo.simulator.scenario.set({ start: '500' });
    await page.goto(await linkToHandOver(oneClick));
    await onward(page);
    await page.locator('code').waitFor();
  },
  expired: (page) => page.goto(`${stage.demo.companionUrl}/start/forged`),
  'not bound to this browser': (page) => page.goto(`${stage.demo.companionUrl}/callback?code=c&state=s`),
  declined: async (page) => {
    await toNaming(page);
    await onward(page);
    await signInAs(page, 'refused');
    await page.waitForURL(/\/callback/);
  },
  'could not finish': async (page) => {
    await toNaming(page);
    await onward(page);
    await signInAs(page, 'several');
    stage.demo.simulator.scenario.set({ leaf: '500' });
    await page.getByRole('button', { name: 'Allow access' }).click();
    await page.locator('code').waitFor();
  },
  finished: async (page) => {
    await toNaming(page);
    await onward(page);
    await consent(page, 'several');
    await choose(page);
    await page.waitForURL(/\/callback|\/start|finished/);
  },
};

const DEMO: Record<string, Way> = {
  'list of what there is': at('/'),
  'partner’s page': at('/partner'),
  onboarding: async (page) => {
    await at('/onboarding')(page);
    await page.locator('h1:visible').waitFor();
  },
  'failure lab': at('/lab'),
  'simulated sign-in': async (page) => {
    await toNaming(page);
    await onward(page);
    await page.getByRole('button', { name: 'several:' }).waitFor();
  },
  'simulated consent': async (page) => {
    await toNaming(page);
    await onward(page);
    await signInAs(page, 'several');
    await page.getByRole('button', { name: 'Allow access' }).waitFor();
  },
  'simulated choice of organizations': async (page) => {
    await toNaming(page);
    await onward(page);
    await consent(page, 'several');
    await page.waitForURL(/select-organizations/);
  },
};

describe.each(['en', 'ar'])('a page of the companion, in the language %s:', (locale) => {
  it.each(Object.entries(COMPANION))('%s', async (_, way) => {
    await expectNoFaults(locale, way, true, async (page) => {
      const { lang, dir } = await page
        .locator('html')
        .evaluate((html: HTMLElement) => ({ lang: html.lang, dir: html.dir }));
      expect([lang, dir || 'ltr']).toEqual([locale, locale === 'ar' ? 'rtl' : 'ltr']);
    });
  });
});

describe('a page of the demo:', () => {
  it.each(Object.entries(DEMO))('%s', async (_, way) => {
    await expectNoFaults('en', way, false);
  });
});

/** @param bothAtOnce Large text on a narrow screen too, which WCAG asks for one by one. */
async function expectNoFaults(
  locale: string,
  way: Way,
  bothAtOnce: boolean,
  also: Way = () => Promise.resolve(),
): Promise<void> {
  stage.demo.simulator.reset();
  const context = await stage.browser.newContext({
    locale,
    viewport: { width: 800, height: 900 },
    reducedMotion: 'reduce',
  });
  try {
    await context.addInitScript(axe.source);
    const page = await context.newPage();
    await way(page);
    await also(page);
    expect(await faultsOf(page, bothAtOnce)).toEqual([]);
  } finally {
    stage.demo.simulator.scenario.reset();
    await closed(context);
  }
}

async function faultsOf(page: Page, bothAtOnce: boolean): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [800, 320]) {
      for (const size of bothAtOnce || width > 320 ? ['100%', '200%'] : ['100%']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate((fontSize) => (document.documentElement.style.fontSize = fontSize), size);
        const found = await page.evaluate(measured, RULES);
        faults.push(...found.map((fault) => `${colorScheme}, ${width} px, text ${size}: ${fault}`));
      }
    }
  }
  return faults;
}

/** Runs in the page. */
async function measured(rules: string[]): Promise<string[]> {
  const { axe } = window as unknown as typeof globalThis & { axe: typeof import('axe-core') };
  const { violations } = await axe.run(document, {
    runOnly: { type: 'tag', values: rules },
    resultTypes: ['violations'],
    preload: false,
  });
  const faults = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
  );
  const { scrollWidth } = document.scrollingElement ?? document.documentElement;
  if (scrollWidth > innerWidth) faults.push(`scrolls sideways: ${scrollWidth} in ${innerWidth}`);
  return faults;
}

/** Pages of the demo keep asking; a context that has gone is all that is wanted. */
function closed(context: BrowserContext): Promise<void> {
  return context.close();
}
