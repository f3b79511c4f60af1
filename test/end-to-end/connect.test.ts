/** The main job: a grower connects, shares, looks and disconnects. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allow, openStage, signInAs, type Stage } from './stage.js';

describe('connecting a John Deere account', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  it('ends connected with every organization in a row, though Leaf’s last page is bare JSON and says nothing', async () => {
    const visit = await stage.visit();
    await visit.reach('disconnected');
    const popup = await visit.open();
    await allow(popup, 'several');
    await visit.reach('connected');

    expect(await visit.row('Lindqvist Home Farm').innerText()).toContain('Shared');
    expect(await visit.row('Lindqvist & Daughters <River Land>').innerText()).toContain('Shared');
    expect(await visit.row('Hill Pastures').innerText()).toContain('Not shared');
    expect(await visit.row('Northern Contracting').innerText()).toContain('Not shared');
    expect(popup.isClosed()).toBe(true);
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    expect(visit.faults).toEqual([]);
  });

  it('gives each organization the link that Leaf names for it, at John Deere', async () => {
    const visit = await stage.visit();
    await visit.signIn('several');
    await visit.reach('connected');

    const manage = visit.row('Lindqvist Home Farm').getByRole('link');
    const share = visit.row('Hill Pastures').getByRole('link');
    expect(await manage.getAttribute('href')).toBe(
      `${stage.demo.simulator.deereUrl}/connections/${stage.demo.simulator.clientKey}/connections-dialog?orgId=509991`,
    );
    expect(await share.getAttribute('href')).toBe(
      `${stage.demo.simulator.deereUrl}/connections/${stage.demo.simulator.clientKey}/select-organizations`,
    );
  });

  it.each(['live', 'after-sync'] as const)(
    'ticks a row that was shared meanwhile, when Leaf’s list is %s',
    async (organizations) => {
      stage.demo.simulator.scenario.set({ organizations });
      const visit = await stage.visit();
      await visit.signIn('several');
      await visit.reach('connected');

      const [deere] = await Promise.all([
        visit.page.waitForEvent('popup'),
        visit.row('Hill Pastures').getByRole('link').click(),
      ]);
      await deere.getByLabel('Hill Pastures').check();
      await deere.getByRole('button', { name: 'Save' }).click();
      await deere.getByText('Your choice is saved').waitFor();
      await deere.close();
      await visit.comeBack();

      await visit.card.locator('.organization.is-shared', { hasText: 'Hill Pastures' }).waitFor();
      expect(await visit.card.locator('[part="status"]').innerText()).toContain('Now shared: Hill Pastures.');
      const changes = await visit.eventsNamed('leaf-organizations-change');
      expect(changes.at(-1)).toMatchObject({ added: [{ name: 'Hill Pastures' }], removed: [] });
    },
  );

  it('leads the same window on to the second step when nothing is shared yet', async () => {
    const visit = await stage.visit();
    const popup = await visit.signIn('unshared');
    await visit.reach('no-organizations');
    expect(await visit.eventsNamed('leaf-connected')).toEqual([]);
    await popup.waitForURL(/select-organizations/);

    await popup.getByLabel('Quinta da Ribeira').check();
    await popup.getByRole('button', { name: 'Save' }).click();
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    expect(popup.isClosed()).toBe(false);
  });

  it('tells a grower without any organization what it may be, and lets them start again', async () => {
    const visit = await stage.visit();
    await visit.signIn('empty');
    await visit.reach('no-organizations');
    await visit.card.getByText('No organization found').waitFor();

    await visit.signIn('several');
    await visit.reach('connected');
  });

  it('says "not finished" to a grower whose consent was refused, who can then start again', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await signInAs(popup, 'refused');
    await popup.getByText('access_denied').waitFor();
    await popup.close();
    await visit.comeBack();
    await visit.reach('unfinished');

    await visit.signIn('several');
    await visit.reach('connected');
  });

  it('asks whose organizations they are, and disconnects in one press', async () => {
    const visit = await stage.visit();
    await visit.signIn('several');
    await visit.reach('connected');
    await visit.card.getByText('Are these your organizations?').waitFor();

    await visit.press('No, disconnect');
    await visit.reach('disconnected');
    expect(await visit.eventsNamed('leaf-disconnected')).toHaveLength(1);

    await visit.page.reload();
    await visit.reach('disconnected');
  });

  it('shows the same truth after a reload, and tells nobody that it is new', async () => {
    const visit = await stage.visit();
    await visit.signIn('several');
    await visit.reach('connected');
    await visit.page.reload();
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toEqual([]);
    expect(await visit.eventsNamed('leaf-organizations-change')).toEqual([]);
  });

  it('asks a grower to sign in again whose access was removed, and is mended by that', async () => {
    const visit = await stage.visit();
    await visit.signIn('several');
    await visit.reach('connected');

    const [deere] = await Promise.all([
      visit.page.waitForEvent('popup'),
      visit.row('Hill Pastures').getByRole('link').click(),
    ]);
    await deere.getByRole('button', { name: /Remove all access/ }).click();
    await deere.getByText('Your choice is saved').waitFor();
    await deere.close();
    await visit.comeBack();
    await visit.reach('attention');

    await visit.signIn('several');
    await visit.reach('no-organizations');
  });

  it('can be walked by keyboard alone', async () => {
    const visit = await stage.visit();
    await visit.reach('disconnected');
    await visit.page.keyboard.press('Tab');
    while (!(await visit.button.evaluate((button) => button === (button.getRootNode() as ShadowRoot).activeElement))) {
      await visit.page.keyboard.press('Tab');
    }
    const [popup] = await Promise.all([visit.page.waitForEvent('popup'), visit.page.keyboard.press('Enter')]);
    await popup.getByLabel('User ID').focus();
    await popup.keyboard.type('several');
    await popup.keyboard.press('Tab');
    await popup.keyboard.type('simulated harvest');
    await popup.keyboard.press('Enter');
    await popup.getByRole('button', { name: 'Allow access' }).focus();
    await popup.keyboard.press('Enter');
    await visit.reach('connected');
    // The button that was pressed is gone; the focus is in the card all the same.
    expect(await visit.card.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
