/** Whose connection it is: a session from the page, sent as a header and kept nowhere else. */
import { expect } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { EVENT_NAMES } from '../../src/protocol/vocabulary.js';
import { connected, problem } from '../support/answers.js';
import { openings, takeWarnings } from '../support/browser.js';
import { create, listen, mount, part, prepared, press, put, reached, root } from '../support/card.js';
import { Companion } from '../support/companion.js';

/** Answers another token each time it is asked: token-1, token-2 … */
function numbered(): { fetchSession: () => Promise<{ token: string }>; asked: () => number } {
  let count = 0;
  return { fetchSession: () => Promise.resolve({ token: `token-${++count}` }), asked: () => count };
}

const bearers = async (companion: Companion, route: string): Promise<(string | undefined)[]> =>
  (await companion.requests(route)).map(({ headers }) => headers.authorization);

before(() => {
  document.cookie = 'visitor=farmer; path=/';
});

after(() => {
  document.cookie = 'visitor=; path=/; max-age=0';
});

describe('fetchSession', () => {
  it('gives the token that every question carries, and is asked once', async () => {
    const { fetchSession, asked } = numbered();
    const { card, companion } = await mount({}, { fetchSession });
    await prepared(card);
    await card.refresh();
    expect(await bearers(companion, 'GET /connection')).to.deep.equal(['Bearer token-1', 'Bearer token-1']);
    expect(await bearers(companion, 'POST /attempts')).to.deep.equal(['Bearer token-1']);
    expect(asked()).to.equal(1);
  });

  it('keeps the page’s cookies at home', async () => {
    const { companion } = await mount({}, { fetchSession: numbered().fetchSession });
    for (const { headers } of await companion.requests()) expect(headers.cookie).to.be.undefined;
  });

  it('may be another function with every render, and costs no further question', async () => {
    const { card, companion } = await mount({}, { fetchSession: () => Promise.resolve({ token: 'first' }) });
    card.fetchSession = () => Promise.resolve({ token: 'second' });
    await card.updateComplete;
    await companion.script({ 'GET /connection': [problem('session_expired'), { json: connected() }] });
    await card.refresh();
    await reached(card, 'connected');
    expect(await bearers(companion, 'GET /connection')).to.deep.equal([
      'Bearer first',
      'Bearer first',
      'Bearer second',
    ]);
  });

  it('is preferred to session-url', async () => {
    const companion = await Companion.start();
    const { fetchSession } = numbered();
    const card = await put(create({ serverUrl: companion.url, sessionUrl: `${companion.url}/session`, fetchSession }));
    await reached(card, 'disconnected');
    expect(await companion.count('POST /session')).to.equal(0);
  });
});

describe('session-url', () => {
  it('is asked as the page’s own visitor, once, and its token is sent', async () => {
    const companion = await Companion.start();
    const card = await put(create({ serverUrl: companion.url, sessionUrl: `${companion.url}/session` }));
    await reached(card, 'disconnected');
    await card.refresh();
    const asked = await companion.requests('POST /session');
    expect(asked).to.have.length(1);
    expect(asked[0]?.headers).to.include({ cookie: 'visitor=farmer', 'content-type': 'application/json' });
    expect(asked[0]?.body).to.equal('{}');
    expect(new Set(await bearers(companion, 'GET /connection'))).to.deep.equal(
      new Set(['Bearer token-of-the-session']),
    );
  });
});

describe('neither', () => {
  it('asks with the cookies of the companion’s own origin', async () => {
    const { companion } = await mount();
    const [asked] = await companion.requests('GET /connection');
    expect(asked?.headers).to.include({ cookie: 'visitor=farmer' });
    expect(asked?.headers.authorization).to.be.undefined;
  });
});

describe('every POST', () => {
  it('is JSON, so that no other site’s form can make it', async () => {
    const { card, companion } = await mount();
    await prepared(card);
    const [asked] = await companion.requests('POST /attempts');
    expect(asked?.headers).to.include({ 'content-type': 'application/json' });
    expect(asked?.body).to.equal('{}');
  });
});

describe('a session that is over', () => {
  for (const code of ['session_expired', 'session_missing'] as const) {
    it(`(${code}) is replaced once, and nobody notices`, async () => {
      const { fetchSession, asked } = numbered();
      const { card, companion } = await mount({}, { fetchSession });
      const errors = listen(card, 'leaf-error');
      await companion.script({ 'GET /connection': [problem(code), { json: connected() }] });
      await card.refresh();
      await reached(card, 'connected');
      expect(asked()).to.equal(2);
      expect((await bearers(companion, 'GET /connection')).slice(1)).to.deep.equal([
        'Bearer token-1',
        'Bearer token-2',
      ]);
      expect(errors).to.be.empty;
    });
  }

  it('again with a fresh one is an error, not a loop', async () => {
    const { fetchSession, asked } = numbered();
    const { card, companion } = await mount({ 'GET /connection': problem('session_expired') }, { fetchSession });
    expect(card.state).to.equal('unavailable');
    expect(asked()).to.equal(2);
    expect(await companion.count('GET /connection')).to.equal(2);
    expect(part(card, 'error').textContent).to.contain(en.errorSession.replace('{company}', en.company));
  });

  it('is not asked about twice where there is no source for another', async () => {
    const { companion } = await mount({ 'GET /connection': problem('session_expired') });
    expect(await companion.count('GET /connection')).to.equal(1);
  });

  it('while signed in at John Deere loses nothing', async () => {
    const { fetchSession } = numbered();
    const { card, companion } = await mount({}, { fetchSession });
    await prepared(card);
    await press(part(card, 'button'));
    await companion.arrived();
    await companion.script({ 'GET /connection': [problem('session_expired'), { json: connected() }] });
    await card.refresh();
    await reached(card, 'connected');
  });
});

describe('a token', () => {
  it('is in no attribute, event, address, storage, text or console line', async () => {
    const token = 'planted-and-searched-for';
    const companion = await Companion.start();
    const card = create({ serverUrl: companion.url, fetchSession: () => Promise.resolve({ token }) });
    const told = EVENT_NAMES.map((name) => listen(card, name));
    await put(card);
    await prepared(card);
    await press(part(card, 'button'));
    await companion.arrived();
    await companion.says(connected());
    await card.refresh();
    await reached(card, 'connected');
    await companion.script({
      'GET /connection': problem('origin_not_allowed'),
      'DELETE /connection': problem('unknown'),
    });
    await card.refresh();
    await card.disconnect();
    const lines = takeWarnings();
    expect(lines, 'the run told the developer something').not.to.be.empty;
    expect(told.flat(), 'the run told the page something').not.to.be.empty;
    const seen = JSON.stringify([
      told,
      lines,
      card.outerHTML,
      root(card).innerHTML,
      openings.map(({ url, name }) => [url, name]),
      companion.arrivals,
      (await companion.requests()).map(({ path, body }) => [path, body]),
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      document.cookie,
      performance.getEntriesByType('resource').map(({ name }) => name),
    ]);
    expect(await bearers(companion, 'GET /connection'), 'the search looks for what was sent').to.include(
      `Bearer ${token}`,
    );
    expect(seen).not.to.contain(token);
  });
});
