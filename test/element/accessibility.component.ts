/** The card by the rules of axe, in every state that a person meets, on light and on dark. */
import { expect } from '@open-wc/testing';
import { inState } from '../support/states.js';

const STATES = [
  'disconnected',
  'connecting',
  'blocked',
  'unfinished',
  'no-organizations',
  'connected',
  'attention',
  'unavailable',
] as const;

describe('axe finds nothing', () => {
  for (const theme of ['light', 'dark'] as const) {
    describe(theme, () => {
      beforeEach(() => {
        document.documentElement.style.colorScheme = theme;
      });

      afterEach(() => {
        document.documentElement.style.removeProperty('color-scheme');
      });

      for (const state of STATES) {
        it(state, async () => {
          const card = await inState(state, { theme, companyName: 'Fieldbook', allowDisconnect: true });
          await expect(card).to.be.accessible();
        });
      }
    });
  }

  it('would find a colour that cannot be read', async () => {
    const card = await inState('disconnected', { theme: 'light' });
    card.style.setProperty('--leaf-text', '#eee');
    await expect(card).not.to.be.accessible();
  });
});
