/**
 * What the suite asks of a browser, whichever protocol drives it. Every engine shows real windows on a display with a
 * window manager, keeps its popup blocker and its storage partitioning, and reads pages without lending them a gesture:
 * the usual automation libraries count each `evaluate` as a press of the user's, and so make `window.open` work where no
 * person would get a window.
 */

/** Stands for a window, while it is open. */
export type WindowId = string;

/** What every engine can do. Everything else is built on it, once, in `tab.ts`. */
export interface Engine {
  readonly name: EngineName;
  /** As the browser gives it. */
  readonly version: string;
  windows(): Promise<WindowId[]>;
  goto(window: WindowId, url: string): Promise<void>;
  reload(window: WindowId): Promise<void>;
  /**
   * Runs an expression in the page, or in its only frame, without a user gesture; answers what it comes to, as JSON.
   */
  evaluate(window: WindowId, inFrame: boolean, expression: string): Promise<string | undefined>;
  /** Presses the main button of the mouse: real user activation. In CSS pixels of the page, or of its only frame. */
  press(window: WindowId, inFrame: boolean, x: number, y: number): Promise<void>;
  /** Closes a window as its close button does; the window manager hands the focus on. */
  closeWindow(window: WindowId): Promise<void>;
  /** Brings a window to the front with the keyboard's focus, as pressing its title bar does. */
  focusWindow(window: WindowId): Promise<void>;
  /** Opens another window, which is not of any page's making. */
  openWindow(): Promise<WindowId>;
  /** Minimizes a window, which hides its page, or puts it back. */
  hide(window: WindowId, hidden: boolean): Promise<void>;
  /** Takes the network away, or gives it back, where the protocol can. */
  readonly offline?: ((window: WindowId, offline: boolean) => Promise<void>) | undefined;
  close(): Promise<void>;
}

export const ENGINES = ['Chromium', 'Firefox', 'WebKitGTK'] as const;
export type EngineName = (typeof ENGINES)[number];

/** An engine that is on this machine, or why it is not run. */
export type Found = { readonly start: (display: string) => Promise<Engine> } | { readonly missing: string };
