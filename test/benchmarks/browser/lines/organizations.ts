/** Two thousand organizations: the first sight of them, a key in the box that finds one, and one row that turns. */
import type { Browser } from 'playwright-core';
import { connected, disconnected, organization } from '../../../support/answers.js';
import { summary } from '../../statistics.js';
import { tableOf } from '../../table.js';
import { DESKTOP, Tab, type Work } from '../chromium.js';
import { OURS, type Contender } from '../contenders.js';
import type { Site } from '../site.js';
import { atMost, count, inMs, milliseconds, type Measured } from '../words.js';

const COUNT = 2_000;
const FRAME_MS = 1000 / 60;
/** Each changes which rows are drawn. */
const KEYS = ['1', '5', '0', 'Backspace', 'Backspace', 'Backspace'];
const STUB = 'many';

/** Scattered, as nobody promises that they come by name: what comes in order is sorted in no time. */
const scattered = (number: number) => Math.imul(number, 0x9e3779b1) >>> 0;
const numbers = Array.from({ length: COUNT }, (_, number) => number).sort(
  (one, other) => scattered(one) - scattered(other),
);
const farms = (some: readonly number[]) =>
  some.map((number) => organization(`Farm ${String(number).padStart(4, '0')}`));
/** Of every ten, three are shared; so is the one that turns. */
const sharing = (turned?: number) => {
  const isShared = (number: number) => number % 10 < 3 || number === turned;
  const notConnected = farms(numbers.filter((number) => !isShared(number)));
  return connected({ organizations: { connected: farms(numbers.filter(isShared)), notConnected } });
};
/** One of the rows that are drawn, and not shared before. */
const TURNS = 5;

const CARD = `document.querySelector('leaf-jd-connect')`;
const ROWS = `[...${CARD}.shadowRoot.querySelectorAll('[part=organization]')]`;
const REFRESHED = `(async () => { await ${CARD}.refresh(); await drawn(); return nextFrame(); })()`;

/** What one organization's change did to the document. */
interface Touched {
  readonly rows: number;
  readonly nodes: number;
  readonly kept: boolean;
}

const TURN = `(async () => {
  const before = ${ROWS};
  const nodes = new Set();
  const rows = new Set();
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes, removedNodes } of records) {
      const row = (target instanceof Element ? target : target.parentElement).closest('[part=organization]');
      if (row) rows.add(row);
      for (const node of [target, ...addedNodes, ...removedNodes]) nodes.add(node);
    }
  });
  observer.observe(${CARD}.shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
  await ${REFRESHED};
  observer.disconnect();
  const after = ${ROWS};
  return {
    rows: rows.size,
    nodes: nodes.size,
    kept: after.length === before.length && after.every((row, index) => row === before[index]),
  };
})()`;

/**
 * From the text of an answer, or from the key or the press, until the card has drawn what follows: one stretch of scripting.
 * A key is also timed from when the browser got it to the end of the frame that shows what it did.
 */
const STOPWATCH = `{
  let from = 0;
  window.scripted = [];
  window.frames = [];
  window.drawn = async () => {
    await ${CARD}.updateComplete;
    scripted.push(performance.now() - from);
  };
  Response.prototype.json = async function () {
    const text = await this.text();
    from = performance.now();
    return JSON.parse(text);
  };
  for (const type of ['input', 'click']) {
    addEventListener(type, () => (from = performance.now()), true);
    addEventListener(type, drawn);
  }
  addEventListener('input', ({ timeStamp }) => {
    requestAnimationFrame(async () => frames.push((await afterFrame()) - timeStamp));
  }, true);
}`;

interface Step extends Work {
  readonly script: number;
}

interface Sample {
  readonly first: Step;
  readonly more: Step;
  readonly keys: readonly Step[];
  readonly keyToFrame: readonly number[];
  readonly turn: Step;
  readonly touched: Touched;
}

/** What is not so, was not measured. */
function expectThat(happened: boolean, what: string): void {
  if (!happened) throw new Error(`It did not happen: ${what}.`);
}

async function sample(browser: Browser, site: Site, { buttons }: Contender): Promise<Sample> {
  const stub = { connection: disconnected(), delayMs: 0 };
  site.companions.set(STUB, stub);
  const tab = await Tab.open(browser, DESKTOP, buttons);
  const { page } = tab;
  const during = async (step: () => Promise<unknown>): Promise<Step> => {
    const before = await tab.work();
    await step();
    const work = await tab.workSince(before);
    const [script = NaN, ...others] = await page.evaluate<number[]>('scripted.splice(0)');
    expectThat(others.length === 0, 'one step is one stretch of scripting');
    return { script, ...work };
  };
  const rows = () =>
    page.evaluate<string[]>(`${ROWS}.map((row) => row.querySelector('[part=organization-name]').textContent)`);
  try {
    await tab.visit(`${site.url}/many`);
    await tab.quiet();
    await page.evaluate(STOPWATCH);
    stub.connection = sharing();
    const first = await during(() => page.evaluate(REFRESHED));
    const drawn = await rows();
    expectThat(drawn.length >= 100, 'a part is drawn');

    await page.locator('leaf-jd-connect input[type=search]').focus();
    const keys: Step[] = [];
    for (const key of KEYS) {
      const before = await rows();
      keys.push(await during(() => page.keyboard.press(key).then(() => page.evaluate('nextFrame()'))));
      expectThat(String(await rows()) !== String(before), `${key} finds others`);
    }
    expectThat(String(await rows()) === String(drawn), 'the box is empty again');
    const keyToFrame = await page.evaluate<number[]>('frames');

    stub.connection = sharing(TURNS);
    let touched: Touched = { rows: 0, nodes: 0, kept: false };
    const turn = await during(async () => (touched = await page.evaluate<Touched>(TURN)));
    expectThat(touched.rows > 0, 'a row turns');

    // Each press draws twice as many; the last one all that are left.
    const button = page.locator('leaf-jd-connect').getByRole('button', { name: 'Show more' });
    let more: Step | undefined;
    while (await button.isVisible()) {
      more = await during(() => button.press('Enter').then(() => page.evaluate('nextFrame()')));
    }
    if (!more || (await rows()).length !== COUNT) throw new Error('“Show more” did not draw them all.');
    return { first, more, keys, keyToFrame, turn, touched };
  } finally {
    await tab.close();
  }
}

export async function organizations(
  browser: Browser,
  site: Site,
  all: readonly Contender[],
  rounds: number,
): Promise<Measured> {
  const ours = all.find(({ name }) => name === OURS);
  if (!ours) throw new Error('There is no card to measure.');
  const page = `<leaf-jd-connect server-url="/companion/${STUB}"></leaf-jd-connect>`;
  const head =
    '<!doctype html><html lang="en"><link rel="icon" href="data:,"><script src="/leaf-jd-connect.js" defer></script>';
  site.put('/many', { type: 'text/html; charset=utf-8', body: `${head}<body>${page}</body></html>` });

  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round += 1) samples.push(await sample(browser, site, ours));
  const keys = samples.flatMap((one) => one.keys);
  const frames = samples.flatMap((one) => one.keyToFrame);
  const workOf = ({ script, layout }: Step) => script + layout;
  const row = (name: string, works: readonly Step[]) => [
    name,
    milliseconds(summary(works.map(({ script }) => script))),
    milliseconds(summary(works.map(({ layout }) => layout))),
    milliseconds(summary(works.map(({ task }) => task))),
  ];
  const list = `${COUNT.toLocaleString('en')} organizations`;
  return {
    figures: [
      atMost(
        `${list}: scripting for their first sight`,
        50,
        samples.map(({ first }) => first.script),
        inMs,
      ),
      atMost(`${list}: scripting, style and layout for a key in the box`, FRAME_MS, keys.map(workOf), inMs),
      atMost(
        `${list}: rows touched when one turns`,
        1,
        samples.map(({ touched }) => touched.rows),
        count,
      ),
      {
        line: `${list}: rows that stay the same elements when one turns`,
        target: 'all',
        measured: `in ${samples.filter(({ touched }) => touched.kept).length} of ${samples.length} rounds; ${summary(samples.map(({ touched }) => touched.nodes)).median} nodes touched in all`,
        reached: samples.every(({ touched }) => touched.kept),
      },
    ],
    tables: [
      tableOf(
        [list, 'scripting', 'style and layout', 'main thread'],
        [
          row(
            'first sight, of a part',
            samples.map(({ first }) => first),
          ),
          row('a key in the box', keys),
          row(
            'one turns',
            samples.map(({ turn }) => turn),
          ),
          row(
            'the last press of “Show more”: all are drawn',
            samples.map(({ more }) => more),
          ),
        ],
      ),
      `From a key to the end of the frame that shows it: ${milliseconds(summary(frames))}, the wait for that frame included.`,
    ],
  };
}
