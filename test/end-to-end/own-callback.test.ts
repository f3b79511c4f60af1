/** The documented flow, with a callback of the companion's own: two steps in one window, which closes itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/element/texts/en.js';
import { choose, consent, credentialsGiven, openStage, signInAs, type Stage } from './stage.js';

const DONE = 'You are done here';

describe('a sign-in that comes back to the companion', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ flow: 'authorization-code' });
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  it('connects, closes its window by itself, and tells the page once', async () => {
    const visit = await stage.visit();
    await visit.reach('disconnected');
    const popup = await visit.open();
    await visit.card.getByText('Step 1 of 2').waitFor();
    await consent(popup, 'several');
    await Promise.all([popup.waitForEvent('close'), choose(popup)]);
    await visit.reach('connected');

    expect(await visit.row('Lindqvist Home Farm').innerText()).toContain('Shared');
    expect(await visit.row('Hill Pastures').innerText()).toContain('Not shared');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    expect(await visit.eventsNamed('leaf-cancelled')).toEqual([]);
    expect(visit.faults).toEqual([]);
  });

  it('leads the same window on to the second step when nothing is shared yet', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await consent(popup, 'unshared');
    await popup.waitForURL(/select-organizations/);
    await visit.comeBack();
    await visit.reach('no-organizations');
    await visit.card.getByText('Step 2 of 2').waitFor();
    await visit.card.getByText(en.noneSharedWindow).waitFor();
    expect(await visit.eventsNamed('leaf-connected')).toEqual([]);

    await Promise.all([popup.waitForEvent('close'), choose(popup, 'Quinta da Ribeira')]);
    await visit.reach('connected');
    expect(await visit.row('Quinta da Ribeira').innerText()).toContain('Shared');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
  });

  it('never shows plain text, and promises none', async () => {
    const visit = await stage.visit();
    await visit.reach('disconnected');
    const popup = await visit.open();
    await visit.card.getByText(en.closesItself).waitFor();
    expect(await visit.card.getByText(en.plainText).count()).toBe(0);
    await consent(popup, 'several');
    // No hop of the way is Leaf's.
    const hops: string[] = [];
    popup.on('framenavigated', (frame) => hops.push(new URL(frame.url()).origin));
    await Promise.all([popup.waitForEvent('close'), choose(popup)]);
    expect(hops).toContain(stage.demo.companionUrl);
    expect(hops).not.toContain(stage.demo.simulator.leafUrl);
  });

  it('says so to a grower who did not allow it, and lets them try again in the same window', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await signInAs(popup, 'several');
    await popup.getByRole('button', { name: 'Do not allow' }).click();
    await popup.getByText('You chose not to share').waitFor();
    expect(credentialsGiven(stage)).toBe(0);

    await popup.getByRole('button', { name: 'Try again' }).click();
    await consent(popup, 'several');
    await Promise.all([popup.waitForEvent('close'), choose(popup)]);
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    expect(credentialsGiven(stage)).toBe(1);
  });

  it('is "not finished" to a grower who comes back after a refusal', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await signInAs(popup, 'refused');
    await popup.getByText('You chose not to share').waitFor();
    await popup.close();
    await visit.comeBack();
    await visit.reach('unfinished');
  });

  it.each(['same-origin', 'same-origin-allow-popups'] as const)(
    'connects though John Deere’s page cuts the window off (COOP %s)',
    async (coop) => {
      stage.demo.simulator.scenario.set({ coop });
      const visit = await stage.visit();
      const popup = await visit.open();
      await visit.card.getByText(en.severed).waitFor();
      await consent(popup, 'unshared');
      await choose(popup, 'Herdade do Monte');
      await visit.reach('connected');
      expect(await visit.eventsNamed('leaf-cancelled')).toEqual([]);
      expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
      // Whether a window that was cut off may close itself is the browser's affair; it never shows an error.
      if (!popup.isClosed()) await popup.getByText(DONE).waitFor();
    },
  );

  it('goes on after the page was loaded again', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await visit.page.reload();
    await visit.reach('unfinished');
    await consent(popup, 'several');
    await choose(popup);
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
  });

  it('starts in two tabs without one undoing the other', async () => {
    const visit = await stage.visit();
    const first = await visit.open();
    await first.waitForURL(/\/signin\//);
    const otherTab = await visit.page.context().newPage();
    await otherTab.goto(visit.page.url());
    const [second] = await Promise.all([
      otherTab.waitForEvent('popup'),
      otherTab.locator('leaf-jd-connect [part="button"]').click(),
    ]);
    await second.waitForURL(/\/signin\//);
    await second.close();

    await consent(first, 'several');
    await Promise.all([first.waitForEvent('close'), choose(first)]);
    await visit.reach('connected');
  });

  it('shows a page that says so when Leaf fails at the end, and "Try again" there connects', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await popup.waitForURL(/\/signin\//);
    await signInAs(popup, 'several');
    stage.demo.simulator.scenario.set({ leaf: '500' });
    await popup.getByRole('button', { name: 'Allow access' }).click();
    await popup.getByText('The sign-in could not be finished').waitFor();
    const text = await popup.locator('body').innerText();
    expect(stage.log.some(({ requestId }) => text.includes(requestId))).toBe(true);

    stage.demo.simulator.scenario.reset();
    await popup.getByRole('button', { name: 'Try again' }).click();
    await consent(popup, 'several');
    await Promise.all([popup.waitForEvent('close'), choose(popup)]);
    await visit.reach('connected');
  });
});

describe('a sign-in whose code Leaf’s helper redeems', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ flow: 'authorization-code', tokenExchange: 'helper' });
  });
  afterAll(() => stage.close());

  it.each(['camel-case', 'snake-case'] as const)('connects in the same two steps, its tokens in %s', async (helper) => {
    stage.demo.simulator.scenario.set({ helper });
    const visit = await stage.visit();
    const popup = await visit.open();
    await consent(popup, 'unshared');
    await Promise.all([popup.waitForEvent('close'), choose(popup, 'Quinta da Ribeira')]);
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    const called = stage.demo.simulator.calls.all.map(({ path }) => path.split('/').at(-1));
    expect(called).toEqual(expect.arrayContaining(['get_url', 'get_token', 'john-deere-credentials']));
  });
});
