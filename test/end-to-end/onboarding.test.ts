/** The onboarding of an invented co-operative: a whole page in its own clothes, on nothing but the element's public surface. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faultless } from './axe.js';
import { allow, choose, consent, openStage, type Stage, type Visit } from './stage.js';

const source = (name: string) => readFile(new URL(`../../demo/onboarding/${name}`, import.meta.url), 'utf8');

interface Named {
  readonly name: string;
}

/** The element, as its manifest describes it. */
async function described(): Promise<{ cssParts: Named[]; cssProperties: Named[] }> {
  const { modules } = JSON.parse(
    await readFile(new URL('../../dist/custom-elements.json', import.meta.url), 'utf8'),
  ) as { modules: { declarations: { tagName?: string; cssParts: Named[]; cssProperties: Named[] }[] }[] };
  const found = modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === 'leaf-jd-connect');
  if (!found) throw new Error('The manifest describes no leaf-jd-connect.');
  return found;
}

describe('the onboarding demo', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  const arrive = (path = '') => stage.visit({ path: `/onboarding${path}` });

  it('leads from welcome to done, and says what is shared', async () => {
    const visit = await arrive();
    await at(visit, 'Let your machines keep the books', 'Welcome');
    await faultless(visit.page);

    await follow(visit, 'Get started');
    await at(visit, 'Connect your machines', 'Connect');
    await visit.reach('disconnected');
    await faultless(visit.page);

    const popup = await visit.open();
    await allow(popup, 'unshared');
    await visit.comeBack();
    await at(visit, 'Choose what to share', 'Choose');
    expect(await visit.page.getByRole('link', { name: 'Continue' }).count()).toBe(0);
    await faultless(visit.page);

    await choose(popup, 'Quinta da Ribeira');
    await visit.comeBack();
    await visit.reach('connected');
    await faultless(visit.page);

    await follow(visit, 'Continue');
    await at(visit, 'You are all set', 'Done');
    expect(await visit.page.locator('#shared li').allInnerTexts()).toEqual(['Quinta da Ribeira']);
    expect(await visit.page.locator('#unshared').innerText()).toBe('Not shared: Herdade do Monte.');
    await faultless(visit.page);
    expect(visit.faults).toEqual([]);
  });

  it('moves the focus to the heading of each step, and Back works', async () => {
    const visit = await arrive();
    await follow(visit, 'Get started');
    await at(visit, 'Connect your machines', 'Connect');
    expect(await visit.page.evaluate(() => document.activeElement?.textContent)).toBe('Connect your machines');
    expect(await visit.page.title()).toContain('Connect your machines');
    await visit.page.goBack();
    await at(visit, 'Let your machines keep the books', 'Welcome');
  });

  it('lands whoever is connected already on what they share', async () => {
    const visit = await connected('several');
    await visit.page.goto(`${stage.demo.siteUrl}/onboarding`);
    await visit.page.reload();
    await at(visit, 'You are all set', 'Done');
    expect(await visit.page.locator('#shared li').count()).toBe(2);
    await follow(visit, 'Change what I share');
    await at(visit, 'Choose what to share', 'Choose');
  });

  it('stays at the choice with whoever shares nothing, where the card has its own second step', async () => {
    const visit = await connected('unshared', 'no-organizations');
    await visit.page.goto(`${stage.demo.siteUrl}/onboarding#done`);
    await visit.page.reload();
    await at(visit, 'Choose what to share', 'Choose');
    expect(await visit.page.locator('#hint').isVisible()).toBe(true);
    await follow(visit, 'Do this later');
    await at(visit, 'No hurry', 'Connect');
    await faultless(visit.page);
    await follow(visit, 'Connect now after all');
    await at(visit, 'Choose what to share', 'Choose');
  });

  it('goes back to connecting when the card is disconnected', async () => {
    const visit = await connected('several');
    await visit.press('Disconnect');
    await visit.card.getByRole('group').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await at(visit, 'Connect your machines', 'Connect');
  });

  it('has a way on for whoever refuses, and for a companion that is down', async () => {
    const visit = await arrive('#connect');
    await visit.reach('disconnected');
    const popup = await visit.open();
    await popup.getByRole('button', { name: 'refused:' }).click();
    await popup.waitForURL(/access_denied/);
    await popup.close();
    await visit.comeBack();
    await visit.reach('unfinished');
    await at(visit, 'Connect your machines', 'Connect');
    expect(await visit.page.getByRole('link', { name: 'Do this later' }).isVisible()).toBe(true);

    stage.demo.gate.refuse();
    await visit.page.goto(`${stage.demo.siteUrl}/onboarding`);
    await at(visit, 'Let your machines keep the books', 'Welcome');
    stage.demo.gate.open();
  });

  it.each([320, 390, 1280])('fits a screen of %i px, on light and on dark', async (width) => {
    const visit = await arrive();
    await visit.page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await visit.page.emulateMedia({ colorScheme });
      for (const hash of ['welcome', 'connect', 'later']) {
        await visit.page.goto(`${stage.demo.siteUrl}/onboarding#${hash}`);
        await visit.page.locator(`section[data-step="${hash}"]`).waitFor();
        expect(await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
        if (width === 320) await faultless(visit.page);
      }
    }
  });

  it('uses nothing of the element but what its contract names', async () => {
    const [script, style] = await Promise.all([source('onboarding.js'), source('onboarding.css')]);
    expect(script).not.toMatch(/shadowRoot|requestUpdate|updateComplete/);
    const used = new Set(Array.from(script.matchAll(/\bcard\.(\w+)/g), ([, name]) => name));
    expect([...used].sort()).toEqual(['addEventListener', 'connection', 'state', 'strings']);
    const { cssParts, cssProperties } = await described();
    const names = (list: readonly Named[]) => list.map(({ name }) => name);
    const dressed = Array.from(style.matchAll(/::part\(([\w-]+)\)/g), ([, name]) => name);
    expect(names(cssParts)).toEqual(expect.arrayContaining(dressed));
    const tokens = Array.from(style.matchAll(/^\s*(--leaf-[\w-]+):/gm), ([, name]) => name);
    expect(tokens.length).toBeGreaterThan(5);
    expect(names(cssProperties)).toEqual(expect.arrayContaining(tokens));
  });

  async function connected(account: 'several' | 'unshared', state = 'connected'): Promise<Visit> {
    const visit = await arrive('#connect');
    await visit.reach('disconnected');
    const popup = await visit.open();
    await consent(popup, account);
    await visit.comeBack();
    await visit.reach(state);
    return visit;
  }
});

/** The step that is shown, by its heading and by what the list of steps marks. */
async function at({ page }: Visit, heading: string, step: string): Promise<void> {
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  expect(await page.locator('.progress [aria-current="step"]').innerText()).toBe(step);
  expect(await page.locator('h1:visible').count()).toBe(1);
}

function follow({ page }: Visit, link: string): Promise<void> {
  return page.getByRole('link', { name: link, exact: true }).click();
}
