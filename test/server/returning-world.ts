/** A companion whose sign-in comes back to it, before the simulated John Deere and Leaf, all on real sockets. */
import { PASSWORD } from '../../demo/simulator/accounts.js';
import { startSimulator, type Simulator } from '../../demo/simulator/index.js';
import type { Connection } from '../../src/protocol/wire.js';
import { createLeafConnect, type Companion, type LeafConnectOptions, type LogEntry } from '../../src/server/index.js';
import { listen } from '../../src/server/node.js';
import { KEY } from './fixture.js';
import type { Page, Window } from './window.js';

/** The partner's page, on a site of its own. Nothing answers there. */
export const SITE = 'http://127.0.0.1:9';
export const RETURN_URL = `${SITE}/farm`;

export interface ReturningWorld {
  readonly simulator: Simulator;
  /** Of the companion. */
  readonly url: string;
  readonly log: LogEntry[];
  createUser(): Promise<string>;
  /** A fresh start URL, as the element asks for it. */
  startUrl(user: string, returnUrl?: string): Promise<string>;
  /** A fresh link for somebody else. */
  link(user: string): Promise<string>;
  /** What the companion tells the page. */
  connection(user: string): Promise<Connection>;
  ask(user: string, method: string, path: string, body?: object): Promise<Response>;
  /** Ends every instance: another one with the same options goes on. */
  restart(): void;
  close(): Promise<void>;
}

/** Requests go to each of `instances` in turn. They have nothing in common but their options. */
export async function createReturningWorld(
  tokenExchange: 'direct' | 'helper',
  { instances = 1, ...overrides }: Partial<LeafConnectOptions> & { instances?: number } = {},
): Promise<ReturningWorld> {
  let running: Companion[] = [];
  let turn = 0;
  const server = await listen(
    {
      fetch: (request) => {
        turn += 1;
        return running[turn % running.length]?.fetch(request) ?? Promise.reject(new Error('not started yet'));
      },
    },
    { port: 0 },
  );
  // Another site than John Deere's, which is on 127.0.0.1.
  const url = server.url.replace('127.0.0.1', 'localhost');
  const simulator = await startSimulator({ redirectUris: [`${url}/callback`] });
  const { leafUrl, deereUrl, helperUrl, issuer, clientKey, clientSecret, username, password } = simulator;
  const log: LogEntry[] = [];
  const restart = () => {
    running = Array.from({ length: instances }, () =>
      createLeafConnect({
        leaf: { username, password, apiUrl: leafUrl },
        johnDeere: { clientKey, clientSecret, environment: 'PRODUCTION', tokenExchange, helperUrl, issuer },
        flow: 'authorization-code',
        publicUrl: url,
        allowedOrigins: [SITE],
        returnUrls: [RETURN_URL],
        sessionKeys: [KEY],
        companyName: 'Partner Inc.',
        signInOrigins: [deereUrl],
        managementOrigins: [deereUrl],
        log: (entry) => log.push(entry),
        ...overrides,
      }),
    );
  };
  restart();

  const world: ReturningWorld = {
    simulator,
    url,
    log,
    createUser: () => simulator.createLeafUser(),
    async ask(leafUserId, method, path, body) {
      const [companion] = running as [Companion];
      const { token } = await companion.createSession({ leafUserId, origin: SITE, name: 'North Farm' });
      const headers = { Authorization: `Bearer ${token}`, Origin: SITE, 'Content-Type': 'application/json' };
      return fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    },
    async startUrl(user, returnUrl) {
      const minted = await world.ask(user, 'POST', '/attempts', returnUrl === undefined ? {} : { returnUrl });
      return ((await minted.json()) as { startUrl: string }).startUrl;
    },
    async link(user) {
      return ((await (await world.ask(user, 'POST', '/links', {})).json()) as { url: string }).url;
    },
    async connection(user) {
      return (await (await world.ask(user, 'GET', '/connection')).json()) as Connection;
    },
    restart,
    close: async () => {
      await Promise.all([server.close(), simulator.close()]);
    },
  };
  return world;
}

/** From John Deere's sign-in page through the consent, which is where `answer` is given. */
export async function consent(
  window: Window,
  signInPage: Page,
  {
    account = 'several',
    answer = 'allow',
    until,
  }: { account?: string; answer?: string; until?: (url: URL) => boolean } = {},
): Promise<Page> {
  const asked = await window.visit(signInPage.url, {
    from: signInPage.url,
    form: { user: account, password: PASSWORD },
    ...(until && { until }),
  });
  if (!asked.text.includes('Allow')) return asked;
  return window.visit(asked.url, { from: asked.url, form: { answer }, ...(until && { until }) });
}

/** The way of a grower whose page opened the window, to John Deere's sign-in page. */
export function open(window: Window, startUrl: string): Promise<Page> {
  return window.visit(startUrl, { from: RETURN_URL });
}

export const isCallback = (url: URL) => url.pathname === '/callback';
export const isReturn = (url: URL) => url.origin === SITE;
