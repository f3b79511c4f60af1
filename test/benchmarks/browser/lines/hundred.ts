/** A hundred on one page: what each takes and holds. A leak, a timer or a style sheet per card would show here. */
import type { Browser } from 'playwright-core';
import { rotated, summary } from '../../statistics.js';
import { tableOf } from '../../table.js';
import { DESKTOP, Tab } from '../chromium.js';
import type { Contender } from '../contenders.js';
import type { Site } from '../site.js';
import { kilobytes, milliseconds, type Measured } from '../words.js';

const MORE = 99;

interface Sample {
  /** Of one more, in milliseconds until all can be pressed. */
  readonly time: number;
  readonly heap: number;
}

async function sample(browser: Browser, site: Site, { path, buttons }: Contender): Promise<Sample> {
  const tab = await Tab.open(browser, DESKTOP, buttons);
  try {
    await tab.visit(site.url + path);
    await tab.quiet();
    const heap = await tab.heap();
    const took = await tab.page.evaluate<number>(
      `(async () => { const before = performance.now(); more(${MORE}); return (await whenUsable(${1 + MORE})) - before; })()`,
    );
    await tab.quiet();
    return { time: took / MORE, heap: ((await tab.heap()) - heap) / MORE };
  } finally {
    await tab.close();
  }
}

export async function hundred(
  browser: Browser,
  site: Site,
  all: readonly Contender[],
  rounds: number,
): Promise<Measured> {
  const samples = new Map(all.map(({ name }) => [name, [] as Sample[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of rotated(all, round)) {
      samples.get(contender.name)?.push(await sample(browser, site, contender));
    }
  }
  const rows = [...samples].map(([name, measured]) => [
    name,
    milliseconds(summary(measured.map(({ time }) => time))),
    kilobytes(summary(measured.map(({ heap }) => heap)).median),
  ]);
  return { figures: [], tables: [tableOf(['of a hundred on one page, each', 'time', 'heap'], rows)] };
}
