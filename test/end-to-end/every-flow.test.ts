/** One page, whichever way of signing in its companion runs: it connects, and no secret reaches the browser on the way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { en } from '../../src/element/texts/en.js';
import { FLOWS, type FlowName } from '../../src/protocol/vocabulary.js';
import { choose, consent, openStage, type Stage, type Visit } from './stage.js';

/** Where the window is once access is allowed: on Leaf's last page, or at the second step. */
const ALLOWED = /one-click-integration.*callback|select-organizations/;

/** What a grower does in the window, whatever it shows. */
async function walk(popup: Page): Promise<void> {
  await consent(popup, 'several');
  await popup.waitForURL(ALLOWED);
  if (popup.url().includes('select-organizations')) await choose(popup);
}

/** Writes down everything that the browser sends, receives and says, on every page and of every origin. */
function eavesdrop(context: BrowserContext): { everything(): Promise<string> } {
  const heard: Promise<unknown>[] = [];
  const hear = (...parts: Promise<unknown>[]) => heard.push(...parts.map((part) => part.catch(() => '')));
  context.on('request', (request) => hear(Promise.resolve([request.url(), request.postData()]), request.allHeaders()));
  context.on('response', (response) => hear(response.allHeaders(), response.text()));
  context.on('console', (message) => hear(Promise.resolve(message.text())));
  context.on('weberror', (error) => hear(Promise.resolve(String(error.error()))));
  return {
    everything: async () => {
      // A window may close while it is asked.
      const held = context
        .pages()
        .map((page) =>
          page.evaluate(() => JSON.stringify([sessionStorage, localStorage, document.cookie])).catch(() => ''),
        );
      const storage = await Promise.all(held);
      return JSON.stringify([...(await Promise.all(heard)), storage, await context.cookies()]);
    },
  };
}

const WAYS: [flow: FlowName, tokenExchange: 'direct' | 'helper'][] = FLOWS.map((flow) => [flow, 'direct']);

describe.each([...WAYS, ['authorization-code', 'helper'] as const])('the page, with %s (%s)', (flow, tokenExchange) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ flow, tokenExchange });
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  async function connect(visit: Visit): Promise<void> {
    await visit.reach('disconnected');
    await walk(await visit.open());
    await visit.comeBack();
    await visit.reach('connected');
  }

  it('connects, tells so once, and needs nothing to be different', async () => {
    const visit = await stage.visit();
    await connect(visit);
    expect(await visit.row('Lindqvist Home Farm').innerText()).toContain('Shared');
    expect(await visit.row('Hill Pastures').innerText()).toContain('Not shared');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    expect(await visit.eventsNamed('leaf-diagnostic')).toEqual([]);
    expect(await visit.eventsNamed('leaf-error')).toEqual([]);
    expect(visit.faults).toEqual([]);
  });

  it('stays connected after a reload, and disconnects', async () => {
    const visit = await stage.visit();
    await connect(visit);
    await visit.page.reload();
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toEqual([]);
    await visit.press('Disconnect');
    await visit.card.getByRole('group').getByRole('button', { name: 'Disconnect' }).click();
    await visit.reach('disconnected');
  });

  it('lets no secret reach the browser or the log, in a whole connection with trouble', async () => {
    let heard: ReturnType<typeof eavesdrop> | undefined;
    const visit = await stage.visit({
      prepare: (context) => {
        heard = eavesdrop(context);
        return Promise.resolve();
      },
    });
    await visit.reach('disconnected');
    stage.demo.simulator.scenario.set({ start: '500', leaf: '500', tokens: '500' });
    await visit.refresh();
    const popup = await visit.open();
    // Where nothing is asked before John Deere's own page, what fails is the end.
    const again = popup.getByRole('button', { name: 'Try again' });
    const allowed = popup.getByRole('button', { name: 'several:' });
    await again.or(allowed).waitFor();
    if (await allowed.isVisible()) await consent(popup, 'several');
    await again.waitFor();
    stage.demo.simulator.scenario.reset();
    await again.click();
    await walk(popup);
    await visit.comeBack();
    await visit.reach('connected');
    await visit.card.getByText(en.history).click();
    await visit.card.getByText(/ 200$/).first().waitFor();
    await visit.press(en.checkAgain);

    const secrets = stage.demo.simulator.secrets();
    const everything = (await heard?.everything()) ?? '';
    const searched = everything + JSON.stringify(stage.log) + JSON.stringify(await visit.events());
    // What is searched for was really there to be leaked, and what is searched was really heard.
    expect(secrets.length).toBeGreaterThan(5);
    for (const part of ['Lindqvist Home Farm', 'startUrl', '/v1/authorize', 'Allow access'])
      expect(everything).toContain(part);
    expect(secrets.filter((secret) => searched.includes(secret))).toEqual([]);
  });
});
