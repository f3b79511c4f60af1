/** Answers, events and the situations that they lead to, as the element meets them. */
import { INITIAL, transition, type ConnectionEvent, type Situation } from '../../src/element/connection-machine.js';
import type { Connection, Organization } from '../../src/protocol/wire.js';

export const NORTH: Organization = { id: '1', name: 'North Farm', managementUri: null };
export const SOUTH: Organization = { id: '2', name: 'South Farm', managementUri: null };

/** No credential: what the companion says before anybody has signed in. */
export const NOTHING: Connection = {
  state: 'disconnected',
  environment: 'STAGE',
  connectedAt: null,
  revision: null,
  health: 'unknown',
  organizations: { connected: [], notConnected: [] },
  flow: 'one-click',
  messageOrigins: [],
  pollAfterMs: null,
};

export const NONE_SHARED: Connection = {
  ...NOTHING,
  state: 'no-organizations',
  revision: 'first',
  health: 'ok',
  organizations: { connected: [], notConnected: [NORTH, SOUTH] },
};

export const CONNECTED: Connection = {
  ...NONE_SHARED,
  state: 'connected',
  organizations: { connected: [NORTH], notConnected: [SOUTH] },
};

export const REVOKED: Connection = { ...CONNECTED, state: 'attention', health: 'unauthenticated' };
export const LIMITED: Connection = { ...CONNECTED, state: 'attention', health: 'missing_permission' };

/** The same connection with another credential behind it. */
export function renewed(connection: Connection): Connection {
  return { ...connection, revision: 'second' };
}

/** An answer to a question that was asked for `attemptId`, or for no attempt. */
export function answered(connection: Connection, attemptId?: string): ConnectionEvent {
  return { type: 'answered', connection, attemptId };
}

export function opened(attemptId: string): ConnectionEvent {
  return { type: 'opened', attemptId };
}

export function handed(attemptId: string): ConnectionEvent {
  return { type: 'handed', attemptId };
}

/** An attempt that was opened where nothing was connected, before the page was loaded again. */
export function resumed(attemptId: string): ConnectionEvent {
  const { attempt } = after(answered(NOTHING), opened(attemptId));
  if (!attempt) throw new Error('unreachable');
  return { type: 'resumed', attempt };
}

export const RETURNED: ConnectionEvent = { type: 'returned' };
export const MESSAGE: ConnectionEvent = { type: 'message', claim: { connected: [NORTH], notConnected: [SOUTH] } };
export const EMPTY_MESSAGE: ConnectionEvent = { type: 'message', claim: { connected: [], notConnected: [] } };
/** What the companion's last page says: nothing of organizations. */
export const FINISHED: ConnectionEvent = { type: 'message', claim: undefined };
export const QUESTIONS_ENDED: ConnectionEvent = { type: 'questions-ended' };
export const LINK_FOLLOWED: ConnectionEvent = { type: 'link-followed' };
export const CANCELLED: ConnectionEvent = { type: 'ended', reason: 'user' };
export const EXPIRED: ConnectionEvent = { type: 'ended', reason: 'expired' };
export const BLOCKED: ConnectionEvent = { type: 'blocked', fault: { code: 'popup_blocked', message: 'Blocked.' } };
export const FAILED: ConnectionEvent = {
  type: 'failed',
  fault: { code: 'server_unreachable', message: 'Unreachable.' },
};

export function startFailed(attemptId: string): ConnectionEvent {
  return { type: 'start-failed', attemptId, fault: { code: 'leaf_unavailable', message: 'Unavailable.' } };
}

/** Where these events lead, one after another, from a card that was just put on the page. */
export function after(...events: readonly ConnectionEvent[]): Situation {
  return events.reduce(transition, INITIAL);
}
