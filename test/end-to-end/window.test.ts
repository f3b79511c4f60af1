/** What a sign-in window can do to a card, and what the card makes of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../../src/element/texts/en.js';
import { allow, openStage, type Stage } from './stage.js';

describe('the sign-in window', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({
      routes: (site) => {
        // A frame that may not open windows: the same element, in the sandbox of a careless page builder.
        site.get('/framed', (c) =>
          c.html(
            '<!doctype html><iframe sandbox="allow-scripts allow-same-origin" width="600" height="900" src="/partner-in-frame"></iframe>',
          ),
        );
        site.get('/partner-in-frame', async (c) => {
          const partner = await fetch(new URL('/partner', c.req.url));
          return c.html(await partner.text());
        });
        site.get('/no-referrer', async (c) => {
          const partner = await fetch(new URL('/partner', c.req.url));
          c.header('Referrer-Policy', 'no-referrer');
          return c.html(await partner.text());
        });
      },
    });
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  it.each(['same-origin', 'same-origin-allow-popups'] as const)(
    'still ends connected when John Deere’s page cuts the window off (COOP %s), with nobody sending a message',
    async (coop) => {
      stage.demo.simulator.scenario.set({ coop });
      const visit = await stage.visit();
      const popup = await visit.open();
      await visit.card.getByText(en.severed).waitFor();
      expect(await visit.state()).toBe('connecting');

      await allow(popup, 'several');
      await visit.reach('connected');
      expect(popup.isClosed()).toBe(false);
      expect(await visit.eventsNamed('leaf-cancelled')).toEqual([]);
      expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    },
  );

  it('offers the second step as a link when the window was cut off', async () => {
    stage.demo.simulator.scenario.set({ coop: 'same-origin' });
    const visit = await stage.visit();
    const popup = await visit.open();
    await allow(popup, 'unshared');
    await visit.reach('no-organizations');
    await visit.card.getByText(en.closeWindow).waitFor();

    const [deere] = await Promise.all([visit.page.waitForEvent('popup'), visit.button.click()]);
    await deere.getByLabel('Herdade do Monte').check();
    await deere.getByRole('button', { name: 'Save' }).click();
    await deere.getByText('Your choice is saved').waitFor();
    await visit.comeBack();
    await visit.reach('connected');
  });

  it('is "not finished" when it was closed, until a sign-in is found after all', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await popup.waitForURL(/\/signin\//);
    await popup.close();
    await visit.comeBack();
    await visit.reach('unfinished');
    expect(await visit.eventsNamed('leaf-cancelled')).toEqual([]);

    await visit.signIn('several');
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-cancelled')).toMatchObject([{ reason: 'superseded' }]);
  });

  it('finds a sign-in that was finished in a window of an attempt that was given up', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await visit.press('Cancel');
    await visit.reach('disconnected');
    await allow(popup, 'several');
    // Within the same second the companion does not ask Leaf again.
    await vi.waitFor(
      async () => {
        await visit.card.evaluate((element) => (element as HTMLElementTagNameMap['leaf-jd-connect']).refresh());
        expect(await visit.state()).toBe('connected');
      },
      { timeout: 5_000, interval: 200 },
    );
    expect(await visit.eventsNamed('leaf-connected')).toEqual([]);
  });

  it('has a real link to the same place when the browser blocks it', async ({ skip }) => {
    // Where the browser is chosen, it is one that blocks; elsewhere a test that cannot be run is told as such.
    if (!process.env.CI) skip(!stage.blocksPopups, 'this browser has no popup blocker');
    const visit = await stage.visit();
    await visit.reach('disconnected');
    // Without a gesture the popup blocker does its work.
    await visit.card.evaluate((element) => {
      setTimeout(() => {
        (element as HTMLElementTagNameMap['leaf-jd-connect']).connect();
      }, 6_000);
    });
    await visit.reach('blocked');
    expect(await visit.eventsNamed('leaf-error')).toMatchObject([{ code: 'popup_blocked', userRecoverable: true }]);

    const [popup] = await Promise.all([
      visit.page.waitForEvent('popup'),
      visit.card.getByRole('link', { name: 'Open John Deere' }).click(),
    ]);
    await allow(popup, 'several');
    await visit.comeBack();
    await visit.reach('connected');
  });

  it('has a real link in a sandbox that allows no windows', async () => {
    const visit = await stage.visit({ path: '/framed' });
    const frame = visit.page.frameLocator('iframe');
    await frame.locator('leaf-jd-connect [part="button"]').click();
    const link = frame.getByRole('link', { name: 'Open John Deere' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toContain(`${stage.demo.companionUrl}/start/`);
  });

  it('connects sooner when Leaf’s last page posts its reply, and only on the companion’s word', async () => {
    stage.demo.simulator.scenario.set({ callback: 'message' });
    const visit = await stage.visit();
    const popup = await visit.open();
    await allow(popup, 'several').catch(() => undefined);
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
  });

  it('believes no forged reply', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await visit.page.evaluate(() => {
      const reply = {
        status: 'CREDENTIAL_ASSIGNED',
        connectedOrganizations: [{ id: '1', name: 'Forged Farm', managementUri: 'javascript:alert(1)' }],
      };
      for (const data of [
        reply,
        null,
        'x'.repeat(10_000_000),
        { status: 'CREDENTIAL_ASSIGNED', connectedOrganizations: 1 },
      ]) {
        window.postMessage(data, '*');
      }
    });
    // The right window, but of another origin than Leaf's.
    await popup.evaluate(() => {
      const opener = window.opener as Window;
      opener.postMessage(
        { status: 'CREDENTIAL_ASSIGNED', connectedOrganizations: [{ id: '1', name: 'Forged Farm' }] },
        '*',
      );
    });
    await visit.card.evaluate((element) => (element as HTMLElementTagNameMap['leaf-jd-connect']).refresh());
    expect(await visit.state()).toBe('connecting');
    expect(await visit.card.getByText('Forged Farm').count()).toBe(0);
  });

  it('goes straight on though the page’s referrer policy hides who opened it', async () => {
    const visit = await stage.visit({ path: '/no-referrer' });
    const popup = await visit.open();
    await popup.waitForURL(/\/signin\//);
  });

  it('stops at the naming page when the start URL was handed to somebody else', async () => {
    const visit = await stage.visit();
    await visit.reach('disconnected');
    const minted = stage.log.filter(({ event }) => event === 'sign_in_minted').length;
    const [request] = await Promise.all([
      visit.page.context().waitForEvent('request', (sent) => sent.url().includes('/start/')),
      visit.button.click(),
    ]);
    const victim = await stage.browser.newPage();
    await victim.goto(request.url());
    await victim.getByText('Fieldbook').first().waitFor();
    expect(stage.log.filter(({ event }) => event === 'sign_in_minted')).toHaveLength(minted + 1);

    await victim.getByRole('button').click();
    await victim.waitForURL(/\/signin\//);
    await victim.close();
  });
});
