/** Puts the card on the page and handles it as a person would: by what is written on it, with a real mouse. */
import { expect, waitUntil } from '@open-wc/testing';
import { resetMouse, sendMouse } from '@web/test-runner-commands';
import type { LeafConnectEventDetails, LeafJdConnect } from '../../src/element/define.js';
import '../../src/element/define.js';
import type { ElementState } from '../../src/protocol/vocabulary.js';
import type { Connection } from '../../src/protocol/wire.js';
import { tidy } from './browser.js';
import { Companion, dismissCompanions } from './companion.js';
import { PATIENCE } from './patience.js';
import type { Script } from './scripted-companion.js';

export type Author = Partial<Omit<LeafJdConnect, 'state' | 'connection' | 'style'>>;

const cards = new Set<HTMLElement>();

/** Ends every test of every file: whatever it asserted, nothing may have gone wrong unseen. */
afterEach(async function () {
  for (const card of cards) card.remove();
  cards.clear();
  dismissCompanions();
  await resetMouse();
  const trouble = tidy();
  // A test that failed has said enough, and Mocha gives a whole file up when this throws.
  if (this.currentTest?.state === 'passed') expect(trouble, 'trouble during the test').to.deep.equal([]);
});

/** A card as its author writes it, not yet on the page. `content` goes into its slots. */
export function create(author: Author = {}, content: readonly Node[] = []): LeafJdConnect {
  const card = document.createElement('leaf-jd-connect');
  Object.assign(card, author);
  card.append(...content);
  cards.add(card);
  return card;
}

/** Puts a card on the page and waits until it has rendered. */
export async function put(card: LeafJdConnect): Promise<LeafJdConnect> {
  document.body.append(card);
  await card.updateComplete;
  return card;
}

/** A card that has heard from a companion of its own. */
export async function mount(
  script: Script = {},
  author: Author = {},
): Promise<{ card: LeafJdConnect; companion: Companion }> {
  const companion = await Companion.start(script);
  const card = await put(create({ serverUrl: companion.url, ...author }));
  await waitUntil(() => card.state !== 'loading', 'the card never heard from its companion', PATIENCE);
  await card.updateComplete;
  return { card, companion };
}

/** A card whose companion says this. */
export function mountWith(connection: Connection, author: Author = {}): ReturnType<typeof mount> {
  return mount({ 'GET /connection': { json: connection } }, author);
}

/** Waits for a state, and for it to be shown. */
export async function reached(card: LeafJdConnect, state: ElementState): Promise<void> {
  await waitUntil(() => card.state === state, `the card stayed ${card.state} and never became ${state}`, PATIENCE);
  await card.updateComplete;
}

/** Waits until the card says something that matches. */
export async function says(card: LeafJdConnect, text: string | RegExp): Promise<void> {
  const found = (): boolean => (typeof text === 'string' ? words(card).includes(text) : text.test(words(card)));
  await waitUntil(found, `the card never said ${String(text)}`, PATIENCE);
}

/**
 * Waits until an attempt is at hand, seen through the one public way: a `leaf-connect` that is prevented. Its id.
 * Without this a click may find none, and open an empty window first.
 */
export async function prepared(card: LeafJdConnect): Promise<string> {
  let attemptId = 'local-';
  const peek = (event: Event): void => {
    ({ attemptId } = (event as CustomEvent<LeafConnectEventDetails['leaf-connect']>).detail);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const isAtHand = (): boolean => {
    card.connect();
    return !attemptId.startsWith('local-');
  };
  const page = card.ownerDocument;
  page.addEventListener('leaf-connect', peek, { capture: true });
  try {
    await waitUntil(isAtHand, 'no attempt was minted', PATIENCE);
  } finally {
    page.removeEventListener('leaf-connect', peek, { capture: true });
  }
  return attemptId;
}

export function root(card: LeafJdConnect): ShadowRoot {
  if (!card.shadowRoot) throw new Error('The card has no open shadow root.');
  return card.shadowRoot;
}

/** What is written on the card, with single spaces. */
export function words(card: LeafJdConnect): string {
  return (root(card).querySelector<HTMLElement>('[part=base]')?.innerText ?? '').replace(/\s+/g, ' ').trim();
}

export function title(card: LeafJdConnect): string {
  return root(card).querySelector('#title')?.textContent.trim() ?? '';
}

export function parts(card: LeafJdConnect, name: string): HTMLElement[] {
  return [...root(card).querySelectorAll<HTMLElement>(`[part~='${name}']`)];
}

export function part(card: LeafJdConnect, name: string): HTMLElement {
  const [first] = parts(card, name);
  if (!first) throw new Error(`The card shows no part ${name}.`);
  return first;
}

/** What can be pressed below the text, as it is labelled. */
export function actions(card: LeafJdConnect): string[] {
  return [...part(card, 'actions').querySelectorAll('button, a')].map((action) => action.textContent.trim());
}

/** The button or link with this label. */
export function control(card: LeafJdConnect, label: string): HTMLElement {
  const all = [...root(card).querySelectorAll<HTMLElement>('button, a')];
  const found = all.find((one) => one.textContent.trim() === label);
  if (!found)
    throw new Error(`The card has no “${label}”, only: ${all.map((one) => one.textContent.trim()).join(', ')}.`);
  return found;
}

/** A real click, in a frame as well: only that is a user gesture. `clicks` of 2 is a double click. */
export async function press(target: Element, clicks = 1): Promise<void> {
  target.scrollIntoView({ block: 'center' });
  const { x, y, width, height } = target.getBoundingClientRect();
  const frame = target.ownerDocument.defaultView?.frameElement?.getBoundingClientRect() ?? { x: 0, y: 0 };
  const position: [number, number] = [Math.round(frame.x + x + width / 2), Math.round(frame.y + y + height / 2)];
  const click = { type: 'click', position } as const;
  await Promise.all(Array.from({ length: clicks }, () => sendMouse(click)));
}

/** Keeps what a card tells the page under one name. */
export function listen<Name extends keyof LeafConnectEventDetails>(
  card: EventTarget,
  name: Name,
): LeafConnectEventDetails[Name][] {
  const heard: LeafConnectEventDetails[Name][] = [];
  card.addEventListener(name, (event) => {
    heard.push((event as CustomEvent<LeafConnectEventDetails[Name]>).detail);
  });
  return heard;
}

/** Mounts a card and clicks its button; the sign-in window has loaded. */
export async function startSignIn(
  script: Script = {},
  author: Author = {},
): Promise<{ card: LeafJdConnect; companion: Companion }> {
  const mounted = await mount(script, author);
  await prepared(mounted.card);
  await press(part(mounted.card, 'button'));
  await reached(mounted.card, 'connecting');
  await mounted.companion.arrived();
  return mounted;
}
