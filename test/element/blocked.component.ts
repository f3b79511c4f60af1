/** No window: a real link takes its place, and the companion is asked all the same, since one may have opened unseen. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import type { LeafJdConnect } from '../../src/element/define.js';
import { connected, disconnected, problem } from '../support/answers.js';
import { gestureOver, openings, replaceOpen, takeWarnings } from '../support/browser.js';
import { control, listen, mount, part, parts, prepared, press, reached, root, title, words } from '../support/card.js';
import { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

const HASTY = { 'GET /connection': { json: disconnected({ pollAfterMs: 1_000, messageOrigins: [location.origin] }) } };

describe('connect without a user gesture', () => {
  let card: LeafJdConnect;
  let companion: Companion;
  let attemptId: string;

  beforeEach(async () => {
    ({ card, companion } = await mount(HASTY));
    attemptId = await prepared(card);
    await gestureOver();
  });
  afterEach(() => {
    expect(takeWarnings().join()).to.contain('no_user_gesture');
  });

  it('is blocked, and says so once', async () => {
    const errors = listen(card, 'leaf-error');
    card.connect();
    await reached(card, 'blocked');
    expect(openings.map(({ handle }) => handle)).to.deep.equal([null]);
    expect(errors).to.have.length(1);
    expect(errors[0]).to.include({ code: 'popup_blocked', userRecoverable: true });
    expect(parts(card, 'error')).to.be.empty;
  });

  it('shows a real link to the same attempt, in the same window', async () => {
    card.connect();
    await reached(card, 'blocked');
    const link = control(card, 'Open John Deere');
    expect(part(card, 'link-panel').contains(link)).to.be.true;
    expect(link.getAttribute('href')).to.equal(`${companion.url}/start/${attemptId}`);
    expect(link.getAttribute('target')).to.equal(`leaf-jd-${attemptId}`);
    expect(link.getAttribute('rel')).to.equal('opener');
  });

  it('shows a picture of a link for a phone, which leads to the naming page', async () => {
    card.connect();
    await reached(card, 'blocked');
    await waitUntil(() => root(card).querySelector('.qr path'), 'no picture was drawn', PATIENCE);
    expect(part(card, 'link-panel').querySelector('[role="img"]')?.getAttribute('aria-label')).to.equal(en.qrLabel);
    expect(await companion.count('POST /links')).to.equal(1);
  });

  it('has the link still when no picture can be had, and says why', async () => {
    await companion.script({ 'POST /links': problem('rate_limited') });
    const errors = listen(card, 'leaf-error');
    card.connect();
    await waitUntil(() => errors.length === 2, 'the failure was not told', PATIENCE);
    expect(errors[1]?.code).to.equal('rate_limited');
    expect(card.state).to.equal('blocked');
    expect(control(card, 'Open John Deere')).to.exist;
    expect(root(card).querySelector('.qr')).to.be.null;
  });

  it('is not tried again by itself', async () => {
    card.connect();
    await reached(card, 'blocked');
    await companion.asked('GET /connection', 3);
    expect(openings).to.have.length(1);
    expect(card.state).to.equal('blocked');
  });

  it('goes on through the link, whose window is as good as any', async () => {
    card.connect();
    await reached(card, 'blocked');
    await press(control(card, 'Open John Deere'));
    await reached(card, 'connecting');
    expect(await companion.arrived()).to.deep.include({ name: `leaf-jd-${attemptId}`, opened: true });
    companion.post({ status: 'CREDENTIAL_ASSIGNED' });
    await waitUntil(() => title(card) === en.confirmingTitle, 'the message was not heard', PATIENCE);
  });

  it('takes no other window of the page for the one that the link opened', async () => {
    card.connect();
    await reached(card, 'blocked');
    await press(control(card, 'Open John Deere'));
    await reached(card, 'connecting');
    const arrived = await companion.arrived();
    companion.post({ type: 'anything' });
    await card.refresh();
    expect(words(card)).to.contain(en.severed);

    // Its start page asks for leave, with the attempt that nobody else knows: now it is known.
    companion.post({ type: 'leaf-jd-connect:may-i-start', attemptId });
    await waitUntil(() => words(card).includes(en.waiting), 'it was not known', PATIENCE);
    expect(arrived.name).to.equal(`leaf-jd-${attemptId}`);
  });

  it('connects when the companion says so, for a window may have opened unseen', async () => {
    const told = listen(card, 'leaf-connected');
    card.connect();
    await reached(card, 'blocked');
    await companion.says(connected());
    await reached(card, 'connected');
    expect(told).to.have.length(1);
  });

  it('can be given up', async () => {
    const told = listen(card, 'leaf-cancelled');
    card.connect();
    await reached(card, 'blocked');
    await press(control(card, 'Cancel'));
    await reached(card, 'disconnected');
    expect(told).to.deep.equal([{ attemptId, reason: 'user' }]);
  });
});

describe('blocked before the attempt was minted', () => {
  it('shows the link as soon as there is somewhere to lead', async () => {
    const { card, companion } = await mount({ 'POST /attempts': 'hold' });
    await companion.asked('POST /attempts');
    await gestureOver();
    card.connect();
    await reached(card, 'blocked');
    expect(takeWarnings().join()).to.contain('no_user_gesture');
    expect(words(card)).to.contain(en.wait);
    const startUrl = `${companion.url}/start/late`;
    const attempt = { attemptId: 'late', startUrl, expiresAt: '2026-11-02T09:00:00Z' };
    await companion.script({ 'POST /attempts': { status: 201, json: attempt } });
    await waitUntil(() => root(card).querySelector('a'), 'the link never came', PATIENCE);
    expect(control(card, 'Open John Deere').getAttribute('href')).to.equal(startUrl);
  });
});

describe('a frame whose sandbox allows no windows', () => {
  it('has the link as well, and connects', async () => {
    const companion = await Companion.start(HASTY);
    const card = await embedded(companion);
    await reached(card, 'disconnected');
    const attemptId = await prepared(card);
    const errors = listen(card, 'leaf-error');
    await press(part(card, 'button'));
    await reached(card, 'blocked');
    expect(errors.map(({ code }) => code)).to.deep.equal(['popup_blocked']);
    expect(control(card, 'Open John Deere').getAttribute('href')).to.equal(`${companion.url}/start/${attemptId}`);
    // The sandbox refuses the link too: a picture of one and its address lead out.
    await waitUntil(() => root(card).querySelector('#link'), 'no address was shown', PATIENCE);
    expect(root(card).querySelector('.qr path')).to.exist;
    expect(words(card)).to.contain(en.blockedFrameText);
    await companion.says(connected());
    await reached(card, 'connected');
  });

  const frames: HTMLIFrameElement[] = [];
  afterEach(() => {
    for (const frame of frames.splice(0)) frame.remove();
  });

  async function embedded(companion: Companion): Promise<LeafJdConnect> {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
    frame.style.cssText = 'inline-size: 600px; block-size: 560px';
    frame.src = `${companion.url}/embedded`;
    frames.push(frame);
    document.body.append(frame);
    const find = (): LeafJdConnect | null => frame.contentDocument?.querySelector('leaf-jd-connect:defined') ?? null;
    await waitUntil(find, 'the framed card was never defined', PATIENCE);
    const card = find();
    if (!card) throw new Error('The frame is empty.');
    return card;
  }
});

describe('what browsers do instead of opening', () => {
  const closedAtOnce = { closed: true } as Window;
  const WAYS: [string, typeof window.open][] = [
    ['answer null', () => null],
    [
      'throw, as Firefox does in a sandbox',
      () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    ],
    ['close it at once', () => closedAtOnce],
  ];

  for (const [what, open] of WAYS) {
    it(`may be to ${what}: the link is shown`, async () => {
      replaceOpen(open);
      const { card } = await mount();
      await prepared(card);
      await press(part(card, 'button'));
      await reached(card, 'blocked');
      expect(control(card, 'Open John Deere')).to.exist;
      // Nothing but a sandbox makes it throw, which only the page's developer can mend.
      expect(takeWarnings().some((line) => line.includes('sandboxed_frame'))).to.equal(what.startsWith('throw'));
    });
  }
});
