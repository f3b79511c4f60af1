/** The person with the John Deere login is somebody else, or on another device. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { connected, disconnected, problem, unauthenticated } from '../support/answers.js';
import { openings, replaceOpen, travel } from '../support/browser.js';
import {
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
} from '../support/card.js';
import { PATIENCE } from '../support/patience.js';

const OFFERED = { hostedLink: 'start', companyName: 'Fieldbook' } as const;
const QUIETLY = { 'GET /connection': { json: disconnected({ pollAfterMs: 60_000 }) } };

async function handedOver(): Promise<Awaited<ReturnType<typeof mount>>> {
  const mounted = await mount(QUIETLY, OFFERED);
  await press(control(mounted.card, en.sendLink));
  await reached(mounted.card, 'connecting');
  return mounted;
}

describe('“Send a link”', () => {
  it('is offered only where the page asks for it', async () => {
    const { card } = await mount(QUIETLY);
    expect(words(card)).not.to.contain(en.sendLink);
  });

  it('is not offered where the session may start nothing', async () => {
    const { card } = await mount({ 'GET /connection': { json: disconnected({ scopes: ['read'] }) } }, OFFERED);
    expect(words(card)).not.to.contain(en.sendLink);
  });

  it('is offered where the login is needed again', async () => {
    const { card } = await mount({ 'GET /connection': { json: unauthenticated() } }, OFFERED);
    expect(control(card, en.sendLink)).to.exist;
  });

  it('shows the link, a picture of it, how long it is good, and whose farm it shares', async () => {
    const { card, companion } = await handedOver();
    expect(title(card)).to.equal(en.handedTitle);
    expect(words(card)).to.match(/John Deere login, until .*\d/);
    expect(words(card)).to.contain(en.handedWarning.replace('{company}', 'Fieldbook'));
    const input = part(card, 'link-panel').querySelector('input');
    expect(input?.value).to.match(new RegExp(`^${companion.url}/start/`));
    expect(input?.readOnly).to.be.true;
    const svg = part(card, 'link-panel').querySelector('svg');
    expect(svg?.getAttribute('viewBox')).to.equal('0 0 29 29');
    expect(openings).to.be.empty;
  });

  it('copies the link, or at least selects it', async () => {
    const { card } = await handedOver();
    const copied: string[] = [];
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (text) => {
      copied.push(text);
      return Promise.resolve();
    };
    await press(control(card, en.copyLink));
    await waitUntil(() => words(card).includes(en.copied), 'nothing was said', PATIENCE);
    navigator.clipboard.writeText = write;
    const input = part(card, 'link-panel').querySelector('input');
    expect(copied).to.deep.equal([input?.value]);
    input?.focus();
    expect([input?.selectionStart, input?.selectionEnd]).to.deep.equal([0, input?.value.length]);
  });

  it('is a sign-in like any other: told once when it ends connected', async () => {
    const { card, companion } = await handedOver();
    const told = [listen(card, 'leaf-connected'), listen(card, 'leaf-cancelled')];
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(told.map(({ length }) => length)).to.deep.equal([1, 0]);
  });

  it('is asked about by itself', async () => {
    const { card, companion } = await mount(
      { 'GET /connection': { json: disconnected({ pollAfterMs: 1_000 }) } },
      OFFERED,
    );
    await press(control(card, en.sendLink));
    await reached(card, 'connecting');
    const before = await companion.count('GET /connection');
    await companion.asked('GET /connection', before + 2);
  });

  it('is never “not finished”: nobody can come back from it', async () => {
    const { card, companion } = await handedOver();
    const before = await companion.count('GET /connection');
    window.dispatchEvent(new Event('blur'));
    window.dispatchEvent(new Event('focus'));
    await companion.asked('GET /connection', before + 1);
    await card.refresh();
    expect(card.state).to.equal('connecting');
    expect(title(card)).to.equal(en.handedTitle);
  });

  it('outlives an attempt, for a link is good for a day', async () => {
    const { card } = await handedOver();
    const told = listen(card, 'leaf-cancelled');
    travel(23 * 3_600_000);
    await card.refresh();
    expect(card.state).to.equal('connecting');
    travel(2 * 3_600_000);
    await card.refresh();
    await reached(card, 'disconnected');
    expect(told.map(({ reason }) => reason)).to.deep.equal(['expired']);
  });

  it('can be given up, or be done here instead', async () => {
    const { card } = await handedOver();
    await prepared(card);
    await press(control(card, en.connectHere));
    await waitUntil(() => openings.length === 1, 'no window opened', PATIENCE);
    expect(title(card)).to.equal(en.connectingTitle);
    await press(control(card, en.cancel));
    await reached(card, 'disconnected');
  });

  it('says what went wrong when no link can be had, and can be pressed again', async () => {
    const { card, companion } = await mount({ ...QUIETLY, 'POST /links': problem('rate_limited') }, OFFERED);
    await press(control(card, en.sendLink));
    await waitUntil(() => parts(card, 'error').length > 0, 'nothing was said', PATIENCE);
    expect(part(card, 'error').textContent).to.contain(en.errorUnknown);
    expect(card.state).to.equal('disconnected');
    await companion.script({ 'POST /links': link(`${companion.url}/start/second`) });
    await press(control(card, en.sendLink));
    await reached(card, 'connecting');
  });

  it('takes nothing from a connection that was found while the link was made', async () => {
    const { card, companion } = await mount({ ...QUIETLY, 'POST /links': 'hold' }, OFFERED);
    await press(control(card, en.sendLink));
    await companion.asked('POST /links');
    await companion.says(connected());
    await card.refresh();
    await companion.script({ 'POST /links': link(`${companion.url}/start/late`) });
    await card.refresh();
    await reached(card, 'connected');
  });

  it('can be refused by the page, and no link is made then', async () => {
    const { card, companion } = await mount(QUIETLY, OFFERED);
    card.addEventListener('leaf-connect', (event) => {
      event.preventDefault();
    });
    await press(control(card, en.sendLink));
    await card.refresh();
    expect(card.state).to.equal('disconnected');
    expect(await companion.count('POST /links')).to.equal(0);
  });

  it('speaks of no window to close, for there was none', async () => {
    const { card, companion } = await handedOver();
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    expect(words(card)).not.to.contain(en.closeWindow);
  });

  it('goes on after the card was replaced, with a link of its own', async () => {
    const { card, companion } = await handedOver();
    card.remove();
    const next = await put(create({ serverUrl: companion.url, ...OFFERED }));
    await reached(next, 'connecting');
    await waitUntil(() => root(next).querySelector('#link'), 'no link was shown', PATIENCE);
    expect(await companion.count('POST /links')).to.equal(2);
  });
});

describe('a page that Leaf hosts', () => {
  const HOSTED = { hostedLink: 'magic-link', companyName: 'Fieldbook' } as const;
  const ADDRESS = 'https://widgets.example/magic/7?lang=en';

  it('is what the link leads to, good for as long as Leaf says', async () => {
    const expiresAt = '2026-11-03T08:00:00Z';
    const { card, companion } = await mount(
      { ...QUIETLY, 'POST /links': { status: 201, json: { url: ADDRESS, expiresAt, qr: 'M0 0M9 9' } } },
      HOSTED,
    );
    await press(control(card, en.sendLink));
    await reached(card, 'connecting');
    const [asked] = await companion.requests('POST /links');
    expect(JSON.parse(asked?.body ?? '')).to.deep.equal({ kind: 'magic-link' });
    expect(root(card).querySelector<HTMLInputElement>('#link')?.value).to.equal(ADDRESS);
    const until = new Date(expiresAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
    expect(words(card)).to.contain(`until ${until}.`.replace(/\s+/g, ' '));
    expect(root(card).querySelector('.qr')).to.exist;
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
  });

  it('is meant only by that word: anything else is a link of the companion’s own', async () => {
    const { card, companion } = await mount(QUIETLY);
    card.setAttribute('hosted-link', 'true');
    await card.updateComplete;
    await press(control(card, en.sendLink));
    await companion.asked('POST /links');
    const [asked] = await companion.requests('POST /links');
    expect(JSON.parse(asked?.body ?? '')).to.deep.equal({ kind: 'start' });
  });

  it('is not what a held window is given', async () => {
    const { card, companion } = await mount(QUIETLY, HOSTED);
    await prepared(card);
    replaceOpen(() => null);
    await press(part(card, 'button'));
    await companion.asked('POST /links');
    const [asked] = await companion.requests('POST /links');
    expect(JSON.parse(asked?.body ?? '')).to.deep.equal({ kind: 'start' });
  });

  for (const url of ['javascript:alert(1)', 'http://widgets.example/magic', 'https://me:secret@widgets.example/']) {
    it(`is refused as ${url}`, async () => {
      const { card } = await mount({ ...QUIETLY, 'POST /links': link(url) }, HOSTED);
      const errors = listen(card, 'leaf-error');
      await press(control(card, en.sendLink));
      await waitUntil(() => errors.length > 0, 'nothing was told', PATIENCE);
      expect(errors[0]?.code).to.equal('bad_response');
      expect(root(card).querySelector('#link')).to.be.null;
    });
  }
});

describe('a link that cannot be trusted', () => {
  it('is refused when it leads anywhere but to the companion', async () => {
    const { card } = await mount({ ...QUIETLY, 'POST /links': link('https://elsewhere.example/start/x') }, OFFERED);
    const errors = listen(card, 'leaf-error');
    await press(control(card, en.sendLink));
    await waitUntil(() => errors.length > 0, 'nothing was told', PATIENCE);
    expect(errors[0]?.code).to.equal('bad_response');
    expect(root(card).querySelector('#link')).to.be.null;
  });

  for (const qr of ['', 'url(#x)', 'M0 0"/><script>', 'javascript:1']) {
    it(`draws no picture of ${JSON.stringify(qr)}`, async () => {
      const { card, companion } = await mount(QUIETLY, OFFERED);
      await companion.script({ 'POST /links': link(`${companion.url}/start/x`, qr) });
      await press(control(card, en.sendLink));
      await reached(card, 'connecting');
      expect(root(card).querySelector('#link')).to.exist;
      expect(root(card).querySelector('.qr')).to.be.null;
    });
  }
});

function link(url: string, qr = 'M0 0M9 9'): { status: number; json: unknown } {
  return { status: 201, json: { url, expiresAt: '2026-11-03T08:00:00Z', qr } };
}
