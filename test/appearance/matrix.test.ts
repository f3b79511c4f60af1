/** Every face in every way it can be looked at: axe finds nothing, nothing is cut off or broken, every target is large. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACES, leadTo } from './faces.js';
import { axeFindings, layoutFaults, targetFaults } from './measures.js';
import { openStage, type Stage } from './stage.js';
import { nameOf, show, VARIANTS } from './variants.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe.concurrent('every variant of', () => {
  it.each(Object.entries(FACES))('%s', async (_, face) => {
    const visit = await stage.visit(face);
    await leadTo(face, visit);
    const faults: string[] = [];
    for (const variant of VARIANTS) {
      await show(visit, variant);
      const found = [
        ...(await axeFindings(visit, variant.forcedColors === 'active')),
        ...(await layoutFaults(visit, variant.textSize === 100)),
        ...(await targetFaults(visit)),
      ];
      faults.push(...found.map((fault) => `${nameOf(variant)}: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(visit.faults).toEqual([]);
    await visit.close();
  });
});
