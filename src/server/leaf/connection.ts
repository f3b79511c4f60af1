/**
 * From what Leaf says to what a page is told. Pure, and built field by field: a field that Leaf adds tomorrow goes
 * nowhere by itself.
 */
import type { ConnectionState, Health } from '../../protocol/vocabulary.js';
import type { Connection, Organization } from '../../protocol/wire.js';
import type { Config } from '../config.js';
import { upstreamHref } from './links.js';
import type { LeafOrganization } from './schemas.js';

/** What is known of a user's credential and organizations. */
export interface Known {
  credential: { revision: string; createdTime: string | null; health: Health } | undefined;
  connected: readonly LeafOrganization[];
  notConnected: readonly LeafOrganization[];
}

const HEALTH_OF_STATUS: Partial<Record<string, Health>> = {
  OK: 'ok',
  UNAUTHENTICATED: 'unauthenticated',
  MISSING_PERMISSION: 'missing_permission',
  TEMPORARILY_UNAVAILABLE: 'temporarily_unavailable',
};

/** Leaf's word for a credential's state; a word that nobody documented is `unknown`. */
export function healthOf(status: string): Health {
  return HEALTH_OF_STATUS[status.toUpperCase()] ?? 'unknown';
}

/** What is told about asking again is decided by others; here, whether it is worth it at all. */
export type ConnectionNow = Omit<Connection, 'pollAfterMs'> & { expectsChange: boolean };

/** `onRefusedLink` hears of every link that the URL policy refused. */
export function toConnection(known: Known, config: Config, onRefusedLink: () => void): ConnectionNow {
  const { credential, connected, notConnected } = known;
  const health = credential?.health ?? 'unknown';
  const state = stateOf(known);
  const toOrganization = ({ id, name, managementUri }: LeafOrganization): Organization => {
    const link = managementUri ? upstreamHref(managementUri, config.managementOrigins) : null;
    if (managementUri && link === null) onRefusedLink();
    return { id, name: name ?? id, managementUri: link };
  };
  return {
    state,
    environment: config.johnDeere.environment,
    connectedAt: credential?.createdTime ?? null,
    revision: credential?.revision ?? null,
    health,
    organizations: {
      connected: connected.map(toOrganization),
      notConnected: notConnected.map(toOrganization),
    },
    flow: config.flow,
    messageOrigins: config.messageOrigins,
    expectsChange: state !== 'connected' || health !== 'ok',
  };
}

/** A lost sign-in outranks everything; nothing shared outranks a permission that is missing for it. */
function stateOf({ credential, connected }: Known): ConnectionState {
  if (credential === undefined) return 'disconnected';
  if (credential.health === 'unauthenticated') return 'attention';
  if (connected.length === 0) return 'no-organizations';
  return credential.health === 'missing_permission' ? 'attention' : 'connected';
}
