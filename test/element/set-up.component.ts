/** A page that embeds the card wrongly: its developer is told once, its visitor reads one calm sentence. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { LeafJdConnect } from '../../src/element/define.js';
import { disconnected, problem } from '../support/answers.js';
import { takeWarnings } from '../support/browser.js';
import { create, listen, part, parts, press, put, reached, title, words, type Author } from '../support/card.js';
import { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

const SENTENCE = en.errorSetup.replace('{company}', 'Fieldbook');

/** A card of a page that gets something wrong, and what it tells its developer. */
async function misplaced(author: Author): Promise<{ card: LeafJdConnect; told: { code: string; help: string }[] }> {
  const card = create({ companyName: 'Fieldbook', ...author });
  const told = listen(card, 'leaf-diagnostic');
  await put(card);
  await reached(card, 'unavailable');
  return { card, told };
}

function expectOneLine(told: { code: string; help: string }[], code: string): void {
  expect(told.map((diagnostic) => diagnostic.code)).to.deep.equal([code]);
  expect(told[0]?.help).not.to.be.empty;
  const lines = takeWarnings();
  expect(lines).to.have.length(1);
  expect(lines[0]).to.contain(code);
}

describe('a page without a usable companion', () => {
  const MISTAKES: [mistake: string, author: Author, code: string][] = [
    ['no server-url', {}, 'server_url_missing'],
    ['an empty server-url', { serverUrl: ' ' }, 'server_url_missing'],
    ['a server-url that is no address', { serverUrl: 'https://[' }, 'server_url_invalid'],
    ['a server-url without encryption', { serverUrl: 'http://connect.example' }, 'server_url_invalid'],
    ['a server-url with a password', { serverUrl: 'https://a:b@connect.example' }, 'server_url_invalid'],
    ['a server-url that is a script', { serverUrl: 'javascript:alert(1)' }, 'server_url_invalid'],
    [
      'a session-url of another origin',
      { serverUrl: 'https://connect.example', sessionUrl: 'https://other.example/session' },
      'session_url_invalid',
    ],
  ];

  for (const [mistake, author, code] of MISTAKES) {
    it(`tells its developer of ${mistake}, and its visitor one calm sentence`, async () => {
      const { card, told } = await misplaced(author);
      expectOneLine(told, code);
      expect(words(card)).to.contain(SENTENCE);
      expect(parts(card, 'error')).to.be.empty;
      expect(part(card, 'button').textContent.trim()).to.equal(en.reload);
    });
  }

  it('repeats nothing while other things change', async () => {
    const { card, told } = await misplaced({});
    card.heading = 'Your farm';
    await card.updateComplete;
    await card.refresh();
    expectOneLine(told, 'server_url_missing');
  });

  it('is mended by a usable server-url, and only then', async () => {
    const { card, told } = await misplaced({ serverUrl: 'ftp://connect.example' });
    const { url } = await Companion.start();
    card.serverUrl = url;
    await reached(card, 'disconnected');
    expect(title(card)).to.equal('Share your farm data with Fieldbook');
    expectOneLine(told, 'server_url_invalid');
  });

  it('breaks again when the address is taken away', async () => {
    const { card, told } = await misplaced({});
    card.serverUrl = (await Companion.start()).url;
    await reached(card, 'disconnected');
    card.removeAttribute('server-url');
    card.serverUrl = null;
    await reached(card, 'unavailable');
    expect(told.map(({ code }) => code)).to.deep.equal(['server_url_missing', 'server_url_missing']);
    expect(takeWarnings()).to.have.length(2);
  });
});

describe('a page whose session source fails', () => {
  const SOURCES: [string, () => Promise<{ token: string }>][] = [
    ['rejects', () => Promise.reject(new Error('signed out'))],
    ['answers nothing', () => Promise.resolve(JSON.parse('null') as { token: string })],
    ['answers something else', () => Promise.resolve(JSON.parse('{"jwt": "x"}') as { token: string })],
    [
      'throws before it promises anything',
      () => {
        throw new Error('signed out');
      },
    ],
  ];

  for (const [what, fetchSession] of SOURCES) {
    it(`is told when fetchSession ${what}, and the companion is not asked`, async () => {
      const companion = await Companion.start();
      const { card, told } = await misplaced({ serverUrl: companion.url, fetchSession });
      expectOneLine(told, 'session_missing');
      expect(part(card, 'error').textContent).to.contain(en.errorSession.replace('{company}', 'Fieldbook'));
      expect(await companion.requests()).to.be.empty;
    });
  }

  it('is told when session-url answers an error', async () => {
    const companion = await Companion.start({ 'POST /session': { status: 403, text: 'no' } });
    const { told } = await misplaced({ serverUrl: companion.url, sessionUrl: `${companion.url}/session` });
    expectOneLine(told, 'session_missing');
  });

  it('is mended by one that works, as soon as somebody tries again', async () => {
    const { url } = await Companion.start();
    const { card } = await misplaced({ serverUrl: url, fetchSession: () => Promise.reject(new Error('signed out')) });
    card.fetchSession = () => Promise.resolve({ token: 'good' });
    await press(part(card, 'button'));
    await reached(card, 'disconnected');
    expect(parts(card, 'error')).to.be.empty;
    expect(takeWarnings()).to.have.length(1);
  });
});

describe('a companion that does not allow this page’s origin', () => {
  it('is told from one that is down', async () => {
    const companion = await Companion.start();
    const card = create({ companyName: 'Fieldbook', serverUrl: companion.elsewhere });
    const told = listen(card, 'leaf-diagnostic');
    const errors = listen(card, 'leaf-error');
    await put(card);
    await reached(card, 'unavailable');
    expectOneLine(told, 'origin_not_allowed');
    expect(errors.map(({ code }) => code)).to.deep.equal(['origin_not_allowed']);
    expect(words(card)).to.contain(SENTENCE);
  });

  it('is told when the companion says so itself', async () => {
    const { url } = await Companion.start({ 'GET /connection': problem('origin_not_allowed') });
    const { card, told } = await misplaced({ serverUrl: url });
    await card.refresh();
    expectOneLine(told, 'origin_not_allowed');
  });
});

describe('a companion that is down', () => {
  it('is an error for the visitor to wait out, and none of the developer’s', async () => {
    const companion = await Companion.start({ 'GET /connection': 'hang up', 'GET /healthz': 'hang up' });
    const card = create({ serverUrl: companion.url });
    const errors = listen(card, 'leaf-error');
    await put(card);
    await reached(card, 'unavailable');
    expect(errors).to.have.length(1);
    expect(errors[0]).to.include({ code: 'server_unreachable', userRecoverable: true });
    expect(errors[0]?.displayMessage).to.equal(en.errorUnreachable);
    expect(part(card, 'error').textContent).to.contain(errors[0]?.displayMessage);
    await companion.script({ 'GET /connection': { json: disconnected() } });
    await card.refresh();
    await waitUntil(() => card.state === 'disconnected', 'the card did not recover', PATIENCE);
  });
});

describe('a page whose Content-Security-Policy forgot the companion', () => {
  it('is told which directive it was', async () => {
    const companion = await Companion.start();
    const frame = document.createElement('iframe');
    frame.src = `${companion.url}/embedded`;
    const page =
      '<!doctype html><leaf-jd-connect></leaf-jd-connect><script type="module" src="/src/element/define.ts"></script>';
    const headers = { 'content-type': 'text/html', 'content-security-policy': 'connect-src http://elsewhere.example' };
    await companion.script({ 'GET /embedded': { text: page, headers } });
    document.body.append(frame);
    await waitUntil(() => frame.contentDocument?.querySelector('leaf-jd-connect:defined'), 'no card', PATIENCE);
    const card = frame.contentDocument?.querySelector<LeafJdConnect>('leaf-jd-connect');
    if (!card) throw new Error('The frame is empty.');
    const told = listen(card, 'leaf-diagnostic');
    card.serverUrl = companion.url;
    await waitUntil(() => told.length > 0, 'nothing was told', PATIENCE);
    await card.refresh();
    frame.remove();
    expect(told).to.have.length(1);
    expect(told[0]).to.include({ code: 'csp_blocked' });
    expect(told[0]?.help).to.contain('connect-src. See');
  });
});

describe('another copy of the element', () => {
  it('tells the page that it came second, and leaves the first as it is', () => {
    const heard: unknown[] = [];
    const hear = (event: Event): void => {
      heard.push((event as CustomEvent<{ code: string }>).detail.code);
    };
    document.addEventListener('leaf-diagnostic', hear);
    const first = customElements.get('leaf-jd-connect');
    class AnotherCopy extends LeafJdConnect {}
    AnotherCopy.define();
    document.removeEventListener('leaf-diagnostic', hear);
    expect(customElements.get('leaf-jd-connect')).to.equal(first);
    expect(heard).to.deep.equal(['duplicate_definition']);
    expect(takeWarnings()).to.have.length(1);
  });
});
