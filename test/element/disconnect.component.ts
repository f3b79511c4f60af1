/** *Disconnect* asks once, says what it ends and what it leaves, and how to undo it. What another place changes is said too. */
import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { LeafJdConnect } from '../../src/element/define.js';
import { en } from '../../src/element/texts/en.js';
import { connected, disconnected, HILLTOP, organization, problem, RIVER, unauthenticated } from '../support/answers.js';
import { actions, control, listen, mountWith, part, parts, press, reached, root, words } from '../support/card.js';
import { PATIENCE } from '../support/patience.js';

const ALLOWED = { allowDisconnect: true, companyName: 'Fieldbook' };
const GRANT = 'https://connections.example/manage-connections';

function focused(card: LeafJdConnect): string {
  return root(card).activeElement?.textContent.trim() ?? '';
}

describe('“Disconnect”', () => {
  it('says first what it ends and what it leaves, and does nothing yet', async () => {
    const { card, companion } = await mountWith(connected({ grantUrl: GRANT }), ALLOWED);
    await press(control(card, en.disconnect));
    expect(words(card)).to.contain('Fieldbook gets no new data then, but keeps what it has.');
    expect(words(card)).to.contain(en.sureGrant);
    expect(control(card, en.openLink).getAttribute('href')).to.equal(GRANT);
    expect(await companion.count('DELETE /connection')).to.equal(0);
  });

  it('has no link where the companion names none, or none that may be opened', async () => {
    for (const change of [{}, { grantUrl: 'javascript:alert(1)' }]) {
      const { card } = await mountWith(connected(change), ALLOWED);
      await press(control(card, en.disconnect));
      expect(actions(card)).not.to.contain(en.openLink);
      expect(words(card)).to.contain(en.sureGrant);
    }
  });

  it('can be taken back by keyboard, with the focus where it was', async () => {
    const { card, companion } = await mountWith(connected(), ALLOWED);
    control(card, en.disconnect).focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => focused(card) === en.cancel, 'the focus is not on the harmless button', PATIENCE);
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => focused(card) === en.disconnect, 'the focus did not come back', PATIENCE);
    expect(words(card)).not.to.contain(en.sureTitle);
    expect(await companion.count('DELETE /connection')).to.equal(0);
  });

  it('pressed again is done, and says how to undo it', async () => {
    const { card, companion } = await mountWith(unauthenticated(), ALLOWED);
    const told = listen(card, 'leaf-disconnected');
    await press(control(card, en.disconnect));
    await companion.says(disconnected());
    await press(control(card, en.disconnect));
    await reached(card, 'disconnected');
    expect(told).to.deep.equal([{}]);
    expect(part(card, 'status').textContent).to.contain(en.endedHere);
    expect(words(card)).not.to.contain(en.sureTitle);
  });

  it('that fails says why, and can be pressed again', async () => {
    const { card, companion } = await mountWith(connected(), ALLOWED);
    await companion.script({ 'DELETE /connection': problem('leaf_unavailable') });
    await press(control(card, en.disconnect));
    await press(control(card, en.disconnect));
    await waitUntil(() => parts(card, 'error').length > 0, 'nothing was said', PATIENCE);
    expect(words(card)).to.contain(en.sureTitle);
    expect(control(card, en.disconnect)).to.exist;
  });

  it('called by the page does not ask', async () => {
    const { card, companion } = await mountWith(connected(), ALLOWED);
    await companion.says(disconnected());
    await card.disconnect();
    expect(card.state).to.equal('disconnected');
    expect(part(card, 'status').textContent).to.contain(en.endedHere);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`is right by axe while it asks, on ${theme}`, async () => {
      document.documentElement.style.colorScheme = theme;
      const { card } = await mountWith(connected({ grantUrl: GRANT }), { ...ALLOWED, theme });
      await press(control(card, en.disconnect));
      await expect(card).to.be.accessible();
      document.documentElement.style.removeProperty('color-scheme');
    });
  }
});

describe('what was changed in another tab, on another device, by somebody else', () => {
  it('is said when it is disconnected', async () => {
    const { card, companion } = await mountWith(connected());
    const told = listen(card, 'leaf-disconnected');
    await companion.says(disconnected());
    await card.refresh();
    await reached(card, 'disconnected');
    expect(part(card, 'status').textContent).to.contain(en.endedElsewhere);
    expect(told, 'nobody disconnected here').to.be.empty;
  });

  it('is said no longer once somebody connects again', async () => {
    const { card, companion } = await mountWith(connected());
    await companion.says(disconnected());
    await card.refresh();
    await companion.says(connected({ revision: 'second' }));
    await card.refresh();
    await reached(card, 'connected');
    expect(part(card, 'status').textContent).not.to.contain(en.endedElsewhere);
    expect(part(card, 'status').textContent).to.contain('Now shared: Hilltop Farms.');
  });

  it('is no news to a card that was never connected', async () => {
    const { card } = await mountWith(disconnected());
    expect(part(card, 'status').textContent).not.to.contain(en.endedElsewhere);
  });

  it('is said of an organization that is no longer shared', async () => {
    const { card, companion } = await mountWith(
      connected({ organizations: { connected: [HILLTOP, RIVER], notConnected: [] } }),
    );
    await companion.says(connected());
    await card.refresh();
    await card.updateComplete;
    expect(part(card, 'status').textContent).to.contain('No longer shared: River Bend Ag.');
    expect(part(card, 'status').textContent).not.to.contain('Now shared');
  });

  it('is counted from the sixth on', async () => {
    const many = Array.from({ length: 7 }, (_, index) => organization(`Farm ${index}`));
    const { card, companion } = await mountWith(
      connected({ organizations: { connected: [HILLTOP, ...many], notConnected: [] } }),
    );
    await companion.says(connected({ organizations: { connected: [HILLTOP], notConnected: many } }));
    await card.refresh();
    await card.updateComplete;
    expect(part(card, 'status').textContent).to.contain(
      'No longer shared: Farm 0, Farm 1, Farm 2, Farm 3, Farm 4, and +2.',
    );
  });
});
