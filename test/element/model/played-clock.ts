/**
 * A played clock. Time stands still until it is told to pass, so that minutes of waiting cost microseconds, and every
 * timer that the card sets is in a ledger. The network's own delays are kept apart: they are no timers of the page.
 */

interface Alarm {
  due: number;
  readonly every: number | undefined;
  readonly ofThePage: boolean;
  readonly ring: () => void;
}

/** Kept before anything is replaced: between two real tasks every promise that can go on has gone on. */
const realTask = setImmediate;
/** A hidden tab's timers ring together, once a minute. */
const THROTTLE_MS = 60_000;

export class PlayedClock {
  /** Milliseconds since the world began. */
  now = 0;
  /** How far the device's clock is off, in milliseconds. */
  wrongBy = 0;
  /** The tab is hidden. */
  throttled = false;
  readonly #alarms = new Map<number, Alarm>();
  #lastId = 0;
  #loadedAt = 0;
  #stirred = false;

  /** What the page's `performance.now()` says: time since it was loaded. */
  readonly sinceLoad = (): number => this.now - this.#loadedAt;

  /** What the page's `Date.now()` says. */
  readonly date = (): number => 1_800_000_000_000 + this.now + this.wrongBy;

  readonly setTimeout = (ring: () => void, delay = 0): number => this.#set(delay, undefined, true, ring);
  readonly setInterval = (ring: () => void, delay = 0): number => this.#set(delay, delay, true, ring);
  readonly clear = (id?: number): void => {
    this.#stirred = true;
    if (id !== undefined) this.#alarms.delete(id);
  };

  /** Not a timer of the page's: an answer on its way. */
  errand(delay: number, ring: () => void): void {
    this.#set(delay, undefined, false, ring);
  }

  /** How many timers of the page run. */
  running(kind: 'once' | 'repeated'): number {
    let count = 0;
    for (const { ofThePage, every } of this.#alarms.values()) {
      if (ofThePage && (every === undefined) === (kind === 'once')) count++;
    }
    return count;
  }

  /** Something happened that a promise may go on from. */
  stir(): void {
    this.#stirred = true;
  }

  /** Lets time pass; whatever is due meanwhile happens in its order, with everything that follows from it. */
  async pass(duration: number): Promise<void> {
    const end = this.now + duration;
    await this.settle();
    for (let next = this.#nextUntil(end); next; next = this.#nextUntil(end)) {
      const [id, alarm, at] = next;
      this.now = Math.max(this.now, at);
      if (alarm.every === undefined) this.#alarms.delete(id);
      else alarm.due = this.now + alarm.every;
      this.#stirred = alarm.every === undefined;
      alarm.ring();
      if (this.#stirred) await this.settle();
    }
    this.now = end;
  }

  /** Time passes for the world and not for the page, as in the back/forward cache. */
  standStill(duration: number): void {
    this.now += duration;
    for (const alarm of this.#alarms.values()) alarm.due += duration;
  }

  /** The page is loaded anew: nothing of the old one rings any more. */
  reload(): void {
    this.#alarms.clear();
    this.#loadedAt = this.now;
  }

  /** Lets every promise go on that can. */
  settle(): Promise<void> {
    return new Promise((resolve) => realTask(resolve));
  }

  #set(delay: number, every: number | undefined, ofThePage: boolean, ring: () => void): number {
    this.#stirred = true;
    this.#alarms.set(++this.#lastId, { due: this.now + delay, every, ofThePage, ring });
    return this.#lastId;
  }

  #nextUntil(end: number): [id: number, alarm: Alarm, at: number] | undefined {
    let next: [number, Alarm, number] | undefined;
    for (const [id, alarm] of this.#alarms) {
      const late = this.throttled && alarm.ofThePage;
      const at = late ? Math.ceil(alarm.due / THROTTLE_MS) * THROTTLE_MS : alarm.due;
      if (at <= end && (!next || at < next[2])) next = [id, alarm, at];
    }
    return next;
  }
}
