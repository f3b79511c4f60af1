/** What a change of situation is worth telling the page: a pure comparison, so that each event is said exactly once. */
import type { CancelReason, ElementState, ErrorCode, EventName } from '../protocol/vocabulary.js';
import type { Connection, Organization } from '../protocol/wire.js';
import type { Situation } from './connection-machine.js';
import { errorText } from './texts/texts.js';

/** The detail of every event of `<leaf-jd-connect>`. None carries a token or a secret. */
export interface LeafConnectEventDetails extends Record<EventName, object> {
  /** Cancelable: fired in the click, before the window opens or a link is made. */
  'leaf-connect': { attemptId: string };
  /** Once per attempt, when it ends with at least one organization shared. Never on first load. */
  'leaf-connected': { connection: Connection };
  /** `added` and `removed` say which organizations began or ceased to be connected. */
  'leaf-organizations-change': {
    connected: readonly Organization[];
    notConnected: readonly Organization[];
    added: readonly Organization[];
    removed: readonly Organization[];
  };
  /** An attempt ended without a connection: given up, out of time, or another took its place. */
  'leaf-cancelled': { attemptId: string; reason: CancelReason };
  /** The connection was removed at Leaf, by the card's button or by `disconnect()`. */
  'leaf-disconnected': Record<string, never>;
  /** With every change of `state`. */
  'leaf-state-change': { state: ElementState; previous: ElementState };
  /** `message` is for developers, `displayMessage` for the grower; `requestId` finds the line in the companion's log. */
  'leaf-error': {
    code: ErrorCode;
    message: string;
    displayMessage: string;
    userRecoverable: boolean;
    requestId?: string;
  };
  /** For the page's developer: what is wrong with the embedding, and what mends it. */
  'leaf-diagnostic': { code: string; message: string; help: string };
}

export type Announcement = {
  [Name in keyof LeafConnectEventDetails]: { name: Name; detail: LeafConnectEventDetails[Name] };
}[keyof LeafConnectEventDetails];

export function announcements(
  previous: Situation,
  next: Situation,
  displayMessage: (code: ErrorCode) => string,
): Announcement[] {
  const said: Announcement[] = [];
  if (next.state !== previous.state) {
    said.push({ name: 'leaf-state-change', detail: { state: next.state, previous: previous.state } });
  }
  const change = organizationsChange(previous.connection, next.connection);
  if (change) said.push({ name: 'leaf-organizations-change', detail: change });
  if (next.settled && next.settled !== previous.settled) said.push(...settlement(next));
  if (next.fault && (next.fault.code !== previous.fault?.code || next.fault.requestId !== previous.fault.requestId)) {
    const { code, message, requestId } = next.fault;
    said.push({
      name: 'leaf-error',
      detail: {
        code,
        message,
        displayMessage: displayMessage(code),
        userRecoverable: isRecoverable(code),
        ...(requestId === undefined ? {} : { requestId }),
      },
    });
  }
  return said;
}

function settlement({ settled, state, connection }: Situation): Announcement[] {
  if (!settled || settled.outcome === 'failed') return [];
  if (settled.outcome !== 'confirmed') {
    return [{ name: 'leaf-cancelled', detail: { attemptId: settled.id, reason: settled.outcome } }];
  }
  return state === 'connected' && connection ? [{ name: 'leaf-connected', detail: { connection } }] : [];
}

function organizationsChange(
  before: Connection | undefined,
  after: Connection | undefined,
): LeafConnectEventDetails['leaf-organizations-change'] | undefined {
  if (!before || !after || before === after || isAnother(before.account, after.account)) return undefined;
  const { connected, notConnected } = after.organizations;
  const added = missingFrom(before.organizations.connected, connected);
  const removed = missingFrom(connected, before.organizations.connected);
  const others =
    missingFrom(before.organizations.notConnected, notConnected).length +
    missingFrom(notConnected, before.organizations.notConnected).length;
  return added.length + removed.length + others > 0 ? { connected, notConnected, added, removed } : undefined;
}

/** Another visitor is signed in to the page now: nothing that is known of the one before is theirs. */
export function isAnother(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && after !== undefined && before !== after;
}

/** The organizations of `list` that `known` has not. */
function missingFrom(known: readonly Organization[], list: readonly Organization[]): Organization[] {
  const ids = new Set(known.map(({ id }) => id));
  return list.filter(({ id }) => !ids.has(id));
}

/** Whether the grower can mend it by trying again, waiting or allowing the window. The rest is the page's to mend. */
function isRecoverable(code: ErrorCode): boolean {
  return code !== 'unknown' && !['errorSession', 'errorSetup'].includes(errorText(code));
}
