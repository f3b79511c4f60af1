/** From the click to the sign-in window, with a real companion and a simulated Leaf and John Deere. */
import { fileURLToPath } from 'node:url';
import { openStage, type Stage } from '../../../end-to-end/stage.js';
import { summary } from '../../statistics.js';
import { atMost, count, inMs, milliseconds, type Measured } from '../words.js';

const LEAF_MS = 100;

interface Witness {
  readonly pressed: readonly number[];
  readonly opened: readonly number[];
  readonly sent: readonly number[];
}

interface Sample {
  /** From the click until the window is opened. */
  readonly toWindow: number;
  /** Requests that left the page in between. */
  readonly requests: number;
  /** From the click until John Deere's page is painted. */
  readonly toPaint: number;
}

export const witnessed = {
  prepare: (context: { addInitScript(script: { path: string }): Promise<unknown> }): Promise<unknown> =>
    context.addInitScript({ path: fileURLToPath(new URL('../page/witness.js', import.meta.url)) }),
};

const FIRST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) =>
  resolve(performance.timeOrigin + list.getEntries()[0].startTime)).observe({ type: 'paint', buffered: true }))`;

async function sample(stage: Stage): Promise<Sample> {
  stage.demo.simulator.reset();
  const visit = await stage.visit(witnessed);
  await visit.reach('disconnected');
  // The attempt is made before the click; that it is at hand is what is measured.
  await visit.page.waitForLoadState('networkidle');
  stage.demo.simulator.scenario.set({ delayMs: LEAF_MS });
  const popup = await visit.open();
  await popup.waitForURL(/\/signin\//);
  const painted = await popup.evaluate<number>(FIRST_PAINT);
  const { pressed, opened, sent } = await visit.page.evaluate<Witness>('witness');
  const [click, open] = [pressed[0], opened[0]];
  // Nothing is seen by a witness that was not there, and nothing sent would be none.
  if (click === undefined || open === undefined || sent.length === 0) throw new Error('The click was not witnessed.');
  return {
    toWindow: open - click,
    requests: sent.filter((at) => at >= click && at <= open).length,
    toPaint: painted - click,
  };
}

export async function click(rounds: number): Promise<Measured> {
  const stage = await openStage();
  try {
    const samples: Sample[] = [];
    for (let round = 0; round < rounds; round += 1) samples.push(await sample(stage));
    const paints = summary(samples.map(({ toPaint }) => toPaint));
    return {
      figures: [
        atMost(
          'click: requests between it and the window',
          0,
          [Math.max(...samples.map(({ requests }) => requests))],
          count,
        ),
        {
          line: 'click: until the window opens',
          target: '–',
          measured: milliseconds(summary(samples.map(({ toWindow }) => toWindow))),
          reached: undefined,
        },
        {
          line: `click: until John Deere’s page is painted, of which Leaf takes ${inMs(LEAF_MS)}`,
          target: '–',
          measured: milliseconds(paints),
          reached: undefined,
        },
      ],
      tables: [],
    };
  } finally {
    await stage.close();
  }
}
