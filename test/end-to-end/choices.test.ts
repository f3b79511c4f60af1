/** What Leaf fetches: a switch for each organization, how much has arrived, and a partner who wants nothing unasked. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Locator } from 'playwright-core';
import { en } from '../../src/element/texts/en.js';
import { consent, openStage, partnerPage, signInAs, type Account, type Stage, type Visit } from './stage.js';

const PATH = '/choices';
const ON = { checked: true };

const switchOf = (visit: Visit, organization: string, state = {}): Locator =>
  visit.row(organization).getByRole('switch', state);

async function connect(stage: Stage, account: Account = 'several'): Promise<Visit> {
  const visit = await stage.visit({ path: PATH });
  await visit.signIn(account);
  await visit.reach('connected');
  return visit;
}

describe('what is fetched of whom', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ routes: (site) => partnerPage(site, PATH, 'select-organizations show-data') });
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  it('is switched off and on for one organization, and stays so after a reload', async () => {
    const visit = await connect(stage);
    const [home, river] = ['Lindqvist Home Farm', 'River Land'];
    await switchOf(visit, home, ON).waitFor();
    // What is not shared has nothing to fetch.
    expect(await switchOf(visit, 'Hill Pastures').count()).toBe(0);

    await switchOf(visit, home).click();
    await switchOf(visit, home, { checked: false }).waitFor();
    await visit.page.reload();
    await switchOf(visit, home, { checked: false }).waitFor();
    await switchOf(visit, river, ON).waitFor();

    await switchOf(visit, home).click();
    await switchOf(visit, home, ON).waitFor();
    await visit.page.reload();
    await switchOf(visit, home, ON).waitFor();
    expect(await visit.row(home).innerText()).toContain('Shared');
  });

  it('cannot be switched where it is blocked, and can once Leaf has looked again', async () => {
    const visit = await connect(stage);
    await switchOf(visit, 'Lindqvist Home Farm').waitFor();
    // Shared at John Deere, and Leaf was not told to sync.
    const deere = await visit.page.context().newPage();
    const href = await visit.row('Hill Pastures').getByRole('link').getAttribute('href');
    await deere.goto(href ?? '');
    await deere.getByLabel('Hill Pastures').check();
    await deere.getByRole('button', { name: 'Save' }).click();
    await deere.getByText('Your choice is saved').waitFor();
    await deere.close();

    // Within the same second the companion does not ask again.
    await vi.waitFor(
      async () => {
        await visit.refresh();
        expect(await visit.row('Hill Pastures').innerText()).toContain(en.syncBlocked);
      },
      { timeout: 5_000, interval: 200 },
    );
    expect(await switchOf(visit, 'Hill Pastures').count()).toBe(0);
    await visit.press(en.checkAgain);
    await switchOf(visit, 'Hill Pastures', { checked: false }).waitFor();
    await switchOf(visit, 'Hill Pastures').click();
    await switchOf(visit, 'Hill Pastures', ON).waitFor();
  });

  it('is known of the last of two hundred organizations, and switched there', async () => {
    const visit = await connect(stage, 'hundreds');
    const last = 'Hazel Fields 197';
    await visit.card.getByLabel('Find an organization').fill(last);
    await switchOf(visit, last, ON).waitFor();
    await switchOf(visit, last).click();
    await switchOf(visit, last, { checked: false }).waitFor();

    await visit.page.reload();
    await visit.card.getByLabel('Find an organization').fill(last);
    await switchOf(visit, last, { checked: false }).waitFor();
    const { connected = [], notConnected = [] } = (await visit.connection())?.organizations ?? {};
    const told = [...connected, ...notConnected].map(({ sync }) => sync);
    expect(told).toHaveLength(200);
    expect(told).not.toContain(undefined);
    expect(told.filter((sync) => sync === 'PREVIEW')).toHaveLength(1);
  });

  it('arrives: nothing yet at first, then as many farms and fields as Leaf has', async () => {
    stage.demo.simulator.scenario.set({ farmTakesMs: 60_000 });
    const visit = await connect(stage);
    await visit.card.getByText(en.arriving).waitFor();
    stage.demo.simulator.scenario.set({ farmTakesMs: 0 });
    await visit.press(en.checkAgain);
    // Of the two that are shared, one with four farms of eleven fields, one with a farm of five.
    await visit.card.getByText('Arrived so far: farms 5, fields 49.').waitFor();
  });
});

describe('a partner who fetches only what was chosen', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({
      routes: (site) => partnerPage(site, PATH, 'select-organizations'),
      companion: () => ({ dataSync: 'SELECTED_ONLY' }),
    });
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  const changes = () =>
    stage.demo.simulator.calls.all
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/authenticate'))
      .map(({ method, path }) => `${method} ${path.replace(/[\da-f-]{36}/, 'ID').replace(/^.*\/api\//, '')}`);

  it('has that settled at Leaf before the sign-in address is handed out, and nothing is switched on unasked', async () => {
    const visit = await stage.visit({ path: PATH });
    await visit.reach('disconnected');
    expect(changes()).toEqual([]);
    const popup = await visit.open();
    await popup.waitForURL(/\/signin\//);
    expect(changes().at(-1)).toBe('POST users/ID/one-click-integration/JohnDeere');
    expect(changes().slice(0, -1)).toEqual(expect.arrayContaining(['POST configs/ID']));
    expect(
      changes()
        .slice(0, -1)
        .every((call) => /^(POST|PATCH) configs\/ID$/.test(call)),
    ).toBe(true);

    await consent(popup, 'several');
    await visit.comeBack();
    await visit.reach('connected');
    await switchOf(visit, 'Lindqvist Home Farm', { checked: false }).waitFor();
    expect(await visit.card.getByText(en.syncAll).count()).toBe(0);
    await switchOf(visit, 'Lindqvist Home Farm').click();
    await switchOf(visit, 'Lindqvist Home Farm', ON).waitFor();
  });

  it('has nobody sign in while it cannot be settled', async () => {
    const visit = await stage.visit({ path: PATH });
    await visit.reach('disconnected');
    stage.demo.simulator.scenario.set({ leaf: '500' });
    const popup = await visit.open();
    await popup.getByText('John Deere could not be opened').waitFor();
    expect(changes().filter((call) => call.includes('one-click'))).toEqual([]);

    stage.demo.simulator.scenario.reset();
    await popup.getByRole('button', { name: 'Try again' }).click();
    await signInAs(popup, 'several');
    expect(changes().at(-1)).toContain('one-click');
  });
});
