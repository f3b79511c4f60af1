/** What the companion answers is believed only where it fits the protocol, and shown only as text. */
import { expect } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { connected, disconnected, organization, problem, type Answer } from '../support/answers.js';
import { takeWarnings } from '../support/browser.js';
import { listen, mount, mountWith, part, parts, press, reached, root, title, words } from '../support/card.js';

describe('an answer that does not fit the protocol', () => {
  const ANSWERS: [string, Answer][] = [
    ['HTML', { text: '<!doctype html><title>Bad gateway</title>' }],
    ['nothing', { text: '' }],
    ['null', { json: null }],
    ['a list', { json: [] }],
    ['an unheard-of state', { json: { ...connected(), state: 'splendid' } }],
    ['organizations without a name', { json: { ...connected(), organizations: { connected: [{ id: '1' }] } } }],
    ['HTML with an error status', { status: 502, text: '<h1>502</h1>' }],
  ];

  for (const [what, answer] of ANSWERS) {
    it(`such as ${what} is an error, and what was confirmed last stays`, async () => {
      const { card, companion } = await mountWith(connected());
      const errors = listen(card, 'leaf-error');
      await companion.script({ 'GET /connection': answer });
      await card.refresh();
      expect(errors.map(({ code }) => code)).to.deep.equal(['bad_response']);
      expect(card.state).to.equal('connected');
      expect(card.connection).to.deep.equal(connected());
      await card.updateComplete;
      expect(part(card, 'error').textContent.trim()).to.equal(errors[0]?.displayMessage);
      expect(parts(card, 'organization')).to.have.length(2);
    });
  }

  it('is forgiven by the next one that does', async () => {
    const { card, companion } = await mountWith(connected());
    await companion.script({ 'GET /connection': { json: [] } });
    await card.refresh();
    await companion.says(disconnected());
    await card.refresh();
    await reached(card, 'disconnected');
    expect(parts(card, 'error')).to.be.empty;
  });

  it('as the first one makes the card unavailable, with a way on', async () => {
    const { card, companion } = await mount({ 'GET /connection': { json: {} } });
    expect(card.state).to.equal('unavailable');
    await companion.says(connected());
    await press(part(card, 'button'));
    await reached(card, 'connected');
  });
});

describe('a problem document', () => {
  it('gives the grower a sentence and a code for support, and the developer its own code', async () => {
    const { card, companion } = await mountWith(connected());
    const errors = listen(card, 'leaf-error');
    await companion.script({ 'GET /connection': problem('leaf_timeout') });
    await card.refresh();
    await card.updateComplete;
    expect(errors).to.have.length(1);
    expect(errors[0]).to.include({ code: 'leaf_timeout', requestId: 'req-4711', userRecoverable: true });
    expect(part(card, 'error').textContent).to.contain(errors[0]?.displayMessage);
    expect(part(card, 'error').textContent).to.contain('Support code: req-4711');
  });

  it('that repeats itself is told once', async () => {
    const { card, companion } = await mountWith(connected());
    const errors = listen(card, 'leaf-error');
    await companion.script({ 'GET /connection': problem('leaf_timeout') });
    await card.refresh();
    await card.refresh();
    expect(errors).to.have.length(1);
  });
});

describe('a hostile link of an organization', () => {
  const LINKS = [
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'https://user:password@connections.example/',
    'http://connections.example/connections-dialog',
    'blob:https://connections.example/1',
    'connections-dialog?orgId=1',
    '',
  ];

  for (const link of LINKS) {
    it(`such as “${link}” is not shown, and its row stays`, async () => {
      const { card } = await mountWith(
        connected({
          organizations: { connected: [organization('Hilltop', link)], notConnected: [organization('River')] },
        }),
      );
      expect(parts(card, 'organization-name').map((name) => name.textContent)).to.deep.equal(['Hilltop', 'River']);
      expect(parts(card, 'organization-link').map((one) => one.getAttribute('href'))).to.deep.equal([
        'https://connections.example/connections-dialog?orgId=River',
      ]);
      expect(words(card)).to.contain(en.noLink);
    });
  }

  it('that the companion refused already has a row without a link', async () => {
    const { card } = await mountWith(
      connected({ organizations: { connected: [organization('Hilltop', null)], notConnected: [] } }),
    );
    expect(parts(card, 'organization')).to.have.length(1);
    expect(parts(card, 'organization-link')).to.be.empty;
  });
});

describe('markup', () => {
  it('in the name of an organization is text', async () => {
    const name = '<img src=x onerror=alert(1)> & “Söhne” <b>GmbH</b>';
    const { card } = await mountWith(
      connected({ organizations: { connected: [organization(name)], notConnected: [] } }),
    );
    expect(part(card, 'organization-name').textContent).to.equal(name);
    expect(root(card).querySelectorAll('img, b:not(.letter)')).to.have.length(0);
  });
});

describe('a start URL that is not the companion’s own', () => {
  for (const startUrl of ['https://evil.example/start/1', 'javascript:alert(1)', 'not an address']) {
    it(`such as ${startUrl} opens nothing`, async () => {
      const attempt = { attemptId: 'attempt-1', startUrl, expiresAt: '2026-11-02T08:00:00Z' };
      const { card, companion } = await mount({ 'POST /attempts': { status: 201, json: attempt } });
      const errors = listen(card, 'leaf-error');
      await companion.asked('POST /attempts');
      await press(part(card, 'button'));
      await reached(card, 'disconnected');
      expect(title(card)).to.equal('Share your farm data with this app');
      expect(errors.map(({ code }) => code)).to.deep.equal(['bad_response']);
      expect(companion.arrivals).to.be.empty;
      expect(takeWarnings().join()).to.contain('start_url_refused');
    });
  }
});

describe('a companion on loopback', () => {
  it('may lead to loopback, which is how everything can be tried without certificates', async () => {
    const here = `${location.origin}/somewhere`;
    const { card } = await mountWith(
      connected({ organizations: { connected: [organization('Hilltop', here)], notConnected: [] } }),
    );
    expect(part(card, 'organization-link').getAttribute('href')).to.equal(here);
  });
});
