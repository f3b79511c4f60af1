/** Tells when the page was looked at again or came back to life: what it shows may have grown old. */
export interface PageHintListener {
  readonly looked: () => void;
  /** The page came out of the back/forward cache, with timers that stood still. */
  readonly restored: () => void;
  readonly online: () => void;
  readonly wentOffline: () => void;
}

export class PageHints {
  readonly #listener: PageHintListener;
  #watching: AbortController | undefined;

  constructor(listener: PageHintListener) {
    this.#listener = listener;
  }

  watch(): void {
    if (this.#watching) return;
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    window.addEventListener('focus', this.#listener.looked, { signal });
    window.addEventListener('online', this.#listener.online, { signal });
    window.addEventListener('offline', this.#listener.wentOffline, { signal });
    window.addEventListener('pageshow', this.#onPageShow, { signal });
    document.addEventListener('visibilitychange', this.#onVisibility, { signal });
  }

  unwatch(): void {
    this.#watching?.abort();
    this.#watching = undefined;
  }

  readonly #onPageShow = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.#listener.restored();
  };

  /** Timers of a hidden tab are throttled to one a minute. */
  readonly #onVisibility = (): void => {
    if (!document.hidden) this.#listener.looked();
  };
}
