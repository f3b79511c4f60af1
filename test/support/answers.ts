/** What a companion can say, in the shapes of the protocol: examples for tests, on either side of the wire. */
import { PROBLEM_STATUS, type ProblemCode, type SyncStatus } from '../../src/protocol/vocabulary.js';
import type { Connection, Organization, Problem } from '../../src/protocol/wire.js';

/** `text` stands for an answer that is not JSON. */
export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem document, with the status that goes with its code. */
export function problem(code: ProblemCode, headers: Readonly<Record<string, string>> = {}): Answer {
  const status = PROBLEM_STATUS[code];
  const json: Problem = { type: 'about:blank', title: code, status, code, retryable: false, requestId: 'req-4711' };
  return { status, json, headers: { 'content-type': 'application/problem+json', ...headers } };
}

/** An organization whose link leads to a host that does not exist. */
export function organization(name: string, managementUri: string | null = manage(name)): Organization {
  return { id: `org-${name}`, name, managementUri };
}

function manage(name: string): string {
  return `https://connections.example/connections-dialog?orgId=${encodeURIComponent(name)}`;
}

export const HILLTOP = organization('Hilltop Farms');
export const RIVER = organization('River Bend Ag');

/** Nobody has signed in. Every other example is this one with changes. */
export function disconnected(change: Partial<Connection> = {}): Connection {
  return {
    state: 'disconnected',
    environment: 'PRODUCTION',
    connectedAt: null,
    revision: null,
    health: 'unknown',
    organizations: { connected: [], notConnected: [] },
    flow: 'one-click',
    messageOrigins: [],
    pollAfterMs: null,
    ...change,
  };
}

const SIGNED_IN = { connectedAt: '2026-11-02T08:00:00.000000Z', revision: 'first', health: 'ok' } as const;

/** One organization is shared, one is not. */
export function connected(change: Partial<Connection> = {}): Connection {
  return disconnected({
    ...SIGNED_IN,
    state: 'connected',
    organizations: { connected: [HILLTOP], notConnected: [RIVER] },
    ...change,
  });
}

/** Signed in, and nothing is shared. */
export function nothingShared(change: Partial<Connection> = {}): Connection {
  return disconnected({
    ...SIGNED_IN,
    state: 'no-organizations',
    organizations: { connected: [], notConnected: [HILLTOP, RIVER] },
    ...change,
  });
}

/** As `connected`, with what Leaf fetches of each organization, where the partner leaves that to the grower. */
export function synced(sync: SyncStatus, change: Partial<Connection> = {}): Connection {
  return connected({
    organizations: { connected: [{ ...HILLTOP, sync }], notConnected: [RIVER] },
    dataSync: 'SELECTED_ONLY',
    ...change,
  });
}

/** John Deere no longer lets anybody in. */
export function unauthenticated(change: Partial<Connection> = {}): Connection {
  return connected({ state: 'attention', health: 'unauthenticated', ...change });
}
