/** The click: a window that opens inside the gesture, one window per card, and an attempt that was minted before it. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { LeafJdConnect } from '../../src/element/define.js';
import { problem } from '../support/answers.js';
import { openings, replaceOpen, travel, windowsClosed } from '../support/browser.js';
import {
  actions,
  control,
  create,
  listen,
  mount,
  part,
  prepared,
  press,
  put,
  reached,
  says,
  startSignIn,
} from '../support/card.js';
import { PATIENCE } from '../support/patience.js';

const MINUTE = 60_000;

describe('the click', () => {
  it('opens the start URL inside the gesture, in a window named for the attempt', async () => {
    const { card, companion } = await mount();
    const attemptId = await prepared(card);
    const told = listen(card, 'leaf-connect');
    const counts: number[] = [];
    const count = (): void => void counts.push(openings.length);
    document.addEventListener('click', count, { capture: true, once: true });
    document.addEventListener('click', count, { once: true });
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    expect(counts, 'windows before and after the click was handled').to.deep.equal([0, 1]);
    expect(openings[0]).to.include({ url: `${companion.url}/start/${attemptId}`, name: `leaf-jd-${attemptId}` });
    expect(openings[0]?.features).to.match(/^popup,width=\d+,height=\d+,left=-?\d+,top=-?\d+$/);
    expect(told).to.deep.equal([{ attemptId }]);
    expect(await companion.arrived()).to.include({ name: `leaf-jd-${attemptId}`, opened: true });
  });

  it('may be a key', async () => {
    const { card, companion } = await mount();
    await prepared(card);
    part(card, 'button').focus();
    await sendKeys({ press: 'Enter' });
    await reached(card, 'connecting');
    await companion.arrived();
    expect(openings).to.have.length(1);
  });

  it('can be refused by the page, and the attempt is still good for the next one', async () => {
    const { card } = await mount();
    const attemptId = await prepared(card);
    card.addEventListener('leaf-connect', (event) => event.preventDefault(), { once: true });
    await press(part(card, 'button'));
    expect(openings).to.be.empty;
    expect(card.state).to.equal('disconnected');
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    expect(openings[0]?.name).to.equal(`leaf-jd-${attemptId}`);
  });

  it('is told before the window opens', async () => {
    const { card } = await mount();
    await prepared(card);
    let before = -1;
    card.addEventListener('leaf-connect', () => (before = openings.length));
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    expect(before).to.equal(0);
  });
});

describe('an attempt', () => {
  it('is minted once, before anybody clicks', async () => {
    const { card, companion } = await mount();
    await prepared(card);
    await hover(card);
    card.requestUpdate();
    await card.updateComplete;
    await card.refresh();
    expect(await companion.count('POST /attempts')).to.equal(1);
  });

  it('within half its life is not renewed', async () => {
    const { card } = await mount();
    const attemptId = await prepared(card);
    travel(29 * MINUTE);
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    expect(openings[0]?.name).to.equal(`leaf-jd-${attemptId}`);
  });

  it('past half its life is renewed when somebody comes near', async () => {
    const { card, companion } = await mount();
    const first = await prepared(card);
    travel(31 * MINUTE);
    await hover(card);
    await companion.asked('POST /attempts', 2);
    await waitUntil(async () => (await prepared(card)) !== first, 'the attempt was not replaced', PATIENCE);
    expect(await companion.count('POST /attempts')).to.equal(2);
  });

  it('past half its life is renewed when the keyboard arrives', async () => {
    const { card, companion } = await mount();
    await prepared(card);
    travel(31 * MINUTE);
    part(card, 'button').focus();
    await companion.asked('POST /attempts', 2);
  });

  it('past its life is not opened', async () => {
    const { card, companion } = await mount();
    await prepared(card);
    travel(61 * MINUTE);
    await press(part(card, 'button'));
    expect((await companion.arrived()).href).to.equal(`${companion.url}/start/${companion.attemptId(2)}`);
    expect(openings).to.have.length(1);
  });

  it('is used once', async () => {
    const { card, companion } = await startSignIn();
    await press(control(card, 'Cancel'));
    await reached(card, 'disconnected');
    expect(await prepared(card)).to.equal(companion.attemptId(2));
    await press(part(card, 'button'));
    await companion.arrived(2);
    expect(openings.map(({ name }) => name)).to.deep.equal([1, 2].map((nth) => `leaf-jd-${companion.attemptId(nth)}`));
  });
});

describe('a slow network at the click', () => {
  it('opens a window at once that says so, and leads it on when the attempt comes', async () => {
    const { card, companion } = await mount({ 'POST /attempts': 'hold' });
    await companion.asked('POST /attempts');
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    expect(openings.map(({ url }) => url)).to.deep.equal(['about:blank']);
    const { document: shown } = openings[0]?.handle ?? window;
    expect([shown.title, shown.documentElement.lang, shown.documentElement.dir]).to.deep.equal([
      en.heading,
      'en',
      'ltr',
    ]);
    expect(shown.body.textContent).to.equal(en.wait);
    await says(card, en.waiting);
    await companion.script({ 'POST /attempts': minted(companion.url) });
    expect((await companion.arrived()).href).to.equal(`${companion.url}/start/attempt-late`);
    expect(openings).to.have.length(1);
    expect(await companion.count('POST /attempts')).to.be.at.most(2);
  });

  it('takes the window back when no attempt can be had', async () => {
    const { card, companion } = await mount({ 'POST /attempts': 'hold' });
    const errors = listen(card, 'leaf-error');
    const cancelled = listen(card, 'leaf-cancelled');
    await companion.asked('POST /attempts');
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    await companion.script({ 'POST /attempts': problem('rate_limited') });
    await reached(card, 'disconnected');
    await windowsClosed();
    expect(errors.map(({ code }) => code)).to.deep.equal(['rate_limited']);
    expect(cancelled).to.be.empty;
    expect(part(card, 'error').textContent).to.contain(errors[0]?.displayMessage);
    expect(actions(card)).to.deep.equal(['Connect John Deere']);
  });
});

describe('one card', () => {
  it('has one window, however often it is pressed', async () => {
    const { card } = await startSignIn();
    const told = listen(card, 'leaf-connect');
    let focused = 0;
    const focus = (): number => focused++;
    Object.assign(openings[0]?.handle ?? {}, { focus });
    await press(control(card, 'Show the John Deere window'));
    await waitUntil(() => focused === 1, 'the window was not focused', PATIENCE);
    card.connect();
    expect(focused).to.equal(2);
    expect(openings).to.have.length(1);
    expect(told).to.be.empty;
  });

  it('has one window after a double click', async () => {
    const { card, companion } = await mount();
    await prepared(card);
    await press(part(card, 'button'), 2);
    await companion.arrived();
    expect(openings).to.have.length(1);
    expect(card.state).to.equal('connecting');
  });

  it('has one window when a page calls connect twice in one click', async () => {
    const { card, companion } = await mount();
    await prepared(card);
    const button = document.createElement('button');
    button.textContent = 'Connect';
    button.addEventListener('click', () => {
      card.connect();
      card.connect();
    });
    document.body.append(button);
    await press(button);
    button.remove();
    await companion.arrived();
    expect(openings).to.have.length(1);
  });
});

describe('a second press', () => {
  /** Stands for a window that is severed at once: its handle says `closed` while it is open. */
  async function severedAtOnce(): Promise<{ card: LeafJdConnect; opened: () => number }> {
    const handle = { closed: false, focus: () => undefined };
    let opened = 0;
    replaceOpen(() => {
      opened++;
      handle.closed = false;
      return handle as unknown as Window;
    });
    const { card } = await mount();
    await prepared(card);
    card.connect();
    handle.closed = true;
    return { card, opened: () => opened };
  }

  it('a moment after the first is the same press, even if the window is out of reach already', async () => {
    const { card, opened } = await severedAtOnce();
    card.connect();
    expect(opened()).to.equal(1);
  });

  it('later, with the window out of reach, starts again', async () => {
    const { card, opened } = await severedAtOnce();
    const told = listen(card, 'leaf-cancelled');
    travel(2_000);
    card.connect();
    expect(opened()).to.equal(2);
    expect(told.map(({ reason }) => reason)).to.deep.equal(['superseded']);
  });
});

describe('two cards on a page', () => {
  it('do not take each other’s window', async () => {
    const { card, companion } = await mount();
    const cards = [card, await put(create({ serverUrl: companion.url }))];
    for (const [index, one] of cards.entries()) {
      await prepared(one);
      await press(part(one, 'button'));
      await reached(one, 'connecting');
      await companion.arrived(index + 1);
    }
    const addresses = openings.map(({ handle }) => handle?.location.href);
    expect(new Set(addresses).size).to.equal(2);
    expect(addresses.toSorted()).to.deep.equal(companion.arrivals.map(({ href }) => href).toSorted());
    expect(cards.map(({ state }) => state)).to.deep.equal(['connecting', 'connecting']);
  });
});

function minted(base: string): { status: number; json: object } {
  const attemptId = 'attempt-late';
  return {
    status: 201,
    json: { attemptId, startUrl: `${base}/start/${attemptId}`, expiresAt: '2026-11-02T09:00:00Z' },
  };
}

async function hover(card: HTMLElement): Promise<void> {
  const { x, y } = card.getBoundingClientRect();
  await sendMouse({ type: 'move', position: [Math.round(x) + 20, Math.round(y) + 20] });
}
