/**
 * Every face in every way it can be looked at: axe finds nothing, nothing is cut off or broken, every target is large. Once
 * each: the way of the keyboard through it, the distances between letters that a reader may set, one live region, no motion.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACES, leadTo } from './faces.js';
import * as measures from './measures.js';
import { openStage, type Stage, type Visit } from './stage.js';
import { nameOf, show, VARIANTS, type Variant } from './variants.js';

const USUAL: Variant = { theme: 'light', language: 'en', forcedColors: 'none', width: 800, textSize: 100 };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe.concurrent('every variant of', () => {
  it.each(Object.entries(FACES))('%s', async (_, face) => {
    const visit = await stage.visit(face);
    await leadTo(face, visit);
    expect(await measures.liveRegions(visit)).toEqual(['status']);
    expect(await measures.moving(visit)).toEqual([]);
    expect(await measures.tabFaults(visit)).toEqual([]);
    const faults: string[] = [];
    for (const variant of VARIANTS) {
      await show(visit, variant);
      faults.push(...(await faultsOf(visit, variant)).map((fault) => `${nameOf(variant)}: ${fault}`));
    }
    await visit.style(measures.TEXT_SPACING);
    for (const width of [800, 320]) {
      await show(visit, { ...USUAL, width });
      faults.push(...(await measures.layoutFaults(visit, false)).map((fault) => `text spacing, ${width} px: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(visit.faults).toEqual([]);
    await visit.close();
  });
});

async function faultsOf(visit: Visit, { forcedColors, textSize, language }: Variant): Promise<string[]> {
  return [
    ...(await measures.axeFindings(visit, forcedColors === 'active')),
    ...(await measures.layoutFaults(visit, textSize === 100 && language !== 'de')),
    ...(await measures.targetFaults(visit)),
  ];
}

describe('what is measured would be found:', () => {
  it.each<[fault: string, style: string, measure: (visit: Visit) => Promise<string[]>]>([
    ['text that cannot be read', 'p { color: #ccc }', (visit) => measures.axeFindings(visit, false)],
    [
      'something that is wider than the page',
      '.body { inline-size: 60rem }',
      (visit) => measures.layoutFaults(visit, true),
    ],
    ['text that is cut off', 'p { block-size: 1rem; overflow: hidden }', (visit) => measures.layoutFaults(visit, true)],
    ['text on text', '.body { margin-block-start: -3rem }', (visit) => measures.layoutFaults(visit, true)],
    ['a broken word', 'h3 { inline-size: 3rem }', (visit) => measures.layoutFaults(visit, true)],
    ['a small target', 'button { min-block-size: 30px; padding: 0 }', measures.targetFaults],
    ['a focus that is not seen', ':focus-visible { outline: none }', measures.tabFaults],
    ['an order that is not the order of reading', '', withTabIndex],
    [
      'something that moves',
      '.mark { animation: turn 1s infinite } @keyframes turn { to { rotate: 1turn } }',
      measures.moving,
    ],
  ])('%s', async (_, style, measure) => {
    const face = FACES.connected;
    const visit = await stage.visit(face);
    await leadTo(face, visit);
    expect(await measure(visit)).toEqual([]);
    await visit.style(style);
    expect(await measure(visit)).not.toEqual([]);
    await visit.close();
  });
});

/** The second time, with a button that wants to be first. */
async function withTabIndex(visit: Visit): Promise<string[]> {
  const faults = await measures.tabFaults(visit);
  await visit.card.evaluate((card) => {
    const last = [...(card.shadowRoot?.querySelectorAll('button') ?? [])].at(-1);
    if (last) last.tabIndex = 1;
  });
  return faults;
}
