/** A document in a window, and what a person can do in it. */
import { setTimeout as pause } from 'node:timers/promises';
import { PATIENCE } from '../support/patience.js';
import type { Engine, WindowId } from './engines/engine.js';

/** What can travel into a page and back. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

export class View {
  constructor(
    readonly engine: Engine,
    readonly window: WindowId,
    /** The only frame of the page, and not the page itself. */
    readonly inFrame = false,
  ) {}

  /** Runs a function in the page. It must need nothing from outside; it lends the page no user gesture. */
  async run<A extends readonly Json[], R>(script: (...values: A) => R, ...values: A): Promise<R> {
    const expression = `JSON.stringify([(${script.toString()})(...${JSON.stringify(values)})])`;
    const answer = await this.engine.evaluate(this.window, this.inFrame, expression);
    if (answer === undefined) throw new Error('The page is on its way elsewhere');
    return ((JSON.parse(answer) as [R | null])[0] ?? undefined) as R;
  }

  /** The first true answer. A page that is on its way elsewhere answers nothing, and is asked again. */
  async until<A extends readonly Json[], R>(
    what: string,
    script: (...values: A) => R,
    ...values: A
  ): Promise<NonNullable<R>> {
    let trouble: unknown = 'the answer was always no';
    const answer = await eventually(async () => {
      try {
        return (await this.run(script, ...values)) || undefined;
      } catch (error) {
        trouble = error;
        return undefined;
      }
    });
    if (answer === undefined) throw new Error(`${what}: ${String(trouble)}. The page says: ${await this.words()}`);
    return answer;
  }

  get url(): Promise<string> {
    return this.run(() => location.href);
  }

  /** Presses the button or link of this name, as a person does: in a window that has the focus, with the mouse. */
  async press(name: string): Promise<void> {
    const [x, y] = await this.until(`nothing called "${name}" can be pressed`, placeOf, name);
    if (!(await this.run(() => document.hasFocus()))) await this.focus();
    await this.engine.press(this.window, this.inFrame, x, y);
  }

  /** Presses twice, as somebody does who double-clicks everything. */
  async pressTwice(name: string): Promise<void> {
    const [x, y] = await this.until(`nothing called "${name}" can be pressed`, placeOf, name);
    await this.engine.press(this.window, this.inFrame, x, y);
    await this.engine.press(this.window, this.inFrame, x, y);
  }

  /** Looks at this window: the person presses its title bar. */
  async focus(): Promise<void> {
    const focused = await eventually(async () => {
      // The window manager may still be handing on the focus of a window that was just closed.
      await this.engine.focusWindow(this.window);
      // A frame has the focus only once something in it was pressed.
      if (this.inFrame) return true;
      return eventually(async () => (await this.run(() => document.hasFocus())) || undefined, 500);
    });
    if (!focused) throw new Error(`the window does not get the focus: ${await this.words()}`);
  }

  async close(): Promise<void> {
    await this.engine.closeWindow(this.window);
  }

  async isOpen(): Promise<boolean> {
    return (await this.engine.windows()).includes(this.window);
  }

  /** Everything that can be read, in shadow trees too. */
  words(): Promise<string> {
    return this.run(readable).catch((error: unknown) => `(${String(error)})`);
  }

  /** Waits until a text can be read. */
  async reads(text: string): Promise<void> {
    const found = await eventually(async () => (await this.words()).includes(text) || undefined);
    if (!found) throw new Error(`"${text}" cannot be read. The page says: ${await this.words()}`);
  }
}

/** Asks until something comes of it, and gives up after the usual patience. */
export async function eventually<T>(
  ask: () => Promise<T | undefined>,
  patience = PATIENCE.timeout,
): Promise<T | undefined> {
  const deadline = performance.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || performance.now() > deadline) return answer;
    await pause(50);
  }
}

declare global {
  interface Window {
    painted?: boolean;
  }
}

/** The middle of what a person would press: `name` is its whole text, the beginning of it, or its label. */
function placeOf(name: string): readonly [x: number, y: number] | null {
  const everything = (root: Document | ShadowRoot): Element[] =>
    [...root.querySelectorAll('*')].flatMap((it) => [it, ...(it.shadowRoot ? everything(it.shadowRoot) : [])]);
  const nameOf = (it: Element) =>
    (
      it.getAttribute('aria-label') ??
      (it instanceof HTMLInputElement ? (it.labels?.[0] ?? it).textContent : it.textContent)
    )
      .replace(/\s+/g, ' ')
      .trim();
  const pressable = everything(document).filter(
    (it) => it.matches('button:not(:disabled), a[href], input, summary') && it.getClientRects().length > 0,
  );
  const found = pressable.find((it) => nameOf(it) === name) ?? pressable.find((it) => nameOf(it).includes(name));
  if (!found) return null;
  // What was not painted yet takes no press, and nobody has seen it.
  if (window.painted !== true) {
    requestAnimationFrame(() => requestAnimationFrame(() => (window.painted = true)));
    return null;
  }
  found.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = found.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}

function readable(): string {
  const textOf = (root: Document | ShadowRoot): string =>
    [...root.querySelectorAll('*')]
      .map((it) => (it.shadowRoot ? textOf(it.shadowRoot) : ''))
      .concat([...root.children].map((it) => (it instanceof HTMLElement ? it.innerText : '')))
      .join('\n');
  return textOf(document).replace(/\s+/g, ' ').trim();
}
