import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Keeps the focus in the card. The pressed button may be gone after an update, or be another organization's link: whoever
 * uses a keyboard is led to the title, not to the top of the page, and the next Enter does no harm.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #before: string | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#before = this.#focused();
  }

  hostUpdated(): void {
    if (this.#before !== undefined && this.#before !== this.#focused()) {
      this.#host.shadowRoot?.getElementById('title')?.focus();
    }
  }

  /** Where the focused link of the card leads, empty for a button; `undefined` when nothing of it has the focus. */
  #focused(): string | undefined {
    const active = this.#host.shadowRoot?.activeElement;
    return active ? (active.getAttribute('href') ?? '') : undefined;
  }
}
