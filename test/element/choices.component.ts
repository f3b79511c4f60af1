/** `select-organizations`: a switch for each connected organization, which moves when the companion says so. */
import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { LeafJdConnect } from '../../src/element/define.js';
import { en } from '../../src/element/texts/en.js';
import {
  connected,
  disconnected,
  HILLTOP,
  organization,
  problem,
  RIVER,
  synced,
  unauthenticated,
} from '../support/answers.js';
import { listen, mount, mountWith, part, parts, press, reached, root, startSignIn, words } from '../support/card.js';
import type { Companion } from '../support/companion.js';
import { PATIENCE } from '../support/patience.js';

const CHOOSING = { selectOrganizations: true };
const PATCH = `PATCH /organizations/${HILLTOP.id.replace(' ', '%20')}`;

function both(first: 'SELECTED' | 'PREVIEW', second: 'SELECTED' | 'PREVIEW'): ReturnType<typeof connected> {
  return synced('SELECTED', {
    organizations: {
      connected: [
        { ...HILLTOP, sync: first },
        { ...RIVER, sync: second },
      ],
      notConnected: [],
    },
  });
}

function isOn(card: LeafJdConnect, index = 0): boolean {
  return parts(card, 'organization-switch')[index]?.getAttribute('aria-checked') === 'true';
}

function isBusy(card: LeafJdConnect, index = 0): boolean {
  return parts(card, 'organization-switch')[index]?.getAttribute('aria-busy') === 'true';
}

/** An answer that was let go has arrived by now, and what follows from it has been drawn. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300));
}

/** What was chosen so far, in order. */
async function chosen(companion: Companion): Promise<string[]> {
  const all = await companion.requests();
  return all.filter(({ method }) => method === 'PATCH').map(({ path, body }) => `${path.split('/').at(-1)} ${body}`);
}

describe('a switch per organization', () => {
  it('is asked for and shown only where the page wants it', async () => {
    const plain = await mountWith(synced('SELECTED'));
    expect(parts(plain.card, 'organization-switch')).to.be.empty;
    expect((await plain.companion.requests('GET /connection'))[0]?.query).to.equal('');
    const { card, companion } = await mountWith(synced('SELECTED'), CHOOSING);
    expect(parts(card, 'organization-switch')).to.have.length(1);
    expect((await companion.requests('GET /connection'))[0]?.query).to.equal('?include=sync');
  });

  it('appears when the page wants it later', async () => {
    const { card } = await mount({ 'GET /connection': [{ json: connected() }, { json: synced('SELECTED') }] });
    card.setAttribute('select-organizations', '');
    await waitUntil(() => parts(card, 'organization-switch').length > 0, 'no switch came', PATIENCE);
  });

  it('says by role, state and name what it is, and is large enough for a thumb', async () => {
    const { card } = await mountWith(both('SELECTED', 'PREVIEW'), CHOOSING);
    const [first, second] = parts(card, 'organization-switch');
    expect([first, second].map((one) => one?.getAttribute('role'))).to.deep.equal(['switch', 'switch']);
    expect([first, second].map((one) => one?.getAttribute('aria-checked'))).to.deep.equal(['true', 'false']);
    expect(first?.getAttribute('aria-label')).to.equal('Sync Hilltop Farms');
    expect(first?.getBoundingClientRect().height).to.be.at.least(44);
  });

  it('moves when the companion has agreed, and not before', async () => {
    const { card, companion } = await mountWith(synced('PREVIEW'), CHOOSING);
    await companion.script({ [PATCH]: 'hold' });
    await press(part(card, 'organization-switch'));
    await waitUntil(() => isBusy(card), 'nothing showed that it is on its way', PATIENCE);
    expect(isOn(card)).to.be.false;
    await companion.script({ [PATCH]: { json: { ...HILLTOP, sync: 'SELECTED' } } });
    await waitUntil(() => isOn(card) && !isBusy(card), 'the switch never moved', PATIENCE);
    expect(await chosen(companion)).to.deep.equal(['org-Hilltop%20Farms {"status":"SELECTED"}']);
  });

  it('shows what the companion made of it', async () => {
    const { card, companion } = await mountWith(synced('PREVIEW'), CHOOSING);
    await companion.script({ [PATCH]: { json: { ...HILLTOP, sync: 'BLOCKED' } } });
    await press(part(card, 'organization-switch'));
    await waitUntil(() => words(card).includes(en.syncBlocked), 'it was never explained', PATIENCE);
  });

  it('that fails is where it was, says why, and works the next time', async () => {
    const { card, companion } = await mountWith(synced('PREVIEW'), CHOOSING);
    const errors = listen(card, 'leaf-error');
    await companion.script({ [PATCH]: [problem('leaf_unavailable'), { json: { ...HILLTOP, sync: 'SELECTED' } }] });
    await press(part(card, 'organization-switch'));
    await waitUntil(() => parts(card, 'error').length > 0, 'nothing was said', PATIENCE);
    expect(part(card, 'error').textContent).to.contain(en.errorUnknown);
    expect([isOn(card), isBusy(card), card.state]).to.deep.equal([false, false, 'connected']);
    expect(errors).to.have.length(1);
    await press(part(card, 'organization-switch'));
    await waitUntil(() => isOn(card), 'the switch never moved', PATIENCE);
  });

  it('waits for no other', async () => {
    const { card, companion } = await mountWith(both('PREVIEW', 'PREVIEW'), CHOOSING);
    await companion.script({ [PATCH]: 'hold' });
    await press(parts(card, 'organization-switch')[0] as Element);
    await press(parts(card, 'organization-switch')[1] as Element);
    await waitUntil(() => isOn(card, 1), 'the second waited', PATIENCE);
    expect([isOn(card, 0), isBusy(card, 0)]).to.deep.equal([false, true]);
    await companion.script({ [PATCH]: { json: { ...HILLTOP, sync: 'SELECTED' } } });
    await waitUntil(() => isOn(card, 0), 'the first never came', PATIENCE);
  });

  it('pressed again on its way ends as it was pressed last', async () => {
    const { card, companion } = await mountWith(synced('PREVIEW'), CHOOSING);
    await companion.script({ [PATCH]: 'hold' });
    await press(part(card, 'organization-switch'));
    await companion.asked(PATCH);
    await press(part(card, 'organization-switch'));
    await companion.script({
      [PATCH]: [{ json: { ...HILLTOP, sync: 'SELECTED' } }, { json: { ...HILLTOP, sync: 'PREVIEW' } }],
    });
    await companion.asked(PATCH, 2);
    await waitUntil(() => !isBusy(card), 'it never came to rest', PATIENCE);
    expect(isOn(card)).to.be.false;
    expect((await chosen(companion)).map((line) => line.split('"')[3])).to.deep.equal(['SELECTED', 'PREVIEW']);
  });

  it('is not undone by an answer that was asked for before', async () => {
    const { card, companion } = await mountWith(synced('PREVIEW'), CHOOSING);
    await companion.script({ 'GET /connection': 'hold' });
    const asking = card.refresh();
    await companion.asked('GET /connection', 2);
    await press(part(card, 'organization-switch'));
    await waitUntil(() => isOn(card), 'the switch never moved', PATIENCE);
    await companion.says(synced('PREVIEW'));
    await asking;
    await card.updateComplete;
    expect(isOn(card)).to.be.true;
    await card.refresh();
    await card.updateComplete;
    expect(isOn(card), 'what is asked now is true again').to.be.false;
  });

  it('goes on though the card is moved in the page', async () => {
    const { card, companion } = await mountWith(synced('PREVIEW'), CHOOSING);
    await companion.script({ [PATCH]: 'hold' });
    await press(part(card, 'organization-switch'));
    await companion.asked(PATCH);
    document.body.prepend(card);
    await companion.script({ 'GET /connection': { json: connected() } });
    await companion.script({ [PATCH]: { json: { ...HILLTOP, sync: 'SELECTED' } } });
    await waitUntil(() => isOn(card), 'the switch never moved', PATIENCE);
  });

  it('says nothing of another sign-in: what was on its way belonged to the one before', async () => {
    const { card, companion } = await mountWith(synced('PREVIEW'), CHOOSING);
    await companion.script({ [PATCH]: 'hold' });
    await press(part(card, 'organization-switch'));
    await companion.asked(PATCH);
    await companion.says(synced('PREVIEW', { revision: 'second' }));
    await card.refresh();
    await card.updateComplete;
    expect(isBusy(card), 'nothing is on its way here').to.be.false;
    await companion.script({ [PATCH]: { json: { ...HILLTOP, sync: 'SELECTED' } } });
    await pause();
    expect(isOn(card)).to.be.false;
  });

  it('that fails once the card is removed is told to nobody', async () => {
    const { card, companion } = await mountWith(synced('PREVIEW'), CHOOSING);
    const errors = listen(card, 'leaf-error');
    await companion.script({ [PATCH]: 'hold' });
    await press(part(card, 'organization-switch'));
    await companion.asked(PATCH);
    card.remove();
    await companion.script({ [PATCH]: problem('leaf_unavailable') });
    await pause();
    expect(errors).to.be.empty;
  });

  it('that fails though the card was moved is told as ever', async () => {
    const { card, companion } = await mountWith(synced('PREVIEW'), CHOOSING);
    const errors = listen(card, 'leaf-error');
    await companion.script({ [PATCH]: 'hold' });
    await press(part(card, 'organization-switch'));
    await companion.asked(PATCH);
    document.body.prepend(card);
    await companion.asked('GET /connection', 2);
    await companion.script({ [PATCH]: problem('leaf_unavailable') });
    await waitUntil(() => errors.length > 0, 'nothing was told', PATIENCE);
  });

  it('is worked by keyboard, and keeps the focus', async () => {
    const { card } = await mountWith(both('PREVIEW', 'PREVIEW'), CHOOSING);
    parts(card, 'organization-switch')[1]?.focus();
    await sendKeys({ press: 'Space' });
    await waitUntil(() => isOn(card, 1), 'the switch never moved', PATIENCE);
    expect(root(card).activeElement).to.equal(parts(card, 'organization-switch')[1]);
  });

  it('is shown and cannot be pressed where the session may not', async () => {
    const { card } = await mountWith(synced('SELECTED', { scopes: ['read', 'connect'] }), CHOOSING);
    expect(isOn(card)).to.be.true;
    expect(part(card, 'organization-switch').hasAttribute('disabled')).to.be.true;
  });

  it('is no switch where John Deere bars it: the row says what to do, and keeps its link', async () => {
    const { card } = await mountWith(synced('BLOCKED'), CHOOSING);
    expect(parts(card, 'organization-switch')).to.be.empty;
    expect(parts(card, 'organization')[0]?.textContent).to.contain(en.syncBlocked);
    expect(parts(card, 'organization-link')[0]?.textContent.trim()).to.equal(en.manage);
  });

  it('comes with a line where everything is fetched anyway, and works all the same', async () => {
    const { card } = await mountWith(synced('PREVIEW', { dataSync: 'ALL' }), CHOOSING);
    expect(words(card)).to.contain(en.syncAll);
    await press(part(card, 'organization-switch'));
    await waitUntil(() => isOn(card), 'the switch never moved', PATIENCE);
    expect(words((await mountWith(synced('PREVIEW'), CHOOSING)).card)).not.to.contain(en.syncAll);
  });

  it('is asked for once of an organization that a question at pace found', async () => {
    const { card, companion } = await startSignIn(
      { 'GET /connection': { json: disconnected({ pollAfterMs: 1_000 }) } },
      CHOOSING,
    );
    await companion.script({ 'GET /connection': [{ json: connected() }, { json: synced('SELECTED') }] });
    await waitUntil(() => parts(card, 'organization-switch').length > 0, 'no switch came', PATIENCE);
    const queries = (await companion.requests('GET /connection')).map(({ query }) => query);
    expect(queries.at(-2), 'a question at pace costs no more than it must').to.equal('');
    expect(queries.at(-1)).to.equal('?include=sync');
  });

  it('is not asked for again and again where Leaf does not know', async () => {
    const { card, companion } = await mountWith(connected(), CHOOSING);
    await card.refresh();
    expect(await companion.count('GET /connection')).to.equal(2);
  });

  it('costs no second question at pace where the companion does not tell', async () => {
    const { companion } = await startSignIn(
      { 'GET /connection': { json: unauthenticated({ pollAfterMs: 1_000 }) } },
      CHOOSING,
    );
    await companion.asked('GET /connection', 4);
    const queries = (await companion.requests('GET /connection')).map(({ query }) => query);
    expect(queries.slice(1, 4)).to.deep.equal(['', '', '']);
  });

  it('is on every drawn row of 2,000', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({
      ...organization(`Farm ${String(index).padStart(4, '0')}`),
      sync: 'SELECTED' as const,
    }));
    const { card } = await mountWith(
      synced('SELECTED', { organizations: { connected: many, notConnected: [] } }),
      CHOOSING,
    );
    await reached(card, 'connected');
    expect(parts(card, 'organization-switch')).to.have.length(parts(card, 'organization').length);
    expect(parts(card, 'organization-switch').length).to.be.within(100, 200);
  });
});

describe('axe finds nothing', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`wrong with switches on ${theme}`, async () => {
      document.documentElement.style.colorScheme = theme;
      const barred = organization('Barred Farm');
      const answer = both('SELECTED', 'PREVIEW');
      const { connected: rows } = answer.organizations;
      const organizations = { connected: [...rows, { ...barred, sync: 'BLOCKED' as const }], notConnected: [] };
      const { card } = await mountWith({ ...answer, organizations, dataSync: 'ALL' }, { ...CHOOSING, theme });
      await expect(card).to.be.accessible();
      document.documentElement.style.removeProperty('color-scheme');
    });
  }
});
