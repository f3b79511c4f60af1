/**
 * A window that a page of John Deere severs at once: the browser calls it closed while somebody types a password in it.
 * Whatever the page sees meanwhile, and however the companion is doing, nothing is given up that nobody gave up.
 * The world is played (see `world.ts`).
 */
import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { pageLoads } from './page-loads.js';
import { uninstall } from './played-page.js';
import { anyNoise } from './steps.js';
import { take } from './take.js';
import { World } from './world.js';

const MINUTE = 60_000;
/** One page and two reloads. */
const LOADS = await pageLoads(3);

afterAll(uninstall);

it('is never taken for a closed or cancelled one, in 1,000 sequences', { timeout: 180_000 }, async () => {
  let looked = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyNoise, { maxLength: 30, size: 'max' }),
      fc.array(anyNoise, { maxLength: 10, size: 'max' }),
      fc.record({ severedAfter: fc.nat(1_000), finishedAfter: fc.nat(14 * MINUTE), atOnce: fc.boolean() }),
      async (before, after, { severedAfter, finishedAfter, atOnce }) => {
        const world = new World(LOADS);
        const { clock, page, witness } = world;
        await world.begin(0);
        await take(world, ['call', 'connect']);
        await clock.pass(Math.min(severedAfter, finishedAfter));
        await take(world, ['severed']);
        for (const step of before) {
          const noise = step[0] === 'pass' ? (['pass', Math.min(step[1], finishedAfter - clock.now)] as const) : step;
          await take(world, noise);
          witness.check();
        }
        await clock.pass(finishedAfter - clock.now);
        if (world.state === 'unfinished') looked++;
        expect(world.element.flow.situation.attempt?.step, 'while somebody signs in').toBe('sign-in');

        await take(world, ['signs in', { shared: atOnce, message: true, window: 'latest' }]);
        for (const step of after) await take(world, step);
        if (!atOnce) await take(world, ['elsewhere', 'shared']);
        await world.comeToRest();
        expect(witness.complaints).toEqual([]);
        expect(world.state).toBe('connected');
        expect(witness.seen.get('leaf-connected')).toBe(1);
        expect(witness.seen.get('leaf-cancelled')).toBeUndefined();
        expect(page.windows.map(({ closings }) => closings)).toEqual([0]);
      },
    ),
    { numRuns: 1_000 },
  );
  // Somebody did look at the page while the sign-in went on elsewhere: that is when a false end would come.
  expect(looked).toBeGreaterThan(100);
});
