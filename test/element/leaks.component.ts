/** A card that is gone leaves nothing: no listener, no timer, no memory. */
import { expect, waitUntil } from '@open-wc/testing';
import type { LeafJdConnect } from '../../src/element/define.js';
import { connected, disconnected } from '../support/answers.js';
import { create, mount, part, prepared, press, put, reached, startSignIn } from '../support/card.js';
import { Companion } from '../support/companion.js';
import { openLedger, type Ledger } from '../support/ledger.js';
import { PATIENCE } from '../support/patience.js';

const TIMES = 100;

describe('a hundred cards, mounted and removed', () => {
  let ledger: Ledger;

  beforeEach(() => {
    ledger = openLedger();
  });

  afterEach(() => {
    ledger.close();
  });

  /** A question that was abandoned takes a moment to end. */
  async function expectNothingLeft(): Promise<void> {
    await waitUntil(() => ledger.open().length === 0, 'something was left', PATIENCE).catch(() => undefined);
    expect(ledger.open()).to.deep.equal([]);
  }

  it('leave no listener and no timer, whenever they go', async () => {
    const { url } = await Companion.start({ 'GET /connection': { json: connected() } });
    for (let time = 0; time < TIMES; time++) {
      const card = document.createElement('leaf-jd-connect');
      card.serverUrl = url;
      document.body.append(card);
      expect(ledger.open(), 'the ledger sees what a card holds').not.to.be.empty;
      // Some go before they asked, some while they ask, some when they have heard.
      if (time % 3 > 0) await card.updateComplete;
      if (time % 3 > 1) await reached(card, 'connected');
      card.remove();
    }
    await expectNothingLeft();
    expect(document.querySelector('leaf-jd-connect')).to.be.null;
  }).timeout(60_000);

  it('are forgotten', async () => {
    const cards = await mountAndRemove(TIMES);
    const alive = (): number => cards.filter((card) => card.deref()).length;
    const none = async (): Promise<boolean> => {
      await collect();
      return alive() === 0;
    };
    await waitUntil(none, '', { interval: 100, timeout: 20_000 }).catch(() => undefined);
    expect(alive(), 'cards that stayed in memory').to.equal(0);
  }).timeout(60_000);

  it('leave nothing when they go in the middle of a sign-in', async () => {
    const { card } = await startSignIn({ 'GET /connection': { json: disconnected({ pollAfterMs: 60_000 }) } });
    await card.refresh();
    expect(ledger.open().join()).to.contain('setInterval').and.to.contain('listener for message');
    card.remove();
    await expectNothingLeft();
  });

  it('leave nothing when they go while the companion keeps them waiting', async () => {
    const companion = await Companion.start({ 'GET /connection': 'hold' });
    const card = await put(create({ serverUrl: companion.url }));
    await companion.asked('GET /connection');
    card.remove();
    await expectNothingLeft();
  });

  it('leave nothing when a sign-in was given up', async () => {
    const { card } = await mount();
    await prepared(card);
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    card.cancel();
    card.remove();
    await expectNothingLeft();
  });

  it('leave nothing when one card is moved a hundred times', async () => {
    const { url } = await Companion.start();
    const card = await put(create({ serverUrl: url }));
    await prepared(card);
    const before = ledger.open().toSorted();
    for (let time = 0; time < TIMES; time++) document.body.append(card);
    await card.refresh();
    await prepared(card);
    expect(ledger.open().toSorted()).to.deep.equal(before);
    card.remove();
    await expectNothingLeft();
  });
});

/** Apart, so that no variable of the test keeps a card alive. */
async function mountAndRemove(times: number): Promise<WeakRef<LeafJdConnect>[]> {
  const { url } = await Companion.start({ 'GET /connection': { json: connected() } });
  const cards: WeakRef<LeafJdConnect>[] = [];
  for (let time = 0; time < times; time++) {
    const card = document.createElement('leaf-jd-connect');
    card.serverUrl = url;
    document.body.append(card);
    await reached(card, 'connected');
    card.remove();
    cards.push(new WeakRef(card));
  }
  return cards;
}

/** The browser is started with `--expose-gc`. */
async function collect(): Promise<void> {
  const { gc } = globalThis as { gc?: (options: { type: 'major'; execution: 'async' }) => Promise<void> };
  if (!gc) throw new Error('The browser does not expose its collector.');
  await gc({ type: 'major', execution: 'async' });
}
