/** W3C WebDriver, as Firefox (Marionette) and WebKitGTK speak it; each brings its own way of sending a command. */
import type { Engine, EngineName, WindowId } from './engine.js';

/** The commands that are used here. `params` are those of the standard. */
export interface Transport {
  send<T>(command: Command, params?: Readonly<Record<string, unknown>>): Promise<T>;
  close(): Promise<void>;
}

export const COMMANDS = {
  navigate: ['POST', '/url', 'WebDriver:Navigate'],
  reload: ['POST', '/refresh', 'WebDriver:Refresh'],
  windows: ['GET', '/window/handles', 'WebDriver:GetWindowHandles'],
  switchTo: ['POST', '/window', 'WebDriver:SwitchToWindow'],
  newWindow: ['POST', '/window/new', 'WebDriver:NewWindow'],
  minimize: ['POST', '/window/minimize', 'WebDriver:MinimizeWindow'],
  rect: ['POST', '/window/rect', 'WebDriver:SetWindowRect'],
  closeWindow: ['DELETE', '/window', 'WebDriver:CloseWindow'],
  frame: ['POST', '/frame', 'WebDriver:SwitchToFrame'],
  execute: ['POST', '/execute/sync', 'WebDriver:ExecuteScript'],
  actions: ['POST', '/actions', 'WebDriver:PerformActions'],
} as const;
export type Command = keyof typeof COMMANDS;

/** Where the drivers differ. */
export interface Habits {
  readonly name: EngineName;
  readonly version: string;
  /** Whether a press in a frame of another site has to be sent from inside it; else it is sent from the page. */
  readonly pressesInsideFrames: boolean;
  /** Brings a window to the front, where switching to it cannot. */
  readonly activate?: (title: string) => Promise<void>;
  /** Takes the network of all windows away, or gives it back. */
  readonly offline?: (offline: boolean) => Promise<void>;
}

const FRAME_CORNER = `(() => {
  const frame = document.querySelector('iframe');
  const { left, top } = frame.getBoundingClientRect();
  return JSON.stringify([left + frame.clientLeft, top + frame.clientTop]);
})()`;

export class WebDriver implements Engine {
  readonly #habits: Habits;
  readonly #transport: Transport;
  #current: WindowId | undefined;

  constructor(habits: Habits, transport: Transport) {
    this.#habits = habits;
    this.#transport = transport;
  }

  get name(): EngineName {
    return this.#habits.name;
  }

  get version(): string {
    return this.#habits.version;
  }

  windows(): Promise<WindowId[]> {
    return this.#transport.send<WindowId[]>('windows');
  }

  async goto(window: WindowId, url: string): Promise<void> {
    await this.#switchTo(window);
    await this.#transport.send('navigate', { url });
  }

  async reload(window: WindowId): Promise<void> {
    await this.#switchTo(window);
    await this.#transport.send('reload');
  }

  async evaluate(window: WindowId, inFrame: boolean, expression: string): Promise<string | undefined> {
    const script = `return ${expression}`;
    return this.#within(window, inFrame, async () => {
      return (await this.#transport.send<string | null>('execute', { script, args: [] })) ?? undefined;
    });
  }

  async press(window: WindowId, inFrame: boolean, x: number, y: number): Promise<void> {
    const fromPage = inFrame && !this.#habits.pressesInsideFrames;
    const corner = fromPage ? await this.evaluate(window, false, FRAME_CORNER) : undefined;
    const [left, top] = JSON.parse(corner ?? '[0,0]') as [number, number];
    const actions = [
      { type: 'pointerMove', duration: 0, x: Math.round(x + left), y: Math.round(y + top) },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    await this.#within(window, inFrame && !fromPage, () => this.#transport.send('actions', { actions: [mouse] }));
  }

  async closeWindow(window: WindowId): Promise<void> {
    await this.#switchTo(window);
    await this.#transport.send('closeWindow');
    this.#current = undefined;
  }

  async focusWindow(window: WindowId): Promise<void> {
    this.#current = undefined;
    await this.#transport.send('switchTo', { handle: window, focus: true });
    this.#current = window;
    const title = this.#habits.activate && (await this.evaluate(window, false, 'document.title'));
    if (title !== undefined) await this.#habits.activate?.(title);
  }

  async openWindow(): Promise<WindowId> {
    const { handle } = await this.#transport.send<{ handle: WindowId }>('newWindow', { type: 'window', focus: true });
    return handle;
  }

  async hide(window: WindowId, hidden: boolean): Promise<void> {
    await this.#switchTo(window);
    if (hidden) await this.#transport.send('minimize');
    else await this.#transport.send('rect', { x: 20, y: 20, width: 1000, height: 900 });
  }

  get offline(): ((window: WindowId, offline: boolean) => Promise<void>) | undefined {
    const { offline } = this.#habits;
    return offline && ((_window, away) => offline(away));
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  async #within<T>(window: WindowId, inFrame: boolean, act: () => Promise<T>): Promise<T> {
    await this.#switchTo(window);
    if (!inFrame) return act();
    await this.#transport.send('frame', { id: 0 });
    try {
      return await act();
    } finally {
      await this.#transport.send('frame', { id: null }).catch(() => undefined);
    }
  }

  /** Never brings the window to the front: only `focusWindow` may. */
  async #switchTo(window: WindowId): Promise<void> {
    if (this.#current === window) return;
    await this.#transport.send('switchTo', { handle: window, focus: false });
    this.#current = window;
  }
}
