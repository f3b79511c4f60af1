/** The theme playground as the demo serves it, under a policy as strict as that of its other pages. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOKENS } from '../../demo/playground/tokens.js';
import { pressLast } from '../support/press.js';
import { faultless } from './axe.js';
import { openStage, type Stage } from './stage.js';

describe('the theme playground', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('has every custom property that the element’s manifest names', async () => {
    const manifest = await readFile(new URL('../../dist/custom-elements.json', import.meta.url), 'utf8');
    const named = Array.from(manifest.matchAll(/"name": ?"(--leaf-[\w-]+)"/g), ([, name]) => name);
    expect(TOKENS.map(({ name }) => `--leaf-${name}`).sort()).toEqual([...new Set(named)].sort());
  });

  it('shows the card, in a language that it has loaded, and lets the CSS be copied', async () => {
    const visit = await stage.visit({
      path: '/playground#situation=connected&accent=%23ffd400&locale=es',
      prepare: (context) => context.grantPermissions(['clipboard-read', 'clipboard-write']),
    });
    await visit.reach('connected');
    expect(await visit.card.getByRole('heading', { level: 2 }).innerText()).not.toBe('Connect John Deere');
    await visit.page.getByRole('button', { name: 'Copy the CSS' }).click();
    await visit.page.getByText('Copied.').waitFor();
    expect(await visit.page.evaluate(() => navigator.clipboard.readText())).toBe(
      'leaf-jd-connect {\n  --leaf-accent: #ffd400;\n}\n',
    );
    expect(visit.faults).toEqual([]);
  });

  it('can be connected, by clicking through the simulated sign-in', async () => {
    const visit = await stage.visit({ path: '/playground#situation=live' });
    await visit.reach('disconnected');
    const popup = await visit.open();
    await popup.getByRole('button', { name: 'A grower with organizations' }).click();
    await popup.getByRole('button', { name: 'Allow access' }).click();
    await popup.getByLabel('Maple Row Farm').check();
    await pressLast(popup.getByRole('button', { name: 'Save' }));
    await visit.comeBack();
    await visit.reach('connected');
    expect(visit.faults).toEqual([]);
  });

  it.each([320, 1280])('has no fault that axe finds, and fits a screen of %i px', async (width) => {
    const visit = await stage.visit({ path: '/playground#situation=many-organizations' });
    await visit.page.setViewportSize({ width, height: 800 });
    await visit.reach('connected');
    for (const colorScheme of ['light', 'dark'] as const) {
      await visit.page.emulateMedia({ colorScheme });
      await faultless(visit.page);
      expect(await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
    // The simulated sign-in is a page for people, too.
    await visit.page.goto(`${stage.demo.siteUrl}/playground/simulated-sign-in.html`);
    await visit.page.getByRole('heading', { name: 'This window has lost its page' }).waitFor();
    await faultless(visit.page);
  });
});
