/**
 * Writes down what a screen reader would say of the page: what gets the focus, by role and name, and what changes in a live
 * region. It is played by the rules of WAI-ARIA: of a region that is not atomic the changed text, of another all of it.
 */
import type { Visit } from './stage.js';

export class Listener {
  private constructor(private readonly visit: Visit) {}

  static async start(visit: Visit): Promise<Listener> {
    await visit.frame.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const root = document.querySelector('leaf-jd-connect')?.shadowRoot;
      if (!root) throw new Error('There is no card.');
      const plain = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

      const nameOf = (element: Element): string => {
        const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
        const labels = [...((element as HTMLInputElement).labels ?? [])];
        const label = [...ids.map((id) => root.getElementById(id)), ...labels].map((it) => plain(it?.textContent));
        return plain(element.getAttribute('aria-label')) || label.join(' ') || plain(element.textContent);
      };
      // In the card itself: what moves inside of it is not told outside.
      root.addEventListener('focusin', (event) => {
        const [element] = event.composedPath();
        if (element instanceof Element) {
          heard.push(`${element.getAttribute('role') ?? element.localName}: ${nameOf(element)}`);
        }
      });

      const regionOf = (node: Node): Element | null =>
        (node instanceof Element ? node : node.parentElement)?.closest(
          '[role=status], [role=alert], [role=log], [aria-live]',
        ) ?? null;
      const shownText = (node: Node): string => {
        const element = node instanceof Element ? node : node.parentElement;
        if (!element || node.nodeType === Node.COMMENT_NODE) return '';
        if (getComputedStyle(element).visibility === 'hidden' || element.getClientRects().length === 0) return '';
        return node instanceof Element ? plain([...node.childNodes].map(shownText).join(' ')) : plain(node.textContent);
      };
      new MutationObserver((changes) => {
        const said = new Set<string>();
        for (const { type, target, addedNodes } of changes) {
          const region = regionOf(target);
          // An alert is said when it comes; any other region has to be there before its text.
          for (const node of addedNodes)
            if (node instanceof Element && node.role === 'alert') said.add(shownText(node));
          if (!region) continue;
          if (region.getAttribute('aria-atomic') !== 'false') said.add(shownText(region));
          else for (const node of type === 'characterData' ? [target] : addedNodes) said.add(shownText(node));
        }
        heard.push(...[...said].filter(Boolean).map((text) => `“${text}”`));
      }).observe(root, { subtree: true, childList: true, characterData: true });
    });
    return new Listener(visit);
  }

  /** What was said since this was last asked. */
  async said(): Promise<string[]> {
    await this.visit.drawn();
    return this.visit.frame.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
  }

  /** Waits until something is said, and answers everything up to then. */
  async hears(text: string): Promise<string[]> {
    await this.visit.frame.waitForFunction(
      (wanted) => (window as unknown as { heard: string[] }).heard.some((line) => line.includes(wanted)),
      text,
    );
    return this.said();
  }
}
