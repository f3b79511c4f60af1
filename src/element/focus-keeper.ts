import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Keeps the focus in the card. The pressed button may be gone after an update, or be another organization's link: whoever
 * uses a keyboard is led to what had the focus if it is drawn elsewhere, back to what opened the part that is gone, or to
 * the card as a whole, not to the top of the page; the next Enter does no harm. Not to the title: it is announced, and
 * would be heard twice.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #before: string | undefined;
  /** The id of what last had the focus when it went. */
  #opener = '';

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#before = this.#focused();
  }

  hostUpdated(): void {
    const before = this.#before;
    const root = this.#host.shadowRoot;
    // Whoever left the card is not coming back from what was opened in it.
    if (before === undefined) this.#opener = '';
    if (before === undefined || before === this.#focused() || !root) return;
    const same = usable(root.getElementById(before));
    (same ?? usable(root.getElementById(this.#opener)) ?? root.querySelector('section'))?.focus();
    if (!same) this.#opener = before;
  }

  /** The id of what has the focus, or where a link without one leads; `undefined` when nothing of the card has it. */
  #focused(): string | undefined {
    const active = usable(this.#host.shadowRoot?.activeElement);
    return active ? active.id || (active.getAttribute('href') ?? '') : undefined;
  }
}

/** What is disabled loses the focus as soon as the browser draws it. */
function usable<Found extends Element>(found: Found | null | undefined): Found | undefined {
  return found?.matches(':disabled') ? undefined : (found ?? undefined);
}
