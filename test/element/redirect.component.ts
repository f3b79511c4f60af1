/** `mode="redirect"`: the page itself goes through the sign-in and comes back. Where nothing would come back, a window opens. */
import { expect, waitUntil } from '@open-wc/testing';
import type { LeafJdConnect } from '../../src/element/define.js';
import { en } from '../../src/element/texts/en.js';
import { connected, disconnected, nothingShared, problem } from '../support/answers.js';
import { openings, replaceOpen, takeWarnings } from '../support/browser.js';
import {
  actions,
  control,
  create,
  listen,
  mount,
  part,
  parts,
  prepared,
  press,
  put,
  reached,
  root,
  title,
  words,
  type Author,
} from '../support/card.js';
import { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';
import type { Script } from '../support/scripted-companion.js';
import { embeddedPage } from '../support/scripted-pages.js';

const RETURNS = { 'GET /connection': { json: disconnected({ returns: true, pollAfterMs: 60_000 }) } };
const HTML = { 'content-type': 'text/html' };

/** Synthetic: the page of the tests cannot be left, so that it is only noted where it was told to go. */
function stayHere(answer: Window | null = window): string[] {
  const left: string[] = [];
  replaceOpen((url, target) => {
    left.push(`${target} ${String(url)}`);
    return answer;
  });
  return left;
}

function mountForRedirect(script: Script = {}, author: Author = {}): ReturnType<typeof mount> {
  return mount({ ...RETURNS, ...script }, { mode: 'redirect', ...author });
}

async function returnUrls(companion: Companion): Promise<unknown[]> {
  return (await companion.requests('POST /attempts')).map(
    ({ body }) => (JSON.parse(body) as Record<string, unknown>).returnUrl,
  );
}

describe('a page of its own that goes through the sign-in', () => {
  let companion: Companion;
  let page: Window & { told?: string[] };

  beforeEach(async () => {
    companion = await Companion.start(RETURNS);
    const text = embeddedPage('mode="redirect"').replace('const told', 'var told');
    await companion.script({ 'GET /embedded': { text, headers: HTML } });
    const opener = document.createElement('button');
    opener.textContent = 'Open a page';
    opener.onclick = () => window.open(`${companion.url}/embedded`, `page-${companion.attemptId(0)}`);
    document.body.append(opener);
    await press(opener);
    opener.remove();
    const handle = openings[0]?.handle;
    if (!handle) throw new Error('No page was opened.');
    page = handle;
  });

  /** The card of the page that is shown now, in this state. */
  async function cardIn(state: string): Promise<LeafJdConnect> {
    const find = (): LeafJdConnect | null =>
      page.document.querySelector<LeafJdConnect>('leaf-jd-connect:defined') ?? null;
    await waitUntil(() => find()?.state === state, `the page’s card never became ${state}`, PATIENCE);
    const card = find();
    if (!card) throw new Error('The page is empty.');
    await card.updateComplete;
    return card;
  }

  async function leave(): Promise<void> {
    const card = await cardIn('disconnected');
    await companion.asked('POST /attempts');
    await waitUntil(() => card.updateComplete, 'never', PATIENCE);
    control(card, en.connect).click();
    const { href } = await companion.arrived();
    expect(href).to.equal(`${companion.url}/start/${companion.attemptId(1)}`);
  }

  it('comes back connected, and tells so once', async () => {
    await leave();
    expect((await returnUrls(companion))[0]).to.equal(`${companion.url}/embedded`);
    await companion.says(connected({ returns: true }));
    page.location.href = `${companion.url}/embedded?from=john-deere`;
    const card = await cardIn('connected');
    expect(page.told).to.deep.equal(['leaf-connected']);
    expect(words(card)).not.to.contain(en.closeWindow);
    expect(openings).to.have.length(1);
  });

  it('comes back with nothing done: unfinished, and the way there again', async () => {
    await leave();
    page.location.href = `${companion.url}/embedded`;
    const card = await cardIn('unfinished');
    expect(words(card)).to.contain(en.unfinishedText);
    expect(words(card), 'there is no window').not.to.contain(en.connectingTitle);
    expect(actions(card)).to.deep.equal([en.startAgain, en.cancel]);
    control(card, en.startAgain).click();
    await companion.arrived(2);
  });

  it('comes back by the browser’s own button', async () => {
    await leave();
    page.history.back();
    await cardIn('unfinished');
  });

  it('comes back signed in, with nothing shared: the second step, without a window', async () => {
    await leave();
    await companion.says(nothingShared({ returns: true }));
    page.location.href = `${companion.url}/embedded`;
    const card = await cardIn('no-organizations');
    expect(words(card)).to.contain('Step 2 of 2');
    expect(words(card)).to.contain('Choose at John Deere');
    expect(words(card)).not.to.contain(en.closeWindow);
  });
});

describe('leaving the page', () => {
  it('is told before, and can be refused', async () => {
    const left = stayHere();
    const { card } = await mountForRedirect();
    const attemptId = await prepared(card);
    const told: string[] = [];
    card.addEventListener('leaf-connect', ({ detail }) => told.push(`${detail.attemptId} after ${left.length}`));
    card.addEventListener('leaf-connect', (event) => event.preventDefault(), { once: true });
    await press(part(card, 'button'));
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    expect(told).to.deep.equal([`${attemptId} after 0`, `${attemptId} after 0`]);
    expect(left).to.have.length(1);
  });

  it('takes the top page along, out of a frame too', async () => {
    const left = stayHere();
    const { card, companion } = await mountForRedirect();
    await prepared(card);
    await press(part(card, 'button'));
    expect(left).to.deep.equal([`_top ${companion.url}/start/${companion.attemptId(1)}`]);
    expect(title(card)).to.equal(en.wait);
    expect(actions(card)).to.deep.equal([en.startAgain, en.cancel]);
  });

  it('waits for an attempt that is not at hand yet, and opens nothing meanwhile', async () => {
    const left = stayHere();
    const { card, companion } = await mountForRedirect({ 'POST /attempts': 'hold' });
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    expect(left).to.be.empty;
    const startUrl = `${companion.url}/start/late`;
    await companion.script({ 'POST /attempts': { status: 201, json: { attemptId: 'late', startUrl, expiresAt: '' } } });
    await waitUntil(() => left.length > 0, 'the page was never left', PATIENCE);
    expect(left).to.deep.equal([`_top ${startUrl}`]);
  });

  it('that the browser refuses is a real link', async () => {
    stayHere(null);
    const { card, companion } = await mountForRedirect();
    await prepared(card);
    await press(part(card, 'button'));
    await reached(card, 'blocked');
    const link = control(card, en.openLink);
    expect(link.getAttribute('href')).to.equal(`${companion.url}/start/${companion.attemptId(1)}`);
  });

  it('by that link happens in a tab of its own, and the card says so', async () => {
    stayHere(null);
    const { card, companion } = await mountForRedirect();
    await prepared(card);
    await press(part(card, 'button'));
    await reached(card, 'blocked');
    await press(control(card, en.openLink));
    await reached(card, 'connecting');
    await companion.arrived();
    expect(title(card)).to.equal(en.connectingTitle);
  });

  it('that the browser refuses late is a real link as well', async () => {
    stayHere(null);
    const { card, companion } = await mountForRedirect({ 'POST /attempts': 'hold' });
    await press(part(card, 'button'));
    const startUrl = `${companion.url}/start/late`;
    await companion.script({ 'POST /attempts': { status: 201, json: { attemptId: 'late', startUrl, expiresAt: '' } } });
    await reached(card, 'blocked');
    expect(control(card, en.openLink).getAttribute('href')).to.equal(startUrl);
  });

  it('has been undone when the page is shown as it was', async () => {
    stayHere();
    const { card } = await mountForRedirect();
    await prepared(card);
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await reached(card, 'unfinished');
  });

  it('is one press in an app that shows one page at a time', async () => {
    const left = stayHere();
    Object.defineProperty(navigator, 'userAgent', { configurable: true, value: 'Instagram 300.0' });
    const { card } = await mountForRedirect();
    await prepared(card);
    expect(root(card).querySelector('a[part=button]')).to.be.null;
    await press(part(card, 'button'));
    Reflect.deleteProperty(navigator, 'userAgent');
    expect(left).to.have.length(1);
  });
});

describe('the address to come back to', () => {
  it('is the page’s own, unless it names another', async () => {
    const { card, companion } = await mountForRedirect();
    await prepared(card);
    card.returnUrl = '/done?farm=1';
    await card.updateComplete;
    card.dispatchEvent(new Event('pointerenter'));
    await prepared(card);
    expect(await returnUrls(companion)).to.deep.equal([location.href, `${location.origin}/done?farm=1`]);
  });

  it('is the one that is wanted in the click, though another was wanted when an attempt was asked for', async () => {
    const left = stayHere();
    const { card, companion } = await mountForRedirect({ 'POST /attempts': 'hold' }, { returnUrl: '/one' });
    await companion.asked('POST /attempts');
    card.returnUrl = '/two';
    await card.updateComplete;
    await press(part(card, 'button'));
    await companion.asked('POST /attempts', 2);
    const minted = (attemptId: string): object => ({
      status: 201,
      json: { attemptId, startUrl: `${companion.url}/start/${attemptId}`, expiresAt: '' },
    });
    await companion.script({ 'POST /attempts': minted('second') });
    await waitUntil(() => left.length > 0, 'the page was never left', PATIENCE);
    expect(await returnUrls(companion)).to.deep.equal([`${location.origin}/one`, `${location.origin}/two`]);
  });

  it('is not sent where a window is opened', async () => {
    const { card, companion } = await mount(RETURNS, { returnUrl: '/done' });
    await prepared(card);
    expect(await returnUrls(companion)).to.deep.equal([undefined]);
  });

  for (const returnUrl of ['javascript:alert(1)', 'http://fields.example/', 'https://me:secret@fields.example/']) {
    it(`is refused when it is ${returnUrl}: told once, and a window opens`, async () => {
      const { card, companion } = await mountForRedirect({}, { returnUrl });
      await prepared(card);
      await card.refresh();
      expect(takeWarnings().map((line) => line.split(' ')[1])).to.deep.equal(['return_url_invalid:']);
      await press(part(card, 'button'));
      await companion.arrived();
      expect(openings).to.have.length(1);
    });
  }

  it('that the companion does not know is told to the developer, and no fault of the grower’s: a window opens next', async () => {
    const left = stayHere();
    const { card, companion } = await mountForRedirect({ 'POST /attempts': problem('bad_request') });
    const errors = listen(card, 'leaf-error');
    await press(part(card, 'button'));
    await waitUntil(() => errors.length > 0, 'nothing was told', PATIENCE);
    await card.updateComplete;
    expect(takeWarnings().map((line) => line.split(' ')[1])).to.deep.equal(['return_url_invalid:']);
    expect(part(card, 'error').textContent).to.contain('Please tell');
    expect(card.state).to.equal('disconnected');
    expect(left).to.be.empty;

    // The next attempt is one for a window, and is at hand already.
    await waitUntil(async () => (await returnUrls(companion)).at(-1) === undefined, 'none was asked for', PATIENCE);
  });
});

describe('a companion whose sign-in does not come back', () => {
  it('is told to the developer once, and a window opens', async () => {
    const { card, companion } = await mount({}, { mode: 'redirect' });
    await prepared(card);
    await card.refresh();
    expect(takeWarnings().map((line) => line.split(' ')[1])).to.deep.equal(['redirect_unsupported:']);
    await press(part(card, 'button'));
    await reached(card, 'connecting');
    await companion.arrived();
    expect(title(card)).to.equal(en.connectingTitle);
    expect((await returnUrls(companion))[0]).to.be.undefined;
    expect(parts(card, 'error')).to.be.empty;
  });

  it('is no news to a page that wants a window', async () => {
    const companion = await Companion.start();
    const card = await put(create({ serverUrl: companion.url, mode: 'popup' }));
    await reached(card, 'disconnected');
    expect(takeWarnings()).to.be.empty;
  });
});
