/** A sign-in belongs to the browser in which it was begun: what is handed on, copied or brought again attaches nobody's farm. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { en } from '../../src/element/texts/en.js';
import type { Connection } from '../../src/protocol/wire.js';
import { choose, consent, credentialsGiven, openStage, partnerPage, type Stage, type Visit } from './stage.js';

const ELSEWHERE = 'This sign-in cannot go on here';

describe('a sign-in that belongs to one browser', () => {
  let stage: Stage;
  let elsewhere: BrowserContext;
  beforeAll(async () => {
    stage = await openStage({
      flow: 'authorization-code',
      routes: (site) => {
        partnerPage(site, '/sends-links', 'hosted-link="start"');
      },
    });
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    stage.demo.simulator.reset();
    elsewhere = await stage.browser.newContext();
  });
  afterEach(() => elsewhere.close());

  /** The first address that the visit's browser asks for with this in it, on whatever page. */
  async function addressWith(visit: Visit, part: string, act: () => Promise<unknown>): Promise<string> {
    const [request] = await Promise.all([
      visit.page.context().waitForEvent('request', (sent) => sent.url().includes(part)),
      act(),
    ]);
    return request.url();
  }

  async function openElsewhere(address: string): Promise<Page> {
    const page = await elsewhere.newPage();
    await page.goto(address);
    return page;
  }

  async function connection(visit: Visit): Promise<Connection | undefined> {
    await visit.refresh();
    return visit.connection();
  }

  it('is begun anew by whoever got a link, and the waiting card learns of it by itself', async () => {
    const visit = await stage.visit({ path: '/sends-links' });
    await visit.press(en.sendLink);
    const other = await openElsewhere(await visit.card.getByRole('textbox', { name: en.linkLabel }).inputValue());
    await other.getByText('you share your own farm with the account that the link came from').waitFor();
    await other.getByRole('button', { name: 'Continue to John Deere' }).click();
    await consent(other, 'unshared');
    await choose(other, 'Quinta da Ribeira');
    await other.getByText('Thank you. You can close this window.').waitFor();

    await visit.reach('connected');
    expect(await visit.row('Quinta da Ribeira').innerText()).toContain('Shared');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    expect(await visit.eventsNamed('leaf-cancelled')).toEqual([]);
  });

  it('attaches nothing when John Deere’s address was copied into another browser, which is told so', async () => {
    const visit = await stage.visit();
    await visit.reach('disconnected');
    const copied = await addressWith(visit, '/v1/authorize', () => visit.open());
    const victim = await openElsewhere(copied);
    await consent(victim, 'several');
    await victim.getByText(ELSEWHERE).waitFor();
    expect(await victim.locator('body').innerText()).toContain('Nothing was shared from here.');

    expect(credentialsGiven(stage)).toBe(0);
    expect((await connection(visit))?.state).toBe('disconnected');
  });

  it('is not finished by an answer that was carried from another browser', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await popup.waitForURL(/\/signin\//);
    // Held back before the companion sees it: a code that is still good.
    stage.demo.gate.refuse();
    const answer = await addressWith(visit, '/callback?', () => consent(popup, 'several'));
    stage.demo.gate.open();
    const thief = await openElsewhere(answer);
    await thief.getByText(ELSEWHERE).waitFor();
    expect(credentialsGiven(stage)).toBe(0);

    // Nothing was used up: its own browser still finishes.
    await popup.goto(answer);
    await choose(popup);
    await visit.reach('connected');
  });

  it('is finished once: its answer, brought again, changes nothing', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    const answer = await addressWith(visit, '/callback?', () => consent(popup, 'several'));
    await Promise.all([popup.waitForEvent('close'), choose(popup)]);
    await visit.reach('connected');
    const { revision } = (await visit.eventsNamed('leaf-connected'))[0]?.connection as { revision: string };

    const again = await visit.page.context().newPage();
    await again.goto(answer);
    await again.getByText(ELSEWHERE).waitFor();
    expect(credentialsGiven(stage)).toBe(1);
    expect(await connection(visit)).toMatchObject({ state: 'connected', revision });
  });

  it('ends on a page that harms nobody when somebody comes to the callback with nothing', async () => {
    const visit = await stage.visit();
    await visit.reach('disconnected');
    const calls = stage.demo.simulator.calls.all.length;
    const stray = await openElsewhere(`${stage.demo.companionUrl}/callback`);
    await stray.getByText('You are done here').waitFor();
    expect(stage.demo.simulator.calls.all).toHaveLength(calls);
  });
});

describe('what stays open with one click', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('a copied John Deere address attaches the farm of whoever signs in there, and the card asks whose it is', async () => {
    const visit = await stage.visit();
    await visit.reach('disconnected');
    const [request] = await Promise.all([
      visit.page.context().waitForEvent('request', (sent) => sent.url().includes('/v1/authorize')),
      visit.open(),
    ]);
    const elsewhere = await stage.browser.newContext();
    const victim = await elsewhere.newPage();
    await victim.goto(request.url());
    await consent(victim, 'several');
    await visit.reach('connected');
    await visit.card.getByText(en.yoursTitle).waitFor();
    await elsewhere.close();
  });
});
