/** Everything the demo runs, started together: a partner's site, the companion, and the simulated internet. */
import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { createLeafConnect, type Companion, type LeafConnectOptions, type LogEntry } from '../src/server/index.js';
import { listen } from '../src/server/node.js';
import { addressOf, FREE_PORTS, type Ports } from './addresses.js';
import { startSimulator, type Simulator } from './simulator/index.js';
import { listenerOf, openOrigin } from './simulator/origin.js';
import { COMPANY, createSite } from './site.js';

export interface Demo {
  readonly siteUrl: string;
  readonly companionUrl: string;
  readonly companion: Companion;
  close(): Promise<void>;
}

export interface SimulatedDemo extends Demo {
  readonly simulator: Simulator;
}

export interface DemoOptions {
  /** Any free port for each part that is left out. */
  ports?: Partial<Ports>;
  /** Adds routes to the site, before its own: a page to try something on. */
  routes?: (site: Hono, demo: Omit<Demo, 'close'>) => void;
  /** Receives the companion's log. */
  log?: (entry: LogEntry) => void;
}

/** Which Leaf and which John Deere the demo is about. */
export interface World {
  companionOptions(addresses: { publicUrl: string; allowedOrigins: string[] }): LeafConnectOptions;
  newLeafUser(): Promise<string>;
  readonly simulator?: Simulator;
}

/** The demo in a simulated world, with no internet. Rejects as `startWorld` does. */
export async function startDemo(options: DemoOptions = {}): Promise<SimulatedDemo> {
  const { leaf: leafPort, deere: deerePort } = { ...FREE_PORTS, ...options.ports };
  const simulator = await startSimulator({ leafPort, deerePort, applicationName: COMPANY });
  try {
    const demo = await startWorld(simulated(simulator), options);
    const close = async () => {
      await Promise.all([demo.close(), simulator.close()]);
    };
    return { ...demo, simulator, close };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

/** Starts site and companion. Rejects with the socket's error (`EADDRINUSE`), or with `ConfigurationError`. */
export async function startWorld(world: World, { ports, routes, log }: DemoOptions = {}): Promise<Demo> {
  const { site: sitePort, companion: companionPort } = { ...FREE_PORTS, ...ports };
  // Each is configured with the other's address, so both are bound before what answers there is made.
  let companion: Companion | undefined;
  const fetch = (request: Request) => companion?.fetch(request) ?? Promise.resolve(new Response(null, { status: 503 }));
  const site = await openOrigin('127.0.0.1', sitePort);
  const listening = await listen({ fetch }, { port: companionPort }).catch(async (error: unknown) => {
    await site.close();
    throw error;
  });
  const close = async () => {
    await Promise.all([site.close(), listening.close()]);
  };
  try {
    const [siteUrl, companionUrl] = [addressOf(site.url), addressOf(listening.url)];
    const options = world.companionOptions({ publicUrl: companionUrl, allowedOrigins: [siteUrl] });
    companion = createLeafConnect({ ...options, ...(log && { log }) });
    const demo = { siteUrl, companionUrl, companion };
    const app = createSite({ ...world, ...demo }, (hono) => routes?.(hono, demo));
    site.answerWith(listenerOf(app.fetch));
    return { ...demo, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function simulated(simulator: Simulator): World {
  const { leafUrl, deereUrl, clientKey, clientSecret, username, password } = simulator;
  return {
    companionOptions: (addresses) => ({
      ...addresses,
      leaf: { username, password, apiUrl: leafUrl },
      johnDeere: { clientKey, clientSecret, environment: 'PRODUCTION' },
      sessionKeys: [newSessionKey()],
      companyName: COMPANY,
      signInOrigins: [deereUrl],
      managementOrigins: [deereUrl],
      messageOrigins: [leafUrl],
    }),
    newLeafUser: () => simulator.createLeafUser(),
    simulator,
  };
}

/** Sessions of a demo need not outlive it. */
export function newSessionKey(): string {
  return `demo:${randomBytes(32).toString('base64url')}`;
}
