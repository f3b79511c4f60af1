/** What went on around the card, numbered, for the lab's pages to read as it happens. */
import type { LogEntry } from '../../src/server/index.js';

/** A line of the companion's log, or what the gate in front of it did. */
export type Happening = LogEntry | { readonly event: 'connection_refused' | 'request_held_back' };

export type ActivityLine = Happening & { readonly number: number; readonly at: string };

const LINES_KEPT = 500;

export class Activity {
  #lines: ActivityLine[] = [];
  #number = 0;

  /** The number of the newest line, 0 before there is one. */
  get latest(): number {
    return this.#number;
  }

  add(happening: Happening): void {
    this.#number += 1;
    this.#lines.push({ number: this.#number, at: new Date().toISOString(), ...happening });
    if (this.#lines.length > LINES_KEPT) this.#lines.shift();
  }

  /** Lines newer than the one of this number, oldest first. */
  after(number: number): ActivityLine[] {
    return this.#lines.filter((line) => line.number > number);
  }
}
