import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Diagnose } from './embedding.js';
import { canonical, languageOf, LOCALES, type Language } from './texts/languages.js';

interface Host extends ReactiveControllerHost, HTMLElement {
  readonly locale: string | null | undefined;
  diagnose: Diagnose;
}

/** Which language the card speaks, drawn anew when the page's changes or a file arrives late. */
export class CardLanguage implements ReactiveController {
  readonly #host: Host;
  readonly #changed = (): void => this.#host.requestUpdate();
  #observer: MutationObserver | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** What the page's author wants, where that is a tag; else the nearest `lang`. */
  get shown(): Language {
    const { locale } = this.#host;
    return languageOf(canonical(locale) ?? canonical(nearestLang(this.#host)));
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(this.#changed);
    // `lang` is looked for out of every shadow root that the card is in, so it is watched there as well.
    for (let root: Node | undefined = this.#host.getRootNode(); root; root = hostOf(root)?.getRootNode()) {
      this.#observer.observe(root, { attributeFilter: ['lang'], subtree: true });
    }
    window.addEventListener(LOCALES, this.#changed);
    this.#changed();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    window.removeEventListener(LOCALES, this.#changed);
    window.removeEventListener('load', this.#changed);
  }

  /** A page in a language that the card has no file for is in order; one whose author asked for it is not. */
  hostUpdated(): void {
    const { locale } = this.#host;
    const { fault } = this.shown;
    if (!fault || (fault === 'locale_missing' && !locale)) return;
    // A script that stands further down may still bring it.
    if (document.readyState === 'complete') this.#host.diagnose(fault, locale ?? undefined);
    else window.addEventListener('load', this.#changed, { once: true });
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
