import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Diagnose } from './embedding.js';
import { canonical, ENGLISH, languageOf, LOCALES } from './texts/languages.js';

interface Host extends ReactiveControllerHost, HTMLElement {
  readonly locale: string | null | undefined;
  diagnose: Diagnose;
}

/** Which language the card speaks, drawn anew when the page's changes or a file arrives late. */
export class CardLanguage implements ReactiveController {
  readonly #host: Host;
  #observer: MutationObserver | undefined;

  shown = ENGLISH;

  /** Chosen anew, and only then: a language is a hundred texts. By what the page's author wants, where that is a tag; else by the nearest `lang`. */
  readonly choose = (): void => {
    this.shown = languageOf(canonical(this.#host.locale) ?? canonical(nearestLang(this.#host)));
    this.#host.requestUpdate();
  };

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(this.choose);
    // `lang` is looked for out of every shadow root that the card is in, so it is watched there as well.
    for (let root: Node | undefined = this.#host.getRootNode(); root; root = hostOf(root)?.getRootNode()) {
      this.#observer.observe(root, { attributeFilter: ['lang'], subtree: true });
    }
    window.addEventListener(LOCALES, this.choose);
    this.choose();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    window.removeEventListener(LOCALES, this.choose);
    window.removeEventListener('load', this.choose);
  }

  /** A page in a language that the card has no file for is in order; one whose author asked for it is not. */
  hostUpdated(): void {
    const { locale } = this.#host;
    const { fault } = this.shown;
    if (!fault || (fault === 'locale_missing' && !locale)) return;
    // A script that stands further down may still bring it.
    if (document.readyState === 'complete') this.#host.diagnose(fault, locale ?? undefined);
    else window.addEventListener('load', this.choose, { once: true });
  }
}

function hostOf(root: Node): Element | undefined {
  return root instanceof ShadowRoot ? root.host : undefined;
}

function nearestLang(element: Element): string | null | undefined {
  const holder = element.closest('[lang]');
  if (holder) return holder.getAttribute('lang');
  const host = hostOf(element.getRootNode());
  return host && nearestLang(host);
}
