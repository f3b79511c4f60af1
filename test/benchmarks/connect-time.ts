/**
 * How long a grower looks at a card that could already say "connected": from each hint, and with none at all. Prints a
 * table; asserts nothing, for a clock on a busy machine proves nothing. Run with `npm run bench:connect [samples]`.
 */
import { cpus } from 'node:os';
import { allow, openStage, type Stage, type Visit } from '../end-to-end/stage.js';
import type { ScenarioChange } from '../../demo/simulator/scenarios.js';

const LEAF_MS = 100;

interface Case {
  readonly name: string;
  readonly scenario: ScenarioChange;
  /** What the person does once Leaf knows; nothing, where there is no sign at all. */
  readonly hint?: (visit: Visit) => Promise<void>;
  readonly target: string;
}

const CASES: readonly Case[] = [
  { name: 'a message from the window', scenario: { callback: 'message' }, target: '1 s over Leaf' },
  {
    name: 'the person comes back, window open',
    scenario: {},
    hint: (visit) => visit.comeBack(),
    target: '1 s over Leaf',
  },
  {
    name: 'the person comes back, window severed',
    scenario: { coop: 'same-origin' },
    hint: (visit) => visit.comeBack(),
    target: '1 s over Leaf',
  },
  { name: 'no sign, window open', scenario: {}, target: '7 s' },
  { name: 'no sign, window severed', scenario: { coop: 'same-origin' }, target: '7 s' },
];

/** Milliseconds from the moment Leaf knows and the hint is given until the element says `connected`. */
async function sample(stage: Stage, { scenario, hint }: Case): Promise<number> {
  stage.demo.simulator.reset();
  stage.demo.simulator.scenario.set({ ...scenario, delayMs: LEAF_MS });
  const visit = await stage.visit();
  await visit.reach('disconnected');
  const popup = await visit.open();
  // A window that is closed for being finished may be gone before its last page was seen.
  await allow(popup, 'several').catch(() => undefined);
  const known = performance.now();
  await hint?.(visit);
  await visit.reach('connected');
  return performance.now() - known;
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

const samples = Number(process.argv[2] ?? 9);
const stage = await openStage();
console.log(
  `${samples} samples each; Leaf answers each call in ${LEAF_MS} ms; ${cpus().length} cores; simulated Leaf and John Deere.\n`,
);
console.log('| sign | median | worst | must reach |\n|---|---|---|---|');
for (const measured of CASES) {
  const times: number[] = [];
  for (let index = 0; index < samples; index++) times.push(await sample(stage, measured));
  times.sort((one, other) => one - other);
  console.log(
    `| ${measured.name} | ${Math.round(median(times))} ms | ${Math.round(times.at(-1) ?? NaN)} ms | ${measured.target} |`,
  );
}
await stage.close();
