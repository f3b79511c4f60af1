/** The element on a page, as a grower and as the page's developer see it. */
import { expect } from 'vitest';
import type { ElementState, EventName } from '../../src/protocol/vocabulary.js';
import type { Engine, WindowId } from './engines/engine.js';
import { SignInWindow } from './sign-in-window.js';
import { eventually, View } from './view.js';
import type { Heard } from './world/card-pages.js';

export class Card extends View {
  constructor(
    engine: Engine,
    window: WindowId,
    inFrame: boolean,
    /** The windows that were there before. */
    private readonly known: () => readonly WindowId[],
  ) {
    super(engine, window, inFrame);
  }

  state(): Promise<ElementState | undefined> {
    return this.run(() => document.querySelector('leaf-jd-connect')?.state);
  }

  /** Waits until the element is in one of the states. */
  async reach(...states: ElementState[]): Promise<void> {
    const reached = await eventually(async () => {
      const state = await this.state().catch(() => undefined);
      return (state !== undefined && states.includes(state)) || undefined;
    }, 15_000);
    if (!reached) {
      const events = JSON.stringify((await this.heard().catch(() => [])).map(({ name, detail }) => [name, detail]));
      throw new Error(`not ${states.join(' or ')} but ${String(await this.state())}: ${await this.words()} ${events}`);
    }
  }

  heard(): Promise<Heard[]> {
    return this.run(() => window.heard);
  }

  async details(name: EventName): Promise<Heard['detail'][]> {
    return (await this.heard()).filter((event) => event.name === name).map(({ detail }) => detail);
  }

  /** Waits for an event, and answers its first detail. */
  async hears(name: EventName): Promise<Heard['detail']> {
    const detail = await eventually(async () => (await this.details(name)).at(0));
    if (!detail) throw new Error(`no ${name}: ${await this.words()}`);
    return detail;
  }

  /** Everything in the card that can be pressed now. */
  waysOn(): Promise<string[]> {
    return this.run(() =>
      [...document.querySelectorAll('leaf-jd-connect')]
        .flatMap((card) => [...(card.shadowRoot?.querySelectorAll('button:not(:disabled), a[href]') ?? [])])
        .filter((it) => it.getClientRects().length > 0)
        .map((it) => it.textContent.replace(/\s+/g, ' ').trim()),
    );
  }

  /** Rows of organizations: name, and whether it is shared. */
  rows(): Promise<string[]> {
    return this.run(() =>
      [
        ...(document.querySelector('leaf-jd-connect')?.shadowRoot?.querySelectorAll('[part~="organization"]') ?? []),
      ].map((row) => row.textContent.replace(/\s+/g, ' ').trim()),
    );
  }

  /** Presses something that opens a window, and answers the window. */
  async open(name = 'Connect John Deere'): Promise<SignInWindow> {
    const before = [...this.known(), ...(await this.engine.windows())];
    await this.press(name);
    const opened = await eventually(async () => (await this.engine.windows()).find((it) => !before.includes(it)));
    if (opened === undefined) throw new Error(`no window after "${name}": ${await this.words()}`);
    return new SignInWindow(this.engine, opened);
  }

  /** Waits until an attempt is at hand, as it is when somebody has read the card before they press. */
  async ready(): Promise<void> {
    await this.reach('disconnected');
    await this.until('no attempt was minted', () =>
      performance.getEntriesByType('resource').some(({ name, duration }) => name.endsWith('/attempts') && duration > 0),
    );
  }

  /** No state may be a dead end. */
  async leadsOn(): Promise<void> {
    if ((await this.state()) === 'loading') return;
    expect(await this.waysOn(), `a dead end: ${await this.words()}`).not.toEqual([]);
  }
}
