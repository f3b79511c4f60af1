/** The servers that take part in a benchmark, each a process of its own. */
import { PAGE, SETTINGS } from './people.js';
import { freePort, sleep, startPart, type Part } from './parts.js';
import type { Memory } from './probe.js';

/** How long the simulated Leaf takes for everything. */
export const LEAF_MS = 20;

/** One call that Leaf saw, and when, in milliseconds since 1970. */
export interface CallSeen {
  at: number;
  leafUserId: string;
  call: string;
}

export interface Leaf {
  url: string;
  /** How many calls it has seen so far. */
  calls(): Promise<number>;
  /** From now on, remembers every call. */
  watch(): Promise<void>;
  seen(): Promise<CallSeen[]>;
  /** Answers 503 to everything, or no longer. When, in milliseconds since 1970. */
  down(is: boolean): Promise<number>;
  /** The user has connected. When, in milliseconds since 1970. */
  connect(leafUserId: string): Promise<number>;
  stop(): Promise<number | null>;
}

export interface Server {
  url: string;
  memory(): Promise<Memory>;
  /** Microseconds of processor time so far. */
  cpu(): Promise<number>;
  stop(): Promise<number | null>;
}

export async function startLeaf(): Promise<Leaf> {
  const port = await freePort();
  const part = startPart('leaf-process.ts', { env: { PORT: String(port) } });
  const url = await whenUp(`http://127.0.0.1:${port}`);
  return {
    url,
    calls: () => part.ask('calls'),
    watch: () => part.ask('watch'),
    seen: () => part.ask('seen'),
    down: (is) => part.ask('down', is),
    connect: (leafUserId) => part.ask('connect', leafUserId),
    stop: () => part.stop(),
  };
}

/** The demo's Leaf and John Deere. */
export interface Simulated {
  /** What a companion has to be set to. */
  settings(): Promise<Record<string, string>>;
  newUser(): Promise<string>;
  stop(): Promise<number | null>;
}

export function startSimulated(): Simulated {
  const part = startPart('simulator-process.ts');
  return { settings: () => part.ask('settings'), newUser: () => part.ask('newUser'), stop: () => part.stop() };
}

/** The companion as partners run it: `serve`, with its log at `info`. */
export async function startServe(leafUrl: string, settings: Record<string, string> = {}): Promise<Server> {
  const port = await freePort();
  const env = { ...SETTINGS, LEAF_API_URL: leafUrl, PORT: String(port), ...settings };
  const part = startPart('../../../src/cli/main.ts', { args: ['serve'], env, preload: ['probe.ts'] });
  return serverOf(part, await whenUp(`http://127.0.0.1:${port}`));
}

/** A server that makes the same calls to Leaf and does nothing else. */
export async function startBare(leafUrl: string): Promise<Server> {
  const port = await freePort();
  const part = startPart('bare-process.ts', {
    env: { LEAF_API_URL: leafUrl, PORT: String(port) },
    preload: ['probe.ts'],
  });
  return serverOf(part, await whenUp(`http://127.0.0.1:${port}`));
}

function serverOf(part: Part, url: string): Server {
  return { url, memory: () => part.ask('memory'), cpu: () => part.ask('cpu'), stop: () => part.stop() };
}

async function whenUp(url: string): Promise<string> {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`${url}/readyz`, { headers: { Connection: 'close', Origin: PAGE } }).catch(
      () => undefined,
    );
    if (answer !== undefined) return url;
    await sleep(50);
  }
  throw new Error(`Nobody listens at ${url}`);
}
