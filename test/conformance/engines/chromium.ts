/** Chromium, over its debugging pipe. Popup blocker and storage partitioning are on, as in anybody's Chromium. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CdpPipe } from './cdp.js';
import { end } from './display.js';
import type { Engine, Found, WindowId } from './engine.js';
import { findProgram } from './programs.js';

const FLAGS = [
  '--remote-debugging-pipe',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--password-store=basic',
  '--window-size=1000,900',
  // Root and most containers cannot have the sandbox, and only this project's own pages are opened.
  '--no-sandbox',
];
/** Nothing may pop up over a page and take its clicks. */
const PREFERENCES = { credentials_enable_service: false, profile: { password_manager_enabled: false } };

const FRAME_CORNER = `(() => {
  const frame = document.querySelector('iframe');
  const { left, top } = frame.getBoundingClientRect();
  return JSON.stringify([left + frame.clientLeft, top + frame.clientTop]);
})()`;

interface Target {
  readonly targetId: string;
  readonly type: string;
}

interface FrameTree {
  readonly frameTree: { readonly childFrames?: readonly { readonly frame: { readonly id: string } }[] };
}

interface Context {
  readonly id: number;
  readonly auxData?: { readonly frameId: string; readonly isDefault: boolean };
}

interface Evaluated {
  readonly result: { readonly value?: string };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
}

export function findChromium(): Found {
  // Not the browser of CHROME_PATH, which may be a shell without windows.
  const program = findProgram('chromium', 'google-chrome-stable', 'google-chrome');
  return program === undefined
    ? { missing: 'chromium not installed' }
    : { start: (display) => Chromium.start(program, display) };
}

class Chromium implements Engine {
  readonly name = 'Chromium';
  version = '';
  readonly #cdp: CdpPipe;
  readonly #end: () => Promise<void>;
  readonly #windows = new Set<string>();
  /** Sessions by target, and each frame's own world in each session: where a page's scripts live. */
  readonly #sessions = new Map<string, Promise<string>>();
  readonly #worlds = new Map<string, Map<string, number>>();
  /** Who waits for a page to load, by session. */
  readonly #loading = new Map<string, () => void>();

  private constructor(commands: Writable, answers: Readable, ended: () => Promise<void>) {
    this.#cdp = new CdpPipe(commands, answers, this.#heard);
    this.#end = ended;
  }

  static async start(program: string, display: string): Promise<Engine> {
    const home = await mkdtemp(join(tmpdir(), 'conformance-chromium-'));
    await mkdir(join(home, 'Default'));
    await writeFile(join(home, 'Default/Preferences'), JSON.stringify(PREFERENCES));
    const browser = spawn(program, [...FLAGS, `--user-data-dir=${home}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, DISPLAY: display },
    });
    const engine = new Chromium(browser.stdio[3] as Writable, browser.stdio[4] as Readable, async () => {
      await end(browser);
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    });
    const { product } = await engine.#cdp.send<{ product: string }>('Browser.getVersion');
    engine.version = product.split('/')[1] ?? product;
    await engine.#cdp.send('Target.setDiscoverTargets', { discover: true });
    return engine;
  }

  windows(): Promise<WindowId[]> {
    return Promise.resolve([...this.#windows]);
  }

  async goto(window: WindowId, url: string): Promise<void> {
    await this.#loaded(window, async () => {
      const { errorText } = await this.#send<{ errorText?: string }>(window, 'Page.navigate', { url });
      if (errorText !== undefined) throw new Error(`${url}: ${errorText}`);
    });
  }

  async reload(window: WindowId): Promise<void> {
    await this.#loaded(window, () => this.#send(window, 'Page.reload'));
  }

  async evaluate(window: WindowId, inFrame: boolean, expression: string): Promise<string | undefined> {
    const [target, frameId] = inFrame ? await this.#frame(window) : [window, window];
    const sessionId = await this.#session(target);
    const contextId = this.#worlds.get(sessionId)?.get(frameId);
    if (contextId === undefined) throw new Error('The page is not there yet.');
    const { result, exceptionDetails } = await this.#cdp.send<Evaluated>(
      'Runtime.evaluate',
      { expression, contextId, userGesture: false, awaitPromise: false },
      sessionId,
    );
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'The page threw.');
    return result.value;
  }

  async press(window: WindowId, inFrame: boolean, left: number, top: number): Promise<void> {
    const corner = inFrame ? await this.evaluate(window, false, FRAME_CORNER) : undefined;
    const [frameLeft, frameTop] = JSON.parse(corner ?? '[0,0]') as [number, number];
    const [x, y] = [left + frameLeft, top + frameTop];
    const at = { x, y, button: 'left', clickCount: 1 };
    await this.#send(window, 'Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
    await this.#send(window, 'Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
    await this.#send(window, 'Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
  }

  async closeWindow(window: WindowId): Promise<void> {
    await this.#cdp.send('Target.closeTarget', { targetId: window });
  }

  async focusWindow(window: WindowId): Promise<void> {
    await this.#send(window, 'Page.bringToFront');
  }

  async openWindow(): Promise<WindowId> {
    const wanted = { url: 'about:blank', newWindow: true };
    return (await this.#cdp.send<{ targetId: string }>('Target.createTarget', wanted)).targetId;
  }

  async hide(window: WindowId, hidden: boolean): Promise<void> {
    const of = { targetId: window };
    const { windowId } = await this.#cdp.send<{ windowId: number }>('Browser.getWindowForTarget', of);
    const windowState = hidden ? 'minimized' : 'normal';
    await this.#cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
  }

  async offline(window: WindowId, offline: boolean): Promise<void> {
    await this.#send(window, 'Network.enable');
    const unlimited = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await this.#send(window, 'Network.emulateNetworkConditions', { offline, ...unlimited });
  }

  async close(): Promise<void> {
    await this.#cdp.send('Browser.close').catch(() => undefined);
    await this.#end();
  }

  async #loaded(window: WindowId, navigate: () => Promise<unknown>): Promise<void> {
    const sessionId = await this.#session(window);
    await this.#cdp.send('Page.enable', {}, sessionId);
    const loaded = new Promise<void>((resolve) => this.#loading.set(sessionId, resolve));
    await navigate();
    await loaded;
  }

  /** The page's only frame: a target of its own when it is of another site, else a world in the page's target. */
  async #frame(window: WindowId): Promise<[target: string, frameId: string]> {
    const { frameTree } = await this.#send<FrameTree>(window, 'Page.getFrameTree');
    const child = frameTree.childFrames?.[0]?.frame.id;
    if (child !== undefined) return [window, child];
    const { root } = await this.#send<{ root: { nodeId: number } }>(window, 'DOM.getDocument');
    const found = await this.#send<{ nodeId: number }>(window, 'DOM.querySelector', {
      nodeId: root.nodeId,
      selector: 'iframe',
    });
    const { node } = await this.#send<{ node: { frameId?: string } }>(window, 'DOM.describeNode', found);
    if (node.frameId === undefined) throw new Error('The page has no frame yet.');
    return [node.frameId, node.frameId];
  }

  async #send<T>(target: string, method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    return this.#cdp.send<T>(method, params, await this.#session(target));
  }

  #session(targetId: string): Promise<string> {
    const session = this.#sessions.get(targetId) ?? this.#attach(targetId);
    this.#sessions.set(targetId, session);
    session.catch(() => this.#sessions.delete(targetId));
    return session;
  }

  async #attach(targetId: string): Promise<string> {
    const attach = { targetId, flatten: true };
    const { sessionId } = await this.#cdp.send<{ sessionId: string }>('Target.attachToTarget', attach);
    this.#worlds.set(sessionId, new Map());
    await this.#cdp.send('Runtime.enable', {}, sessionId);
    return sessionId;
  }

  readonly #heard = (method: string, params: Readonly<Record<string, unknown>>, sessionId = ''): void => {
    if (method === 'Target.targetCreated') {
      const { targetId, type } = params.targetInfo as Target;
      if (type === 'page') this.#windows.add(targetId);
    } else if (method === 'Target.targetDestroyed') {
      this.#windows.delete(String(params.targetId));
      this.#sessions.delete(String(params.targetId));
    } else if (method === 'Target.detachedFromTarget') {
      this.#sessions.delete(String(params.targetId));
    } else if (method === 'Runtime.executionContextCreated') {
      const { id, auxData } = params.context as Context;
      if (auxData?.isDefault === true) this.#worlds.get(sessionId)?.set(auxData.frameId, id);
    } else if (method === 'Page.loadEventFired') {
      this.#loading.get(sessionId)?.();
    } else if (method === 'Runtime.executionContextsCleared') {
      this.#worlds.get(sessionId)?.clear();
    }
  };
}
