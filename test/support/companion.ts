/** The test's end of a scripted companion: scripts it, reads what it was asked, and moves the windows it serves. */
import { waitUntil } from '@open-wc/testing';
import type { Connection } from '../../src/protocol/wire.js';
import type { RequestSeen, Script } from './scripted-companion.js';
import { PATIENCE } from './patience.js';

/** A simulated sign-in window that has loaded its page. */
export interface Arrival {
  readonly href: string;
  readonly name: string;
  /** Whether the window knows who opened it. */
  readonly opened: boolean;
}

const companions = new Set<Companion>();

export class Companion {
  readonly #name = crypto.randomUUID();
  readonly url = `${location.origin}/scripted/${this.#name}`;
  /** Sign-in windows in the order in which they came. */
  readonly arrivals: Arrival[] = [];
  /** What was posted to the sign-in windows. */
  readonly heard: unknown[] = [];
  readonly #channel = new BroadcastChannel(this.url);

  private constructor() {
    this.#channel.onmessage = ({ data }: MessageEvent<Arrival | { heard: unknown }>) => {
      if ('heard' in data) this.heard.push(data.heard);
      else this.arrivals.push(data);
    };
    companions.add(this);
  }

  static async start(script: Script = {}): Promise<Companion> {
    const companion = new Companion();
    await companion.script(script);
    return companion;
  }

  /** The same companion, by an address that is another origin. */
  get elsewhere(): string {
    return this.url.replace('//localhost', '//127.0.0.1');
  }

  async script(script: Script): Promise<void> {
    await fetch(`${this.url}/script`, { method: 'PATCH', body: JSON.stringify(script) });
  }

  /** The id of the attempt that it mints as its first, second … */
  attemptId(nth: number): string {
    return `${this.#name}-${nth}`;
  }

  /** What is so from now on. */
  says(connection: Connection): Promise<void> {
    return this.script({ 'GET /connection': { json: connection } });
  }

  /** Every request so far, or those of one route. */
  async requests(route?: string): Promise<RequestSeen[]> {
    const all = (await (await fetch(`${this.url}/requests`)).json()) as RequestSeen[];
    return all.filter(({ method, path }) => route === undefined || `${method} ${path}` === route);
  }

  async count(route: string): Promise<number> {
    return (await this.requests(route)).length;
  }

  /** Waits until a route was asked so many times in all. */
  async asked(route: string, times = 1): Promise<void> {
    await waitUntil(async () => (await this.count(route)) >= times, `${route} was not asked ${times} times`, PATIENCE);
  }

  /** Waits until so many sign-in windows have come in all; the last one. */
  async arrived(times = 1): Promise<Arrival> {
    await waitUntil(() => this.arrivals.length >= times, `${times} windows did not come`, PATIENCE);
    const last = this.arrivals.at(-1);
    if (!last) throw new Error('No window came.');
    return last;
  }

  /** Has the sign-in windows post this to whoever opened them. */
  post(data: unknown): void {
    this.#channel.postMessage({ post: data });
  }

  /** Has the sign-in windows close themselves, as John Deere's or Leaf's pages would. */
  closeWindows(): void {
    this.#channel.postMessage({ close: true });
  }

  dismiss(): void {
    this.closeWindows();
    this.#channel.close();
    companions.delete(this);
  }
}

export function dismissCompanions(): void {
  for (const companion of companions) companion.dismiss();
}
