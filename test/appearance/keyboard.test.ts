/** The card by keyboard alone: everything can be reached and pressed, in the order it is read, and the focus never gets lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/element/texts/en.js';
import { connected, disconnected, nothingShared, organization, problem, unauthenticated } from '../support/answers.js';
import { openStage, type Setting, type Stage, type Visit } from './stage.js';

const OFFERS = 'company-name="Fieldbook" hosted-link="start" allow-disconnect';
const HOME = organization('Home Farm');
const RIVER = organization('River Farm');
const ONE = connected({ organizations: { connected: [HOME], notConnected: [RIVER] } });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** What has the focus: in the card by its label, `card` for the card as a whole; what it is outside of it. */
function focus({ frame }: Visit): Promise<string> {
  return frame.evaluate(() => {
    const outside = document.activeElement;
    const root = outside?.shadowRoot;
    if (!root) return outside?.matches('a') === true ? outside.textContent : (outside?.localName ?? 'nothing');
    const inside = root.activeElement;
    if (!inside) return 'nothing in the card';
    if (inside.matches('section')) return 'card';
    const name = inside.getAttribute('aria-label') ?? inside.textContent.replace(/\s+/g, ' ').trim();
    return (name || inside.id).replace(/[\u2066-\u2069]/g, '');
  });
}

/** Waits, for what the focus follows comes from the companion. */
function expectFocus(visit: Visit, expected: string): Promise<void> {
  return expect.poll(() => focus(visit), { timeout: 5_000 }).toBe(expected);
}

async function key(visit: Visit, ...keys: string[]): Promise<void> {
  for (const one of keys) await visit.page.keyboard.press(one);
  await visit.drawn();
}

async function open(connection = disconnected(), more: Setting = {}): Promise<Visit> {
  const visit = await stage.visit({ attributes: OFFERS, script: { 'GET /connection': { json: connection } }, ...more });
  await visit.reach(connection.state);
  return visit;
}

/** From the link before the card, with Tab, until this has the focus. */
async function tabTo(visit: Visit, name: string): Promise<void> {
  await visit.frame.locator('a', { hasText: 'Before the card' }).focus();
  for (let tabs = 0; tabs < 60; tabs++) {
    await key(visit, 'Tab');
    if ((await focus(visit)) === name) return;
  }
  throw new Error(`Tab never led to ${name}.`);
}

describe('a whole connect', () => {
  it('needs no mouse, and leaves the focus in the card at every turn', async () => {
    const visit = await open();
    await tabTo(visit, en.connect);
    const window = await visit.opening(() => visit.page.keyboard.press('Enter'));
    await expectFocus(visit, 'card');
    await key(visit, 'Tab');
    expect(await focus(visit)).toBe(en.showWindow);

    await window.close();
    await visit.page.bringToFront();
    await visit.comeBack();
    await visit.reach('unfinished');
    await expectFocus(visit, 'card');

    await visit.says(nothingShared({ organizations: { connected: [], notConnected: [HOME, RIVER] } }));
    await visit.reach('no-organizations');
    await expectFocus(visit, 'card');

    await tabTo(visit, en.shareNamed.replace('{name}', RIVER.name));
    const [share] = await Promise.all([visit.page.waitForEvent('popup'), visit.page.keyboard.press('Enter')]);
    await share.close();
    await visit.page.bringToFront();
    await visit.says(connected({ organizations: { connected: [RIVER], notConnected: [HOME] } }));
    await visit.reach('connected');
    await expectFocus(visit, en.manageNamed.replace('{name}', RIVER.name));

    await tabTo(visit, en.yoursYes);
    await key(visit, 'Space');
    await expectFocus(visit, 'card');
    expect(await visit.control(en.yoursYes).count()).toBe(0);
  });

  it('given up leads back into the card', async () => {
    const visit = await open();
    await tabTo(visit, en.connect);
    await visit.opening(() => visit.page.keyboard.press('Enter'));
    await tabTo(visit, en.cancel);
    await key(visit, 'Enter');
    await visit.reach('disconnected');
    await expectFocus(visit, 'card');
  });
});

describe('the focus stays', () => {
  it('on a row’s link while the row turns, and while rows come before it', async () => {
    const visit = await open(ONE);
    await tabTo(visit, en.shareNamed.replace('{name}', RIVER.name));
    const turned = { ...RIVER, managementUri: 'https://connections.example/another' };
    await visit.says(connected({ organizations: { connected: [HOME, turned], notConnected: [] } }));
    await expectFocus(visit, en.manageNamed.replace('{name}', RIVER.name));
    const earlier = [organization('Aspen Farm'), organization('Birch Farm')];
    await visit.says(connected({ organizations: { connected: [HOME, turned], notConnected: earlier } }));
    await expectFocus(visit, en.manageNamed.replace('{name}', RIVER.name));
    await visit.says(connected({ organizations: { connected: [HOME], notConnected: earlier } }));
    await expectFocus(visit, 'card');
  });

  it('in the box while the list narrows to nothing, and on “Show all”, which leads to the box', async () => {
    const many = Array.from({ length: 150 }, (_, index) => organization(`Farm ${index}`));
    const visit = await open(
      connected({ organizations: { connected: many.slice(0, 1), notConnected: many.slice(1) } }),
    );
    const box = visit.card.locator('#filter');
    await tabTo(visit, 'filter');
    await visit.page.keyboard.type('zebra');
    expect(await visit.card.locator('[part~=organization]').count()).toBe(0);
    await expectFocus(visit, 'filter');
    await key(visit, 'Tab');
    expect(await focus(visit)).toBe(en.showAll);
    await key(visit, 'Enter');
    await expectFocus(visit, 'filter');
    expect(await box.inputValue()).toBe('');
    await visit.page.keyboard.type('Farm 14');
    await key(visit, 'Escape');
    expect(await box.inputValue()).toBe('');
    await expectFocus(visit, 'filter');
    await tabTo(visit, en.showMore).catch(() => visit.control(en.showMore).focus());
    await key(visit, 'Enter');
    expect(await focus(visit)).toMatch(/Farm/);
  });

  it('on a switch that is on its way, and when it has turned', async () => {
    const both = connected({
      organizations: { connected: [{ ...HOME, sync: 'PREVIEW' }], notConnected: [] },
      dataSync: 'SELECTED_ONLY',
    });
    const visit = await open(both, {
      attributes: 'select-organizations',
      script: { 'GET /connection': { json: both } },
    });
    const name = `${en.sync} ${HOME.name}`;
    await tabTo(visit, name);
    await key(visit, 'Space');
    await expect.poll(() => visit.card.getByRole('switch').getAttribute('aria-checked')).toBe('true');
    await expectFocus(visit, name);
  });

  it('on “Check again” while it is checked', async () => {
    const visit = await open(ONE);
    await tabTo(visit, en.checkAgain);
    visit.direct({ 'POST /organizations/sync': 'hold' });
    await key(visit, 'Enter');
    await expectFocus(visit, en.checking);
    visit.direct({ 'POST /organizations/sync': { json: ONE } });
    await expectFocus(visit, en.checkAgain);
  });

  it('in the card when it is disabled under the pressed button', async () => {
    const visit = await open();
    await tabTo(visit, en.connect);
    await visit.card.evaluate((card) => card.setAttribute('disabled', ''));
    await expectFocus(visit, 'card');
  });

  it('in the card when it cannot ask any more, and when it can again', async () => {
    const visit = await stage.visit({ script: { 'GET /connection': problem('leaf_unavailable') } });
    await visit.reach('unavailable');
    await tabTo(visit, en.tryAgain);
    visit.direct({ 'GET /connection': { json: unauthenticated() } });
    await key(visit, 'Enter');
    await visit.reach('attention');
    await expectFocus(visit, 'card');
  });

  it('where it is, outside of the card, whatever happens inside', async () => {
    const visit = await open();
    await visit.frame.locator('a', { hasText: 'After the card' }).focus();
    await visit.says(ONE);
    await visit.says(unauthenticated());
    await visit.says(disconnected());
    expect(await focus(visit)).toBe('After the card');
  });
});

describe('the disconnect question', () => {
  it('opens on the harmless button, and Escape leads back from anywhere in it', async () => {
    const visit = await open(ONE);
    for (const tabs of [0, 1]) {
      await tabTo(visit, en.disconnect);
      await key(visit, 'Enter');
      await expectFocus(visit, en.cancel);
      for (let tab = 0; tab < tabs; tab++) await key(visit, 'Tab');
      await key(visit, 'Escape');
      await expectFocus(visit, en.disconnect);
      expect(await visit.card.locator('.question').count()).toBe(0);
    }
    expect(visit.asked('DELETE /connection')).toBe(0);
  });

  it('confirmed leads on into the card', async () => {
    const visit = await open(ONE);
    await tabTo(visit, en.disconnect);
    await key(visit, 'Enter', 'Tab');
    expect(await focus(visit)).toBe(en.disconnect);
    visit.direct({ 'GET /connection': { json: disconnected() } });
    await key(visit, 'Enter');
    await visit.reach('disconnected');
    await expectFocus(visit, 'card');
  });
});

describe('the panel with a link to send', () => {
  it.each(['Escape', 'Cancel'])('%s leads back to what opened it', async (way) => {
    const visit = await open();
    await tabTo(visit, en.sendLink);
    await key(visit, 'Enter');
    await visit.reach('connecting');
    await expectFocus(visit, 'card');
    await tabTo(visit, en.linkLabel);
    if (way === 'Cancel') await tabTo(visit, en.cancel);
    await key(visit, way === 'Cancel' ? 'Enter' : 'Escape');
    await visit.reach('disconnected');
    await expectFocus(visit, en.sendLink);
  });
});

describe('who left the card', () => {
  it('is not led back to what was opened in it before', async () => {
    const visit = await open();
    await tabTo(visit, en.sendLink);
    await key(visit, 'Enter');
    await visit.reach('connecting');
    await visit.frame.locator('a', { hasText: 'Before the card' }).focus();
    await visit.says(ONE);
    await visit.reach('connected');
    await tabTo(visit, en.yoursNo);
    visit.direct({ 'GET /connection': { json: disconnected() } });
    await key(visit, 'Enter');
    await visit.reach('disconnected');
    await expectFocus(visit, 'card');
  });
});

describe('Escape', () => {
  it('in what the page has put into the card is the page’s own', async () => {
    const visit = await open(ONE);
    await visit.card.evaluate((card) => {
      const mine = document.createElement('button');
      mine.slot = 'help';
      mine.id = 'mine';
      card.append(mine);
    });
    await tabTo(visit, en.disconnect);
    await key(visit, 'Enter');
    await visit.frame.locator('#mine').focus();
    await key(visit, 'Escape');
    expect(await visit.card.locator('.question').count()).toBeGreaterThan(0);
    expect(await focus(visit)).toBe('button');
  });

  it('gives no sign-in up, and is the page’s own where the card has nothing to take back', async () => {
    const visit = await open();
    await visit.opening(() => visit.press(en.connect));
    await visit.frame.evaluate(() => {
      const heard: boolean[] = [];
      Object.assign(window, { escapes: heard });
      addEventListener('keydown', (event) => heard.push(event.defaultPrevented));
    });
    await visit.control(en.startAgain).focus();
    await key(visit, 'Escape');
    await visit.reach('connecting');
    expect(await visit.frame.evaluate(() => (window as unknown as { escapes: boolean[] }).escapes)).toEqual([false]);
  });
});
