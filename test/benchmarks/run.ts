/**
 * All figures of a card and of what it costs, in one go: `npm run bench`, on a quiet machine. Prints them, and asserts
 * nothing: a clock on a busy machine proves nothing. At will: `-- --quick` to try it, `--only start,click` for some lines,
 * `--write` to put the tables into the docs. What the companion does under load is `npm run bench:server`.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { openChromium } from './browser/chromium.js';
import { BARE_LIT, INCUMBENT, NANGO, OURS, OURS_100, PLAID, prepare, type Contender } from './browser/contenders.js';
import { calls } from './browser/lines/calls.js';
import { click } from './browser/lines/click.js';
import { consent } from './browser/lines/consent.js';
import { hundred } from './browser/lines/hundred.js';
import { organizations } from './browser/lines/organizations.js';
import { start } from './browser/lines/start.js';
import { fetchPeers } from './browser/peers.js';
import { Site } from './browser/site.js';
import type { Measured } from './browser/words.js';
import { machine, watchOthers } from './machine.js';
import { cost } from './server/lines/cost.js';
import { startPage } from './server/lines/start-page.js';
import { waiting } from './server/lines/waiting.js';
import { figuresTable, tableOf, writeFigures } from './table.js';

const DOCUMENT = 'docs/figures.md';

const { quick, only, write } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
}).values;
const chosen = only?.split(',');
const rounds = (full: number) => (quick ? 2 : full);

/** One of each, and ours with a companion that takes its time: a hundred may keep each other waiting. */
const KINDS: readonly string[] = [BARE_LIT, OURS, OURS_100, INCUMBENT, NANGO, PLAID];
/** Lines that are of the card alone. */
const ALONE: readonly string[] = ['organizations'];

interface Scene {
  readonly browser: Browser;
  readonly site: Site;
  readonly contenders: readonly Contender[];
}

const BROWSER_LINES: Record<string, (scene: Scene) => Promise<Measured>> = {
  start: ({ browser, site, contenders }) => start(browser, site, contenders, rounds(9)),
  hundred: ({ browser, site, contenders }) =>
    hundred(
      browser,
      site,
      contenders.filter(({ name }) => KINDS.includes(name)),
      rounds(5),
    ),
  organizations: ({ browser, site, contenders }) => organizations(browser, site, contenders, rounds(15)),
};

const LINES: Record<string, () => Promise<Measured>> = {
  click: () => click(rounds(15)),
  consent: () => consent(rounds(9)),
  calls,
  'start-page': async () => ({ figures: await startPage(), tables: [] }),
  cost: async () => {
    const { head, rows } = await cost();
    return { figures: [], tables: [tableOf(head, rows)] };
  },
  waiting: async () => ({ figures: [], tables: [await waiting(quick ? [10, 1_000] : undefined)] }),
};

const unknown = (chosen ?? []).filter((name) => !(name in LINES || name in BROWSER_LINES));
if (unknown.length > 0) throw new Error(`There is no line ${unknown.join(', ')}.`);

const measured: Measured[] = [];
const failed: string[] = [];
async function measure(name: string, line: () => Promise<Measured>): Promise<void> {
  console.error(`${name} …`);
  try {
    measured.push(await line());
  } catch (error) {
    // The others are worth having all the same.
    console.error(error);
    failed.push(name);
  }
}
const isChosen = (name: string) => chosen?.includes(name) ?? true;

const started = new Date();
const othersSoFar = watchOthers();
const inBrowser = Object.entries(BROWSER_LINES).filter(([name]) => isChosen(name));
const browser = await openChromium();
const version = browser.version();
if (inBrowser.length > 0) {
  const site = new Site();
  await site.open();
  const compares = inBrowser.some(([name]) => !ALONE.includes(name));
  const peers = compares ? await fetchPeers() : undefined;
  if (compares && !peers) failed.push('peers');
  try {
    const contenders = await prepare(site, peers);
    for (const [name, line] of inBrowser) await measure(name, () => line({ browser, site, contenders }));
  } finally {
    await Promise.all([site.close(), peers?.close()]);
  }
}
await browser.close();
for (const [name, line] of Object.entries(LINES)) if (isChosen(name)) await measure(name, line);

const minutes = ((Date.now() - started.getTime()) / 60_000).toFixed(1);
const others = othersSoFar();
const busy = others === undefined ? '' : ` Other work took ${Math.round(others * 100)} % of its cores meanwhile.`;
const text = [
  `${started.toISOString().slice(0, 10)}, ${machine()}, Chromium ${version}, ${minutes} minutes.${busy}`,
  figuresTable(measured.flatMap(({ figures }) => figures)),
  ...measured.flatMap(({ tables }) => tables),
].join('\n\n');
console.log(`\n${text}`);
if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}.`);
if (write && (quick || chosen !== undefined || failed.length > 0))
  console.error('Not written: not everything was measured.');
else if (write) await writeFigures(DOCUMENT, 'bench', text);
// Parts that a failure left running end with their starter.
process.exit(failed.length > 0 ? 1 : 0);
