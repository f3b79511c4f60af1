/**
 * The connect flow: presses and hints become questions to the companion, its answers become situations, and a change of
 * situation becomes events. The machine decides what is so; this file decides what is done about it.
 */
import type { ReactiveController } from 'lit';
import { MANAGEMENT_LIFE_MS, type Scope } from '../protocol/vocabulary.js';
import type { CredentialAssigned } from '../protocol/wire.js';
import { lifeOf } from './attempt-memory.js';
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
import { Disconnection } from './disconnection.js';
import { Embedding } from './embedding.js';
import type { FlowHost } from './flow-host.js';
import { Inquiry } from './inquiry.js';
import { firstLink } from './organization-links.js';
import { PageHints } from './page-hints.js';
import type { ConnectSettings } from './settings.js';
import { SignIn } from './sign-in.js';

/** Looking at an idle page asks again only when the last question is older than this. */
const IDLE_AGE_MS = 30_000;
/** Their cards have a button that starts a sign-in. */
const OFFERS_SIGN_IN: readonly string[] = ['disconnected', 'connecting', 'unfinished', 'no-organizations', 'attention'];

export class ConnectFlow implements ReactiveController {
  readonly signIn: SignIn;
  readonly start: AttemptStart;
  readonly disconnection = new Disconnection();
  readonly #host: FlowHost;
  readonly #inquiry: Inquiry;
  readonly #pageHints: PageHints;
  readonly #embedding: Embedding;
  #settings: ConnectSettings | undefined;
  #client: CompanionClient | undefined;
  #attached = false;
  #situation = INITIAL;
  #managedAt = -Infinity;
  #refreshes = 0;

  /** The card is on screen, so an attempt should be at hand. */
  visible = false;

  constructor(host: FlowHost) {
    this.#host = host;
    this.#embedding = new Embedding((code, about) => host.diagnose(code, about));
    const hinted = this.#hinted.bind(this);
    const failed = this.#failed.bind(this);
    const changed = (): void => {
      host.requestUpdate();
    };
    this.signIn = new SignIn({
      returned: () => {
        this.#dispatch({ type: 'returned' });
        hinted();
      },
      looked: hinted,
      message: this.#messageCame.bind(this),
      changed,
      startFailed: (attemptId, reason) =>
        this.#dispatch({ type: 'start-failed', attemptId, fault: this.#faultOf(reason) }),
      startUrlRefused: () => host.diagnose('start_url_refused'),
      severed: () => void this.#embedding.windowSevered(),
    });
    this.#inquiry = new Inquiry({
      attemptId: () => this.#situation.attempt?.id,
      expecting: () => this.#attached && (this.#situation.attempt !== undefined || this.#managing),
      answered: (connection, attemptId) => {
        this.signIn.window.hear(connection.messageOrigins);
        this.#dispatch({ type: 'answered', connection, attemptId });
        this.start.keepLink();
      },
      failed,
      questionsEnded: () => this.#dispatch({ type: 'questions-ended' }),
      changed: () => {
        const { attempt } = this.#situation;
        if (attempt && this.signIn.age > lifeOf(attempt)) this.#dispatch({ type: 'ended', reason: 'expired' });
        changed();
      },
    });
    this.start = new AttemptStart({
      signIn: this.signIn,
      embedding: this.#embedding,
      now: () => this.#situation,
      mayStart: () => this.#mayStart(),
      wanted: (attemptId) => host.announce({ name: 'leaf-connect', detail: { attemptId } }),
      dispatch: this.#dispatch.bind(this),
      begun: () => this.#inquiry.restart(),
      failed,
      changed,
    });
    this.#pageHints = new PageHints({ looked: this.#pageLookedAt.bind(this), revived: hinted, wentOffline: changed });
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
    return this.#refreshes > 0;
  }

  get #managing(): boolean {
    return performance.now() - this.#managedAt < MANAGEMENT_LIFE_MS;
  }

  /** As far as the companion has said. */
  may(scope: Scope): boolean {
    return this.#situation.connection?.scopes?.includes(scope) ?? true;
  }

  hostConnected(): void {
    this.#attached = true;
    this.#pageHints.watch();
    this.#embedding.watch();
    const { attempt } = this.#situation;
    if (attempt && !this.signIn.attach(attempt)) this.#situation = withoutAttempt(this.#situation);
    this.#begin();
  }

  /** Lets go of timers and listeners. What was begun goes on: the sign-in, a start under way, a disconnect. */
  hostDisconnected(): void {
    this.#attached = false;
    this.#pageHints.unwatch();
    this.#embedding.unwatch();
    this.signIn.detach();
    this.#inquiry.use(undefined);
    if (!this.signIn.starting && !this.disconnection.pending) this.#client?.close();
  }

  /**
   * Points the flow at a companion; what was known of another is forgotten. Says no event: the page did this itself.
   * @param settings `undefined` when they cannot be used.
   */
  configure(settings: ConnectSettings | undefined): void {
    this.#client?.close();
    this.signIn.leave();
    this.#managedAt = -Infinity;
    this.#situation = settings ? INITIAL : { ...INITIAL, state: 'unavailable' };
    this.#settings = settings;
    this.#embedding.use(settings);
    if (this.#attached) this.#begin();
  }

  #begin(): void {
    const { serverUrl, session } = this.#settings ?? {};
    this.#client = serverUrl && new CompanionClient(serverUrl, session);
    this.#inquiry.use(this.#client);
    if (this.#client && serverUrl) {
      this.signIn.use(this.#client, serverUrl);
      if (!this.#situation.attempt) this.#resume();
    }
    void this.#inquiry.ask();
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
    this.#managedAt = performance.now();
    this.#inquiry.restart();
  }

  cancel(): void {
    this.#dispatch({ type: 'ended', reason: 'user' });
  }

  /** @param sync Has Leaf read the organizations from John Deere again. */
  async refresh(sync = false): Promise<void> {
    this.#refreshes++;
    await this.#inquiry.ask(sync && this.may('organizations'), true);
    this.#refreshes--;
    this.#host.requestUpdate();
  }

  async disconnect(): Promise<void> {
    const settings = this.#settings;
    const known = this.#situation.connection?.state;
    if (!this.#client || !this.#attached) return;
    const done = this.disconnection.ask(this.#client, async (failure) => {
      // Moved in the page it goes on; removed from it, or pointed elsewhere, there is nobody to tell.
      if (!this.#mayAsk() || settings !== this.#settings) return;
      if (failure) this.#failed(failure.reason);
      else await this.#disconnected(known);
    });
    this.#host.requestUpdate();
    await done;
    this.#host.requestUpdate();
  }

  async #disconnected(known: string | undefined): Promise<void> {
    if (known !== 'disconnected') this.#host.announce({ name: 'leaf-disconnected', detail: {} });
    this.#managedAt = -Infinity;
    await this.#inquiry.ask();
  }

  /** An attempt is at hand when somebody sees the button, and fresh when somebody is about to press it. */
  prepare(aboutToPress = false): void {
    if (!this.visible || !this.#mayStart() || !this.may('connect')) return;
    if (OFFERS_SIGN_IN.includes(this.#situation.state)) this.signIn.prepare(aboutToPress);
  }

  #mayAsk(): boolean {
    return this.#client !== undefined && this.#attached;
  }

  #mayStart(): boolean {
    return this.#mayAsk() && !this.#host.disabled;
  }

  #messageCame({ connectedOrganizations, notConnectedOrganizations }: CredentialAssigned): void {
    const claim = { connected: connectedOrganizations ?? [], notConnected: notConnectedOrganizations ?? [] };
    this.#dispatch({ type: 'message', claim });
    this.#hinted();
  }

  #hinted(): void {
    const { attempt } = this.#situation;
    const choosing = attempt ? attempt.step === 'organizations' : this.#managing;
    this.#inquiry.hint(choosing && this.may('organizations'));
  }

  /** While an attempt is live its window knows better what a look at the page means. */
  #pageLookedAt(): void {
    const { attempt } = this.#situation;
    if (attempt && !attempt.handed) return;
    if (attempt || this.#managing) this.#hinted();
    else if (this.#inquiry.age > IDLE_AGE_MS) void this.#inquiry.ask();
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

  #attemptEnded({ attempt }: Situation, { settled }: Situation): void {
    const confirmed = settled?.outcome === 'confirmed';
    const choosing = attempt?.step === 'organizations';
    this.signIn.end(confirmed && !choosing);
    // The window of the second step may still be open, with more organizations being ticked in it.
    if (confirmed && choosing) this.manage();
    else this.#inquiry.restart();
    if (settled?.outcome === 'user' || settled?.outcome === 'expired') void this.#inquiry.ask();
  }

  /** Signed in, nothing shared: the same window goes on to where organizations are chosen. */
  #leadOn({ connection }: Situation): void {
    const unshared = connection?.state === 'no-organizations' ? connection.organizations.notConnected : [];
    this.signIn.leadOn(firstLink(unshared, this.serverUrl));
  }
}
