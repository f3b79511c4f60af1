/**
 * The window in which somebody signs in at John Deere. Opens it in the click, lets only genuine messages through, and
 * tells what it sees as hints. It ends nothing: `closed` is true within 20–160 ms of any page that sends COOP, while the
 * window is open and somebody types a password in it (measured in Chromium, Firefox and WebKit).
 */
import { HANDSHAKE } from '../protocol/vocabulary.js';
import { CredentialAssigned } from '../protocol/wire.js';

/** No event tells that a window was closed or severed; only asking does. */
const LOOK_EVERY_MS = 400;
const WIDTH = 560;
const HEIGHT = 720;

/** Windows by attempt. They outlive the card that opened them: after a route change another card goes on with its own. */
const windows = new Map<string, Window | null>();
/** Every window that a card of this page opened: none of them is one that a link has opened since. */
const opened = new WeakSet<Window>();
/** Windows that a card has led to the second step: somebody is choosing there. */
const ledOn = new WeakSet<Window>();

export interface WindowHints {
  /** It was opened with nothing in it. */
  openedEmpty(page: Window): void;
  /** The person is back on the page, and the window is gone or its state unknown. */
  returned(): void;
  /** The person looked at the page: worth a question. */
  looked(): void;
  message(reply: CredentialAssigned): void;
  /** The companion's last page says that there is nothing left to do in the window. */
  finished(): void;
  /** The handle changed between reachable and severed. */
  changed(): void;
  /** It was reachable and is not any more, while the person is elsewhere: closed by nobody. */
  severed(): void;
}

export interface Refusal {
  /** It was asked in a click or a key press. */
  readonly gesture: boolean;
  readonly threw: boolean;
}

export class SignInWindow {
  readonly #hints: WindowHints;
  #handle: Window | null | undefined;
  #attemptId = '';
  #startId: string | undefined;
  #messageOrigins: readonly string[] = [];
  #serverOrigin = '';
  #watching: AbortController | undefined;
  #look: ReturnType<typeof setInterval> | undefined;
  /** The person has left the page since the window was opened. */
  #left = false;
  #reachable = false;
  #byLink = false;

  /** How the browser refused to open the last window; `undefined` when it did not. */
  refusal: Refusal | undefined;

  constructor(hints: WindowHints) {
    this.#hints = hints;
  }

  /** Target name for a real link to the same attempt, so that a link and a window never become two windows. */
  get name(): string {
    return `leaf-jd-${this.#attemptId}`;
  }

  /** Whether the window can be focused, moved and closed from here. `false` says nothing about whether it is open. */
  get reachable(): boolean {
    return this.#handle ? !this.#handle.closed : false;
  }

  /**
   * Opens the window; must run inside the click, before anything is awaited. Answers `false` when the browser refused:
   * `null`, a throw (Firefox, in a sandbox without `allow-popups`), or a window that is closed at once.
   * @param url Absent: it is led on later.
   */
  open(url: string | undefined, attemptId: string): boolean {
    this.#begin(attemptId);
    // Older browsers do not tell, and get the benefit of the doubt.
    const gesture = (navigator as Partial<Navigator>).userActivation?.isActive ?? true;
    let threw = false;
    try {
      this.#handle = window.open(url ?? 'about:blank', this.name, features());
    } catch {
      this.#handle = null;
      threw = true;
    }
    windows.set(attemptId, this.#handle);
    if (this.#handle) opened.add(this.#handle);
    this.#reachable = this.reachable;
    if (this.#handle && url === undefined) this.#hints.openedEmpty(this.#handle);
    this.refusal = this.#reachable ? undefined : { gesture, threw };
    return this.#reachable;
  }

  /** The whole page goes there instead, out of whatever frame the card is in. Answers `false` when the browser refused. */
  takePage(url: string): boolean {
    try {
      return window.open(url, '_top') !== null;
    } catch {
      return false;
    }
  }

  /** No window is opened for this attempt. */
  useNone(attemptId: string): void {
    this.#begin(attemptId);
    windows.set(attemptId, null);
    this.refusal = undefined;
  }

  /**
   * Goes on with a window that an earlier card opened, or this page before it was reloaded.
   * @returns Whether the page is the same, so that nobody need have come back to it.
   */
  resume(attemptId: string): boolean {
    const samePage = windows.has(attemptId);
    this.#begin(attemptId);
    this.#handle = windows.get(attemptId);
    this.#reachable = this.reachable;
    this.#byLink = !this.#handle;
    return samePage;
  }

  #begin(attemptId: string): void {
    if (attemptId !== this.#attemptId) windows.delete(this.#attemptId);
    this.#attemptId = attemptId;
    this.#handle = undefined;
    this.#left = this.#byLink = false;
  }

  /** Origins whose messages are heard: the companion names them. */
  hear(messageOrigins: readonly string[]): void {
    this.#messageOrigins = messageOrigins;
  }

  /** The attempt that the start page's handshake must name, and the companion's origin it must come from. */
  expect(startId: string | undefined, serverOrigin: string): void {
    this.#startId = startId;
    this.#serverOrigin = serverOrigin;
  }

  /**
   * A real link opens the window instead: it has no handle until it speaks, but this page as its opener.
   * @param attemptId Absent: still the same one.
   */
  openByLink(attemptId?: string): void {
    if (attemptId !== undefined) {
      this.#begin(attemptId);
      windows.set(attemptId, null);
    }
    this.#handle = undefined;
    this.#byLink = true;
  }

  /** Leads a window that was opened empty to where it starts, unless another card has led it on meanwhile. */
  start(url: string): void {
    if (this.#handle && !ledOn.has(this.#handle)) this.#moveTo(url);
  }

  /** Leads the window on. */
  leadOn(url: string): void {
    if (this.#handle) ledOn.add(this.#handle);
    this.#moveTo(url);
  }

  /** Without a history entry that would lead back into a finished sign-in. */
  #moveTo(url: string): void {
    if (this.reachable) this.#handle?.location.replace(url);
  }

  focus(): void {
    this.#handle?.focus();
  }

  /** Closes the window if it can be reached, and lets go of it. */
  close(): void {
    if (this.reachable) this.#handle?.close();
    this.forget();
  }

  /** Lets go of the window for good, and leaves it open. */
  forget(): void {
    windows.delete(this.#attemptId);
    this.leave();
  }

  /** Lets go of the window, to be taken up again. */
  leave(): void {
    this.#attemptId = '';
    this.#handle = undefined;
    this.#startId = undefined;
    this.#reachable = false;
  }

  /** Starts to listen and look. Safe to repeat. */
  watch(): void {
    if (this.#watching) return;
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    window.addEventListener('message', this.#onMessage, { signal });
    window.addEventListener('blur', this.#onLeave, { signal });
    window.addEventListener('focus', this.#onLook, { signal });
    document.addEventListener('visibilitychange', this.#onVisibility, { signal });
    this.#look = setInterval(this.#onTick, LOOK_EVERY_MS);
  }

  /** Stops listening; the handle is kept, so that a card which is moved in the page goes on where it was. */
  unwatch(): void {
    this.#watching?.abort();
    this.#watching = undefined;
    clearInterval(this.#look);
  }

  readonly #onLeave = (): void => {
    this.#left = true;
  };

  readonly #onVisibility = (): void => {
    if (document.hidden) this.#left = true;
    else this.#onLook();
  };

  /**
   * Coming back is `focus` after having left, with the window gone or out of reach. Severing alone gives no `focus`. A
   * click on the page gives one too, with the window still there: then it is only worth a question.
   */
  readonly #onLook = (): void => {
    if (this.#left && !this.reachable) {
      this.#left = false;
      this.#hints.returned();
    } else {
      this.#hints.looked();
    }
  };

  /** A `blur` may never be seen; `hasFocus()` says the same a moment later. */
  readonly #onTick = (): void => {
    if (!document.hasFocus()) {
      this.#left = true;
    } else if (this.#left && !this.reachable) {
      this.#onLook();
    }
    if (this.reachable !== this.#reachable) {
      this.#reachable = this.reachable;
      this.#hints.changed();
      if (!this.#reachable && !document.hasFocus()) this.#hints.severed();
    }
  };

  readonly #onMessage = ({ data, origin, source }: MessageEvent<unknown>): void => {
    const heard = this.#messageOrigins.includes(origin);
    if (!(heard || origin === this.#serverOrigin) || !this.#isOurs(source)) return;
    if (origin === this.#serverOrigin) this.#hearCompanion(data, source);
    if (!heard) return;
    const reply = CredentialAssigned.safeParse(data);
    if (reply.success) this.#hints.message(reply.data);
  };

  #isOurs(source: MessageEventSource | null): source is Window {
    if (!source || !('opener' in source)) return false;
    return this.#handle ? source === this.#handle : this.#byLink && !opened.has(source) && source.opener === window;
  }

  /**
   * The companion's last page says that it is the last. Its start page asks for leave where the page's referrer policy
   * hides who opened it.
   */
  #hearCompanion(data: unknown, source: Window): void {
    const { type, attemptId } = Object(data) as Record<string, unknown>;
    if (attemptId !== this.#startId) return;
    if (type === HANDSHAKE.finished) this.#hints.finished();
    if (type !== HANDSHAKE.ask) return;
    // Opened by a link, or before a reload, it is known from now on: nobody else knows the attempt.
    windows.set(this.#attemptId, (this.#handle ??= source));
    opened.add(source);
    source.postMessage({ type: HANDSHAKE.grant, attemptId }, this.#serverOrigin);
  }
}

/**
 * A centred window on the screen that the page is on, never larger than it. Phones and home-screen apps get a plain tab:
 * a features string makes some of them open nothing. Never `noopener`: it makes `open` return `null`, a false "blocked".
 */
function features(): string {
  if (matchMedia('(hover: none) and (pointer: coarse), (display-mode: standalone)').matches) return '';
  const width = Math.min(WIDTH, screen.availWidth);
  const height = Math.min(HEIGHT, screen.availHeight);
  const left = Math.round(screenX + Math.max(0, (outerWidth - width) / 2));
  const top = Math.round(screenY + Math.max(0, (outerHeight - height) / 2));
  return `popup,width=${width},height=${height},left=${left},top=${top}`;
}
