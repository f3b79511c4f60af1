/** Firefox, by Marionette: its own W3C WebDriver, on a socket. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Browser, createProfile } from '@puppeteer/browsers';
import { activate, titled } from './activate.js';
import { end } from './display.js';
import type { Engine, Found } from './engine.js';
import { findProgram } from './programs.js';
import { COMMANDS, WebDriver, type Command, type Habits, type Transport } from './webdriver.js';

const PREFERENCES = {
  // Profiles for automation come with the popup blocker off.
  'dom.disable_open_during_load': true,
  'browser.shell.checkDefaultBrowser': false,
  'signon.rememberSignons': false,
  'app.update.enabled': false,
  // Any free port; the browser writes it into its profile.
  'marionette.port': 0,
};

export function findFirefox(): Found {
  const program = findProgram('firefox-esr', 'firefox');
  return program === undefined
    ? { missing: 'firefox-esr not installed' }
    : { start: (display) => startFirefox(program, display) };
}

async function startFirefox(program: string, display: string): Promise<Engine> {
  const home = await mkdtemp(join(tmpdir(), 'conformance-firefox-'));
  await createProfile(Browser.FIREFOX, { path: home, preferences: PREFERENCES });
  const args = ['--marionette', '--remote-allow-system-access', '--no-remote', '--profile', home, 'about:blank'];
  const browser = spawn(program, args, { stdio: 'ignore', env: { ...process.env, DISPLAY: display } });
  const marionette = new Marionette(await connect(join(home, 'MarionetteActivePort')), async () => {
    await end(browser);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });
  const { capabilities } = await marionette.start();
  const habits: Habits = {
    name: 'Firefox',
    version: capabilities.browserVersion,
    pressesInsideFrames: true,
    activate: async (title) => {
      await activate(display, titled(title, '', ' — Mozilla Firefox'));
      // The window may have the focus while its page does not know: it is given anew.
      await marionette.asBrowser('Services.focus.clearFocus(window); gBrowser.selectedBrowser.focus()');
    },
    offline: (away) => marionette.asBrowser(`Services.io.offline = ${away}`),
  };
  return new WebDriver(habits, marionette);
}

/** Waits for the browser to name its port. */
async function connect(portFile: string): Promise<Socket> {
  for (let tries = 0; tries < 300; tries++) {
    const port = Number(await readFile(portFile, 'utf8').catch(() => ''));
    if (port > 0) {
      const socket = createConnection({ host: '127.0.0.1', port });
      await once(socket, 'connect');
      return socket;
    }
    await pause(100);
  }
  throw new Error('Firefox did not start.');
}

type Answer = [type: 1, id: number, error: { error: string; message: string } | null, result: unknown];

/** Messages are `[type, id, name or error, params or result]`, each after its length in bytes and a colon. */
class Marionette implements Transport {
  readonly #socket: Socket;
  readonly #end: () => Promise<void>;
  readonly #pending = new Map<number, (answer: Answer) => void>();
  #lastId = 0;
  #rest = Buffer.alloc(0);

  constructor(socket: Socket, ended: () => Promise<void>) {
    this.#socket = socket;
    this.#end = ended;
    socket.on('data', (data) => {
      this.#rest = Buffer.concat([this.#rest, data]);
      while (this.#takeOne());
    });
    socket.on('close', () => {
      for (const [id, answer] of this.#pending) answer([1, id, { error: 'gone', message: 'Firefox is gone.' }, null]);
    });
    socket.on('error', () => undefined);
  }

  start(): Promise<{ capabilities: { browserVersion: string } }> {
    return this.#send('WebDriver:NewSession', { strictFileInteractability: false });
  }

  async send<T>(command: Command, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const result = await this.#send<unknown>(COMMANDS[command][2], params);
    // Marionette wraps what the standard answers plainly.
    return (command === 'execute' ? (result as { value: T }).value : result) as T;
  }

  /** Runs a script as the browser itself and not as a page. */
  async asBrowser(script: string): Promise<void> {
    await this.#send('Marionette:SetContext', { value: 'chrome' });
    await this.#send('WebDriver:ExecuteScript', { script, args: [] });
    await this.#send('Marionette:SetContext', { value: 'content' });
  }

  async close(): Promise<void> {
    this.#socket.destroy();
    await this.#end();
  }

  #send<T>(name: string, params: Readonly<Record<string, unknown>>): Promise<T> {
    const id = ++this.#lastId;
    const message = JSON.stringify([0, id, name, params]);
    this.#socket.write(`${Buffer.byteLength(message)}:${message}`);
    return new Promise<T>((resolve, reject) => {
      this.#pending.set(id, ([, , error, result]) => {
        if (error) reject(new Error(`${error.error}: ${error.message}`));
        else resolve(result as T);
      });
    });
  }

  #takeOne(): boolean {
    const colon = this.#rest.indexOf(':');
    if (colon < 0) return false;
    const endOfMessage = colon + 1 + Number(this.#rest.toString('utf8', 0, colon));
    if (this.#rest.length < endOfMessage) return false;
    const message = JSON.parse(this.#rest.toString('utf8', colon + 1, endOfMessage)) as unknown;
    this.#rest = this.#rest.subarray(endOfMessage);
    // The browser greets with an object; everything else is an answer.
    if (Array.isArray(message)) {
      const answer = message as Answer;
      const pending = this.#pending.get(answer[1]);
      this.#pending.delete(answer[1]);
      pending?.(answer);
    }
    return true;
  }
}
