/** How the credential is doing, in plain words, with the one button that mends it. */
import { expect, waitUntil } from '@open-wc/testing';
import { en } from '../../src/element/texts/en.js';
import { connected, disconnected, HILLTOP, organization, RIVER, unauthenticated } from '../support/answers.js';
import { actions, control, mountWith, part, parts, root, startSignIn, title, words } from '../support/card.js';
import { PATIENCE } from '../support/patience.js';

const LIMITED = { state: 'attention', health: 'missing_permission' } as const;

describe('a sign-in that John Deere no longer accepts', () => {
  it('is mended by signing in again, and keeps what was shared in sight', async () => {
    const { card } = await mountWith(unauthenticated());
    expect(title(card)).to.equal(en.unauthenticatedTitle);
    expect(part(card, 'button').textContent.trim()).to.equal(en.reconnect);
    expect(parts(card, 'organization')).to.have.length(2);
  });

  it('can be mended though no organization can be read', async () => {
    const { card } = await mountWith(unauthenticated({ organizations: { connected: [], notConnected: [] } }));
    expect(part(card, 'button').textContent.trim()).to.equal(en.reconnect);
    expect(parts(card, 'organization')).to.be.empty;
  });
});

describe('a permission that is missing', () => {
  const BARRED = { ...organization('Barred Farm'), sync: 'BLOCKED' as const };
  const organizations = { connected: [HILLTOP, BARRED], notConnected: [RIVER] };

  it('is mended at the organization that is barred', async () => {
    const { card } = await mountWith(connected({ ...LIMITED, organizations }), { selectOrganizations: true });
    expect(title(card)).to.equal(en.missingTitle);
    expect(part(card, 'button').textContent.trim()).to.equal(en.allow);
    expect(part(card, 'button').getAttribute('href')).to.equal(BARRED.managementUri);
  });

  it('is mended at one that is not connected, where none is known to be barred', async () => {
    const { card } = await mountWith(connected(LIMITED));
    expect(part(card, 'button').getAttribute('href')).to.equal(RIVER.managementUri);
  });

  it('is mended at the first that has a link', async () => {
    const { card } = await mountWith(
      connected({
        ...LIMITED,
        organizations: {
          connected: [organization('North', null), HILLTOP],
          notConnected: [organization('South', null)],
        },
      }),
    );
    expect(part(card, 'button').getAttribute('href')).to.equal(HILLTOP.managementUri);
  });

  it('has no such button where nothing has a link', async () => {
    const { card } = await mountWith(
      connected({ ...LIMITED, organizations: { connected: [organization('North', null)], notConnected: [] } }),
    );
    expect(actions(card)).to.deep.equal([en.checkAgain]);
  });
});

describe('John Deere being away', () => {
  it('is nothing to do and nothing red: no button says otherwise', async () => {
    const { card } = await mountWith(connected({ health: 'temporarily_unavailable' }), { allowDisconnect: true });
    expect(title(card)).to.equal(en.connectedTitle);
    expect(words(card)).to.contain(en.deereAway);
    expect(actions(card)).to.deep.equal([en.disconnect]);
    expect(root(card).querySelector('[role=alert]')).to.be.null;
    expect(root(card).querySelector('.mark.good')).to.exist;
  });
});

describe('a health that nobody has heard of', () => {
  it('changes nothing', async () => {
    const { card } = await mountWith(connected({ health: 'unknown' }));
    expect(title(card)).to.equal(en.connectedTitle);
    expect(actions(card)).to.deep.equal([en.checkAgain]);
  });
});

describe('what has arrived', () => {
  const data = { growers: 1, farms: 3, fields: 41, syncedAt: null };

  it('is neither asked for nor shown unless the page wants it', async () => {
    const { card, companion } = await mountWith(connected({ data }));
    expect(words(card)).not.to.contain('41');
    expect((await companion.requests('GET /connection'))[0]?.query).to.equal('');
  });

  it('is counted', async () => {
    const { card, companion } = await mountWith(connected({ data }), { showData: true });
    expect(words(card)).to.contain('Arrived so far: farms 3, fields 41.');
    expect((await companion.requests('GET /connection'))[0]?.query).to.equal('?include=data');
  });

  it('is on its way as long as there is nothing', async () => {
    const { card } = await mountWith(connected({ data: { ...data, farms: 0, fields: 0 } }), { showData: true });
    expect(words(card)).to.contain(en.arriving);
  });

  it('is not made up where nobody could say', async () => {
    const { card } = await mountWith(connected(), { showData: true });
    expect(words(card)).not.to.contain(en.arriving);
  });

  it('is asked for anew by “Check again”, beside the switches', async () => {
    const { card, companion } = await mountWith(connected({ data }), { showData: true, selectOrganizations: true });
    await companion.says(connected({ data: { ...data, fields: 52 } }));
    control(card, en.checkAgain).click();
    await waitUntil(() => words(card).includes('fields 52'), 'the count stayed', PATIENCE);
    expect((await companion.requests('POST /organizations/sync'))[0]?.query).to.equal('?include=sync,data');
  });

  it('is asked for once of a connection that a question at pace found', async () => {
    const { card, companion } = await startSignIn(
      { 'GET /connection': { json: disconnected({ pollAfterMs: 1_000 }) } },
      { showData: true },
    );
    await companion.script({ 'GET /connection': [{ json: connected() }, { json: connected({ data }) }] });
    await waitUntil(() => words(card).includes('fields 41'), 'nobody asked what has arrived', PATIENCE);
    const queries = (await companion.requests('GET /connection')).map(({ query }) => query);
    expect(queries.slice(-2)).to.deep.equal(['', '?include=data']);
  });

  it('of another account is not shown', async () => {
    const { card, companion } = await mountWith(connected({ data, account: 'one' }), { showData: true });
    await companion.says(connected({ account: 'two' }));
    await card.refresh();
    await card.updateComplete;
    expect(words(card)).not.to.contain('41');
  });
});

describe('axe finds nothing wrong', () => {
  for (const theme of ['light', 'dark'] as const) {
    for (const health of ['missing_permission', 'temporarily_unavailable'] as const) {
      it(`with ${health} on ${theme}`, async () => {
        document.documentElement.style.colorScheme = theme;
        const change = health === 'missing_permission' ? LIMITED : { health };
        const { card } = await mountWith(connected(change), { theme });
        await expect(card).to.be.accessible();
        document.documentElement.style.removeProperty('color-scheme');
      });
    }
  }
});
