/** Leads a card into each of its states, the way a person would get there. */
import type { LeafJdConnect } from '../../src/element/define.js';
import type { ElementState } from '../../src/protocol/vocabulary.js';
import { connected, nothingShared, problem, unauthenticated } from './answers.js';
import { comeBack, gestureOver, leavePage, takeWarnings, windowsClosed } from './browser.js';
import { mount, mountWith, create, put, prepared, reached, startSignIn, type Author } from './card.js';
import { Companion } from './companion.js';

const WAYS: Record<ElementState, (author: Author) => Promise<LeafJdConnect>> = {
  loading: async (author) => {
    const { url } = await Companion.start({ 'GET /connection': 'hold' });
    return put(create({ serverUrl: url, ...author }));
  },
  disconnected: async (author) => (await mount({}, author)).card,
  connecting: async (author) => (await startSignIn({}, author)).card,
  blocked: async (author) => {
    const { card } = await mount({}, author);
    await prepared(card);
    await gestureOver();
    card.connect();
    // That it was called outside a gesture is told to the developer, as it should be.
    takeWarnings();
    return card;
  },
  unfinished: async (author) => {
    const { card, companion } = await startSignIn({}, author);
    leavePage();
    companion.closeWindows();
    await windowsClosed();
    comeBack();
    return card;
  },
  'no-organizations': async (author) => (await mountWith(nothingShared(), author)).card,
  connected: async (author) => (await mountWith(connected(), author)).card,
  attention: async (author) => (await mountWith(unauthenticated(), author)).card,
  unavailable: async (author) => (await mount({ 'GET /connection': problem('leaf_unavailable') }, author)).card,
};

export async function inState(state: ElementState, author: Author = {}): Promise<LeafJdConnect> {
  const card = await WAYS[state](author);
  await reached(card, state);
  return card;
}
