/** Everything the demo runs, started together: a partner's site, the companion, and the simulated internet. */
import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import type { FlowName } from '../src/protocol/vocabulary.js';
import { createLeafConnect, type Companion, type LeafConnectOptions, type LogEntry } from '../src/server/index.js';
import { listen } from '../src/server/node.js';
import { addressOf, FREE_PORTS, type Ports } from './addresses.js';
import { openGate, type Gate } from './gate.js';
import { Activity } from './lab/activity.js';
import { startSimulator, type Simulator } from './simulator/index.js';
import { listenerOf, openOrigin, type Origin } from './simulator/origin.js';
import { COMPANY, createSite, type Simulation } from './site.js';

export interface Demo {
  readonly siteUrl: string;
  readonly companionUrl: string;
  readonly companion: Companion;
  close(): Promise<void>;
}

export interface SimulatedDemo extends Demo {
  readonly simulator: Simulator;
  /** Stands in front of the companion; `companionUrl` is its address. */
  readonly gate: Gate;
}

/** How the simulated world's companion is set up. */
export interface SimulatedOptions {
  /** How growers sign in. Default `one-click`. */
  flow?: FlowName;
  /** `authorization-code` only. Default `direct`. */
  tokenExchange?: 'direct' | 'helper';
  /** Options of the companion in place of the demo's own. `returnUrls` is the partner's page unless it is among them. */
  companion?: (addresses: { siteUrl: string; simulator: Simulator }) => Partial<LeafConnectOptions>;
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
  /** Absent when they are the real ones. */
  readonly simulation?: Simulation & { readonly elsewhere: Origin };
}

/** The demo in a simulated world, with no internet. Rejects as `startWorld` does. */
export async function startDemo(options: DemoOptions & SimulatedOptions = {}): Promise<SimulatedDemo> {
  const { leaf: leafPort, deere: deerePort, companion: port } = { ...FREE_PORTS, ...options.ports };
  const running = new Running();
  try {
    const activity = new Activity();
    const heard = (event: 'connection_refused' | 'request_held_back') => activity.add({ event });
    const gate = running.keep(await openGate({ port, heard }));
    // John Deere returns only to what was registered there, so the companion's address is known before it.
    const redirectUris = [`${addressOf(gate.url)}/callback`];
    const simulator = running.keep(
      await startSimulator({ leafPort, deerePort, applicationName: COMPANY, redirectUris }),
    );
    const elsewhere = running.keep(await openElsewhere());
    const world = simulated({ simulator, gate, elsewhere, elsewhereUrl: elsewhere.url, activity }, options);
    const demo = running.keep(await startWorld(world, options));
    return { ...demo, simulator, gate, close: () => running.close() };
  } catch (error) {
    await running.close();
    throw error;
  }
}

/** Starts site and companion. Rejects with the socket's error (`EADDRINUSE`), or with `ConfigurationError`. */
export async function startWorld(world: World, { ports, routes, log }: DemoOptions = {}): Promise<Demo> {
  const { site: sitePort, companion: companionPort } = { ...FREE_PORTS, ...ports };
  const { simulation } = world;
  // Each is configured with the other's address, so both are bound before what answers there is made.
  let companion: Companion | undefined;
  const fetch = (request: Request) => companion?.fetch(request) ?? Promise.resolve(new Response(null, { status: 503 }));
  const running = new Running();
  try {
    const site = running.keep(await openOrigin('127.0.0.1', sitePort));
    const listening = running.keep(await listen({ fetch }, { port: simulation ? 0 : companionPort }));
    simulation?.gate.leadTo(Number(new URL(listening.url).port));
    const [siteUrl, companionUrl] = [addressOf(site.url), addressOf((simulation?.gate ?? listening).url)];
    const allowedOrigins = simulation ? [siteUrl, simulation.elsewhereUrl] : [siteUrl];
    const options = world.companionOptions({ publicUrl: companionUrl, allowedOrigins });
    const heard = (entry: LogEntry) => {
      simulation?.activity.add(entry);
      log?.(entry);
    };
    companion = createLeafConnect({ ...options, log: heard });
    const demo = { siteUrl, companionUrl, companion };
    const newLeafUser = () => world.newLeafUser();
    const app = createSite({ newLeafUser, ...(simulation && { simulation }), ...demo }, (hono) => routes?.(hono, demo));
    site.answerWith(listenerOf(app.fetch));
    simulation?.elsewhere.answerWith(listenerOf(app.fetch));
    return { ...demo, close: () => running.close() };
  } catch (error) {
    await running.close();
    throw error;
  }
}

/** What was started so far, to be stopped together. */
class Running {
  readonly #parts: { close(): Promise<void> }[] = [];

  keep<Part extends { close(): Promise<void> }>(part: Part): Part {
    this.#parts.push(part);
    return part;
  }

  async close(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.close()));
  }
}

/**
 * Another site for frames, since ports alone do not make one. Linux answers on every address of 127.0.0.0/8, macOS on the
 * first alone; that one is another site than `localhost` too, though not than John Deere's pages.
 */
function openElsewhere(): Promise<Origin> {
  return openOrigin('127.0.0.2', 0).catch(() => openOrigin('127.0.0.1', 0));
}

function simulated(
  simulation: NonNullable<World['simulation']>,
  { flow = 'one-click', tokenExchange = 'direct', companion }: SimulatedOptions,
): World {
  const { simulator } = simulation;
  const { leafUrl, deereUrl, clientKey, clientSecret, username, password, appName, helperUrl, issuer } = simulator;
  return {
    companionOptions: ({ publicUrl, allowedOrigins }) => {
      const [siteUrl = ''] = allowedOrigins;
      return {
        publicUrl,
        allowedOrigins,
        leaf: { username, password, apiUrl: leafUrl },
        johnDeere: {
          clientKey,
          clientSecret,
          environment: 'PRODUCTION',
          appName,
          tokenExchange,
          helperUrl,
          issuer,
        },
        flow,
        returnUrls: [`${siteUrl}/partner`],
        sessionKeys: [newSessionKey()],
        companyName: COMPANY,
        signInOrigins: [deereUrl],
        managementOrigins: [deereUrl],
        messageOrigins: [leafUrl],
        ...companion?.({ siteUrl, simulator }),
      };
    },
    newLeafUser: () => simulator.createLeafUser(),
    simulation,
  };
}

/** Sessions of a demo need not outlive it. */
export function newSessionKey(): string {
  return `demo:${randomBytes(32).toString('base64url')}`;
}
