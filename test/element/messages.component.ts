/** A message is a hint: a genuine one makes the card ask, a forged one does nothing, and none of them connects. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { HANDSHAKE } from '../../src/protocol/vocabulary.js';
import type { LeafJdConnect } from '../../src/element/define.js';
import { connected, disconnected, HILLTOP, RIVER, unauthenticated } from '../support/answers.js';
import { travel } from '../support/browser.js';
import { create, listen, part, parts, prepared, press, put, reached, startSignIn, title } from '../support/card.js';
import type { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

const GENUINE = {
  status: 'CREDENTIAL_ASSIGNED',
  message: 'JD Credential assigned to Leaf User',
  connectedOrganizations: [{ id: HILLTOP.id, name: HILLTOP.name, managementUri: 'javascript:alert(1)' }],
  notConnectedOrganizations: [{ id: RIVER.id, name: RIVER.name, managementUri: 'https://connections.example/' }],
};
const NOTHING_YET = disconnected({ messageOrigins: [location.origin], pollAfterMs: 60_000 });

describe('a genuine CREDENTIAL_ASSIGNED', () => {
  let card: LeafJdConnect;
  let companion: Companion;

  beforeEach(async () => {
    ({ card, companion } = await startSignIn({ 'GET /connection': { json: NOTHING_YET } }));
  });

  it('shows its organizations as being confirmed, without links, and asks at once', async () => {
    const before = await companion.count('GET /connection');
    await companion.script({ 'GET /connection': 'hold' });
    companion.post(GENUINE);
    await companion.asked('GET /connection', before + 1);
    await card.updateComplete;
    expect(card.state).to.equal('connecting');
    expect(title(card)).to.equal(en.confirmingTitle);
    expect(parts(card, 'organization-name').map((name) => name.textContent)).to.deep.equal([HILLTOP.name, RIVER.name]);
    expect(parts(card, 'organization').map((row) => row.textContent)).to.satisfy((rows: string[]) =>
      rows.every((row) => row.includes('Confirming')),
    );
    expect(parts(card, 'organization-link')).to.be.empty;
  });

  it('is replaced by what the companion says', async () => {
    const told = listen(card, 'leaf-connected');
    await companion.says(connected({ organizations: { connected: [RIVER], notConnected: [] } }));
    companion.post(GENUINE);
    await reached(card, 'connected');
    expect(parts(card, 'organization-name').map((name) => name.textContent)).to.deep.equal([RIVER.name]);
    expect(told).to.have.length(1);
  });

  it('alone never connects', async () => {
    const told = listen(card, 'leaf-connected');
    const before = await companion.count('GET /connection');
    companion.post(GENUINE);
    await companion.asked('GET /connection', before + 2);
    await card.updateComplete;
    expect(card.state).to.equal('connecting');
    expect(title(card)).to.equal(en.confirmingTitle);
    expect(card.connection?.state).to.equal('disconnected');
    expect(told).to.be.empty;
  });

  it('is no longer believed when the questions that followed it are over', async () => {
    companion.post(GENUINE);
    await waitUntil(() => title(card) === en.confirmingTitle, 'the message was not heard', PATIENCE);
    travel(20_000);
    await card.refresh();
    await reached(card, 'unfinished');
  });

  it('that comes again changes nothing', async () => {
    const told = listen(card, 'leaf-connected');
    const changes = listen(card, 'leaf-state-change');
    await companion.says(connected());
    companion.post(GENUINE);
    companion.post(GENUINE);
    await reached(card, 'connected');
    expect(told).to.have.length(1);
    expect(changes).to.deep.equal([{ state: 'connected', previous: 'connecting' }]);
  });
});

describe('a genuine CREDENTIAL_ASSIGNED for a credential that is known', () => {
  it('confirms the sign-in as soon as the companion says connected', async () => {
    const known = unauthenticated({ messageOrigins: [location.origin], pollAfterMs: 60_000 });
    const { card, companion } = await startSignIn({ 'GET /connection': { json: known } });
    const told = listen(card, 'leaf-connected');
    const mended = connected({ health: 'unknown', messageOrigins: [location.origin], pollAfterMs: 60_000 });
    await companion.says(mended);
    await card.refresh();
    expect(card.state, 'nothing new was seen').to.equal('connecting');
    await companion.says(known);
    const before = await companion.count('GET /connection');
    companion.post(GENUINE);
    await companion.asked('GET /connection', before + 1);
    await card.refresh();
    expect(card.state, 'the message alone').to.equal('connecting');
    await companion.says(mended);
    await card.refresh();
    await reached(card, 'connected');
    expect(told).to.deep.equal([{ connection: mended }]);
  });
});

describe('a forged message', () => {
  const SHAPES: [string, unknown][] = [
    ['null', null],
    ['a text', 'CREDENTIAL_ASSIGNED'],
    ['a list', ['CREDENTIAL_ASSIGNED']],
    ['another status', { ...GENUINE, status: 'CREDENTIAL_REMOVED' }],
    ['organizations that are none', { ...GENUINE, connectedOrganizations: 'Hilltop' }],
    ['an organization without a name', { ...GENUINE, connectedOrganizations: [{ id: '1' }] }],
    ['ten megabytes', 'x'.repeat(10_000_000)],
    ['ten megabytes of status', { status: 'CREDENTIAL_ASSIGNED'.repeat(550_000) }],
  ];

  for (const [shape, message] of SHAPES) {
    it(`of the right window and origin but the wrong shape (${shape}) is ignored in silence`, async () => {
      const { card, companion } = await startSignIn({ 'GET /connection': { json: NOTHING_YET } });
      await expectIgnored(card, companion, () => companion.post(message));
    });
  }

  it('from an origin that the companion did not name is ignored in silence', async () => {
    const elsewhere = disconnected({ messageOrigins: ['https://api.withleaf.io'], pollAfterMs: 60_000 });
    const { card, companion } = await startSignIn({ 'GET /connection': { json: elsewhere } });
    await expectIgnored(card, companion, () => companion.post(GENUINE));
  });

  it('from the page itself is ignored in silence', async () => {
    const { card, companion } = await startSignIn({ 'GET /connection': { json: NOTHING_YET } });
    await expectIgnored(card, companion, () => window.postMessage(GENUINE, location.origin));
  });

  it('from another window that this page opened is ignored in silence', async () => {
    const { card, companion } = await startSignIn({ 'GET /connection': { json: NOTHING_YET } });
    const other = await startSignIn({ 'GET /connection': { json: NOTHING_YET } });
    await expectIgnored(card, companion, () => other.companion.post(GENUINE));
    await waitUntil(() => title(other.card) === en.confirmingTitle, 'the right card did not hear it', PATIENCE);
  });

  it('from a frame is ignored in silence', async () => {
    const { card, companion } = await startSignIn({ 'GET /connection': { json: NOTHING_YET } });
    const frame = document.createElement('iframe');
    frame.srcdoc = `<script>parent.postMessage(${JSON.stringify(GENUINE)}, '*')</script>`;
    await expectIgnored(card, companion, () => document.body.append(frame));
    frame.remove();
  });

  it('before any sign-in is ignored in silence', async () => {
    const { card, companion } = await startSignIn({ 'GET /connection': { json: NOTHING_YET } });
    const idle = await put(create({ serverUrl: companion.url }));
    await reached(idle, 'disconnected');
    companion.post(GENUINE);
    await waitUntil(() => title(card) === en.confirmingTitle, 'the right card did not hear it', PATIENCE);
    expect(idle.state).to.equal('disconnected');
  });

  it('from the window of an attempt that was replaced is ignored in silence', async () => {
    const { card, companion } = await startSignIn({ 'GET /connection': { json: NOTHING_YET } });
    card.cancel();
    await reached(card, 'disconnected');
    await expectIgnored(card, companion, () => companion.post(GENUINE), 'disconnected');
    await prepared(card);
    await press(part(card, 'button'));
    await reached(card, 'connecting');
  });
});

describe('the start page’s question', () => {
  const ask = (attemptId: string): object => ({ type: HANDSHAKE.ask, attemptId });

  it('whether this page opened it is answered for the attempt at hand, and for no other', async () => {
    const { companion } = await startSignIn();
    companion.post(ask(companion.attemptId(2)));
    companion.post({ type: HANDSHAKE.ask });
    companion.post(ask(companion.attemptId(1)));
    await waitUntil(() => companion.heard.length > 0, 'the start page had no answer', PATIENCE);
    expect(companion.heard).to.deep.equal([{ type: HANDSHAKE.grant, attemptId: companion.attemptId(1) }]);
  });
});

/** Sends a message, waits until it has come, and checks that the card took no notice. */
async function expectIgnored(
  card: LeafJdConnect,
  companion: Companion,
  send: () => void,
  state = 'connecting',
): Promise<void> {
  const before = await companion.count('GET /connection');
  const titleBefore = title(card);
  const told = [listen(card, 'leaf-error'), listen(card, 'leaf-state-change'), listen(card, 'leaf-diagnostic')];
  const came = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
  send();
  await came;
  await card.updateComplete;
  expect(title(card)).to.equal(titleBefore);
  expect(card.state).to.equal(state);
  expect(told.flat()).to.be.empty;
  expect(await companion.count('GET /connection')).to.equal(before);
}
