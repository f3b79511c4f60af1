/** Coming back from the window: how soon the card is right. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { eventually } from '../view.js';
import type { Card } from '../card.js';
import type { Row } from './row.js';

const TIMES = 4;

/** Milliseconds from the page's last `focus` to the state, on the page's own clock; undefined when it came sooner. */
async function sinceFocus(card: Card, state: string): Promise<number | undefined> {
  const change = (await card.heard()).findLast(
    ({ name, detail }) => name === 'leaf-state-change' && detail.state === state,
  );
  return change && change.at > change.focusedAt && change.focusedAt > 0 ? change.at - change.focusedAt : undefined;
}

/** A question that was under way may answer with what was so before. */
async function checkUntil(card: Card, state: string): Promise<void> {
  const reached = await eventually(async () => {
    if ((await card.state()) === state) return true;
    await card.press('Check again');
    await pause(400);
    return undefined;
  });
  expect(reached, await card.words()).toBe(true);
}

/** The figures go into the summary of the table; no time is asserted. */
export const returning: readonly Row[] = [
  {
    name: 'closing the window unfinished, and finished, with a Leaf that takes 100 ms for each call',
    observe: async (visit) => {
      visit.world.demo.simulator.scenario.set({ delayMs: 100 });
      const card = await visit.card();
      await card.ready();
      for (let times = 0; times < TIMES; times++) {
        const popup = await card.open(times === 0 ? 'Connect John Deere' : 'Start again');
        await popup.atSignIn();
        await popup.close();
        await card.reach('unfinished');
        visit.addReturn(await sinceFocus(card, 'unfinished'));
      }
      for (let times = 0; times < TIMES; times++) {
        const popup = await card.open(times === 0 ? 'Start again' : 'Connect John Deere');
        await popup.allow('several');
        // With luck the card has asked just then, has connected, and has closed the window itself.
        await popup.close().catch(() => undefined);
        await card.reach('connected');
        visit.addReturn(await sinceFocus(card, 'connected'));
        await visit.world.disconnectElsewhere(visit.visitor);
        await checkUntil(card, 'disconnected');
      }
      expect(visit.returns.length).toBeGreaterThanOrEqual(TIMES);
      return 'unfinished, or connected';
    },
  },
];

/** Pages of the failure lab whose first answer takes ten seconds and more. */
const SLOW = ['leaf-hang', 'slow-network'];

export function labRow(ids: readonly string[]): Row {
  return {
    name: 'every page of the failure lab, as it is found',
    observe: async (visit) => {
      const looked = ids.filter((id) => !SLOW.includes(id));
      for (const id of looked) {
        const card = await visit.labCard(id);
        const state = await eventually(async () => {
          const now = await card.state().catch(() => undefined);
          return now === 'loading' ? undefined : now;
        });
        expect(state, `${id}: ${await card.words()}`).toBeDefined();
        expect(await card.waysOn(), `${id}: ${await card.words()}`).not.toEqual([]);
      }
      return `${looked.length} pages, each with a way on`;
    },
  };
}
