/** Brings a card into a situation, the way a person and a browser would. */
import type { ErrorCode } from '../../src/protocol/vocabulary.js';
import { simulateCompanion } from './companion.js';
import type { Grower } from './grower.js';
import { situationNamed, type Author, type SituationName } from './situations.js';

/** The element, as far as it is used here. */
export interface Card extends HTMLElement {
  readonly serverUrl: string | null | undefined;
  readonly state: string;
  readonly updateComplete: Promise<boolean>;
  connect(): void;
  refresh(): Promise<void>;
  requestUpdate(): void;
}

export interface LeadOptions {
  /** The error that `unavailable` and `session-expired` show. */
  readonly code?: ErrorCode;
}

type Way = (card: Card, grower: Grower, code: ErrorCode | undefined) => Promise<void> | void;

const AUTHOR: Author = { selectOrganizations: false, showData: false, allowDisconnect: false, hostedLink: undefined };
const PATIENCE_MS = 10_000;

/** What is left to do once the card has heard from its companion. */
const WAYS: Partial<Record<SituationName, Way>> = {
  connecting: (card) => {
    press(card, windowLike());
  },
  blocked: (card) => {
    press(card, null);
  },
  'blocked-in-frame': (card) => {
    press(card, null);
  },
  unfinished: async (card) => {
    const opened = windowLike();
    press(card, opened);
    // Leaving the page, the window closing, and coming back: how a card learns that somebody has given up.
    dispatchEvent(new Event('blur'));
    opened.closed = true;
    dispatchEvent(new Event('focus'));
    await until(() => card.state === 'unfinished');
  },
  'hand-over': async (card) => {
    click(card, '[part="actions"] .quiet');
    await until(() => card.state === 'connecting');
  },
  'whose-farm': async (card, grower) => {
    press(card, windowLike());
    grower.do({ did: 'sign-in', account: 'with-organizations' });
    await card.refresh();
  },
  'disconnect-question': (card) => {
    click(card, '#disconnect');
  },
  'support-details': (card) => {
    click(card, 'summary');
  },
  'session-expired': async (card, grower, code = 'session_expired') => {
    grower.change({ trouble: code });
    await card.refresh();
  },
  offline: async (card, grower) => {
    grower.change({ trouble: 'server_unreachable' });
    goOffline(card);
    await card.refresh();
  },
};

/**
 * Resolves when the card shows the situation. It must be on the page. Attributes that situations need are set or reset;
 * all others are left alone. Rejects when the card never gets there.
 */
export async function lead(card: Card, name: SituationName, { code }: LeadOptions = {}): Promise<void> {
  const companion = simulateCompanion();
  const { author } = situationNamed(name);
  goOnline(card);
  const serverUrl = companion.serverUrl(name);
  const grower = companion.growerAt(serverUrl);
  if (name === 'unavailable' && code) grower.change({ trouble: code });
  Object.assign(card, AUTHOR, author, { serverUrl });
  await card.updateComplete;
  if (name === 'loading') return;
  await until(() => card.state !== 'loading');
  await card.updateComplete;
  await WAYS[name]?.(card, grower, code);
  await card.updateComplete;
}

interface WindowLike {
  closed: boolean;
}

/** Stands for a sign-in window that nobody needs to see. */
function windowLike(): WindowLike {
  const like = {
    closed: false,
    focus: () => undefined,
    close: () => (like.closed = true),
    location: { replace: () => undefined },
  };
  return like;
}

/** Presses the card's button as a person would, with a stand-in for what the browser would do about it. */
function press(card: Card, opened: WindowLike | null): void {
  standIn(
    window,
    'open',
    () => opened,
    () => {
      standIn(navigator, 'userActivation', { isActive: true }, () => card.connect());
    },
  );
}

/** What `act` does is synchronous, so nobody else on the page meets the stand-in. */
function standIn(owner: object, name: string, value: unknown, act: () => void): void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { configurable: true, value });
  try {
    act();
  } finally {
    if (before) Object.defineProperty(owner, name, before);
    else Reflect.deleteProperty(owner, name);
  }
}

/** There is no public way to press these. */
function click(card: Card, selector: string): void {
  const target = card.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!target) throw new Error(`The card shows no ${selector}.`);
  target.click();
}

/** A card reads `navigator.onLine` while it renders. Only this one is to find itself offline. */
function goOffline(card: Card): void {
  const performUpdate = (Reflect.get(card, 'performUpdate') as () => void).bind(card);
  Reflect.set(card, 'performUpdate', () => standIn(navigator, 'onLine', false, performUpdate));
}

function goOnline(card: Card): void {
  Reflect.deleteProperty(card, 'performUpdate');
}

async function until(isSo: () => boolean): Promise<void> {
  const giveUp = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > giveUp) throw new Error('The card never got there.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
