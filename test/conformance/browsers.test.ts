/** The conformance suite: every situation of the table, one named test in each engine that is on this machine. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { writeColumns } from './docs.js';
import { openDisplay, type Display } from './engines/display.js';
import type { Engine, WindowId } from './engines/engine.js';
import { describeEngines } from './engines/describe-engines.js';
import { markdown, Results } from './results.js';
import { SECTIONS } from './rows/sections.js';
import { Visit } from './visit.js';
import { openWorld, type World } from './world/world.js';

const LINES_OF_LOG = 12;

const results = new Results();

describeEngines({ notRun: (name, why) => results.notRun(name, why) }, ({ name, start }) => {
  let display: Display;
  let world: World;
  let engine: Engine;
  let main: WindowId;
  beforeAll(async () => {
    display = await openDisplay();
    world = await openWorld();
    engine = await start(display.name);
    [main = ''] = await engine.windows();
    results.runs(engine);
  });
  afterAll(async () => {
    await engine.close();
    await world.close();
    await display.close();
  });

  for (const { title, rows } of SECTIONS) {
    describe(title, () => {
      for (const row of rows) {
        it(row.name, async ({ skip }) => {
          const reason = row.notExpressible?.[name];
          if (reason !== undefined) {
            results.add(row.name, name, `not run: ${reason}`);
            skip(reason);
          }
          const visit = await Visit.begin(engine, main, world);
          const observed = await row.observe(visit).catch((error: unknown) => {
            // What the companion did says most about why.
            console.error(`${name}, ${row.name}:`, world.log.slice(-LINES_OF_LOG));
            throw error;
          });
          for (const card of visit.cards) await card.leadsOn();
          results.add(row.name, name, observed);
          results.addReturns(name, visit.returns);
        });
      }
    });
  }
});

afterAll(async () => {
  console.log(markdown(results.columns));
  if (process.env.CONFORMANCE_DOCS) await writeColumns(results.complete);
});
