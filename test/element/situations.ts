/** Answers, events and the situations that they lead to, as the element meets them. */
import * as fc from 'fast-check';
import { INITIAL, transition, type ConnectionEvent, type Situation } from '../../src/element/connection-machine.js';
import { CONNECTION_STATES, HEALTHS } from '../../src/protocol/vocabulary.js';
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

export const RETURNED: ConnectionEvent = { type: 'returned' };
export const MESSAGE: ConnectionEvent = { type: 'message', claim: { connected: [NORTH], notConnected: [SOUTH] } };
export const EMPTY_MESSAGE: ConnectionEvent = { type: 'message', claim: { connected: [], notConnected: [] } };
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

/** Any answer, also one that makes little sense, asked for any of three attempts or for none. */
const anyAnswer = fc
  .record({
    state: fc.constantFrom(...CONNECTION_STATES),
    revision: fc.constantFrom(null, 'first', 'second'),
    health: fc.constantFrom(...HEALTHS),
    connected: fc.subarray([NORTH, SOUTH]),
  })
  .map(({ connected, ...said }): Connection => ({ ...NOTHING, ...said, organizations: { connected, notConnected: [] } }));

const STEADY = [RETURNED, MESSAGE, EMPTY_MESSAGE, QUESTIONS_ENDED, LINK_FOLLOWED, CANCELLED, EXPIRED, BLOCKED, FAILED];

/**
 * A sequence of events in any order. Every opened attempt has an id of its own, `a1`, `a2` and so on, and answers are
 * asked for the last ones.
 */
export const anySequence: fc.Arbitrary<ConnectionEvent[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(fc.constant('answered' as const), anyAnswer, fc.nat(2)) },
      { weight: 2, arbitrary: fc.constant(['opened'] as const) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('start-failed' as const), fc.nat(1)) },
      { weight: 4, arbitrary: fc.constantFrom(...STEADY) },
    ),
    { maxLength: 30 },
  )
  .map((steps) => {
    let attempts = 0;
    return steps.map((step): ConnectionEvent => {
      if (!Array.isArray(step)) return step as ConnectionEvent;
      return step[0];
    });
  });
