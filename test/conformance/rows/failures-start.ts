/** The start: the companion, Leaf or the network fails when somebody presses the button. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ScenarioChange } from '../../../demo/simulator/scenarios.js';
import { en } from '../../../src/element/texts/en.js';
import { eventually } from '../view.js';
import type { Visit } from '../visit.js';
import { connectedOnce, noFault } from './failures-window.js';
import { seen, type Row } from './row.js';

/** The window itself says what happened, and its one press leads on once Leaf is well. */
function atStart(name: string, start: NonNullable<ScenarioChange['start']>, patience?: number): Row {
  return {
    name,
    observe: async (visit) => {
      visit.world.demo.simulator.scenario.set({ start });
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      const said = await eventually(async () => (await popup.words()).includes('Try again') || undefined, patience);
      expect(said, await popup.words()).toBe(true);
      expect(await popup.url).toContain(visit.world.demo.companionUrl);
      const words = await popup.words();
      expect(visit.world.log.some(({ requestId }) => words.includes(requestId))).toBe(true);
      expect(await card.state()).toBe('connecting');
      visit.world.demo.simulator.scenario.reset();
      await popup.press('Try again');
      await popup.allow('several');
      await card.focus();
      await connectedOnce(card);
      return seen('the window says so', 'Try again', 'connected');
    },
  };
}

function atQuestions(name: string, leaf: NonNullable<ScenarioChange['leaf']>): Row {
  return {
    name,
    observe: async (visit: Visit) => {
      const card = await visit.card();
      await card.ready();
      await (await card.open()).allow('several');
      await card.focus();
      await card.reach('connected');
      const { scenario } = visit.world.demo.simulator;
      scenario.set({ leaf });
      await card.press('Check again');
      await card.hears('leaf-error');
      expect(await card.state()).toBe('connected');
      expect(await card.rows()).toHaveLength(4);
      scenario.reset();
      await card.press('Check again');
      await noFault(card);
      return seen('what was known stays', 'Check again', 'connected');
    },
  };
}

export const startFailures: readonly Row[] = [
  atStart('Leaf 500 at start', '500'),
  atStart('Leaf 429 at start', '429'),
  atStart('Leaf HTML at start', 'html'),
  atStart('Leaf hang at start', 'hang', 20_000),
  atStart('sign-in URL on a foreign host', 'foreign-host'),
  atQuestions('Leaf 500 later', '500'),
  atQuestions('Leaf 429 later', '429'),
  {
    name: 'companion down at click',
    observe: async (visit) => {
      const { gate } = visit.world.demo;
      const card = await visit.card();
      await card.ready();
      gate.refuse();
      const popup = await card.open();
      await card.hears('leaf-error');
      expect(await card.state()).toBe('connecting');
      await card.leadsOn();
      gate.open();
      await card.focus();
      await pause(1_100);
      const again = await card.open('Start again');
      await again.allow('several');
      await card.focus();
      await card.reach('connected');
      expect(await popup.isOpen()).toBe(true);
      return seen('says so', 'Start again', 'connected');
    },
  },
  {
    name: 'companion down when the page loads',
    observe: async (visit) => {
      const { gate } = visit.world.demo;
      gate.refuse();
      const card = await visit.card();
      await card.reach('unavailable');
      await card.leadsOn();
      gate.open();
      await card.press('Try again');
      await card.reach('disconnected');
      return seen('unavailable', 'Try again', 'disconnected');
    },
  },
  {
    name: 'companion down while waiting',
    observe: async (visit) => {
      const { gate } = visit.world.demo;
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      gate.refuse();
      await popup.allow('several');
      await card.focus();
      await card.hears('leaf-error');
      expect(await card.state()).toBe('connecting');
      gate.open();
      await connectedOnce(card);
      return seen('stays connecting and says so', 'connected by itself');
    },
  },
  {
    name: '6-second network at the click',
    observe: async (visit) => {
      const { gate } = visit.world.demo;
      // The card knows how things stand, and no attempt is at hand yet.
      visit.world.onAnswer('GET /connection', () => gate.delay(6_000));
      const card = await visit.card();
      await card.reach('disconnected');
      const popup = await card.open();
      expect(await popup.url).toBe('about:blank');
      await popup.reads(en.wait);
      expect(await card.state()).toBe('connecting');
      const onItsWay = await eventually(
        async () => (await popup.url.catch(() => '')).startsWith('http') || undefined,
        25_000,
      );
      expect(onItsWay).toBe(true);
      gate.open();
      await popup.allow('several');
      await card.focus();
      await connectedOnce(card);
      return seen('a window at once, which says so', 'led on', 'connected');
    },
  },
];
