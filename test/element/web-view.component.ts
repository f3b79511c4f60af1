/** Browsers inside other apps can open no window: the button is a real link there. The user agents are played. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { isWebView } from '../../src/element/web-view.js';
import { connected } from '../support/answers.js';
import { openings } from '../support/browser.js';
import { create, listen, mount, part, press, put, reached, root } from '../support/card.js';
import { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

const IN_APP: Readonly<Record<string, string>> = {
  'an Android web view':
    'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36',
  'a web view on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'a web view on an iPad':
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  Facebook:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 [FBAN/FBIOS;FBAV/490.0;FBBV/1]',
  Instagram:
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36 Instagram 358.0.0.0 Android',
};

const BROWSERS: Readonly<Record<string, string>> = {
  'Safari on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Chrome on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1',
  'Chrome on Android':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  'Firefox on a desktop': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Safari on a Mac':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
};

function play(userAgent: string): void {
  Object.defineProperty(navigator, 'userAgent', { value: userAgent, configurable: true });
}

afterEach(() => {
  Reflect.deleteProperty(navigator, 'userAgent');
});

describe('a web view', () => {
  for (const [name, userAgent] of Object.entries(IN_APP)) {
    it(`is seen in ${name}`, () => {
      play(userAgent);
      expect(isWebView()).to.be.true;
    });
  }

  for (const [name, userAgent] of Object.entries(BROWSERS)) {
    it(`is not seen in ${name}`, () => {
      play(userAgent);
      expect(isWebView()).to.be.false;
    });
  }
});

describe('a card in a web view', () => {
  beforeEach(() => {
    play(IN_APP.Facebook ?? '');
  });

  it('has a real link in place of its button, and goes on as with a window', async () => {
    const { card, companion } = await mount();
    await waitUntil(() => root(card).querySelector('a[part=button]'), 'the link never came', PATIENCE);
    const link = part(card, 'button');
    expect(link.textContent.trim()).to.equal(en.connect);
    expect(link.getAttribute('href')).to.equal(`${companion.url}/start/${companion.attemptId(1)}`);
    const told = [listen(card, 'leaf-connect'), listen(card, 'leaf-connected')];

    await press(link);
    await reached(card, 'connecting');
    expect(openings).to.be.empty;
    expect((await companion.arrived()).opened).to.be.true;
    expect(told[0]).to.deep.equal([{ attemptId: companion.attemptId(1) }]);
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(told[1]).to.have.length(1);
  });

  it('does not follow the link when the page says no', async () => {
    const { card, companion } = await mount();
    await waitUntil(() => root(card).querySelector('a[part=button]'), 'the link never came', PATIENCE);
    card.addEventListener('leaf-connect', (event) => {
      event.preventDefault();
    });
    await press(part(card, 'button'));
    await card.refresh();
    expect(card.state).to.equal('disconnected');
    expect(companion.arrivals).to.be.empty;
  });

  it('has a button as long as there is no link', async () => {
    const companion = await Companion.start({ 'POST /attempts': 'hold' });
    const card = await put(create({ serverUrl: companion.url }));
    await reached(card, 'disconnected');
    expect(part(card, 'button').localName).to.equal('button');
  });

  it('has no link where nothing may be started', async () => {
    const { card } = await mount({}, { disabled: true });
    expect(root(card).querySelector('a[part=button]')).to.be.null;
    expect(part(card, 'button').hasAttribute('disabled')).to.be.true;
  });
});
