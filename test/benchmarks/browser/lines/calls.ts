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

/** Timers that the card has running, while it is seen and while it is hidden. */
async function timersOf({ page }: Visit): Promise<number> {
  await page.waitForLoadState('networkidle');
  const shown = await page.evaluate<number>('witness.timers.size');
  // Headless Chromium hides no tab; this is what a page is told when it is.
  const hide = (is: boolean) => `Object.defineProperty(document, 'hidden', { value: ${is}, configurable: true });
    document.dispatchEvent(new Event('visibilitychange')); witness.timers.size`;
  const hidden = await page.evaluate<number>(hide(true));
  await page.evaluate(hide(false));
  return Math.max(shown, hidden);
}

/** The page is loaded again with a clock of its own, and an hour of it goes by. */
async function hourOf(stage: Stage, visit: Visit): Promise<Cost> {
  const state = await visit.state();
  await visit.page.clock.install();
  await visit.page.reload();
  await visit.reach(state);
  await visit.page.waitForLoadState('networkidle');
  const spent = counting(stage);
  const before = await visit.page.evaluate(() => Date.now());
  await visit.page.clock.runFor(HOUR_MS);
  const gone = (await visit.page.evaluate(() => Date.now())) - before;
  if (gone < HOUR_MS) throw new Error(`Of the hour only ${gone} ms went by in the page.`);
  return spent();
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
    const timersBefore = await timersOf(visit);
    const appeared = appearing();
    // What is counted as nothing later has to be seen here.
    if (appeared.requests === 0 || appeared.calls === 0)
      throw new Error('A card that appears asks, and nothing was counted.');

    const connecting = counting(stage);
    const popup = await visit.open();
    // Timers that are never seen would be none, too.
    if ((await timersOf(visit)) === 0) throw new Error('A sign-in is watched by timers, and none was counted.');
    await allow(popup, 'several').catch(() => undefined);
    await visit.reach('connected');
    const connected = connecting();
    const timersAfter = await timersOf(visit);

    const hourConnected = await hourOf(stage, visit);
    const unpressed = await stage.visit(witnessed);
    await unpressed.reach('disconnected');
    const hourUnpressed = await hourOf(stage, unpressed);

    const row = (name: string, { requests, calls }: Cost, timers = '–') => [
      name,
      String(requests),
      String(calls),
      timers,
    ];
    const ofBoth = (key: keyof Cost) => [Math.max(hourConnected[key], hourUnpressed[key])];
    return {
      figures: [
        atMost('idle card, shown or hidden: timers that run', 0, [Math.max(timersBefore, timersAfter)], count),
        atMost('idle card: requests to the companion in an hour', 0, ofBoth('requests'), count),
        atMost('idle card: calls to Leaf in an hour', 0, ofBoth('calls'), count),
      ],
      tables: [
        tableOf(
          ['', 'requests to the companion', 'calls to Leaf', 'timers'],
          [
            row('a card appears (a login at Leaf among the calls, once for all)', appeared),
            row('from the click to connected, with a message', connected),
            row('an hour of a card that nobody presses', hourUnpressed, String(timersBefore)),
            row('an hour of a connected card', hourConnected, String(timersAfter)),
          ],
        ),
        `By the card’s own pace, reckoned and not measured, a sign-in that never ends and gives no sign is asked about ${questionsUnanswered()} times in its 15 minutes.`,
      ],
    };
  } finally {
    await stage.close();
  }
}
