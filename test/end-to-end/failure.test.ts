/** When Leaf, the companion or the network fails: nothing is lost, nothing leaks, and there is always a way on. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { allow, openStage, type Stage, type Visit } from './stage.js';

/** Makes the companion unreachable from the page, as a server that is down is. */
async function companionDown(visit: Visit, companionUrl: string): Promise<() => Promise<void>> {
  const everything = `${companionUrl}/**`;
  await visit.page.context().route(everything, (route) => route.abort('connectionrefused'));
  return () => visit.page.context().unroute(everything);
}

describe('failing', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  async function supportCodeIsInLog(popup: Page): Promise<void> {
    const text = await popup.locator('body').innerText();
    expect(stage.log.some(({ requestId }) => text.includes(requestId))).toBe(true);
  }

  it.each(['500', '429', 'html', 'empty', 'redirect', 'foreign-host'] as const)(
    'Leaf answering %s at the start leaves a page that says so, and "Try again" goes on once Leaf is well',
    async (start) => {
      stage.demo.simulator.scenario.set({ start });
      const visit = await stage.visit();
      const popup = await visit.open();
      const again = popup.getByRole('button', { name: 'Try again' });
      await again.waitFor();
      expect(new URL(popup.url()).origin).toBe(stage.demo.companionUrl);
      await supportCodeIsInLog(popup);

      stage.demo.simulator.scenario.reset();
      await again.click();
      await popup.waitForURL(/\/signin\//);
      await allow(popup, 'several');
      await visit.comeBack();
      await visit.reach('connected');
    },
  );

  it.each(['500', '429', 'html', 'refuse-auth'] as const)(
    'Leaf answering %s to the first question leaves a calm card that can be tried again',
    async (leaf) => {
      stage.demo.simulator.scenario.set({ leaf });
      const visit = await stage.visit();
      await visit.reach('unavailable');
      const [error] = await visit.eventsNamed('leaf-error');
      expect(await visit.card.locator('[part="error"]').innerText()).toContain(String(error?.requestId));

      stage.demo.simulator.scenario.reset();
      await visit.press('Try again');
      await visit.reach('disconnected');
    },
  );

  it('keeps what was known while Leaf fails, and says so', async () => {
    const visit = await stage.visit();
    await visit.signIn('several');
    await visit.reach('connected');
    stage.demo.simulator.scenario.set({ leaf: '500' });
    await visit.press('Check again');
    await visit.card.locator('[part="error"]').waitFor();
    expect(await visit.state()).toBe('connected');
    expect(await visit.row('Hill Pastures').count()).toBe(1);
  });

  it('a companion that is down at the click closes the empty window and says so; the next press works', async () => {
    const visit = await stage.visit({
      prepare: (context) =>
        context.route(`${stage.demo.companionUrl}/attempts`, (route) => route.abort('connectionrefused')),
    });
    await visit.reach('disconnected');
    const popup = await visit.open();
    await visit.card.locator('[part="error"]').waitFor();
    expect(popup.isClosed()).toBe(true);
    expect(await visit.state()).toBe('disconnected');
    // Nothing was started, so nothing was cancelled.
    expect(await visit.eventsNamed('leaf-cancelled')).toEqual([]);

    await visit.page.context().unroute(`${stage.demo.companionUrl}/attempts`);
    await visit.signIn('several');
    await visit.reach('connected');
  });

  it('a companion that goes down while somebody signs in is asked again until it is back', async () => {
    const visit = await stage.visit();
    const popup = await visit.open();
    await popup.waitForURL(/\/signin\//);
    const up = await companionDown(visit, stage.demo.companionUrl);
    await allow(popup, 'several');
    await visit.card.locator('[part="error"]').waitFor();
    expect(await visit.state()).toBe('connecting');
    await up();
    await visit.reach('connected');
  });

  it('tells the developer of a page whose origin is not allowed, and the grower calmly', async () => {
    const visit = await stage.visit({
      // The companion answers, but without leave for this page.
      prepare: (context) =>
        context.route(`${stage.demo.companionUrl}/connection`, async (route) => {
          const response = await route.fetch({
            headers: { ...route.request().headers(), origin: 'https://elsewhere.example' },
          });
          await route.fulfill({ response });
        }),
    });
    await visit.reach('unavailable');
    expect(await visit.eventsNamed('leaf-diagnostic')).toMatchObject([{ code: 'origin_not_allowed' }]);
  });

  it.each(['javascript', 'userinfo', 'foreign'] as const)(
    'a %s link from Leaf is not shown, and the rest stays',
    async (managementUri) => {
      stage.demo.simulator.scenario.set({ managementUri });
      const visit = await stage.visit();
      await visit.signIn('several');
      await visit.reach('connected');
      expect(await visit.card.locator('[part="organization"]').count()).toBe(4);
      expect(await visit.card.getByRole('link').count()).toBe(0);
    },
  );

  it.each([
    ['MISSING_PERMISSION', 'attention'],
    ['UNAUTHENTICATED', 'attention'],
    ['TEMPORARILY_UNAVAILABLE', 'connected'],
    ['BRAND_NEW', 'connected'],
  ] as const)('a credential that is %s at Leaf shows as %s', async (status, state) => {
    const visit = await stage.visit();
    await visit.signIn('several');
    await visit.reach('connected');
    stage.demo.simulator.scenario.set({ status });
    await visit.press('Check again');
    await visit.reach(state);
  });
});
