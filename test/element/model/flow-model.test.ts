/**
 * The flow as a whole, in whatever order things happen: its real parts in a played world (see `world.ts`). After every
 * step a witness looks for what must never be so; at the end all is made well, and the card must know the truth.
 * The sequences are the same in every check of a change, which fails for what it has changed and for nothing else.
 * `MODEL_RUNS` says how many others to try.
 */
import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { ELEMENT_STATES, EVENT_NAMES } from '../../../src/protocol/vocabulary.js';
import { pageLoads } from './page-loads.js';
import { uninstall } from './played-page.js';
import { anyKind, anyStep } from './steps.js';
import { take } from './take.js';
import { World } from './world.js';

const { MODEL_RUNS } = process.env;
const RUNS = Number(MODEL_RUNS ?? 10_000);
const SEED = MODEL_RUNS === undefined ? 1333052755 : Date.now();
/** One page and two reloads. */
const LOADS = await pageLoads(3);
/** Every turn that a sequence can take, by the witness's names for them. */
const TURNS = [
  ...ELEMENT_STATES,
  ...EVENT_NAMES.filter((name) => name !== 'leaf-diagnostic'),
  ...['finished', 'came back', 'pressed: sync'],
  ...['confirmed', 'failed', 'user', 'expired', 'superseded'].map((outcome) => `ended: ${outcome}`),
];

afterAll(uninstall);

it(`keeps its promises in ${RUNS} sequences of steps`, { timeout: RUNS * 60 }, async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(anyKind, fc.array(anyStep, { minLength: 1, maxLength: 25, size: 'max' }), async (kind, steps) => {
      const world = new World(LOADS, kind);
      const { complaints } = world.witness;
      await world.begin(0);
      for (const step of steps) {
        await take(world, step);
        world.witness.check();
        expect(complaints, `after ${JSON.stringify(step)}`).toEqual([]);
      }
      await world.comeToRest();
      expect(complaints, 'at rest').toEqual([]);
      for (const [turn, count] of world.witness.seen) seen.set(turn, (seen.get(turn) ?? 0) + count);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  if (MODEL_RUNS) console.log(Object.fromEntries(seen));
  // A model that never gets somewhere proves nothing about it.
  if (RUNS >= 10_000) expect(TURNS.filter((turn) => (seen.get(turn) ?? 0) < RUNS / 1_000)).toEqual([]);
});
