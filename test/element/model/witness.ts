/**
 * Sees everything that the card does to its surroundings and holds it to what must never happen. It believes nothing
 * that the card says of itself where the world around it knows better.
 */
import type { Announcement } from '../../../src/element/announcements.js';
import type { Situation } from '../../../src/element/connection-machine.js';
import type { CancelReason } from '../../../src/protocol/vocabulary.js';
import type { PlayedWindow, WindowWitness } from './played-window.js';
import type { World } from './world.js';

const MINUTE = 60_000;
/** Nothing expires earlier, whatever the vocabulary says. */
const EARLIEST_EXPIRY_MS = 15 * MINUTE;
/** How long a management link is worth asking for, and the longest wait that a played companion asks for. */
const MANAGING_MS = 15 * MINUTE + 75_000;
const MANAGEABLE = ['manage', 'share', 'chooseOrganizations', 'allow', 'endGrant'];

/** Leaves out what is only told where it is asked for. */
const ASKED_FOR = (key: string, value: unknown): unknown =>
  ['sync', 'dataSync', 'data'].includes(key) ? undefined : value;

export class Witness implements WindowWitness {
  readonly #world: World;
  /** What went wrong, in words. */
  readonly complaints: string[] = [];
  /** Reasons for which an attempt may end now, because somebody pressed something. */
  readonly asked = new Set<CancelReason>();
  /** Called with every announcement: a page's own listeners. */
  listener: ((name: Announcement['name']) => void) | undefined;
  managedAt = -Infinity;
  /** How often anything changed or was announced. */
  changes = 0;
  /** What happened how often: a run in which nothing happens proves nothing. */
  readonly seen = new Map<string, number>();
  readonly #begunAt = new Map<string, number>();
  readonly #ended = new Set<string>();
  /** By a card that another one has taken the place of. */
  readonly #endedElsewhere = new Set<string>();
  readonly #connected = new Set<string>();
  readonly #cancelled = new Set<string>();
  readonly #known = new Map<PlayedWindow, { revision: string | null | undefined; health: string | undefined }>();
  #lookedBackAt = -Infinity;
  #away = false;
  #state: string | undefined;
  #listening: number | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  changed(previous: Situation, next: Situation): void {
    this.changes++;
    if (next.state !== previous.state) this.saw(next.state);
    if (next.settled !== previous.settled) this.saw(`ended: ${next.settled?.outcome}`);
    const { attempt, connection, settled, state } = next;
    if (state === 'connected' && connection?.state !== 'connected') this.complain('connected without the word');
    if (connection !== previous.connection && !this.#wasSaid(connection)) this.complain('an answer nobody gave');
    const gone = previous.attempt?.id !== attempt?.id ? previous.attempt?.id : undefined;
    if (gone !== undefined && settled?.id !== gone && !this.#endedElsewhere.has(gone))
      this.complain(`attempt ${gone} went without an end`);
    if (settled && settled !== previous.settled) {
      if (this.#ended.has(settled.id)) this.complain(`attempt ${settled.id} ended twice`);
      this.#ended.add(settled.id);
      const ledOn = connection?.returns === true && previous.attempt?.inPage === false;
      if (settled.outcome === 'confirmed' && (ledOn || previous.attempt?.step === 'organizations')) this.#managing();
    }
    if (!attempt) return;
    if (this.#ended.has(attempt.id)) this.complain(`attempt ${attempt.id} lives after its end`);
    if (!this.#begunAt.has(attempt.id)) this.#begunAt.set(attempt.id, this.#now);
    if (state === 'unfinished' && !attempt.heard && this.#lookedBackAt < this.#begun(attempt.id))
      this.complain('unfinished before anybody looked back');
  }

  changedElsewhere({ settled }: Situation): void {
    if (settled) this.#endedElsewhere.add(settled.id);
  }

  heard(announcement: Announcement, next: Situation | undefined): void {
    this.changes++;
    const { name, detail } = announcement;
    this.saw(name);
    if (name === 'leaf-connected') {
      const id = next?.settled?.id ?? '';
      if (!this.#begunAt.has(id)) this.complain('leaf-connected without an attempt');
      if (this.#connected.has(id)) this.complain('leaf-connected twice for an attempt');
      if (this.#cancelled.has(id)) this.complain('leaf-connected for a cancelled attempt');
      if (detail.connection.state !== 'connected' || !this.#wasSaid(detail.connection))
        this.complain('leaf-connected without the word');
      this.#connected.add(id);
    }
    if (name === 'leaf-cancelled') {
      const { attemptId, reason } = detail;
      if (this.#cancelled.has(attemptId) || this.#connected.has(attemptId)) this.complain('leaf-cancelled too often');
      this.#cancelled.add(attemptId);
      if (reason !== 'expired' && !this.asked.has(reason)) this.complain(`nobody asked for leaf-cancelled (${reason})`);
      if (reason === 'expired' && this.#now - this.#begun(attemptId) < EARLIEST_EXPIRY_MS)
        this.complain('expired too early');
    }
    if (name === 'leaf-state-change') {
      if (detail.previous !== this.#state || detail.previous === detail.state) this.complain('states out of order');
      this.#state = detail.state;
    }
    this.listener?.(name);
  }

  /** Somebody is elsewhere, or may be. */
  left(): void {
    this.#away = true;
  }

  /** Somebody looks at the page. */
  looked(): void {
    if (this.#away) this.lookedBack();
  }

  /** Somebody came to the page from elsewhere. */
  lookedBack(): void {
    this.#away = false;
    this.#lookedBackAt = this.#now;
  }

  /** Silently the card begins anew; an attempt that it goes on with is announced from there. */
  configuring(): void {
    this.#state = this.#world.companion ? 'loading' : 'unavailable';
  }

  /** The page gives the card other settings: what was known and live before is over without a word. */
  configured(): void {
    const { attempt } = this.#world.element.flow.situation;
    this.#state = this.#world.state;
    if (attempt) this.#begunAt.set(attempt.id, this.#begunAt.get(attempt.id) ?? this.#now);
  }

  /** A card that was just made is loading, and has announced nothing. */
  anotherCard(): void {
    this.#state = this.#world.state;
  }

  opened(window: PlayedWindow): void {
    const { connection } = this.#world.element.flow.situation;
    this.#known.set(window, { revision: connection?.revision, health: connection?.health });
  }

  closing(window: PlayedWindow): void {
    if (window.choosing && !window.gone) this.complain('closed a window in which somebody chooses');
    else if (window.inUse) this.#disturbed(window, 'closed');
  }

  moving(window: PlayedWindow, address: string): void {
    if (window.choosing) this.complain('moved a window in which somebody chooses');
    else if (window.inUse && !address.startsWith('https://connections.example/')) this.complain(`moved to ${address}`);
    else if (window.inUse) this.#disturbed(window, 'moved');
  }

  /** A start or a disconnect goes on after removal, and whatever was being asked beside it. */
  asking(route: string): void {
    const { element } = this.#world;
    const { signIn, disconnection } = element.flow;
    const goesOn = signIn.starting || disconnection.pending;
    if (!element.attached && !goesOn && (route === 'GET /connection' || route.startsWith('POST /organizations')))
      this.complain(`${route} after removal`);
  }

  pressed(label: string): void {
    this.saw(`pressed: ${label}`);
    if (MANAGEABLE.includes(label)) this.#managing();
    if (label === 'cancel') this.asked.add('user');
    else this.asked.add('superseded');
  }

  /** What must be so whenever nothing is going on at this very moment. */
  check(): void {
    const { element, clock, page, waiting, companion } = this.#world;
    const { situation } = element.flow;
    const [once, repeated] = [clock.running('once'), clock.running('repeated')];
    if (situation.state !== this.#state) this.complain(`state ${situation.state} was never announced`);
    if (!element.attached) {
      if (page.listening > 0) this.complain('listens after removal');
      if (repeated > 0 || (once > 0 && !waiting)) this.complain('timers after removal');
      return;
    }
    this.#checkWayOut();
    if (!companion) {
      if (once + repeated > 0 && !waiting) this.complain('timers without a companion');
      return;
    }
    if (situation.attempt) {
      if (once === 0 && !waiting) this.complain('an attempt that nobody asks about');
      if (repeated > 1) this.complain('looks twice');
      return;
    }
    if (repeated > 0) this.complain('looks for a window without an attempt');
    this.#listening ??= page.listening;
    if (page.listening !== this.#listening) this.complain('listens for more than at first');
    if (once > 0 && !waiting && this.#now - this.managedAt > MANAGING_MS) this.complain('timers while idle');
  }

  /** Long after everything became well, the card says what is so. */
  checkTruth(): void {
    const { element, companion, state } = this.#world;
    const { attempt, connection } = element.flow.situation;
    if (!companion) {
      if (state !== 'unavailable') this.complain(`${state} without a companion`);
      return;
    }
    if (JSON.stringify(connection, ASKED_FOR) !== JSON.stringify(companion.truth))
      this.complain('does not know the truth');
    const { extras } = element.flow;
    if (extras.pending) this.complain('a switch that never came to rest');
    for (const { id } of companion.truth.organizations.connected) {
      if (extras.statusOf(id) !== companion.statusOf(id)) this.complain('a switch that does not say the truth');
    }
    if (!attempt && state !== companion.truth.state) this.complain(`${state} in truth ${companion.truth.state}`);
    if (attempt?.step === 'sign-in' && companion.revision !== null && companion.revision !== attempt.revision)
      this.complain('a sign-in that was never confirmed');
  }

  saw(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  #checkWayOut(): void {
    const { element, companion, waiting, state, clock } = this.#world;
    if (state === 'loading') {
      if (companion && !waiting && clock.running('once') === 0) this.complain('loading for ever');
      return;
    }
    const labels = element.offers.map(({ label }) => label);
    if (labels.length === 0 && !element.disabled) this.complain(`no way out of ${state}`);
    if (['connecting', 'blocked', 'unfinished'].includes(state) && !labels.includes('cancel'))
      this.complain(`no way to give ${state} up`);
  }

  #disturbed(window: PlayedWindow, how: string): void {
    const { connection } = this.#world.element.flow.situation;
    const before = this.#known.get(window);
    const another = connection?.revision !== null && connection?.revision !== before?.revision;
    const recovered = before?.health === 'unauthenticated' && connection?.health === 'ok';
    if (another || recovered || window.spoke) this.saw('interrupted');
    else this.complain(`${how} a window in use`);
  }

  #wasSaid(connection: Situation['connection']): boolean {
    return this.#world.companion?.said.has(JSON.stringify(connection)) ?? false;
  }

  #managing(): void {
    this.managedAt = this.#now;
  }

  #begun(attemptId: string): number {
    return this.#begunAt.get(attemptId) ?? Infinity;
  }

  get #now(): number {
    return this.#world.clock.now;
  }

  complain(what: string): void {
    if (!this.complaints.includes(what)) this.complaints.push(what);
  }
}
