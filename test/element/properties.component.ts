/** What an author may say to the card, as attributes, properties, slots and custom properties. */
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { LeafJdConnect } from '../../src/element/define.js';
import { connected } from '../support/answers.js';
import { takeWarnings } from '../support/browser.js';
import {
  control,
  create,
  listen,
  mount,
  mountWith,
  part,
  parts,
  press,
  put,
  reached,
  root,
  words,
} from '../support/card.js';
import { Companion } from '../support/companion.js';

describe('attributes', () => {
  it('are read as properties of the same meaning', () => {
    const page = document.createElement('template');
    page.innerHTML = `<leaf-jd-connect server-url="https://connect.example" session-url="/session" heading="Your farm"
      company-name="Fieldbook" company-logo="/logo.svg" theme="dark" allow-disconnect disabled></leaf-jd-connect>`;
    const card = document.importNode(page.content, true).firstElementChild as LeafJdConnect;
    const { serverUrl, sessionUrl, heading, companyName, companyLogo, theme, allowDisconnect, disabled } = card;
    expect({
      serverUrl,
      sessionUrl,
      heading,
      companyName,
      companyLogo,
      theme,
      allowDisconnect,
      disabled,
    }).to.deep.equal({
      serverUrl: 'https://connect.example',
      sessionUrl: '/session',
      heading: 'Your farm',
      companyName: 'Fieldbook',
      companyLogo: '/logo.svg',
      theme: 'dark',
      allowDisconnect: true,
      disabled: true,
    });
  });

  it('follow the properties that style sheets may want to match', async () => {
    const { card } = await mount({}, { theme: 'dark', disabled: true });
    expect(card.getAttribute('theme')).to.equal('dark');
    expect(card.hasAttribute('disabled')).to.be.true;
  });

  it('that the page sets are no news to the page; what the companion then answers is', async () => {
    const { card } = await mount();
    const told = [listen(card, 'leaf-state-change'), listen(card, 'leaf-organizations-change')];
    card.serverUrl = (await Companion.start({ 'GET /connection': { json: connected() } })).url;
    card.heading = 'Your farm';
    await reached(card, 'connected');
    expect(told.flat().map((detail) => JSON.stringify(detail))).to.deep.equal([
      '{"state":"connected","previous":"loading"}',
    ]);
  });

  it('may be relative, with or without a trailing slash', async () => {
    const companion = await Companion.start({ 'GET /connection': { json: connected() } });
    for (const end of ['', '/', '/?x#y']) {
      const card = await put(create({ serverUrl: new URL(companion.url).pathname + end }));
      await reached(card, 'connected');
    }
  });
});

describe('properties that were set before the element was defined', () => {
  it('are taken over', async () => {
    const { url } = await Companion.start({ 'GET /connection': { json: connected() } });
    const early = document.createElement('leaf-jd-connect-late');
    document.body.append(Object.assign(early, { serverUrl: url, companyName: 'Fieldbook' }));
    customElements.define(early.localName, class extends LeafJdConnect {});
    const card = document.querySelector<LeafJdConnect>(early.localName);
    if (!card) throw new Error('The card is gone.');
    await reached(card, 'connected');
    expect(words(card)).to.contain('Fieldbook can read');
    card.remove();
  });
});

describe('define', () => {
  it('is harmless to repeat, and tells of another class under the same tag', () => {
    LeafJdConnect.define();
    expect(takeWarnings()).to.be.empty;
    const Other = class extends LeafJdConnect {};
    Other.define();
    expect(takeWarnings())
      .to.have.length(1)
      .and.to.match(/duplicate_definition/);
    expect(customElements.get('leaf-jd-connect')).to.equal(LeafJdConnect);
  });
});

describe('texts', () => {
  it('name the company that receives the data', async () => {
    const { card } = await mount({}, { companyName: 'Fieldbook' });
    expect(words(card)).to.contain('Share your farm data with Fieldbook');
  });

  it('do without a company name', async () => {
    const { card } = await mount();
    expect(words(card)).to.contain('Share your farm data with this app');
  });

  it('are replaced one by one, and fill in the company', async () => {
    const { card } = await mount({}, { companyName: 'Fieldbook', strings: { connect: 'Link up with {company}' } });
    expect(control(card, 'Link up with Fieldbook')).to.exist;
    expect(words(card)).to.contain('Share your farm data with Fieldbook');
  });

  it('that are no texts are not taken', async () => {
    const strings = JSON.parse('{"connect": 4, "disconnectedTitle": null}') as object;
    const { card } = await mount({}, { strings });
    expect(control(card, 'Connect John Deere')).to.exist;
  });

  it('are never markup', async () => {
    const { card } = await mount({}, { companyName: '<img src=x>', strings: { plainText: '<u>line</u>' } });
    expect(words(card)).to.contain('<img src=x>').and.to.contain('<u>line</u>');
    expect(root(card).querySelectorAll('img, u')).to.have.length(0);
  });

  it('have a heading of the author’s', async () => {
    const { card } = await mount({}, { heading: 'Your farm' });
    expect(part(card, 'heading').textContent).to.equal('Your farm');
    card.heading = null;
    await card.updateComplete;
    expect(part(card, 'heading').textContent).to.equal('Connect John Deere');
  });
});

describe('the logo', () => {
  const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

  for (const logo of [PIXEL, `${location.origin}/scripted/logo/healthz`, '/scripted/logo/healthz']) {
    it(`may be ${logo.slice(0, 20)}…`, async () => {
      const { card } = await mount({}, { companyLogo: logo });
      expect(part(card, 'logo').getAttribute('src')).to.equal(new URL(logo, location.href).href);
    });
  }

  for (const logo of ['http://logo.example/a.png', 'javascript:alert(1)', 'data:text/html,<b>', 'https://[']) {
    it(`may not be ${logo}, which only the developer is told`, async () => {
      const card = create({ companyLogo: logo, serverUrl: (await Companion.start()).url });
      const told = listen(card, 'leaf-diagnostic');
      await put(card);
      await reached(card, 'disconnected');
      expect(parts(card, 'logo')).to.be.empty;
      expect(told.map(({ code }) => code)).to.deep.equal(['company_logo_refused']);
      expect(takeWarnings()).to.have.length(1);
      expect(parts(card, 'error')).to.be.empty;
    });
  }

  it('is the first letter of the company where there is none', async () => {
    const { card } = await mount({}, { companyName: 'Fieldbook' });
    expect(root(card).querySelector('slot[name=logo]')?.textContent.trim()).to.equal('F');
  });
});

describe('slots', () => {
  const slotted = (name: string, text: string): HTMLElement => {
    const element = document.createElement('p');
    if (name) element.slot = name;
    element.textContent = text;
    return element;
  };

  it('show intro, logo and help before the sign-in', async () => {
    const { url } = await Companion.start();
    const content = [
      slotted('', 'Hello'),
      slotted('logo', 'L'),
      slotted('help', 'Call us'),
      slotted('connected', 'Next'),
    ];
    const card = await put(create({ serverUrl: url }, content));
    await reached(card, 'disconnected');
    expect(shown(content)).to.deep.equal(['Hello', 'L', 'Call us']);
  });

  it('show what comes next once connected', async () => {
    const { url } = await Companion.start({ 'GET /connection': { json: connected() } });
    const content = [slotted('', 'Hello'), slotted('help', 'Call us'), slotted('connected', 'Next')];
    const card = await put(create({ serverUrl: url }, content));
    await reached(card, 'connected');
    expect(shown(content)).to.deep.equal(['Call us', 'Next']);
  });

  function shown(content: HTMLElement[]): string[] {
    return content.filter((element) => element.checkVisibility()).map((element) => element.textContent);
  }
});

describe('colours', () => {
  const LIGHT = 'rgb(255, 255, 255)';
  const DARK = 'rgb(24, 32, 27)';

  afterEach(async () => {
    document.documentElement.style.removeProperty('color-scheme');
    await emulateMedia({ colorScheme: 'no-preference' });
  });

  const surface = (card: LeafJdConnect): string => getComputedStyle(part(card, 'base')).backgroundColor;

  it('follow the page’s own colour scheme', async () => {
    const { card } = await mount();
    expect(surface(card)).to.equal(LIGHT);
    document.documentElement.style.colorScheme = 'dark';
    expect(surface(card)).to.equal(DARK);
  });

  it('keep the theme that the author chose', async () => {
    document.documentElement.style.colorScheme = 'dark';
    const { card } = await mount({}, { theme: 'light' });
    expect(surface(card)).to.equal(LIGHT);
    card.theme = 'dark';
    await card.updateComplete;
    document.documentElement.style.colorScheme = 'light';
    expect(surface(card)).to.equal(DARK);
  });

  it('follow the device with theme="auto", whatever the page does', async () => {
    const { card } = await mount({}, { theme: 'auto' });
    await emulateMedia({ colorScheme: 'dark' });
    expect(surface(card)).to.equal(DARK);
    await emulateMedia({ colorScheme: 'light' });
    expect(surface(card)).to.equal(LIGHT);
  });

  it('are the author’s where custom properties are set', async () => {
    const { card } = await mount();
    card.style.setProperty('--leaf-surface', 'rgb(1, 2, 3)');
    expect(surface(card)).to.equal('rgb(1, 2, 3)');
  });
});

describe('hidden', () => {
  it('takes the card off the page', async () => {
    const { card } = await mount();
    expect(card.offsetHeight).to.be.above(0);
    card.hidden = true;
    expect(card.offsetHeight).to.equal(0);
  });

  it('mints no attempt until somebody can see the button', async () => {
    const companion = await Companion.start();
    const card = await put(create({ serverUrl: companion.url, hidden: true }));
    await reached(card, 'disconnected');
    const beside = await mount();
    await beside.companion.asked('POST /attempts');
    expect(await companion.count('POST /attempts')).to.equal(0);
    card.hidden = false;
    await companion.asked('POST /attempts');
  });
});

describe('disabled', () => {
  it('lets nothing be started, by hand or by script', async () => {
    const { card, companion } = await mount({}, { disabled: true });
    const told = listen(card, 'leaf-connect');
    expect(part(card, 'button').matches(':disabled')).to.be.true;
    await press(part(card, 'button'));
    card.connect();
    expect(told).to.be.empty;
    expect(card.state).to.equal('disconnected');
    expect(await companion.count('POST /attempts')).to.equal(0);
  });
});

describe('connection', () => {
  it('is the companion’s answer, and nobody can change it', async () => {
    const { card } = await mountWith(connected());
    expect(card.connection).to.deep.equal(connected());
    expect(Object.isFrozen(card.connection)).to.be.true;
    expect(Object.isFrozen(card.connection?.organizations.connected[0])).to.be.true;
    expect(() => Object.assign(card, { connection: undefined })).to.throw(TypeError);
  });

  it('is undefined until there is one', async () => {
    const { url } = await Companion.start({ 'GET /connection': 'hold' });
    const card = await put(create({ serverUrl: url }));
    expect(card.connection).to.be.undefined;
  });
});
