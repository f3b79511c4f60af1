/**
 * A played page: the few corners of a browser that the flow touches, each a few lines, with a ledger of listeners. It
 * shows that the flow is right about what it is told; that browsers tell it so is shown by the component tests.
 */
import { vi } from 'vitest';
import type { PlayedClock } from './played-clock.js';
import { PlayedWindow, type WindowWitness } from './played-window.js';

type Listener = (event: object) => void;

class PlayedTarget {
  readonly #listeners = new Map<string, Set<Listener>>();

  readonly addEventListener = (type: string, listener: Listener, { signal }: { signal?: AbortSignal } = {}): void => {
    if (signal?.aborted) return;
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    signal?.addEventListener('abort', () => listeners.delete(listener));
  };

  readonly removeEventListener = (type: string, listener: Listener): void => {
    this.#listeners.get(type)?.delete(listener);
  };

  get listening(): number {
    let count = 0;
    for (const listeners of this.#listeners.values()) count += listeners.size;
    return count;
  }

  tell(type: string, event: object = {}): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event);
  }

  forgetAll(): void {
    this.#listeners.clear();
  }
}

/** What the browser does with the next `window.open`. */
export type Opening = 'opens' | 'null' | 'throws' | 'closed at once';

let worlds = 0;

export class PlayedPage {
  readonly #witness: WindowWitness;
  readonly #window = new PlayedTarget();
  readonly #document = new PlayedTarget();
  readonly #navigator = { userAgent: 'a browser with windows', clipboard: { writeText: () => Promise.resolve() } };
  readonly #storage = new Map<string, string>();
  readonly #clock: PlayedClock;
  /** Every sign-in window, oldest first. */
  readonly windows: PlayedWindow[] = [];
  opening: Opening = 'opens';
  opened = 0;
  /** Where the page itself is going. */
  leavingFor: string | undefined;
  /** How often the card asked for the page to be loaded again. Nothing comes of it here: that is a step of its own. */
  reloadsAsked = 0;
  online = true;
  hidden = false;
  hasFocus = true;
  #random = 1;
  /** Too little to be noticed, and enough that no two worlds draw the same id. */
  readonly #shade = ++worlds * 1e-10;

  constructor(clock: PlayedClock, witness: WindowWitness) {
    this.#clock = clock;
    this.#witness = witness;
  }

  /** Puts the played corners where the flow looks for the browser's own. */
  install(fetch: (address: string, init: RequestInit) => Promise<unknown>): void {
    const state = (): this => this;
    const storage = this.#storage;
    const window = Object.assign(this.#window, { open: this.#open, frameElement: null });
    Object.assign(window, { top: window });
    const document = Object.assign(this.#document, {
      baseURI: 'https://page.example/',
      hasFocus: () => this.hasFocus && !this.hidden,
    });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => state().hidden });
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (state().hidden ? 'hidden' : 'visible'),
    });
    for (const [name, value] of Object.entries({
      window,
      document,
      fetch,
      screen: { availWidth: 1280, availHeight: 800 },
      screenX: 0,
      screenY: 0,
      outerWidth: 1280,
      outerHeight: 800,
      location: {
        origin: 'https://page.example',
        href: 'https://page.example/',
        protocol: 'https:',
        reload: () => {
          this.reloadsAsked++;
        },
      },
      navigator: Object.defineProperty(this.#navigator, 'onLine', { configurable: true, get: () => state().online }),
      crossOriginIsolated: false,
      matchMedia: () => ({ matches: false }),
      sessionStorage: {
        getItem: (key: string) => this.#storage.get(key) ?? null,
        setItem: (key: string, value: string) => void this.#storage.set(key, value),
        removeItem: (key: string) => void this.#storage.delete(key),
        key: (index: number) => [...this.#storage.keys()][index] ?? null,
        get length() {
          return storage.size;
        },
      },
      performance: { now: this.#clock.sinceLoad },
      setTimeout: this.#clock.setTimeout,
      clearTimeout: this.#clock.clear,
      setInterval: this.#clock.setInterval,
      clearInterval: this.#clock.clear,
    })) {
      vi.stubGlobal(name, value);
    }
    // Chance is played too, so that a sequence that failed fails again.
    Object.assign(Math, { random: this.#chance });
    Object.assign(Date, { now: this.#clock.date });
  }

  get latest(): PlayedWindow | undefined {
    return this.windows.at(-1);
  }

  get listening(): number {
    return this.#window.listening + this.#document.listening;
  }

  tellWindow(type: 'blur' | 'focus' | 'online' | 'offline' | 'pageshow' | 'pagehide', event?: object): void {
    this.#clock.stir();
    this.#window.tell(type, event);
  }

  /** Whether the page is shown inside another app, where no page can open a window. */
  set inApp(inApp: boolean) {
    this.#navigator.userAgent = inApp ? 'Android; wv)' : 'a browser with windows';
  }

  tellVisibility(): void {
    this.#clock.throttled = this.hidden;
    this.#document.tell('visibilitychange');
  }

  /** A message arrives, from whatever sent it. */
  message(data: unknown, origin: string, source: unknown): void {
    this.#window.tell('message', { data, origin, source });
  }

  /** A real link is followed: its window has this page as its opener, and no handle in it. */
  followLink(address: string, name: string): void {
    this.windows.push(new PlayedWindow(name, address, this.#window, this.#witness));
  }

  /** The page is loaded anew: what it listened to is gone, what it stored and opened stays. */
  reload(): void {
    this.leavingFor = undefined;
    this.#window.forgetAll();
    this.#document.forgetAll();
    for (const window of this.windows) window.byScript = false;
  }

  readonly #open = (address: string, name: string): PlayedWindow | null => {
    this.opened++;
    if (this.opening === 'throws') throw new DOMException('Blocked by the sandbox.', 'SecurityError');
    if (this.opening === 'null') return null;
    if (name === '_top') {
      this.leavingFor = address;
      return this.windows[0] ?? new PlayedWindow(name, address, null, this.#witness);
    }
    const window = new PlayedWindow(name, address, this.#window, this.#witness);
    window.byScript = true;
    window.gone = this.opening === 'closed at once';
    this.windows.push(window);
    return window;
  };

  readonly #chance = (): number => {
    this.#random = (this.#random * 48_271) % 2_147_483_647;
    return (this.#random / 2_147_483_647) * 0.999 + this.#shade;
  };
}

const REAL = { random: Math.random, now: Date.now };

/** Gives the test runner its own back. */
export function uninstall(): void {
  vi.unstubAllGlobals();
  Object.assign(Math, { random: REAL.random });
  Object.assign(Date, { now: REAL.now });
}
