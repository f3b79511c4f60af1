/** WebKitGTK's MiniBrowser, by WebKitWebDriver. The engine family of Safari, and not Safari. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { activate, titled } from './activate.js';
import { end } from './display.js';
import type { Engine, Found } from './engine.js';
import { findMiniBrowser, findProgram } from './programs.js';
import { COMMANDS, WebDriver, type Command, type Transport } from './webdriver.js';

export function findWebKit(): Found {
  const driver = findProgram('WebKitWebDriver');
  const browser = findMiniBrowser();
  if (driver === undefined || browser === undefined) return { missing: 'webkit2gtk-driver not installed' };
  return { start: (display) => startWebKit(driver, browser, display) };
}

async function startWebKit(program: string, browser: string, display: string): Promise<Engine> {
  const port = await freePort();
  const driver = spawn(program, ['--host=127.0.0.1', `--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1', GDK_BACKEND: 'x11' },
  });
  const root = `http://127.0.0.1:${port}`;
  await listening(root);
  const options = { binary: browser, args: ['--automation'] };
  const alwaysMatch = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options };
  const { sessionId, capabilities } = await request<{ sessionId: string; capabilities: { browserVersion: string } }>(
    'POST',
    `${root}/session`,
    { capabilities: { alwaysMatch } },
  );
  const session = `${root}/session/${sessionId}`;
  const transport: Transport = {
    send<T>(command: Command, params?: Readonly<Record<string, unknown>>) {
      const [method, path] = COMMANDS[command];
      return request<T>(method, session + path, method === 'POST' ? (params ?? {}) : undefined);
    },
    close: async () => {
      await request('DELETE', session).catch(() => undefined);
      await end(driver);
    },
  };
  const { browserVersion: version } = capabilities;
  return new WebDriver(
    {
      name: 'WebKitGTK',
      version,
      pressesInsideFrames: false,
      activate: (title) => activate(display, titled(title, '[Automation] ', '')),
    },
    transport,
  );
}

async function request<T>(method: string, url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`${value.error ?? response.status}: ${value.message ?? ''}`);
  return value;
}

async function listening(root: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(`${root}/status`).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await pause(50);
  }
  throw new Error('WebKitWebDriver did not start.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
