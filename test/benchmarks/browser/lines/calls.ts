/** What a card costs: requests to the companion and calls to Leaf, in a sign-in and in an hour of doing nothing. */
import { allow, openStage, type Stage, type Visit } from '../../../end-to-end/stage.js';
import { delayUntilNext } from '../../../../src/element/pace.js';
import { tableOf } from '../../table.js';
import { atMost, count, type Measured } from '../words.js';
import { witnessed } from './click.js';

const HOUR_MS = 3_600_000;
/** An attempt's life. */
const ATTEMPT_MS = 15 * 60_000;

interface Cost {
  readonly requests: number;
  readonly calls: number;
}

function counting({ log, demo }: Stage): () => Cost {
  const from = log.length;
  demo.simulator.calls.reset();
  return () => ({
    requests: log.slice(from).filter(({ event }) => event === 'request').length,
    calls: demo.simulator.calls.all.length,
  });
}

const timersOf = ({ page }: Visit) => page.evaluate<string[]>('[...witness.timers]');

interface Idle extends Cost {
  readonly timers: number;
}

/** The page is loaded again with a clock of its own, and an hour of it goes by. */
async function idleHour(stage: Stage, visit: Visit, hidden: boolean): Promise<Idle> {
  const state = await visit.state();
  await visit.page.reload();
  await visit.reach(state);
  await visit.page.waitForLoadState('networkidle');
  if (hidden) {
    // Headless Chromium hides no tab; this is what a page is told when it is.
    await visit.page.evaluate(`Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'))`);
  }
  const timers = (await timersOf(visit)).length;
  const spent = counting(stage);
  await visit.page.clock.runFor(HOUR_MS);
  return { ...spent(), timers };
}

/** With the element's own pace, in the middle of its play, asked for 5 s and never given a sign. */
function questionsUnanswered(): number {
  let questions = 0;
  for (let sinceStart = 0; sinceStart < ATTEMPT_MS; questions += 1) {
    const moment = { sinceStart, sinceHint: undefined, pollAfterMs: 5_000, retryAfterMs: undefined, random: 0.5 };
    sinceStart += delayUntilNext(moment);
  }
  return questions;
}

export async function calls(): Promise<Measured> {
  const stage = await openStage();
  try {
    stage.demo.simulator.scenario.set({ callback: 'message' });
    const appearing = counting(stage);
    const visit = await stage.visit(witnessed);
    await visit.reach('disconnected');
    await visit.page.waitForLoadState('networkidle');
    const appeared = appearing();

    const connecting = counting(stage);
    const popup = await visit.open();
    await allow(popup, 'several').catch(() => undefined);
    await visit.reach('connected');
    const connected = connecting();

    await visit.page.clock.install();
    const idle = [
      ['an hour of a connected card', await idleHour(stage, visit, false)],
      ['an hour of a connected card, hidden', await idleHour(stage, visit, true)],
    ] as [string, Idle][];
    await visit.page.close();
    const other = await stage.visit({
      prepare: async (context) => {
        await witnessed.prepare(context);
        await context.clock.install();
      },
    });
    await other.reach('disconnected');
    idle.push(['an hour of a card that nobody presses', await idleHour(stage, other, false)]);
    idle.push(['an hour of a card that nobody presses, hidden', await idleHour(stage, other, true)]);

    const none = (key: keyof Idle) => Math.max(...idle.map(([, one]) => one[key]));
    const row = (name: string, { requests, calls }: Cost, timers = '–') => [name, String(requests), String(calls), timers];
    return {
      figures: [
        atMost('idle card, shown or hidden: timers that run', 0, [none('timers')], count),
        atMost('idle card, shown or hidden: requests in an hour', 0, [none('requests')], count),
        atMost('idle card, shown or hidden: calls to Leaf in an hour', 0, [none('calls')], count),
      ],
      tables: [
        tableOf(
          ['', 'requests to the companion', 'calls to Leaf', 'timers'],
          [
            row('a card appears (a login at Leaf among the calls, once for all)', appeared),
            row('from the click to connected, with a message', connected),
            ...idle.map(([name, one]) => row(name, one, String(one.timers))),
          ],
        ),
        `A sign-in that never ends and gives no sign is asked about ${questionsUnanswered()} times in its 15 minutes, then no more.`,
      ],
    };
  } finally {
    await stage.close();
  }
}
