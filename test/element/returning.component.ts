/** How a sign-in ends: only by the companion's word, an explicit cancel, or its time; never by a window that seems gone. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import {
  connected,
  disconnected,
  HILLTOP,
  nothingShared,
  organization,
  RIVER,
  unauthenticated,
} from '../support/answers.js';
import { comeBack, leavePage, openings, travel, windowsClosed } from '../support/browser.js';
import {
  actions,
  control,
  listen,
  mountWith,
  part,
  parts,
  prepared,
  press,
  reached,
  says,
  startSignIn,
  title,
  words,
} from '../support/card.js';
import { PATIENCE } from '../support/patience.js';
import { startPage } from '../support/scripted-pages.js';

/** Slow enough that nothing but a hint makes the card ask within a test. */
const QUIET = disconnected({ pollAfterMs: 60_000 });
const QUIETLY = { 'GET /connection': { json: QUIET } };

describe('coming back from a closed window', () => {
  it('with nothing done is unfinished: no error, and three ways on', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const errors = listen(card, 'leaf-error');
    const before = await companion.count('GET /connection');
    leavePage();
    companion.closeWindows();
    await windowsClosed();
    comeBack();
    await reached(card, 'unfinished');
    expect(await companion.count('GET /connection')).to.be.above(before);
    expect(errors).to.be.empty;
    expect(parts(card, 'error')).to.be.empty;
    expect(words(card)).to.contain(en.unfinishedText);
    expect(actions(card)).to.deep.equal(['Start again', 'Cancel']);
  });

  it('before Leaf knows still connects, and tells so once', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const told = listen(card, 'leaf-connected');
    leavePage();
    companion.closeWindows();
    await windowsClosed();
    comeBack();
    await reached(card, 'unfinished');
    await companion.says(connected());
    await reached(card, 'connected');
    await card.refresh();
    await card.refresh();
    expect(told).to.deep.equal([{ connection: connected() }]);
  });

  it('is noticed when the page never saw anybody come back', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    leavePage();
    companion.closeWindows();
    await windowsClosed();
    document.hasFocus = () => true;
    await reached(card, 'unfinished');
  });
});

describe('a look at the page while the window is open', () => {
  it('asks, and ends nothing', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const before = await companion.count('GET /connection');
    leavePage();
    comeBack();
    await companion.asked('GET /connection', before + 1);
    expect(card.state).to.equal('connecting');
    expect(actions(card)).to.contain('Show the John Deere window');
  });
});

describe('a window that a sign-in page severs', () => {
  async function severed(): ReturnType<typeof startSignIn> {
    const signIn = await startSignIn(QUIETLY);
    leavePage();
    const { url } = signIn.companion;
    const headers = { 'content-type': 'text/html', 'cross-origin-opener-policy': 'same-origin' };
    await signIn.companion.script({ 'GET /start/strict': { text: startPage(url), headers } });
    openings[0]?.handle?.location.replace(`${url}/start/strict`);
    await waitUntil(() => openings[0]?.handle?.closed, 'the window was not severed', PATIENCE);
    return signIn;
  }

  it('is not taken for closed: the card says that it cannot be reached, and waits on', async () => {
    const { card, companion } = await severed();
    await says(card, en.severed);
    expect(card.state).to.equal('connecting');
    expect(actions(card)).to.deep.equal(['Start again', 'Cancel']);
    expect(await companion.arrived(2), 'it is open all the same').to.deep.include({ opened: false, name: '' });
  });

  it('connects on the companion’s word', async () => {
    const { card, companion } = await severed();
    await companion.says(connected());
    comeBack();
    await reached(card, 'connected');
  });

  it('is replaced by a new one when somebody starts again', async () => {
    const { card, companion } = await severed();
    travel(2_000);
    await says(card, en.severed);
    const told = listen(card, 'leaf-cancelled');
    await press(control(card, 'Start again'));
    await companion.arrived(3);
    expect(told).to.deep.equal([{ attemptId: companion.attemptId(1), reason: 'superseded' }]);
    expect(openings).to.have.length(2);
  });
});

describe('cancel', () => {
  it('ends the attempt, tells why, and leaves the window to whoever is typing in it', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const told = listen(card, 'leaf-cancelled');
    await press(control(card, 'Cancel'));
    await reached(card, 'disconnected');
    expect(told).to.deep.equal([{ attemptId: companion.attemptId(1), reason: 'user' }]);
    expect(openings[0]?.handle?.closed).to.be.false;
  });

  it('asks once more, for the sign-in may be done', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const told = listen(card, 'leaf-connected');
    await companion.says(connected());
    card.cancel();
    await reached(card, 'connected');
    expect(told, 'it was given up').to.be.empty;
  });

  it('without an attempt does nothing', async () => {
    const { card } = await mountWith(connected());
    const told = [listen(card, 'leaf-cancelled'), listen(card, 'leaf-state-change')];
    card.cancel();
    card.cancel();
    expect(card.state).to.equal('connected');
    expect(told.flat()).to.be.empty;
  });
});

describe('starting again', () => {
  it('replaces the attempt, whose late answers are dropped', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const told = { cancelled: listen(card, 'leaf-cancelled'), connected: listen(card, 'leaf-connected') };
    const before = await companion.count('GET /connection');
    await companion.script({ 'GET /connection': 'hold' });
    const answered = card.refresh();
    await companion.asked('GET /connection', before + 1);
    await press(control(card, 'Start again'));
    await companion.arrived(2);
    await companion.script({ 'GET /connection': [{ json: connected() }, { json: QUIET }] });
    await answered;
    expect(card.state).to.equal('connecting');
    expect(told.cancelled).to.deep.equal([{ attemptId: companion.attemptId(1), reason: 'superseded' }]);
    expect(told.connected).to.be.empty;
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(told.connected).to.have.length(1);
  });
});

describe('an attempt that nobody finishes', () => {
  it('expires, and can be begun anew', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const told = listen(card, 'leaf-cancelled');
    travel(31 * 60_000);
    await card.refresh();
    await reached(card, 'disconnected');
    expect(told).to.deep.equal([{ attemptId: companion.attemptId(1), reason: 'expired' }]);
    expect(actions(card)).to.deep.equal(['Connect John Deere']);
  });

  it('lives for fifteen minutes at least', async () => {
    const { card } = await startSignIn(QUIETLY);
    travel(15 * 60_000);
    await card.refresh();
    expect(card.state).to.equal('connecting');
  });
});

describe('a sign-in that is confirmed', () => {
  it('closes its window when something is shared already', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    await windowsClosed();
  });

  it('leads the same window on to the organizations when nothing is', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const told = listen(card, 'leaf-connected');
    const choose = `${companion.url}/start/choose`;
    const none = { connected: [], notConnected: [organization('Hilltop Farms', choose)] };
    await companion.says(nothingShared({ organizations: none, pollAfterMs: 60_000 }));
    await card.refresh();
    await reached(card, 'no-organizations');
    expect((await companion.arrived(2)).href).to.equal(choose);
    expect(openings).to.have.length(1);
    await says(card, 'Step 2 of 2');
    expect(words(card)).to.contain(en.noneSharedWindow);
    expect(told, 'nothing is shared yet').to.be.empty;

    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(told).to.have.length(1);
    expect(openings[0]?.handle?.closed, 'more may be ticked in it').to.be.false;
  });

  it('offers a link for the second step when the window is out of reach', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    leavePage();
    companion.closeWindows();
    await windowsClosed();
    await companion.says(nothingShared());
    comeBack();
    await reached(card, 'no-organizations');
    await says(card, en.closeWindow);
    expect(control(card, 'Choose organizations').getAttribute('href')).to.equal(HILLTOP.managementUri);
    expect(part(card, 'organizations').textContent).to.contain(RIVER.name);
  });

  it('with an account that has no organization says so', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    await companion.says(nothingShared({ organizations: { connected: [], notConnected: [] }, environment: 'STAGE' }));
    await card.refresh();
    await reached(card, 'no-organizations');
    expect(title(card)).to.equal(en.noOrganizationTitle);
    expect(words(card)).to.contain(en.noOrganizationStage);
    await windowsClosed();
  });
});

describe('a credential that was there at the click', () => {
  it('confirms nothing; only another one, or its recovery, does', async () => {
    const { card, companion } = await mountWith(unauthenticated());
    const told = listen(card, 'leaf-connected');
    await prepared(card);
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    await card.refresh();
    expect(card.state).to.equal('connecting');
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(told).to.have.length(1);
  });
});
