/** When the card asks, and when it keeps quiet: no timer runs while nothing is expected. */
import { expect } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { connected, disconnected } from '../support/answers.js';
import { comeBack, leavePage, travel } from '../support/browser.js';
import { control, mount, mountWith, parts, press, reached, says, startSignIn } from '../support/card.js';
import { openLedger, type Ledger } from '../support/ledger.js';

const HALF_A_MINUTE = 30_000;

describe('an idle card', () => {
  let ledger: Ledger;
  const timers = (): string[] => ledger.open().filter((entry) => entry.startsWith('set'));

  beforeEach(() => {
    ledger = openLedger();
  });

  afterEach(() => {
    ledger.close();
  });

  for (const answer of [disconnected({ pollAfterMs: 1_000 }), connected({ pollAfterMs: 1_000 })]) {
    it(`(${answer.state}) has no timer, whatever pace the companion offers`, async () => {
      const { card } = await mountWith(answer);
      await card.refresh();
      expect(timers()).to.be.empty;
    });
  }

  it('has none again after an attempt was given up', async () => {
    const { card } = await startSignIn();
    expect(timers(), 'an attempt is asked about').not.to.be.empty;
    await press(control(card, 'Cancel'));
    await reached(card, 'disconnected');
    await card.refresh();
    expect(timers()).to.be.empty;
  });

  it('has none again after an attempt was confirmed', async () => {
    const { card, companion } = await startSignIn();
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(timers()).to.be.empty;
  });

  it('asks nothing when somebody looks at it a moment later', async () => {
    const { card, companion } = await mountWith(connected());
    leavePage();
    comeBack();
    await card.refresh();
    expect(await companion.count('GET /connection'), 'the first question and this test’s own').to.equal(2);
  });

  it('asks once when somebody looks at it after a while', async () => {
    const { companion } = await mountWith(connected());
    travel(HALF_A_MINUTE + 1);
    leavePage();
    comeBack();
    await companion.asked('GET /connection', 2);
    expect(timers(), 'other than the deadline of that question').to.satisfy((open: string[]) =>
      open.every((entry) => entry.includes('15000')),
    );
  });
});

describe('a page that was away', () => {
  it('asks when it comes out of the back/forward cache', async () => {
    const { companion } = await mountWith(connected());
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await companion.asked('GET /connection', 2);
  });

  it('asks when it is seen again with an attempt under way', async () => {
    const { companion } = await startSignIn({ 'GET /connection': { json: disconnected({ pollAfterMs: 60_000 }) } });
    const before = await companion.count('GET /connection');
    document.dispatchEvent(new Event('visibilitychange'));
    await companion.asked('GET /connection', before + 1);
  });

  it('says that it is offline, keeps what was known, and asks when it is back', async () => {
    const { card, companion } = await mountWith(connected());
    try {
      // Synthetic: the browser cannot be taken offline without the test runner losing it.
      Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
      window.dispatchEvent(new Event('offline'));
      await says(card, en.offline);
      expect(card.state).to.equal('connected');
      expect(parts(card, 'organization')).to.have.length(2);
    } finally {
      Reflect.deleteProperty(navigator, 'onLine');
    }
    window.dispatchEvent(new Event('online'));
    await companion.asked('GET /connection', 2);
    await card.refresh();
    await card.updateComplete;
    expect(parts(card, 'error')).to.be.empty;
  });
});

describe('an attempt that gives no sign', () => {
  it('is asked about at the companion’s pace', async () => {
    const { card, companion } = await mount({ 'GET /connection': { json: disconnected({ pollAfterMs: 1_000 }) } });
    await press(control(card, 'Connect John Deere'));
    await companion.asked('GET /connection', 3);
    await companion.says(connected());
    await reached(card, 'connected');
  });
});
