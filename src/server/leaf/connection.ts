/**
 * From what Leaf says to what a page is told. Pure, and built field by field: a field that Leaf adds tomorrow goes
 * nowhere by itself.
 */
import type { ConnectionState, Health, SyncStatus } from '../../protocol/vocabulary.js';
import type { Connection, Organization } from '../../protocol/wire.js';
import type { Config } from '../config.js';
import type { Extras } from '../extras.js';
import { upstreamHref } from './links.js';
import type { LeafOrganization } from './schemas.js';

/** What is known of a user's credential and organizations. */
export interface Known {
  credential: { revision: string; createdTime: string | null; health: Health } | undefined;
  connected: readonly LeafOrganization[];
  notConnected: readonly LeafOrganization[];
  extras?: Extras;
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
  const { credential, extras = {} } = known;
  const health = credential?.health ?? 'unknown';
  const state = stateOf(known);
  const told = (organization: LeafOrganization) =>
    toOrganization(organization, extras.sync?.get(organization.id), config, onRefusedLink);
  const connected = known.connected.map(told);
  // Where the application's connections are managed as a whole is not documented; one of them leads there too.
  const grantUrl = connected.find(({ managementUri }) => managementUri)?.managementUri ?? config.managementOrigins[0];
  return {
    state,
    environment: config.johnDeere.environment,
    connectedAt: credential?.createdTime ?? null,
    revision: credential?.revision ?? null,
    health,
    organizations: { connected, notConnected: known.notConnected.map(told) },
    flow: config.flow,
    messageOrigins: config.messageOrigins,
    ...(credential && grantUrl !== undefined && { grantUrl }),
    ...(extras.dataSync && { dataSync: extras.dataSync }),
    ...(extras.data && { data: extras.data }),
    expectsChange: state !== 'connected' || health !== 'ok',
  };
}

/** One organization as a page is told of it; its link only where the URL policy lets it pass. */
export function toOrganization(
  { id, name, managementUri }: LeafOrganization,
  sync: SyncStatus | null | undefined,
  { managementOrigins }: Pick<Config, 'managementOrigins'>,
  onRefusedLink: () => void,
): Organization {
  const link = managementUri ? upstreamHref(managementUri, managementOrigins) : null;
  if (managementUri && link === null) onRefusedLink();
  return { id, name: name ?? id, managementUri: link, ...(sync && { sync }) };
}

/** A lost sign-in outranks everything; nothing shared outranks a permission that is missing for it. */
function stateOf({ credential, connected }: Known): ConnectionState {
  if (credential === undefined) return 'disconnected';
  if (credential.health === 'unauthenticated') return 'attention';
  if (connected.length === 0) return 'no-organizations';
  return credential.health === 'missing_permission' ? 'attention' : 'connected';
}
