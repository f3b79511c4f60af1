/**
 * The state of the card as a pure function: `(situation, event) → situation`. It knows no DOM, no timer and no network;
 * it refuses to believe anything but the companion's answers. A message, a closed window, a focus are hints: they can
 * make the card say "confirming" or "not finished", never "connected".
 */
import type { CancelReason, ElementState, ErrorCode } from '../protocol/vocabulary.js';
import type { Connection } from '../protocol/wire.js';
import type { Claim, LiveAttempt } from './live-attempt.js';

/** How an attempt ended: `confirmed`, `failed` (nothing was or is there to sign in to), or why it was given up. */
export interface Settled {
  readonly id: string;
  readonly outcome: 'confirmed' | 'failed' | CancelReason;
}

export interface Fault {
  readonly code: ErrorCode;
  /** For developers, in English. */
  readonly message: string;
  readonly requestId?: string | undefined;
}

export interface Situation {
  readonly state: ElementState;
  /** The companion's last answer. */
  readonly connection: Connection | undefined;
  readonly attempt: LiveAttempt | undefined;
  readonly settled: Settled | undefined;
  /** What went wrong last; an answer clears it. */
  readonly fault: Fault | undefined;
}

export type ConnectionEvent =
  /** The companion answered a question that was asked for the attempt `attemptId` (or for none). */
  | { readonly type: 'answered'; readonly connection: Connection; readonly attemptId: string | undefined }
  | { readonly type: 'failed'; readonly fault: Fault }
  | { readonly type: 'opened'; readonly attemptId: string; readonly inPage?: boolean }
  /** A link to a sign-in was made for somebody else. */
  | { readonly type: 'handed'; readonly attemptId: string }
  /** An earlier card, or this page before it was reloaded, had an attempt that is still live. */
  | { readonly type: 'resumed'; readonly attempt: LiveAttempt }
  | { readonly type: 'blocked'; readonly fault: Fault }
  /** The real link of a blocked window was followed. */
  | { readonly type: 'link-followed' }
  | { readonly type: 'returned' }
  /** A valid message came; the companion's own names no organizations. */
  | { readonly type: 'message'; readonly claim: Claim | undefined }
  /** The questions that followed a hint are over. */
  | { readonly type: 'questions-ended' }
  | { readonly type: 'ended'; readonly reason: 'user' | 'expired' }
  /** The attempt could not be started at all: its window is gone, and nobody was asked to sign in. */
  | { readonly type: 'start-failed'; readonly attemptId: string; readonly fault: Fault };

export const INITIAL: Situation = {
  state: 'loading',
  connection: undefined,
  attempt: undefined,
  settled: undefined,
  fault: undefined,
};

export function transition(situation: Situation, event: ConnectionEvent): Situation {
  switch (event.type) {
    case 'answered':
      return answered(situation, event.connection, event.attemptId);
    case 'failed':
      return {
        ...situation,
        state: situation.state === 'loading' ? 'unavailable' : situation.state,
        fault: event.fault,
      };
    case 'opened':
      return begun(situation, event.attemptId, { inPage: event.inPage ?? false });
    case 'handed':
      return begun(situation, event.attemptId, { handed: true });
    case 'resumed':
      return situation.attempt ? situation : { ...situation, state: 'connecting', attempt: event.attempt };
    case 'blocked':
      return situation.attempt ? { ...situation, state: 'blocked', fault: event.fault } : situation;
    case 'link-followed':
      // It opens in a window of its own, also where the page was to be left for it.
      return situation.state === 'blocked'
        ? { ...withAttempt(situation, { inPage: false }), state: 'connecting', fault: undefined }
        : situation;
    case 'returned':
      // Nobody was in a window that never opened; its link stays.
      return situation.state === 'blocked' || situation.attempt?.handed
        ? situation
        : withAttempt(situation, { returned: true });
    case 'message':
      return situation.attempt?.step === 'sign-in'
        ? { ...withAttempt(situation, { heard: true, claim: event.claim }), state: 'connecting', fault: undefined }
        : situation;
    case 'questions-ended':
      return situation.attempt?.claim
        ? { ...withAttempt(situation, { claim: undefined, returned: true }), state: 'unfinished' }
        : situation;
    case 'ended':
      // Whoever has signed in and shares nothing for half an hour has cancelled nothing.
      return event.reason === 'expired' && situation.attempt?.step === 'organizations'
        ? ended(situation, 'confirmed', undefined)
        : ended(situation, event.reason, undefined);
    case 'start-failed':
      return situation.attempt?.id === event.attemptId ? ended(situation, 'failed', event.fault) : situation;
  }
}

/** As if the attempt had never been: it was ended by another card, which has told so. */
export function withoutAttempt(situation: Situation): Situation {
  const { attempt, connection } = situation;
  return attempt ? { ...situation, state: connection?.state ?? 'loading', attempt: undefined } : situation;
}

function withAttempt(situation: Situation, change: Partial<LiveAttempt>): Situation {
  return situation.attempt ? { ...situation, attempt: { ...situation.attempt, ...change } } : situation;
}

function begun(
  situation: Situation,
  id: string,
  { handed = false, inPage = false }: Partial<Pick<LiveAttempt, 'handed' | 'inPage'>>,
): Situation {
  const { attempt: replaced, connection } = situation;
  return {
    ...situation,
    state: 'connecting',
    attempt: {
      id,
      revision: connection?.revision,
      health: connection?.health,
      account: connection?.account,
      handed,
      inPage,
      step: 'sign-in',
      returned: false,
      heard: false,
      claim: undefined,
    },
    settled: replaced ? { id: replaced.id, outcome: 'superseded' } : situation.settled,
    fault: undefined,
  };
}

function ended(situation: Situation, outcome: Settled['outcome'], fault: Fault | undefined): Situation {
  const { attempt, connection } = situation;
  if (!attempt) return situation;
  return {
    ...situation,
    state: connection?.state ?? (fault ? 'unavailable' : 'loading'),
    attempt: undefined,
    settled: { id: attempt.id, outcome },
    fault,
  };
}

function answered(situation: Situation, told: Connection, askedFor: string | undefined): Situation {
  const { attempt } = situation;
  const connection = withKnownRows(situation.connection, told);
  if (attempt?.id !== askedFor) {
    // Asked before the attempt began, or for one that is over: it says nothing about this one. The first answer ever
    // still tells what was so at the click.
    return attempt && situation.connection === undefined
      ? { ...situation, connection, attempt: { ...attempt, ...missingBaseline(attempt, connection) } }
      : situation;
  }
  const known = { ...situation, connection, fault: undefined };
  if (!attempt) return { ...known, state: connection.state };
  if (attempt.account !== undefined && connection.account !== undefined && attempt.account !== connection.account)
    return settle(known, attempt, connection, 'failed');
  if (attempt.step === 'organizations') return secondStep(known, attempt, connection);
  if (!confirms(attempt, connection)) return stillWaiting(known, attempt, connection);
  return nothingToRead(connection)
    ? {
        ...known,
        state: connection.state,
        attempt: { ...attempt, step: 'organizations', returned: false, claim: undefined },
      }
    : settle(known, attempt, connection);
}

/** A credential that John Deere no longer honours can list nothing, which does not mean that nothing is there. */
function withKnownRows(known: Connection | undefined, told: Connection): Connection {
  const { revision, health, organizations } = told;
  const isSilent =
    known?.revision === revision &&
    health === 'unauthenticated' &&
    organizations.connected.length + organizations.notConnected.length === 0;
  return isSilent ? Object.freeze({ ...told, organizations: known.organizations }) : told;
}

/** Signed in, and at John Deere there is a second thing to do: share an organization, or allow what is missing. */
function nothingToRead({ state, health }: Connection): boolean {
  return state === 'no-organizations' || (state === 'attention' && health === 'missing_permission');
}

/** Where nothing was known at the click, the first answer becomes what later ones are compared with. */
function missingBaseline(
  attempt: LiveAttempt,
  { revision, health, account }: Connection,
): Pick<LiveAttempt, 'revision' | 'health' | 'account'> {
  return attempt.revision === undefined ? { revision, health, account } : attempt;
}

function confirms(attempt: LiveAttempt, connection: Connection): boolean {
  if (connection.revision === null) return false;
  return (
    (attempt.revision !== undefined && connection.revision !== attempt.revision) ||
    (attempt.health === 'unauthenticated' && connection.health === 'ok') ||
    (attempt.heard && connection.state === 'connected')
  );
}

function settle(
  known: Situation,
  { id }: LiveAttempt,
  { state }: Connection,
  outcome: Settled['outcome'] = 'confirmed',
): Situation {
  return { ...known, state, attempt: undefined, settled: { id, outcome } };
}

function secondStep(known: Situation, attempt: LiveAttempt, connection: Connection): Situation {
  if (nothingToRead(connection)) return { ...known, state: connection.state };
  // Somebody disconnected it meanwhile: there is nothing left to share from.
  return settle(known, attempt, connection, connection.state === 'disconnected' ? 'failed' : 'confirmed');
}

function stillWaiting(known: Situation, attempt: LiveAttempt, connection: Connection): Situation {
  const claim = connection.revision === null ? attempt.claim : undefined;
  const waiting = { ...known, attempt: { ...attempt, ...missingBaseline(attempt, connection), claim } };
  return attempt.returned && claim === undefined ? { ...waiting, state: 'unfinished' } : waiting;
}
