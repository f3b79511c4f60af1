/** When something is wrong with a connection: what the card says in plain words, and the one button that mends it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/element/texts/en.js';
import { choose, consent, openStage, type Stage, type Visit } from './stage.js';

describe('a connection that needs looking after', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  async function connected(): Promise<Visit> {
    const visit = await stage.visit();
    await visit.signIn('several');
    await visit.reach('connected');
    return visit;
  }

  async function found(
    status: 'OK' | 'UNAUTHENTICATED' | 'MISSING_PERMISSION' | 'TEMPORARILY_UNAVAILABLE' | 'BRAND_NEW',
  ) {
    const visit = await connected();
    stage.demo.simulator.scenario.set({ status });
    await visit.press(en.checkAgain);
    await visit.page.waitForFunction(
      (health) => document.querySelector('leaf-jd-connect')?.connection?.health === health,
      status === 'BRAND_NEW' ? 'unknown' : status.toLowerCase(),
    );
    return visit;
  }

  const primary = (visit: Visit) => visit.card.locator('[part="actions"] [part="button"]');

  it('is asked to sign in again when John Deere no longer lets Leaf in, and that mends it', async () => {
    const visit = await found('UNAUTHENTICATED');
    expect(await visit.state()).toBe('attention');
    await visit.card.getByText(en.unauthenticatedTitle).waitFor();
    expect(await primary(visit).allInnerTexts()).toEqual([en.reconnect]);

    const popup = await visit.open();
    stage.demo.simulator.scenario.reset();
    await consent(popup, 'several');
    await visit.comeBack();
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(2);
  });

  it('leads to John Deere, where a missing permission is given', async () => {
    const visit = await found('MISSING_PERMISSION');
    expect(await visit.state()).toBe('attention');
    await visit.card.getByText(en.missingTitle).waitFor();
    expect(await primary(visit).allInnerTexts()).toEqual([en.allow]);
    const [deere] = await Promise.all([visit.page.waitForEvent('popup'), primary(visit).click()]);
    await deere.getByText('What may Fieldbook see?').waitFor();
    stage.demo.simulator.scenario.reset();
    await deere.getByRole('button', { name: 'Save' }).click();
    await deere.getByText('Your choice is saved').waitFor();
    await deere.close();
    await visit.comeBack();
    await visit.reach('connected');
    expect(await visit.row('Lindqvist Home Farm').innerText()).toContain('Shared');
  });

  it('says that there is nothing to do while John Deere is away, and offers nothing to press', async () => {
    const visit = await found('TEMPORARILY_UNAVAILABLE');
    expect(await visit.state()).toBe('connected');
    await visit.card.getByText(en.deereAway).waitFor();
    expect(await visit.row('Lindqvist Home Farm').innerText()).toContain('Shared');
    expect(await primary(visit).count()).toBe(0);
    expect(await visit.card.getByRole('button', { name: en.checkAgain }).count()).toBe(0);
  });

  it.each(['OK', 'BRAND_NEW'] as const)('makes nothing of %s', async (status) => {
    const visit = await connected();
    const before = await visit.card.innerText();
    stage.demo.simulator.scenario.set({ status });
    await visit.press(en.checkAgain);
    if (status !== 'OK')
      await visit.page.waitForFunction(
        () => document.querySelector('leaf-jd-connect')?.connection?.health === 'unknown',
      );
    await visit.card.getByRole('button', { name: en.checkAgain }).waitFor();
    expect(await visit.state()).toBe('connected');
    expect(await visit.card.innerText()).toBe(before);
    expect(await visit.eventsNamed('leaf-error')).toEqual([]);
  });

  it('was ended by somebody else meanwhile: the card says so, and connects again', async () => {
    const visit = await connected();
    const otherTab = await visit.page.context().newPage();
    await otherTab.goto(visit.page.url());
    const other = otherTab.locator('leaf-jd-connect');
    await other.getByRole('button', { name: 'Disconnect' }).click();
    await other.getByRole('group').getByRole('button', { name: 'Disconnect' }).click();
    await other.getByText(en.endedHere).waitFor();
    await otherTab.close();

    await visit.press(en.checkAgain);
    await visit.reach('disconnected');
    await visit.card.getByText(en.endedElsewhere).waitFor();
    expect(await visit.eventsNamed('leaf-disconnected')).toEqual([]);
    await visit.signIn('several');
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(2);
  });

  it('is disconnected in two presses, told what that means, and is back after one sign-in', async () => {
    const visit = await connected();
    await visit.press(en.yoursYes);
    await visit.press('Disconnect');
    const question = visit.card.getByRole('group', { name: en.sureTitle });
    await question.getByText('gets no new data then, but keeps what it has.').waitFor();
    expect(await question.getByRole('link', { name: en.openLink }).getAttribute('href')).toContain(
      `${stage.demo.simulator.deereUrl}/connections/${stage.demo.simulator.clientKey}/`,
    );
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await visit.state()).toBe('connected');

    await visit.press('Disconnect');
    await question.getByRole('button', { name: 'Disconnect' }).click();
    await visit.reach('disconnected');
    await visit.card.getByText(en.endedHere).waitFor();
    expect(await visit.eventsNamed('leaf-disconnected')).toHaveLength(1);

    await visit.signIn('several');
    await visit.reach('connected');
    expect(await visit.row('Lindqvist Home Farm').innerText()).toContain('Shared');
  });

  it('shows support what became of it: dates and codes, and nothing of what was said', async () => {
    const visit = await connected();
    const [answer] = await Promise.all([
      visit.page.waitForResponse(`${stage.demo.companionUrl}/events`),
      visit.card.getByText(en.history).click(),
    ]);
    const events = (await answer.json()) as object[];
    expect(events.length).toBeGreaterThan(1);
    for (const event of events) expect(Object.keys(event).sort()).toEqual(['createdDate', 'id', 'statusCode']);
    const shown = visit.card.locator('details li');
    await shown.first().waitFor();
    expect(await shown.count()).toBe(events.length);
    for (const line of await shown.allInnerTexts()) expect(line).toMatch(/\d\D+\s200$/);

    stage.demo.simulator.revoke('several');
    await visit.press(en.checkAgain);
    await visit.reach('attention');
    // Whoever had it open sees the latest, without another press.
    await visit.card.getByText(`${en.eventRefused} 401`).first().waitFor();
  });
});

describe('a connection of the documented flow that John Deere has ended', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ flow: 'authorization-code' });
  });
  afterAll(() => stage.close());

  it.each(['replaces', 'refused'] as const)(
    'is mended by one sign-in, without the second step, when a second credential is %s',
    async (secondCredential) => {
      stage.demo.simulator.reset();
      stage.demo.simulator.scenario.set({ secondCredential });
      const visit = await stage.visit();
      const popup = await visit.open();
      await consent(popup, 'several');
      await Promise.all([popup.waitForEvent('close'), choose(popup)]);
      await visit.reach('connected');
      const rows = await visit.card.locator('[part="organization"]').allInnerTexts();

      stage.demo.simulator.revoke('several');
      await visit.press(en.checkAgain);
      await visit.reach('attention');
      // Leaf lists nothing for it; the card keeps what it knows, and tells the page of no change.
      expect(await visit.card.locator('[part="organization"]').allInnerTexts()).toEqual(rows);
      expect((await visit.eventsNamed('leaf-organizations-change')).flatMap(({ removed }) => removed)).toEqual([]);
      const again = await visit.open();
      await Promise.all([again.waitForEvent('close'), consent(again, 'several')]);
      await visit.reach('connected');
      expect(await visit.card.locator('[part="organization"]').allInnerTexts()).toEqual(rows);
      expect(await visit.eventsNamed('leaf-connected')).toHaveLength(2);
    },
  );
});
