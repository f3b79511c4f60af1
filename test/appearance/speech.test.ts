/** What a screen reader is given to say: progress and results once each, and nothing when nothing happens. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/element/texts/en.js';
import { connected, disconnected, nothingShared, organization, problem } from '../support/answers.js';
import { Listener } from './listener.js';
import { openStage, type Setting, type Stage, type Visit } from './stage.js';

const OFFERS: Setting = { attributes: 'company-name="Fieldbook" hosted-link="start" allow-disconnect' };
const HOME = organization('Home Farm');
const RIVER = organization('River Farm');
const ONE = connected({ organizations: { connected: [HOME], notConnected: [RIVER] } });
const BOTH = connected({ organizations: { connected: [HOME, RIVER], notConnected: [] } });
const NONE = nothingShared({ organizations: { connected: [], notConnected: [HOME, RIVER] } });
const CARD = `section: ${en.connect}`;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function listening(setting: Setting, state: Parameters<Visit['reach']>[0]): Promise<[Visit, Listener]> {
  const visit = await stage.visit(setting);
  await visit.reach(state);
  return [visit, await Listener.start(visit)];
}

const quoted = (text: string): string => `“${text}”`;
/** Isolated, as the card inserts it. */
const plain = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/[\u2066-\u2069]/g, ''));

describe('a card', () => {
  it('says what the companion answered first, once', async () => {
    const visit = await stage.visit({ ...OFFERS, script: { 'GET /connection': 'hold' } });
    const listener = await Listener.start(visit);
    visit.direct({ 'GET /connection': { json: ONE } });
    expect(await listener.hears(en.connectedTitle)).toEqual([quoted(en.connectedTitle)]);
  });
});

describe('a whole connect by keyboard', () => {
  it('says each step once', async () => {
    const [visit, listener] = await listening(OFFERS, 'disconnected');
    await visit.control(en.connect).focus();
    expect(await listener.said()).toEqual([`button: ${en.connect}`]);
    const window = await visit.opening(() => visit.page.keyboard.press('Enter'));
    expect(await listener.said()).toEqual([CARD, quoted(en.connectingTitle)]);

    await visit.refresh();
    await visit.refresh();
    expect(await withoutProgress(listener), 'answers that change nothing').toEqual([]);

    await visit.says(NONE);
    expect(await withoutProgress(listener)).toEqual([quoted(en.noneSharedTitle)]);
    await window.close();
    await visit.comeBack();
    await visit.says(ONE);
    expect(plain(await withoutProgress(listener)).sort()).toEqual(
      [quoted(en.connectedTitle), quoted(en.nowShared.replace('{names}', 'Home Farm'))].sort(),
    );
    await visit.says(ONE);
    expect(await withoutProgress(listener)).toEqual([]);
  });
});

describe('nothing is said', () => {
  it('of a look at another tab and back', async () => {
    const [visit, listener] = await listening({ ...OFFERS, script: { 'GET /connection': { json: ONE } } }, 'connected');
    for (const state of ['hidden', 'visible', 'hidden', 'visible']) {
      // Synthetic: a headless browser shows every tab.
      await visit.frame.evaluate((visibility) => {
        Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
        window.dispatchEvent(new Event(visibility === 'visible' ? 'focus' : 'blur'));
      }, state);
    }
    expect(await listener.said()).toEqual([]);
  });

  it('of questions at pace, which find what they found before', async () => {
    const setting = { ...OFFERS, script: { 'GET /connection': { json: disconnected({ pollAfterMs: 1_000 }) } } };
    const [visit, listener] = await listening(setting, 'disconnected');
    await visit.opening(() => visit.press(en.connect));
    await listener.said();
    const before = visit.asked('GET /connection');
    await expect.poll(() => visit.asked('GET /connection'), { timeout: 15_000 }).toBeGreaterThan(before + 2);
    expect(await listener.said()).toEqual([]);
  });
});

describe('what is pressed', () => {
  it('“Check again” says that it is being checked, and nothing twice', async () => {
    const [visit, listener] = await listening({ ...OFFERS, script: { 'GET /connection': { json: ONE } } }, 'connected');
    await visit.control(en.checkAgain).focus();
    await listener.said();
    await visit.page.keyboard.press('Enter');
    expect(await listener.hears(en.checking)).toEqual([quoted(en.checking)]);
    await visit.control(en.checkAgain).waitFor();
    expect(await listener.said()).toEqual([]);
  });

  it('an error is said once, and again only when it comes again', async () => {
    const [visit, listener] = await listening({ ...OFFERS, script: { 'GET /connection': { json: ONE } } }, 'connected');
    const failure = 'req-4711';
    visit.direct({ 'GET /connection': problem('leaf_unavailable') });
    await visit.refresh();
    expect((await listener.hears(failure)).filter((line) => line.includes(failure))).toHaveLength(1);
    await visit.says(ONE);
    expect(await withoutProgress(listener)).toEqual([]);
    visit.direct({ 'GET /connection': problem('leaf_unavailable') });
    await visit.refresh();
    expect((await listener.hears(failure)).filter((line) => line.includes(failure))).toHaveLength(1);
  });

  it('a copied link is said', async () => {
    const [visit, listener] = await listening(OFFERS, 'disconnected');
    await visit.page.context().grantPermissions(['clipboard-write']);
    await visit.press(en.sendLink);
    expect(await listener.hears(en.handedTitle)).toContain(quoted(en.handedTitle));
    await visit.press(en.copyLink);
    expect(await listener.hears(en.copied)).toEqual([`button: ${en.copyLink}`, quoted(en.copied)]);
  });

  it('disconnecting is said, and that it is done', async () => {
    const [visit, listener] = await listening({ ...OFFERS, script: { 'GET /connection': { json: ONE } } }, 'connected');
    await visit.press(en.disconnect);
    visit.direct({ 'DELETE /connection': 'hold' });
    await listener.said();
    await visit.card.locator('.question').getByRole('button', { name: en.disconnect }).press('Enter');
    expect(await listener.hears(en.wait)).toEqual([`button: ${en.disconnect}`, quoted(en.wait)]);
    visit.direct({ 'GET /connection': { json: disconnected() }, 'DELETE /connection': { status: 204 } });
    const lines = plain(await listener.hears(en.endedHere));
    expect(lines.filter((line) => line === quoted(en.endedHere))).toHaveLength(1);
    expect(lines.filter((line) => line === CARD)).toHaveLength(1);
  });
});

describe('organizations', () => {
  it('one that turned is named, once, and its link says whose it is', async () => {
    const [visit, listener] = await listening({ ...OFFERS, script: { 'GET /connection': { json: ONE } } }, 'connected');
    const link = visit.card.locator(`[id="link-${RIVER.id}"]`);
    expect(plain([(await link.getAttribute('aria-label')) ?? ''])).toEqual([
      en.shareNamed.replace('{name}', RIVER.name),
    ]);
    await visit.says(BOTH);
    expect(plain(await withoutProgress(listener))).toEqual([quoted(en.nowShared.replace('{names}', RIVER.name))]);
    expect(plain([(await link.getAttribute('aria-label')) ?? ''])).toEqual([
      en.manageNamed.replace('{name}', RIVER.name),
    ]);
  });

  it('how many were found is said while somebody types, and not before', async () => {
    const many = Array.from({ length: 12 }, (_, index) => organization(`Farm ${index}`));
    const all = connected({ organizations: { connected: many, notConnected: [] } });
    const [visit, listener] = await listening({ script: { 'GET /connection': { json: all } } }, 'connected');
    await visit.refresh();
    expect(await withoutProgress(listener)).toEqual([]);
    await visit.card.locator('#filter').pressSequentially('11');
    expect(plain(await listener.hears('1 of 12'))).toContain(quoted('1 of 12. Shared: 12.'));
    await visit.card.locator('#filter').fill('zebra');
    expect(await listener.hears(en.noneFound)).toEqual([quoted(en.noneFound)]);
  });
});

/** `refresh()` is asked for by hand, and says so. */
async function withoutProgress(listener: Listener): Promise<string[]> {
  return (await listener.said()).filter((line) => line !== quoted(en.checking));
}
