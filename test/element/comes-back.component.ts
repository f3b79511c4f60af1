/** A sign-in that comes back to the companion: it leads its window on by itself, and closes it. The card keeps its hands off. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { HANDSHAKE } from '../../src/protocol/vocabulary.js';
import { connected, disconnected, nothingShared, unauthenticated } from '../support/answers.js';
import { comeBack, leavePage, openings, windowsClosed } from '../support/browser.js';
import {
  control,
  listen,
  mountWith,
  parts,
  prepared,
  press,
  part,
  reached,
  startSignIn,
  title,
  words,
} from '../support/card.js';
import type { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

const RETURNS = { returns: true, pollAfterMs: 60_000 };
const QUIETLY = { 'GET /connection': { json: disconnected(RETURNS) } };

/** The companion's last page speaks; resolves when this page has heard it. */
async function finish(companion: Companion, attemptId = companion.attemptId(1)): Promise<void> {
  const heard = new Promise((resolve) => {
    addEventListener('message', resolve, { once: true });
  });
  companion.post({ type: HANDSHAKE.finished, attemptId });
  await heard;
}

describe('a sign-in that comes back', () => {
  it('is announced as the first of two steps, without a page of plain text', async () => {
    const { card } = await startSignIn(QUIETLY);
    expect(words(card)).to.contain('Step 1 of 2');
    expect(words(card)).to.contain(en.closesItself);
    expect(words(card)).not.to.contain(en.plainText);
    card.cancel();
    await reached(card, 'disconnected');
    expect(words(card)).not.to.contain(en.plainText);
  });

  it('that does not is announced as it was', async () => {
    const { card } = await startSignIn({ 'GET /connection': { json: disconnected({ pollAfterMs: 60_000 }) } });
    expect(words(card)).to.contain(en.plainText);
    expect(words(card)).not.to.contain('Step 1');
    expect(words(card)).not.to.contain(en.closesItself);
  });

  it('is one step where organizations are connected already', async () => {
    const { card } = await startSignIn({ 'GET /connection': { json: unauthenticated(RETURNS) } });
    expect(words(card)).not.to.contain('Step 1');
  });

  it('has its window led on by the companion: the card does not move it, and says what it shows', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    await companion.says(nothingShared(RETURNS));
    await card.refresh();
    await reached(card, 'no-organizations');
    expect(words(card)).to.contain('Step 2 of 2');
    expect(words(card)).to.contain(en.noneSharedWindow);
    await card.refresh();
    const { handle } = openings[0] ?? {};
    expect(handle?.closed).to.be.false;
    expect(handle?.location.href).to.equal(companion.arrivals[0]?.href);
  });

  it('leaves its window open when something is shared already: somebody may be ticking more in it', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    await companion.says(connected(RETURNS));
    await card.refresh();
    await reached(card, 'connected');
    expect(openings[0]?.handle?.closed).to.be.false;
    expect(words(card)).not.to.contain(en.closeWindow);
    const before = await companion.count('POST /organizations/sync');
    leavePage();
    comeBack();
    await companion.asked('POST /organizations/sync', before + 1);
  });

  it('offers the second step again to whoever came back without it', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    await companion.says(nothingShared(RETURNS));
    await card.refresh();
    await reached(card, 'no-organizations');
    leavePage();
    companion.closeWindows();
    await windowsClosed();
    comeBack();
    await waitUntil(
      () => words(card).includes(en.noneSharedText.replace('{company}', en.company)),
      'the text stayed',
      PATIENCE,
    );
    expect(part(card, 'button').textContent.trim()).to.equal(en.chooseOrganizations);
  });
});

describe('the companion’s last page', () => {
  it('is a reason to ask at once', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    await companion.says(connected(RETURNS));
    await finish(companion);
    await reached(card, 'connected');
  });

  it('is no word of a connection', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const before = await companion.count('GET /connection');
    await finish(companion);
    await companion.asked('GET /connection', before + 1);
    await card.refresh();
    expect(card.state).to.equal('connecting');
  });

  it('of another attempt is not heard', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const before = await companion.count('GET /connection');
    await finish(companion, 'another');
    await card.refresh();
    expect(await companion.count('GET /connection')).to.equal(before + 1);
  });

  it('is not the place to send anybody back to while the answer is on its way', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    await companion.script({ 'GET /connection': 'hold' });
    await finish(companion);
    await card.updateComplete;
    expect(title(card)).to.equal(en.confirmingTitle);
    expect(words(card)).not.to.contain(en.closesItself);
    await companion.says(connected(RETURNS));
    await reached(card, 'connected');
  });

  it('may close before the answer is there: that is not “not finished”', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const told = listen(card, 'leaf-state-change');
    await companion.script({ 'GET /connection': 'hold' });
    await finish(companion);
    leavePage();
    companion.closeWindows();
    await windowsClosed();
    comeBack();
    await companion.says(connected(RETURNS));
    await reached(card, 'connected');
    expect(told.map(({ state }) => state)).to.deep.equal(['connected']);
  });

  it('of a second visit with nothing new ends the sign-in, if the companion says connected', async () => {
    const { card, companion } = await mountWith(connected(RETURNS));
    const opener = document.createElement('button');
    opener.textContent = 'The page’s own button';
    opener.onclick = () => card.connect();
    document.body.append(opener);
    await press(opener);
    opener.remove();
    await reached(card, 'connecting');
    await companion.arrived();
    const told = listen(card, 'leaf-connected');
    await finish(companion);
    await reached(card, 'connected');
    expect(told).to.have.length(1);
  });
});

describe('signing in again', () => {
  it('keeps in sight what is connected, while it goes on and when it stalls', async () => {
    const { card, companion } = await startSignIn({ 'GET /connection': { json: unauthenticated(RETURNS) } });
    expect(parts(card, 'organization')).to.have.length(2);
    leavePage();
    companion.closeWindows();
    await windowsClosed();
    comeBack();
    await reached(card, 'unfinished');
    expect(parts(card, 'organization')).to.have.length(2);
    await companion.says(connected({ ...RETURNS, revision: 'second' }));
    await card.refresh();
    await reached(card, 'connected');
  });

  it('shows no rows where nothing was connected', async () => {
    const { card } = await mountWith(nothingShared(RETURNS));
    await prepared(card);
    await press(control(card, en.startAgain));
    await reached(card, 'connecting');
    expect(parts(card, 'organization')).to.be.empty;
  });
});
