/** From nothing to a button that can be pressed, on a phone far from a mast: ours, the floor, and published peers. */
import type { Browser } from 'playwright-core';
import { ratios, rotated, summary } from '../../statistics.js';
import { tableOf, type Figure } from '../../table.js';
import { PHONE, Tab } from '../chromium.js';
import { BARE_LIT, INCUMBENT, INCUMBENT_LIST, OURS, type Contender } from '../contenders.js';
import type { Site } from '../site.js';
import { atMost, kilobytes, milliseconds, part, times, type Measured } from '../words.js';

interface Sample {
  readonly bytes: number;
  readonly requests: number;
  /** Milliseconds to the button since navigation, and since the script was asked for. */
  readonly fromNavigation: number;
  readonly fromScript: number;
  readonly layout: number;
  readonly task: number;
  readonly heap: number;
}

const SCRIPT_ASKED_FOR = `performance.getEntriesByType('resource').find(({ initiatorType }) => initiatorType === 'script').startTime`;

async function sample(browser: Browser, site: Site, { path, buttons }: Contender): Promise<Sample> {
  const tab = await Tab.open(browser, PHONE, buttons);
  try {
    const fromNavigation = await tab.visit(site.url + path);
    const work = await tab.work();
    const fromScript = fromNavigation - (await tab.page.evaluate<number>(SCRIPT_ASKED_FOR));
    await tab.quiet();
    return { ...tab.traffic, fromNavigation, fromScript, ...work, heap: await tab.heap() };
  } finally {
    await tab.close();
  }
}

/** Each contender once in every round, so that whatever slows the machine down slows all of them. */
export async function start(
  browser: Browser,
  site: Site,
  all: readonly Contender[],
  rounds: number,
): Promise<Measured> {
  const samples = new Map(all.map(({ name }) => [name, [] as Sample[]]));
  // The first round of all warms the browser up, and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of rotated(all, round)) {
      const measured = await sample(browser, site, contender);
      if (round > 0) samples.get(contender.name)?.push(measured);
    }
  }

  const valuesOf = (name: string, key: keyof Sample) => (samples.get(name) ?? []).map((one) => one[key]);
  const rows = all.map(({ name, scriptBytes }) => {
    const middle = (key: keyof Sample) => summary(valuesOf(name, key));
    return [
      name,
      kilobytes(scriptBytes),
      kilobytes(middle('bytes').median),
      String(middle('requests').median),
      milliseconds(middle('fromNavigation')),
      milliseconds(middle('fromScript')),
      milliseconds(middle('task')),
      milliseconds(middle('layout')),
      kilobytes(middle('heap').median),
    ];
  });
  const head = [
    'to a button that can be pressed',
    'script',
    'all that came',
    'requests',
    'from navigation',
    'from asking for the script',
    'main thread',
    'of it style and layout',
    'heap',
  ];

  const bytesOf = (name: string) => all.find((contender) => contender.name === name)?.scriptBytes;
  const sayOf = (most: number) => (most < 1 ? part : times);
  const bytesOver = (other: string, most: number): Figure => {
    const [own = NaN, theirs] = [bytesOf(OURS), bytesOf(other)];
    return atMost(`script, over ${other}`, most, theirs === undefined ? [] : [own / theirs], sayOf(most));
  };
  const timeOver = (other: string, key: 'fromNavigation' | 'fromScript', most: number): Figure => {
    const since = key === 'fromScript' ? 'asking for the script' : 'navigation';
    const theirs = valuesOf(other, key);
    const compared = theirs.length === 0 ? [] : ratios(valuesOf(OURS, key), theirs);
    return atMost(`start from ${since}, over ${other}`, most, compared, sayOf(most));
  };
  const others = [
    [BARE_LIT, 3, 2],
    [INCUMBENT, 1 / 6, 1 / 5],
    [INCUMBENT_LIST, 1 / 6, 1 / 5],
  ] as const;
  return {
    figures: [
      atMost('script, brotli', 15_000, [bytesOf(OURS) ?? NaN], kilobytes),
      ...others.flatMap(([other, bytes, time]) => [
        bytesOver(other, bytes),
        timeOver(other, 'fromNavigation', time),
        timeOver(other, 'fromScript', time),
      ]),
    ],
    tables: [tableOf(head, rows)],
  };
}
