import { isServer, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { DiagnosticCode, ElementState, LinkKind } from '../protocol/vocabulary.js';
import type { Connection } from '../protocol/wire.js';
import { announcements, isAnother, type Announcement, type LeafConnectEventDetails } from './announcements.js';
import { CardLanguage } from './card-language.js';
import { CardMemory } from './card-memory.js';
import { ConnectFlow } from './connect-flow.js';
import type { Situation } from './connection-machine.js';
import { diagnostic, warn } from './diagnostics.js';
import type { FlowHost } from './flow-host.js';
import { FocusKeeper } from './focus-keeper.js';
import { preconnect } from './preconnect.js';
import type { Mode } from './redirect.js';
import type { FetchSession } from './session-source.js';
import { readLogo, readSettings } from './settings.js';
import { Sight } from './sight.js';
import { styles } from './styles/styles.js';
import { errorText, translator, type TextTable, type Translate } from './texts/texts.js';
import { frame } from './views/frame.js';
import { showOpening } from './views/opening.js';

/** How the card is coloured; unset, it follows the page's own `color-scheme`. */
export type Theme = 'light' | 'dark' | 'auto';

/**
 * Connects a grower's John Deere account to Leaf, and shows which organizations are shared.
 *
 * @element leaf-jd-connect
 * @slot - Intro text; also what is shown until the element is defined.
 * @slot logo - A logo in place of `company-logo`.
 * @slot help - A line of help below the card's buttons.
 * @slot connected - What comes next, shown once connected.
 */
export class LeafJdConnect extends LitElement implements FlowHost {
  static override readonly styles = styles;

  static override readonly properties = {
    serverUrl: { attribute: 'server-url' },
    sessionUrl: { attribute: 'session-url' },
    fetchSession: { attribute: false },
    heading: {},
    companyName: { attribute: 'company-name' },
    companyLogo: { attribute: 'company-logo' },
    theme: { reflect: true },
    locale: {},
    strings: { attribute: false },
    mode: {},
    returnUrl: { attribute: 'return-url' },
    selectOrganizations: { type: Boolean, attribute: 'select-organizations' },
    showData: { type: Boolean, attribute: 'show-data' },
    allowDisconnect: { type: Boolean, attribute: 'allow-disconnect' },
    hostedLink: { attribute: 'hosted-link' },
    disabled: { type: Boolean, reflect: true },
  };

  /** Base URL of the companion, absolute or relative; `https:`, or `http:` on loopback. Required. */
  declare serverUrl: string | null | undefined;
  /** An address on the page's own origin; POSTed to, it answers `{token, expiresAt?}`. */
  declare sessionUrl: string | null | undefined;
  /** Instead of `session-url`. With neither, the companion is asked with same-origin cookies. */
  declare fetchSession: FetchSession | undefined;
  /** Title of the card. */
  declare heading: string | null | undefined;
  /** Who will receive the data, in the grower's words. */
  declare companyName: string | null | undefined;
  /** Address of a logo: `https:`, `data:image/` or same-origin. */
  declare companyLogo: string | null | undefined;
  /** How the card is coloured; unset, by the page's own colour scheme. */
  declare theme: Theme | null | undefined;
  /** Language of the texts, a BCP 47 tag such as `pt-BR`; unset, the nearest `lang`. Each but English is a file of its own. */
  declare locale: string | null | undefined;
  /** Texts that replace the built-in ones, by the keys of `src/element/texts/en.ts`. */
  declare strings: Partial<TextTable> | undefined;
  /**
   * `redirect`: the whole page goes through the sign-in, in place of a window. Only with a companion whose way of signing
   * in comes back; with another, a window is opened all the same.
   */
  declare mode: Mode | null | undefined;
  /** Where `redirect` comes back to, one of the companion's `returnUrls` (`RETURN_URLS`); unset: this page. */
  declare returnUrl: string | null | undefined;
  /** Shows a switch per organization for what Leaf fetches; costs Leaf two calls and more with every look. */
  declare selectOrganizations: boolean;
  /** Shows how many farms and fields have arrived; costs Leaf a call with every look. */
  declare showData: boolean;
  /** Shows *Disconnect*, which asks once. */
  declare allowDisconnect: boolean;
  /**
   * Offers "send a link" to whoever has the John Deere login: `start` leads to the companion's own page, `magic-link` to
   * one that Leaf hosts.
   */
  declare hostedLink: LinkKind | null | undefined;
  /** No sign-in can be started. */
  declare disabled: boolean;

  readonly #flow = new ConnectFlow(this);
  readonly #language = new CardLanguage(this);
  readonly #internals = this.attachInternals();
  #diagnosed = new Set<DiagnosticCode>();
  #memory = new CardMemory();

  /**
   * Defines the tag. Harmless to repeat: a tag that is already defined stays as it is.
   * @param tag Another name than `leaf-jd-connect`.
   * @param registry Another registry than the page's own.
   */
  static define(tag = 'leaf-jd-connect', registry: CustomElementRegistry = customElements): void {
    const existing = registry.get(tag);
    if (existing === undefined) registry.define(tag, this);
    // A server that bundles its pages twice has two copies, and no page to warn of them. Lit's types say: never a server.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
    else if (existing !== this && !isServer) warn(diagnostic('duplicate_definition'), document);
  }

  constructor() {
    super();
    this.selectOrganizations = this.showData = this.allowDisconnect = this.disabled = false;
    this.addController(this.#flow);
    new FocusKeeper(this);
    new Sight(this, this.#flow);
  }

  /** Where things stand; also a custom state, `:state(connected)`. */
  get state(): ElementState {
    return this.#flow.situation.state;
  }

  /** The companion's last answer, frozen; `undefined` until there is one. */
  get connection(): Connection | undefined {
    return this.#flow.situation.connection;
  }

  /** Opens the sign-in window, or focuses it. Must be called in a user gesture: browsers block it elsewhere. */
  connect(): void {
    this.#flow.connect();
  }

  /** Gives the live attempt up. Its window is left alone: somebody may be typing in it. */
  cancel(): void {
    this.#flow.cancel();
  }

  /** Asks the companion now. Resolves when it has answered or failed; never rejects. */
  refresh(): Promise<void> {
    return this.#flow.refresh();
  }

  /** Removes the connection at Leaf. Resolves when that is done or has failed; never rejects. */
  disconnect(): Promise<void> {
    return this.#flow.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('locale')) this.#language.choose();
    // A framework may hand over a new function with every render; only having one or none makes a difference.
    const sourceChanged = changed.has('fetchSession') && !changed.get('fetchSession') !== !this.fetchSession;
    if (!this.hasUpdated || changed.has('serverUrl') || changed.has('sessionUrl') || sourceChanged) this.#configure();
    else if (changed.get('selectOrganizations') === false || changed.get('showData') === false) void this.refresh();
    if (changed.has('companyLogo') && this.companyLogo && readLogo(this.companyLogo) === undefined) {
      this.diagnose('company_logo_refused');
    }
  }

  protected override render(): TemplateResult {
    const situation = this.#flow.situation;
    return frame({ host: this, flow: this.#flow, situation, text: this.#text, memory: this.#memory });
  }

  /** Tells the page what changed, once. Called by the flow. */
  situationChanged(previous: Situation, next: Situation): void {
    this.#showState();
    for (const announcement of announcements(previous, next, (code) => this.#text(errorText(code))))
      this.announce(announcement);
    if (!isAnother(previous.connection?.account, next.connection?.account)) return;
    this.#memory = new CardMemory();
    this.#flow.history.forget();
  }

  /** Dispatches an event; `false` when a listener prevented it. Called by the flow. */
  announce(announcement: Announcement): boolean {
    const { name, detail } = announcement;
    this.#memory.note(announcement);
    const cancelable = name === 'leaf-connect';
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** Called by the flow. */
  greet(page: Window): void {
    try {
      showOpening(page, this.#text);
    } catch {
      // A browser that keeps the window to itself shows an empty one.
    }
  }

  /** Tells the page's developer, once per fault and per settings. Called by the flow. */
  diagnose(code: DiagnosticCode, about?: string): void {
    if (this.#diagnosed.has(code)) return;
    this.#diagnosed.add(code);
    const detail = diagnostic(code, about);
    warn(detail, this);
  }

  get #text(): Translate {
    return translator(this.strings, this.companyName ?? undefined, this.#language.shown);
  }

  #configure(): void {
    const { serverUrl, sessionUrl, fetchSession } = this;
    const settings = readSettings({
      serverUrl,
      sessionUrl,
      fetchSession: fetchSession && (() => (this.fetchSession ?? fetchSession)()),
    });
    this.#diagnosed.clear();
    this.#flow.configure(typeof settings === 'string' ? undefined : settings);
    if (typeof settings === 'string') this.diagnose(settings);
    else if (settings.session) preconnect(settings.serverUrl);
    this.#memory = new CardMemory();
    this.#showState();
  }

  /** `:state(connected)`. */
  #showState(): void {
    try {
      this.#internals.states.clear();
      this.#internals.states.add(this.state);
    } catch {
      // Older browsers have no custom states, or want them with dashes; the card does without.
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'leaf-jd-connect': LeafJdConnect;
  }

  interface HTMLElementEventMap extends LeafConnectEvents {}
}

type LeafConnectEvents = { [Name in keyof LeafConnectEventDetails]: CustomEvent<LeafConnectEventDetails[Name]> };
