/**
 * Figures of the companion beside what they should be. Prints them, and asserts nothing: a clock on a busy machine proves
 * nothing. `npm run bench:server`, and then, at will: `-- --long` for the long forms, `--only load,redis` for some lines,
 * `--write` to put the tables into the docs.
 */
import { parseArgs } from 'node:util';
import { cost } from './lines/cost.js';
import { fanIn } from './lines/fan-in.js';
import { load } from './lines/load.js';
import { outage } from './lines/outage.js';
import { redis } from './lines/redis.js';
import { restarts } from './lines/restarts.js';
import { tested } from './lines/tested.js';
import { machine, watchOthers } from '../machine.js';
import { figuresTable, tableOf, writeFigures, type Figure } from '../table.js';

const DOCUMENT = 'docs/companion-figures.md';

const LINES: Record<string, (long: boolean) => Promise<Figure[]>> = {
  load,
  'fan-in': fanIn,
  outage,
  tested,
  restarts,
  redis,
};

const { long, only, write } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
}).values;
const chosen = only?.split(',');
const isChosen = (line: string) => chosen?.includes(line) ?? true;

const started = new Date();
const othersSoFar = watchOthers();
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(LINES)) {
  if (!isChosen(name)) continue;
  console.error(`${name} …`);
  figures.push(...(await measure(long)));
}
const tables = [figuresTable(figures)];
if (isChosen('cost')) {
  console.error('cost …');
  const { head, rows } = await cost();
  tables.push(tableOf(head, rows));
}

const form = long ? 'Long form' : 'Short form';
const minutes = ((Date.now() - started.getTime()) / 60_000).toFixed(1);
const others = othersSoFar();
const busy = others === undefined ? '' : ` Other work took ${Math.round(others * 100)} % of its cores meanwhile.`;
const [targets = '', routes = ''] = tables;
const text = `${form}, ${started.toISOString().slice(0, 10)}, ${machine()}, ${minutes} minutes.${busy}

${targets}

${routes}`;
console.log(`\n${text}`);
if (write && chosen !== undefined) console.error('Not written: only some lines were measured.');
else if (write) await writeFigures(DOCUMENT, 'bench:server', text);
// Parts that a failure left running end with their starter.
process.exit();
