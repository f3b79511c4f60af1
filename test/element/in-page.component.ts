/** The simulated companion of pages without a server: every situation is reached, and a whole connect can be clicked. */
import { expect, waitUntil } from '@open-wc/testing';
import { lead, simulateCompanion, SITUATIONS, type SituationName } from '../../demo/in-page/index.js';
import type { LeafJdConnect } from '../../src/element/define.js';
import { en } from '../../src/element/texts/en.js';
import { ELEMENT_STATES } from '../../src/protocol/vocabulary.js';
import { openings } from '../support/browser.js';
import { create, listen, part, parts, prepared, press, reached, root, says, title, words } from '../support/card.js';
import { PATIENCE } from '../support/patience.js';

simulateCompanion({ signInUrl: '/demo/in-page/simulated-sign-in.html' });

/** At once: a card that renders without an address tells the page's developer. */
async function led(name: SituationName): Promise<LeafJdConnect> {
  const card = create();
  document.body.append(card);
  await lead(card, name);
  return card;
}

/** What tells that a situation was reached, by the card's own words and parts. */
const REACHED: Record<SituationName, (card: LeafJdConnect) => boolean> = {
  live: ({ state }) => state === 'disconnected',
  loading: ({ state }) => state === 'loading',
  disconnected: ({ state }) => state === 'disconnected',
  connecting: (card) => card.state === 'connecting' && words(card).includes(en.showWindow),
  blocked: (card) => card.state === 'blocked' && parts(card, 'button').some((one) => one.hasAttribute('href')),
  'blocked-in-frame': ({ state }) => state === 'blocked',
  unfinished: ({ state }) => state === 'unfinished',
  'hand-over': (card) => title(card) === en.handedTitle && root(card).querySelector('.qr path') !== null,
  'no-organizations': ({ state }) => state === 'no-organizations',
  'nothing-to-share': (card) => title(card) === en.noOrganizationTitle,
  connected: ({ state }) => state === 'connected',
  'whose-farm': (card) => card.state === 'connected' && words(card).includes(en.yoursTitle),
  'many-organizations': (card) => root(card).querySelector('#filter') !== null,
  switches: (card) => parts(card, 'organization-switch').length === 2 && words(card).includes(en.syncBlocked),
  'no-link': (card) => words(card).includes(en.noLink),
  'deere-away': (card) => card.state === 'connected' && words(card).includes(en.deereAway),
  'disconnect-question': (card) => words(card).includes(en.sureTitle),
  'support-details': (card) => root(card).querySelectorAll('.history time').length === 3,
  attention: (card) => title(card) === en.unauthenticatedTitle,
  'missing-permission': (card) => title(card) === en.missingTitle,
  unavailable: ({ state }) => state === 'unavailable',
  'session-expired': (card) => card.state === 'connected' && words(card).includes('simulated-4711'),
  offline: (card) => card.state === 'connected' && part(card, 'error').textContent === en.offline,
};

describe('the simulated companion in the page', () => {
  for (const { name } of SITUATIONS) {
    it(`leads a card to “${name}”`, async () => {
      const card = await led(name);
      await waitUntil(() => REACHED[name](card), `the card said: ${words(card)}`, PATIENCE);
    });
  }

  it('has a situation for every state of the element', async () => {
    const seen = new Set<string>();
    for (const { name } of SITUATIONS) seen.add((await led(name)).state);
    expect([...seen]).to.have.members(ELEMENT_STATES);
  });

  it('leads one card from any situation to any other', async () => {
    const card = await led('live');
    for (const { name } of [...SITUATIONS].reverse()) {
      await lead(card, name);
      await waitUntil(() => REACHED[name](card), `${name}: the card said: ${words(card)}`, PATIENCE);
    }
  });

  it('shows the error that is asked for', async () => {
    const card = await led('live');
    const told = listen(card, 'leaf-error');
    await lead(card, 'unavailable', { code: 'leaf_timeout' });
    await lead(card, 'session-expired', { code: 'server_unreachable' });
    expect(told.map(({ code }) => code)).to.deep.equal(['leaf_timeout', 'server_unreachable']);
  });

  it('leaves every other card, the browser’s own window.open and the network alone', async () => {
    const other = await led('connected');
    const before = Object.getOwnPropertyDescriptor(window, 'open');
    await led('blocked');
    await led('offline');
    other.requestUpdate();
    await other.updateComplete;
    expect(parts(other, 'error')).to.be.empty;
    expect(navigator.onLine).to.be.true;
    expect(Object.getOwnPropertyDescriptor(window, 'open')?.value).to.equal(before?.value);
    expect((await fetch('/package.json')).ok).to.be.true;
  });

  it('lets the switch of an organization be turned', async () => {
    const card = await led('switches');
    const [first] = parts(card, 'organization-switch');
    expect(first?.ariaChecked).to.equal('true');
    first?.click();
    await waitUntil(() => first?.ariaChecked === 'false', 'the switch never moved', PATIENCE);
  });

  it('disconnects', async () => {
    const card = await led('connected');
    await card.disconnect();
    expect(card.state).to.equal('disconnected');
  });
});

describe('the simulated sign-in', () => {
  /** Presses the card's button; answers a way to press what the window shows. */
  async function opened(
    name: SituationName,
  ): Promise<{ card: LeafJdConnect; act: (selector: string) => Promise<void> }> {
    const card = await led(name);
    await prepared(card);
    await press(part(card, 'button'));
    return { card, act: presser() };
  }

  function presser(): (selector: string) => Promise<void> {
    const shown = (selector: string) => {
      const found = openings.at(-1)?.handle?.document.querySelector<HTMLElement>(selector);
      return found && !found.closest('[hidden]') ? found : undefined;
    };
    return async (selector) => {
      await waitUntil(() => shown(selector), `the window never showed ${selector}`, PATIENCE);
      shown(selector)?.click();
    };
  }

  it('is clicked through until the card is connected, and closes', async () => {
    const { card, act } = await opened('live');
    await act('[data-account="with-organizations"]');
    await act('#allow');
    await act('label:first-of-type input');
    await act('form button');
    await reached(card, 'connected');
    expect(card.connection?.organizations.connected.map(({ name }) => name)).to.deep.equal(['Maple Row Farm']);
    await waitUntil(() => openings.at(-1)?.handle?.closed, 'the window stayed open', PATIENCE);
  });

  it('can be refused, which connects nothing', async () => {
    const { card, act } = await opened('live');
    await act('[data-account="with-organizations"]');
    await act('#refuse');
    await act('#refused .close');
    await card.refresh();
    expect(card.connection?.state).to.equal('disconnected');
  });

  it('knows an account with no organization', async () => {
    const { card, act } = await opened('live');
    await act('[data-account="without"]');
    await act('#allow');
    await says(card, en.noOrganizationTitle);
  });

  it('ends the one-click flow on plain text, as Leaf does', async () => {
    const { card, act } = await opened('disconnected');
    await act('[data-account="with-organizations"]');
    await act('#allow');
    await act('#plain .close');
    await reached(card, 'no-organizations');
  });
});
