/**
 * The connect flow: presses and hints become questions to the companion, its answers become situations, and a change of
 * situation becomes events. The machine decides what is so; this file decides what is done about it.
 */
import type { ReactiveController } from 'lit';
import type { Extra, Scope } from '../protocol/vocabulary.js';
import type { Connection } from '../protocol/wire.js';
import { AttemptStart } from './attempt-start.js';
import { CompanionClient } from './companion-client.js';
import { toFault } from './companion-error.js';
import {
  INITIAL,
  transition,
  withoutAttempt,
  type ConnectionEvent,
  type Fault,
  type Situation,
} from './connection-machine.js';
import { Disconnection, type Place } from './disconnection.js';
import { Embedding } from './embedding.js';
import { Extras } from './extras.js';
import type { FlowHost } from './flow-host.js';
import { lifeOf, type Claim } from './live-attempt.js';
import { firstLink } from './organization-links.js';
import { Questions } from './questions.js';
import { Redirect } from './redirect.js';
import type { ConnectSettings } from './settings.js';
import { SignIn } from './sign-in.js';
import { SupportHistory } from './support-history.js';

/** Their cards have a button that starts a sign-in. */
const OFFERS_SIGN_IN: readonly string[] = ['disconnected', 'connecting', 'unfinished', 'no-organizations', 'attention'];

export class ConnectFlow implements ReactiveController {
  readonly signIn: SignIn;
  readonly start: AttemptStart;
  readonly disconnection: Disconnection;
  readonly extras: Extras;
  readonly history: SupportHistory;
  readonly #host: FlowHost;
  readonly #questions: Questions;
  readonly #redirect: Redirect;
  readonly #embedding: Embedding;
  #settings: ConnectSettings | undefined;
  #client: CompanionClient | undefined;
  #attached = false;
  #situation = INITIAL;

  /** The card is on screen, so an attempt should be at hand. */
  visible = false;

  constructor(host: FlowHost) {
    this.#host = host;
    this.#embedding = new Embedding((code, about) => host.diagnose(code, about));
    this.#redirect = new Redirect(host, () => this.#situation.connection);
    const failed = this.#failed.bind(this);
    const changed = (): void => {
      host.requestUpdate();
    };
    const client = (): CompanionClient | undefined => this.#place()?.client;
    this.extras = new Extras({ host, client, changed, failed });
    this.history = new SupportHistory({ client, changed });
    this.#questions = new Questions({
      attempt: () => this.#situation.attempt,
      maySync: () => this.may('organizations'),
      extras: () => this.extras.wanted,
      answered: this.#answered.bind(this),
      failed,
      questionsEnded: () => this.#dispatch({ type: 'questions-ended' }),
      restored: () => {
        if (!this.signIn.window.reachable) this.#dispatch({ type: 'returned' });
      },
      changed: () => {
        const { attempt } = this.#situation;
        if (attempt && this.signIn.age > lifeOf(attempt)) this.#dispatch({ type: 'ended', reason: 'expired' });
        changed();
      },
    });
    this.signIn = new SignIn({
      openedEmpty: host.greet.bind(host),
      returned: () => {
        this.#dispatch({ type: 'returned' });
        this.#questions.hinted();
      },
      looked: () => this.#questions.hinted(),
      message: ({ connectedOrganizations, notConnectedOrganizations }) =>
        this.#heard({ connected: connectedOrganizations ?? [], notConnected: notConnectedOrganizations ?? [] }),
      finished: () => this.#heard(undefined),
      changed,
      returnUrl: () => this.#redirect.returnUrl,
      pageHeld: () => this.start.held(),
      startFailed: (attemptId, reason) => {
        const fault = this.#faultOf(reason);
        this.#redirect.startFailed(fault);
        this.#dispatch({ type: 'start-failed', attemptId, fault });
      },
      startUrlRefused: () => host.diagnose('start_url_refused'),
      severed: () => void this.#embedding.windowSevered(),
    });
    this.start = new AttemptStart({
      signIn: this.signIn,
      embedding: this.#embedding,
      now: () => this.#situation,
      mayStart: () => this.#mayStart(),
      wanted: (attemptId) => host.announce({ name: 'leaf-connect', detail: { attemptId } }),
      dispatch: this.#dispatch.bind(this),
      begun: () => this.#questions.restart(),
      failed,
      changed,
      linkKind: () => (host.hostedLink === 'magic-link' ? 'magic-link' : 'start'),
    });
    this.disconnection = new Disconnection({
      place: this.#place.bind(this),
      disconnected: this.#disconnected.bind(this),
      failed,
      changed,
    });
  }

  get situation(): Situation {
    return this.#situation;
  }

  /** The companion's address; `undefined` when the page's settings name none that can be asked. */
  get serverUrl(): URL | undefined {
    return this.#settings?.serverUrl;
  }

  /** Somebody waits for an answer. */
  get refreshing(): boolean {
    return this.#questions.refreshing;
  }

  /** As far as the companion has said. */
  may(scope: Scope): boolean {
    return this.#situation.connection?.scopes?.includes(scope) ?? true;
  }

  hostConnected(): void {
    this.#attached = true;
    this.#questions.watch();
    this.#embedding.watch();
    this.#begin();
  }

  /** Lets go of timers and listeners. What was begun goes on: the sign-in, a start under way, a disconnect, a choice. */
  hostDisconnected(): void {
    this.#attached = false;
    this.#embedding.unwatch();
    this.signIn.detach();
    this.#questions.unwatch();
    if (!this.signIn.starting && !this.disconnection.pending && !this.extras.pending) this.#client?.close();
  }

  /**
   * Points the flow at a companion; what was known of another is forgotten. Says no event: the page did this itself.
   * @param settings `undefined` when they cannot be used.
   */
  configure(settings: ConnectSettings | undefined): void {
    this.#client?.close();
    this.signIn.leave();
    this.#questions.stopManaging();
    this.extras.forget();
    this.history.forget();
    this.#situation = settings ? INITIAL : { ...INITIAL, state: 'unavailable' };
    this.#settings = settings;
    this.#embedding.use(settings);
    if (this.#attached) this.#begin();
  }

  #begin(): void {
    const { serverUrl, session } = this.#settings ?? {};
    this.#client = serverUrl && new CompanionClient(serverUrl, session);
    if (this.#client && serverUrl) {
      this.signIn.use(this.#client, serverUrl);
      const { attempt } = this.#situation;
      if (attempt && !this.signIn.attach(attempt)) this.#loseAttempt();
      if (!this.#situation.attempt) this.#resume();
    }
    // What a page does in its listeners comes in between.
    if (this.#attached) this.#questions.use(this.#client);
  }

  /** Another card has gone on with it, or ended it, and told so: here only the state is another. */
  #loseAttempt(): void {
    const previous = this.#situation;
    this.#situation = withoutAttempt(previous);
    this.#host.situationChanged(previous, this.#situation);
  }

  #resume(): void {
    const attempt = this.signIn.recall();
    if (attempt) this.#dispatch({ type: 'resumed', attempt });
  }

  /** Must be called in a user gesture: focuses the window of a live attempt, or opens one. */
  connect(): void {
    const { window, justOpened } = this.signIn;
    if (this.#situation.attempt && window.reachable) window.focus();
    else if (!this.#situation.attempt || !justOpened) this.start.byWindow();
  }

  /** A management link was followed: for a while, coming back is worth a question. */
  manage(): void {
    this.#questions.manage();
  }

  cancel(): void {
    this.#dispatch({ type: 'ended', reason: 'user' });
  }

  /** @param sync Has Leaf read the organizations from John Deere again. */
  refresh(sync = false): Promise<void> {
    return this.#questions.refresh(sync);
  }

  disconnect(): Promise<void> {
    return this.disconnection.ask();
  }

  async #disconnected(known: string | undefined): Promise<void> {
    if (known !== 'disconnected') this.#host.announce({ name: 'leaf-disconnected', detail: {} });
    this.#questions.stopManaging();
    await this.#questions.ask();
  }

  /** An attempt is at hand when somebody sees the button, and fresh when somebody is about to press it. */
  prepare(aboutToPress = false): void {
    if (!this.visible || !this.#mayStart() || !this.may('connect')) return;
    if (OFFERS_SIGN_IN.includes(this.#situation.state)) this.signIn.prepare(aboutToPress);
  }

  #place(): Place | undefined {
    if (!this.#client || !this.serverUrl || !this.#attached) return undefined;
    return { client: this.#client, serverUrl: this.serverUrl, known: this.#situation.connection?.state };
  }

  #mayStart(): boolean {
    return this.#place() !== undefined && !this.#host.disabled;
  }

  #heard(claim: Claim | undefined): void {
    this.#dispatch({ type: 'message', claim });
    this.#questions.hinted();
  }

  #answered(connection: Connection, attemptId: string | undefined, asked: readonly Extra[]): void {
    this.signIn.window.hear(connection.messageOrigins);
    const lacking = this.extras.hear(connection, asked, this.#questions.askedAt);
    this.#dispatch({ type: 'answered', connection, attemptId });
    this.#redirect.answered();
    this.start.keepLink();
    if (lacking) void this.#questions.ask();
  }

  #failed(reason: unknown): void {
    this.#dispatch({ type: 'failed', fault: this.#faultOf(reason) });
  }

  #faultOf(reason: unknown): Fault {
    const fault = toFault(reason);
    this.#embedding.companionFailed(fault.code);
    return fault;
  }

  #dispatch(event: ConnectionEvent): void {
    const previous = this.#situation;
    const next = transition(previous, event);
    if (next === previous) return;
    this.#situation = next;
    if (next.attempt && next.attempt !== previous.attempt) {
      this.signIn.remember(next.attempt);
      if (this.#attached) this.signIn.attach(next.attempt);
    }
    if (previous.attempt && !next.attempt) this.#attemptEnded(previous, next);
    else if (previous.attempt?.step === 'sign-in' && next.attempt?.step === 'organizations') this.#leadOn(next);
    this.#host.requestUpdate();
    this.#host.situationChanged(previous, next);
    if (next.state !== previous.state) this.prepare();
  }

  #attemptEnded({ attempt }: Situation, { settled, connection }: Situation): void {
    const confirmed = settled?.outcome === 'confirmed';
    // A sign-in that comes back leads its window on by itself, and closes it.
    const returns = connection?.returns === true;
    const choosing = attempt?.step === 'organizations' || (returns && !attempt?.inPage && !attempt?.heard);
    this.signIn.end(confirmed && !choosing && !returns);
    // The window of the second step may still be open, with more organizations being ticked in it.
    if (confirmed && choosing) this.manage();
    else this.#questions.restart();
    if (settled?.outcome === 'user' || settled?.outcome === 'expired') void this.#questions.ask();
  }

  /** Signed in, nothing shared: the same window goes on to where organizations are chosen. */
  #leadOn({ connection }: Situation): void {
    if (connection?.returns && !this.signIn.starting) return;
    const unshared = connection?.state === 'no-organizations' ? connection.organizations.notConnected : [];
    this.signIn.leadOn(firstLink(unshared, this.serverUrl));
  }
}
