/** From a sign of the finished sign-in until the card says so, less the time that Leaf took; and with no sign at all. */
import { allow, choose, consent as allowAccess, openStage, type Stage, type Visit } from '../../../end-to-end/stage.js';
import type { ScenarioChange } from '../../../../demo/simulator/scenarios.js';
import type { FlowName } from '../../../../src/protocol/vocabulary.js';
import { summary } from '../../statistics.js';
import type { Figure } from '../../table.js';
import { atMost, inMs, times, type Measured } from '../words.js';
import { witnessed } from './click.js';

/** Leaf's answer to each call. */
const LEAF_MS = 100;
const MOST_MS = 300;
/** A pace is up to a fifth longer or shorter, so that a thousand cards do not ask in step. */
const MOST_POLLS = 1.2;

interface Case {
  readonly name: string;
  readonly flow: FlowName;
  readonly scenario: ScenarioChange;
  /** Of the page's events, the one that is the sign; `undefined`: there is none. */
  readonly sign: 'message' | 'focus' | undefined;
  /** What the person does at John Deere and after it. */
  readonly finish: (visit: Visit, popup: Awaited<ReturnType<Visit['open']>>) => Promise<unknown>;
}

const allowAll: Case['finish'] = async (_, popup) => {
  // A window that is closed for being finished may be gone before its last page was seen.
  await allow(popup, 'several').catch(() => undefined);
};
const allowAndComeBack: Case['finish'] = async (visit, popup) => {
  await allow(popup, 'several');
  await visit.comeBack();
};

const CASES: readonly Case[] = [
  {
    name: 'a message from the window',
    flow: 'one-click',
    scenario: { callback: 'message' },
    sign: 'message',
    finish: allowAll,
  },
  {
    name: 'the person comes back, the window still open',
    flow: 'one-click',
    scenario: {},
    sign: 'focus',
    finish: allowAndComeBack,
  },
  {
    name: 'the person comes back, the window severed',
    flow: 'one-click',
    scenario: { coop: 'same-origin' },
    sign: 'focus',
    finish: allowAndComeBack,
  },
  {
    name: 'a callback of the companion’s own',
    flow: 'authorization-code',
    scenario: {},
    sign: 'message',
    finish: async (_, popup) => {
      await allowAccess(popup, 'unshared');
      await choose(popup, 'Quinta da Ribeira');
    },
  },
];
const NO_SIGN: Case = {
  name: 'no sign at all',
  flow: 'one-click',
  scenario: { coop: 'same-origin' },
  sign: undefined,
  finish: allowAll,
};

interface Witness {
  readonly hints: readonly { what: string; at: number }[];
  readonly states: readonly { state: string; at: number }[];
}

interface Sample {
  /** Milliseconds, those of Leaf's answers taken away. */
  readonly ms: number;
  /** What the companion asked to wait between questions. */
  readonly pollAfterMs: number;
}

async function sample(stage: Stage, { scenario, sign, finish }: Case): Promise<Sample> {
  const { simulator } = stage.demo;
  simulator.reset();
  simulator.scenario.set({ ...scenario, delayMs: LEAF_MS });
  const visit = await stage.visit(witnessed);
  await visit.reach('disconnected');
  const popup = await visit.open();
  await finish(visit, popup);
  const finished = Date.now();
  const waiting = await visit.connection();
  await visit.reach('connected');
  const { hints, states } = await visit.page.evaluate<Witness>('({ ...witness, timers: 0 })');
  const connectedAt = states.find(({ state }) => state === 'connected')?.at ?? NaN;
  const signAt = hints.findLast(({ what, at }) => what === sign && at <= connectedAt)?.at ?? NaN;
  const last = stage.log.findLast(({ route, status }) => status === 200 && /connection|sync/.test(route ?? ''));
  // The credential and the organizations, one after the other; and before them a sync, where one was asked for. What the
  // companion knew already it did not wait for.
  const calls = Math.min(last?.upstream ?? 0, last?.route?.includes('sync') === true ? 3 : 2);
  return {
    ms: connectedAt - (sign === undefined ? finished : signAt) - calls * LEAF_MS,
    pollAfterMs: waiting?.pollAfterMs ?? NaN,
  };
}

export async function consent(rounds: number): Promise<Measured> {
  const stages = new Map<FlowName, Stage>();
  try {
    for (const flow of ['one-click', 'authorization-code'] as const) stages.set(flow, await openStage({ flow }));
    const of = async (one: Case): Promise<Sample[]> => {
      const stage = stages.get(one.flow);
      const samples: Sample[] = [];
      for (let round = 0; stage && round < rounds; round += 1) samples.push(await sample(stage, one));
      return samples;
    };
    const figures: Figure[] = [];
    for (const one of CASES) {
      const values = (await of(one)).map(({ ms }) => ms);
      figures.push(atMost(`consent to connected: ${one.name}, beyond Leaf’s answers`, MOST_MS, values, inMs));
    }
    const unseen = await of(NO_SIGN);
    const polls = unseen.map(({ ms, pollAfterMs }) => ms / pollAfterMs);
    const seconds = summary(unseen.map(({ ms }) => ms / 1000)).median;
    const figure = atMost('consent to connected: no sign at all, in units of `pollAfterMs`', MOST_POLLS, polls, times);
    const worst = Math.max(...polls);
    figures.push({
      ...figure,
      measured: `${figure.measured}, at worst ${times(worst)}; ${seconds.toFixed(1)} s`,
      reached: worst <= MOST_POLLS,
    });
    return { figures, tables: [] };
  } finally {
    await Promise.all([...stages.values()].map((stage) => stage.close()));
  }
}
