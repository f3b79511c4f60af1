/** A sign-in that is finished elsewhere: by somebody else, or after the page was loaded again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allow, openStage, type Stage, type Visit } from './stage.js';

describe('a sign-in that ends elsewhere than it began', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  async function sendLink(): Promise<{ visit: Visit; url: string }> {
    const visit = await stage.visit();
    await visit.card.evaluate((element) => {
      (element as HTMLElementTagNameMap['leaf-jd-connect']).hostedLink = 'start';
    });
    await visit.press('Not your John Deere login? Send a link');
    const url = await visit.card.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
    return { visit, url };
  }

  it('is finished by whoever got the link, and the waiting page learns of it by itself', async () => {
    const { visit, url } = await sendLink();
    const elsewhere = await stage.browser.newContext();
    const other = await elsewhere.newPage();
    await other.goto(url);
    await other.getByText('Fieldbook').first().waitFor();
    expect(stage.log.filter(({ event }) => event === 'sign_in_minted')).toHaveLength(0);
    await other.getByRole('button').click();
    await allow(other, 'several');

    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    expect(await visit.eventsNamed('leaf-cancelled')).toEqual([]);
    await elsewhere.close();
  });

  it('shows the naming page to whoever sent the link, too', async () => {
    const { visit, url } = await sendLink();
    const own = await visit.page.context().newPage();
    await own.goto(url, { referer: `${stage.demo.siteUrl}/partner` });
    await own.getByRole('button').waitFor();
    expect(own.url()).toBe(url);
    await own.close();
  });

  it('goes on after the page was loaded again', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await visit.page.reload();
    await visit.reach('unfinished');
    await allow(popup, 'several');
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
  });

  it('is no other visitor’s, in the same tab', async () => {
    const visit = await stage.visit();
    await visit.open();
    await visit.page.context().clearCookies();
    await visit.page.reload();
    await visit.reach('disconnected');
    expect(await visit.eventsNamed('leaf-cancelled')).toEqual([]);
  });
});
