/** Every state has a title, something to press unless there is nothing to do, and a name that style sheets can match. */
import { expect } from '@open-wc/testing';
import type { LeafJdConnect } from '../../src/element/define.js';
import { ELEMENT_STATES, type ElementState } from '../../src/protocol/vocabulary.js';
import { actions, listen, parts, part, title } from '../support/card.js';
import { inState } from '../support/states.js';

interface Look {
  readonly title: string;
  readonly actions: readonly string[];
  readonly parts: readonly string[];
}

const ROW_PARTS = ['organizations', 'organization', 'organization-name', 'organization-link'];

const LOOKS: Record<ElementState, Look> = {
  loading: { title: 'Checking…', actions: [], parts: [] },
  disconnected: {
    title: 'Share your farm data with Fieldbook',
    actions: ['Connect John Deere'],
    parts: ['button'],
  },
  connecting: {
    title: 'Finish in the John Deere window',
    actions: ['Show the John Deere window', 'Start again', 'Cancel'],
    parts: ['button'],
  },
  blocked: { title: 'Your browser held the window back', actions: ['Cancel'], parts: ['link-panel', 'button'] },
  unfinished: { title: 'Not finished yet', actions: ['Start again', 'Cancel'], parts: ['button'] },
  'no-organizations': {
    title: 'Signed in. Nothing is shared yet.',
    actions: ['Choose organizations', 'Check again', 'Start again', 'Disconnect'],
    parts: ['button', ...ROW_PARTS],
  },
  connected: { title: 'Connected', actions: ['Check again', 'Disconnect'], parts: ROW_PARTS },
  attention: {
    title: 'Please sign in to John Deere again',
    actions: ['Sign in again', 'Disconnect'],
    parts: ['button', ...ROW_PARTS],
  },
  unavailable: {
    title: 'We cannot check your connection right now',
    actions: ['Try again'],
    parts: ['error', 'button'],
  },
};

describe('every state', () => {
  for (const state of ELEMENT_STATES) {
    describe(state, () => {
      let card: LeafJdConnect;

      beforeEach(async () => {
        card = await inState(state, { companyName: 'Fieldbook', companyLogo: LOGO, allowDisconnect: true });
      });

      it('shows its title and what can be done', () => {
        expect(title(card)).to.equal(LOOKS[state].title);
        expect(actions(card)).to.deep.equal(LOOKS[state].actions);
      });

      it('has the parts that style sheets may name', () => {
        for (const name of ['base', 'heading', 'logo', 'status', 'actions', ...LOOKS[state].parts]) {
          expect(parts(card, name), name).not.to.be.empty;
        }
      });

      it('can be matched as a custom state, alone', () => {
        const matched = ELEMENT_STATES.filter((name) => card.matches(`:state(${name})`));
        expect(matched).to.deep.equal([state]);
      });
    });
  }
});

describe('the status line', () => {
  it('is a live region that carries the title', async () => {
    const card = await inState('disconnected');
    const status = part(card, 'status');
    expect(status.getAttribute('role')).to.equal('status');
    expect(status.textContent).to.contain(title(card));
  });
});

describe('state', () => {
  it('is told as it changes, and never by assignment', async () => {
    const card = await inState('disconnected');
    const told = listen(card, 'leaf-state-change');
    expect(() => Object.assign(card, { state: 'connected' })).to.throw(TypeError);
    expect(card.state).to.equal('disconnected');
    expect(told).to.be.empty;
  });
});

const LOGO = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>';
