/** The recipe of `docs/strict-pages.md` in the engines that `strict-pages.test.ts` does not drive. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemo, type SimulatedDemo } from '../../demo/stack.js';
import { en } from '../../src/element/texts/en.js';
import { Card } from '../conformance/card.js';
import { openDisplay, type Display } from '../conformance/engines/display.js';
import type { Engine } from '../conformance/engines/engine.js';
import { describeEngines } from '../conformance/engines/describe-engines.js';
import { header, markup, policy, strictPages, type Change, type StrictPages } from './strict-page.js';

describeEngines({ names: ['Firefox', 'WebKitGTK'] }, ({ start }) => {
  let display: Display;
  let demo: SimulatedDemo;
  let pages: StrictPages;
  let engine: Engine;
  beforeAll(async () => {
    display = await openDisplay();
    const strict = await strictPages(() => demo);
    pages = strict;
    demo = await startDemo({ routes: (site) => strict.routes(site) });
    engine = await start(display.name);
  });
  afterAll(async () => {
    await engine.close();
    await demo.close();
    await pages.close();
    await display.close();
  });

  async function open(...changes: Change[]): Promise<Card> {
    const [main = ''] = await engine.windows();
    await engine.goto(main, demo.siteUrl + (await pages.put(...changes)));
    const card = new Card(engine, main, false, () => [main]);
    await card.until('the page does not load', () => document.readyState === 'complete');
    return card;
  }

  const isDefined = (card: Card) => card.run(() => customElements.get('leaf-jd-connect') !== undefined);

  async function connects(card: Card): Promise<void> {
    await card.ready();
    const popup = await card.open(en.connect);
    await popup.allow('several');
    await card.focus();
    await card.reach('connected');
    expect(await card.run(() => document.querySelector('#shared')?.textContent)).toBe('2');
  }

  it('connects a farm on the page as it is written, and no line of it is in anything’s way', async () => {
    const card = await open();
    await connects(card);
    expect(await card.run(() => window.recorded)).toEqual({ violations: [], errors: [], warnings: [] });
  });

  it('connects under Cross-Origin-Embedder-Policy: require-corp', async () => {
    await connects(await open(header('Cross-Origin-Embedder-Policy', 'require-corp')));
  });

  it('draws the card without any style-src', async () => {
    const card = await open(policy("style-src 'self'", "style-src 'none'"), markup(/<link rel="stylesheet".*\n/, ''));
    await card.reach('disconnected');
    const radius = await card.run(() => {
      const drawn = document.querySelector('leaf-jd-connect')?.shadowRoot?.querySelector('[part="base"]');
      return drawn ? getComputedStyle(drawn).borderTopLeftRadius : '';
    });
    expect(parseFloat(radius)).toBeGreaterThan(0);
  });

  const REFUSED: [what: string, change: Change][] = [
    ['another hash', markup(/integrity="sha384-[^"]{64}"/, `integrity="sha384-${'A'.repeat(64)}"`)],
    ['no crossorigin', markup(/crossorigin="anonymous"\s+/, '')],
    ['another version in the policy', policy(/@[\d.]+\//, '@0.0.1/')],
  ];

  it.each(REFUSED)('runs no script with %s, and what stands in the tag stays readable', async (_, change) => {
    const card = await open(change);
    expect(await isDefined(card)).toBe(false);
    await card.reads('If there is no button here, call us');
  });
});
