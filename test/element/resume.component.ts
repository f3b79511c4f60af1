/** A sign-in outlives its card and its page: another card, or the same page loaded again, goes on with it. */
import { expect, waitUntil } from '@open-wc/testing';
import type { LeafJdConnect } from '../../src/element/define.js';
import { en } from '../../src/element/texts/en.js';
import { connected, disconnected, nothingShared, RIVER } from '../support/answers.js';
import { openings, travel } from '../support/browser.js';
import {
  control,
  create,
  listen,
  mountWith,
  part,
  press,
  prepared,
  put,
  reached,
  startSignIn,
  title,
  words,
} from '../support/card.js';
import { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

const QUIETLY = {
  'GET /connection': { json: disconnected({ pollAfterMs: 60_000, messageOrigins: [location.origin] }) },
};

const LIVE = ['connecting', 'unfinished'];

/** What a route change does: the card goes, and another takes its place. */
async function anotherCard(card: LeafJdConnect, companion: Companion): Promise<LeafJdConnect> {
  card.remove();
  return put(create({ serverUrl: companion.url }));
}

describe('another card in place of the one that began', () => {
  it('goes on with its window', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const next = await anotherCard(card, companion);
    await reached(next, 'connecting');
    expect(words(next)).to.contain(en.waiting);
    await press(control(next, en.showWindow));
    expect(openings).to.have.length(1);
    expect(openings[0]?.handle?.closed).to.be.false;
  });

  it('hears what its window says', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const next = await anotherCard(card, companion);
    await reached(next, 'connecting');
    await next.refresh();
    companion.post({ status: 'CREDENTIAL_ASSIGNED' });
    await waitUntil(() => title(next) === en.confirmingTitle, 'the message was not heard', PATIENCE);
  });

  it('tells that it is connected, once, and closes the window', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const next = await anotherCard(card, companion);
    const told = [card, next].map((one) => listen(one, 'leaf-connected'));
    await companion.says(connected());
    await next.refresh();
    await reached(next, 'connected');
    expect(told.map(({ length }) => length)).to.deep.equal([0, 1]);
    expect(openings[0]?.handle?.closed).to.be.true;

    const third = await anotherCard(next, companion);
    await reached(third, 'connected');
    expect(third.state).to.equal('connected');
  });

  it('can give it up, under the id it was begun with', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const next = await anotherCard(card, companion);
    const told = listen(next, 'leaf-cancelled');
    await reached(next, 'connecting');
    next.cancel();
    expect(told).to.deep.equal([{ attemptId: companion.attemptId(1), reason: 'user' }]);
    expect((await anotherCard(next, companion)).state).not.to.equal('connecting');
  });

  it('goes on with the second step', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    await companion.says(nothingShared());
    await card.refresh();
    await reached(card, 'no-organizations');
    const next = await anotherCard(card, companion);
    const told = listen(next, 'leaf-connected');
    await reached(next, 'no-organizations');
    await companion.says(connected());
    await next.refresh();
    expect(told).to.have.length(1);
  });

  it('leaves an attempt alone that a card on the page still lives with', async () => {
    const { companion } = await startSignIn(QUIETLY);
    const second = await put(create({ serverUrl: companion.url }));
    await reached(second, 'disconnected');
  });

  it('is told of no end by the first one, when that is put back after it ended', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const next = await anotherCard(card, companion);
    const told = [listen(card, 'leaf-connected'), listen(card, 'leaf-cancelled')];
    await companion.says(connected());
    await next.refresh();
    await reached(next, 'connected');
    next.remove();
    document.body.append(card);
    await card.refresh();
    await reached(card, 'connected');
    expect(told.flat()).to.be.empty;
  });

  it('and the first one do not both go on with it', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    const next = await anotherCard(card, companion);
    await reached(next, 'connecting');
    const states = listen(card, 'leaf-state-change');
    document.body.append(card);
    await reached(card, 'disconnected');
    expect(states).to.deep.equal([{ previous: 'connecting', state: 'disconnected' }]);
    expect(next.state).to.equal('connecting');
  });

  it('tells of no change of organizations when they are another visitor’s', async () => {
    const { card, companion } = await mountWith(connected({ account: 'first visitor' }));
    const told = listen(card, 'leaf-organizations-change');
    const theirs = { connected: [RIVER], notConnected: [] };
    await companion.says(connected({ account: 'second visitor', organizations: theirs }));
    await card.refresh();
    expect(card.connection?.organizations.connected).to.deep.equal([RIVER]);
    expect(told).to.be.empty;
  });

  it('is told nothing of the one before: not that they disconnected, nor whose organizations these are', async () => {
    const { card, companion } = await startSignIn({ 'GET /connection': { json: disconnected({ account: 'first' }) } });
    await companion.says(connected({ account: 'first' }));
    await card.refresh();
    await reached(card, 'connected');
    expect(words(card)).to.contain(en.yoursTitle);
    await companion.says(disconnected({ account: 'second' }));
    await card.refresh();
    await reached(card, 'disconnected');
    expect(words(card)).not.to.contain(en.endedElsewhere);
    await companion.says(connected({ account: 'second' }));
    await card.refresh();
    await reached(card, 'connected');
    expect(words(card)).not.to.contain(en.yoursTitle);
  });

  it('leaves an attempt alone that is too old', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    travel(31 * 60_000);
    const next = await anotherCard(card, companion);
    await reached(next, 'disconnected');
  });

  it('leaves an attempt alone that was another visitor’s', async () => {
    const first = disconnected({ account: 'first visitor', pollAfterMs: 60_000 });
    const { card, companion } = await startSignIn({ 'GET /connection': { json: first } });
    await companion.says(connected({ account: 'second visitor' }));
    const next = await anotherCard(card, companion);
    const told = [listen(next, 'leaf-connected'), listen(next, 'leaf-cancelled')];
    await reached(next, 'connected');
    expect(told.flat()).to.be.empty;
  });

  it('is the same card, when its page only says later how to ask', async () => {
    const { card, companion } = await startSignIn(QUIETLY);
    card.fetchSession = () => Promise.resolve({ token: 'late' });
    await card.updateComplete;
    await reached(card, 'connecting');
    const told = listen(card, 'leaf-connected');
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(told).to.have.length(1);
    expect(openings[0]?.handle?.closed).to.be.true;
  });

  it('still watches its window, where the storage is full', async () => {
    const setItem = Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem') ?? {};
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      const { card, companion } = await startSignIn(QUIETLY);
      await card.refresh();
      companion.post({ status: 'CREDENTIAL_ASSIGNED' });
      await waitUntil(() => title(card) === en.confirmingTitle, 'the message was not heard', PATIENCE);
      const main = document.createElement('main');
      document.body.append(main);
      main.append(card);
      expect(card.state).to.equal('connecting');
      main.remove();
    } finally {
      Object.defineProperty(Storage.prototype, 'setItem', setItem);
    }
  });

  it('does without, where nothing can be stored or what is stored makes no sense', async () => {
    const companion = await Companion.start(QUIETLY);
    for (const nonsense of ['{', 'null', '{"attempt":{"id":"x"}}', '[]', '[{"id":7},0]', '[{"id":"x"}]']) {
      sessionStorage.setItem(`leaf-jd-connect:${companion.url} x`, nonsense);
      const card = await put(create({ serverUrl: companion.url }));
      await reached(card, 'disconnected');
      card.remove();
    }
  });
});

describe('a page that is loaded again', () => {
  let frame: HTMLIFrameElement;
  afterEach(() => {
    frame.remove();
  });

  it('goes on, asks at once, and offers every way on', async () => {
    const companion = await Companion.start(QUIETLY);
    frame = document.createElement('iframe');
    frame.style.cssText = 'inline-size: 600px; block-size: 560px';
    frame.src = `${companion.url}/embedded`;
    document.body.append(frame);
    const before = await framedCard('disconnected');
    const attemptId = await prepared(before);
    await press(part(before, 'button'));
    await companion.arrived();
    await reached(before, 'connecting');

    frame.contentWindow?.location.reload();
    await waitUntil(() => frame.contentDocument?.querySelector('leaf-jd-connect') !== before, 'no reload', PATIENCE);
    const after = await framedCard(...LIVE);
    await reached(after, 'unfinished');
    expect(control(after, en.startAgain)).to.exist;

    // The window is still there. It knows its opener, and so makes itself known again.
    companion.post({ status: 'CREDENTIAL_ASSIGNED' });
    await waitUntil(() => title(after) === en.confirmingTitle, 'the message was not heard', PATIENCE);
    const told = listen(after, 'leaf-connected');
    await companion.says(connected());
    await after.refresh();
    await reached(after, 'connected');
    expect(told).to.have.length(1);
    expect(attemptId).to.equal(companion.attemptId(1));
  });

  async function framedCard(...states: string[]): Promise<LeafJdConnect> {
    const find = (): LeafJdConnect | null => {
      const card = frame.contentDocument?.querySelector<LeafJdConnect>('leaf-jd-connect:defined') ?? null;
      return card && states.includes(card.state) ? card : null;
    };
    await waitUntil(find, `the framed card was never ${states.join(' or ')}`, PATIENCE);
    const card = find();
    if (!card) throw new Error('The frame is empty.');
    return card;
  }
});
