/** Everything around one card, played: a page, its clock, companions, and a witness of what must never happen. */
import type { Situation } from '../../../src/element/connection-machine.js';
import type { FetchSession } from '../../../src/element/session-source.js';
import { PlayedClock } from './played-clock.js';
import { PlayedCompanion } from './played-companion.js';
import { PlayedElement, type Modules } from './played-element.js';
import { PlayedPage } from './played-page.js';
import { Witness } from './witness.js';

/** How the page's session source is doing. */
export const SESSIONS = ['good', 'rejects', 'garbled', 'hangs', 'none'] as const;
export type SessionMood = (typeof SESSIONS)[number];

export const SERVERS = ['https://one.example', 'https://two.example'] as const;

/** How long the card may wait for a session: 15 s, which a hidden tab notices up to a minute later. */
const SESSION_DEADLINE_MS = 75_000;

/** What sort of page it is. */
export interface Kind {
  /** The companion's way of signing in comes back to it. The other companion's does not. */
  readonly returns: boolean;
  readonly mode: 'popup' | 'redirect';
}

export class World {
  readonly clock = new PlayedClock();
  readonly page: PlayedPage;
  readonly companions: readonly PlayedCompanion[];
  readonly witness: Witness;
  readonly #loads: readonly Modules[];
  #load = 0;
  element: PlayedElement;
  session: SessionMood = 'good';
  /** The companion that the card is pointed at, if it is. */
  companion: PlayedCompanion | undefined;
  readonly #kind: Kind;
  #tokens = 0;
  #sessionsUnderWay = 0;

  /** @param loads The modules of one page load after another. */
  constructor(loads: readonly Modules[], kind: Kind = { returns: false, mode: 'popup' }) {
    this.#loads = loads;
    this.#kind = kind;
    this.witness = new Witness(this);
    this.page = new PlayedPage(this.clock, this.witness);
    this.companions = SERVERS.map(
      (origin, index) => new PlayedCompanion(origin, this.clock, kind.returns === (index === 0)),
    );
    this.page.install((address, init) => {
      const url = new URL(address);
      if (url.origin === 'https://page.example') return Promise.resolve({ headers: new Headers() });
      const asked = this.companions.find(({ origin }) => origin === url.origin);
      if (!asked) throw new Error(`Nobody is at ${address}`);
      this.witness.asking(`${init.method ?? 'GET'} ${url.pathname}`);
      return asked.fetch(url, init);
    });
    this.element = this.#newElement();
  }

  /** The page was loaded, and the card on it upgraded: first attached, then told its settings, then seen. */
  async begin(server: number | undefined): Promise<void> {
    this.element.attach();
    this.pointAt(server);
    this.element.flow.visible = true;
    this.element.flow.prepare();
    await this.clock.settle();
    this.witness.check();
  }

  pointAt(server: number | undefined): void {
    this.companion = server === undefined ? undefined : this.companions[server];
    this.witness.configuring();
    const settings = this.#modules.readSettings({
      serverUrl: this.companion?.origin,
      sessionUrl: undefined,
      fetchSession: this.session === 'none' ? undefined : this.#fetchSession,
    });
    this.element.configure(typeof settings === 'string' ? undefined : settings);
    this.witness.configured();
  }

  /** The page is loaded anew: windows and the tab's storage are all that is left of the old one. */
  async reload(): Promise<void> {
    if (this.#load + 1 >= this.#loads.length) return;
    this.page.tellWindow('pagehide', { persisted: false });
    this.#load++;
    this.page.reload();
    this.clock.reload();
    for (const companion of this.companions) companion.underWay.clear();
    this.witness.lookedBack();
    await this.#anotherCard();
  }

  /** The page shows another view, whose card is another element. */
  async changeRoute(): Promise<void> {
    if (this.element.attached) this.element.remove();
    await this.#anotherCard();
  }

  #anotherCard(): Promise<void> {
    const server = this.companion && this.companions.indexOf(this.companion);
    this.element = this.#newElement();
    this.witness.anotherCard();
    return this.begin(server);
  }

  /** A question, or the page's own session source, has not answered yet. */
  get waiting(): boolean {
    return this.companions.some(({ underWay }) => underWay.size > 0) || this.#sessionsUnderWay > 0;
  }

  get state(): Situation['state'] {
    return this.element.flow.situation.state;
  }

  /** Whatever a press can lead to, as text to compare. */
  get traces(): string {
    const { page, companions, element, witness } = this;
    const asked = companions.map((companion) => companion.asked.length);
    const focused = page.windows.map((window) => window.focused);
    return JSON.stringify([page.opened, page.reloadsAsked, asked, focused, witness.changes, element.updates]);
  }

  /** All is well again and somebody looks: then the card must say what is true, and stop asking when it is gone. */
  async comeToRest(): Promise<void> {
    const { clock, page, witness, element } = this;
    witness.listener = undefined;
    for (const companion of this.companions) Object.assign(companion, { weather: 'up', latency: 0 });
    this.session = 'good';
    Object.assign(page, { online: true, hidden: false, hasFocus: true });
    if (!element.attached) element.attach();
    witness.lookedBack();
    page.tellVisibility();
    page.tellWindow('online');
    await clock.pass(80_000);
    page.tellWindow('focus');
    await clock.pass(30_000);
    witness.check();
    witness.checkTruth();
    element.remove();
    await clock.pass(16_000);
    witness.check();
    if (clock.running('once') > 0) witness.complain('timers long after removal');
  }

  get #modules(): Modules {
    const modules = this.#loads[this.#load];
    if (!modules) throw new Error('No page load is left.');
    return modules;
  }

  #newElement(): PlayedElement {
    const { witness } = this;
    // What a card says that another one has taken the place of is heard by nobody.
    const element: PlayedElement = new PlayedElement(this.#modules, {
      changed: (previous, next) => {
        if (this.element === element) witness.changed(previous, next);
        else witness.changedElsewhere(next);
      },
      heard: (announcement, about) => {
        if (this.element === element) witness.heard(announcement, about);
      },
      updated: () => this.clock.stir(),
    });
    element.mode = this.#kind.mode;
    return element;
  }

  readonly #fetchSession: FetchSession = () => {
    switch (this.session) {
      case 'rejects':
        return Promise.reject(new Error('Signed out.'));
      case 'garbled':
        return Promise.resolve({ token: 7 } as unknown as { token: string });
      case 'hangs':
        this.#sessionsUnderWay++;
        this.clock.errand(SESSION_DEADLINE_MS, () => this.#sessionsUnderWay--);
        return new Promise(() => undefined);
      default:
        return Promise.resolve({ token: `token ${++this.#tokens}` });
    }
  };
}
