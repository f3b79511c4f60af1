import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Has an attempt at hand once somebody sees the card, and a fresh one when they are about to press its button. */
export class Sight implements ReactiveController {
  readonly #host: HTMLElement;
  readonly #seen: IntersectionObserverCallback;
  #observer: IntersectionObserver | undefined;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    flow: { visible: boolean; prepare(aboutToPress?: boolean): void },
  ) {
    this.#host = host;
    this.#seen = (entries) => {
      flow.visible = entries.at(-1)?.isIntersecting ?? false;
      flow.prepare();
    };
    const aboutToPress = (): void => {
      flow.prepare(true);
    };
    host.addEventListener('pointerenter', aboutToPress);
    host.addEventListener('focusin', aboutToPress);
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver(this.#seen);
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }
}
