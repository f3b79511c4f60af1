import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Keeps the focus in the card. The pressed button may be gone after an update, or be another organization's link: whoever
 * uses a keyboard is led to the title, not to the top of the page, and the next Enter does no harm. A field that another
 * state of the card shows as well keeps the focus.
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
    if (this.#before === undefined || this.#before === this.#focused()) return;
    const root = this.#host.shadowRoot;
    (root?.getElementById(this.#before) ?? root?.getElementById('title'))?.focus();
  }

  /** The id of what has the focus, or where a link without one leads; `undefined` when nothing of the card has it. */
  #focused(): string | undefined {
    const active = this.#host.shadowRoot?.activeElement;
    return active ? active.id || (active.getAttribute('href') ?? '') : undefined;
  }
}
