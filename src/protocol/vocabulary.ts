/**
 * The words both halves share: states, error codes, event names, scopes and the few durations that each half must
 * agree on. Nothing here imports anything.
 */

/** What the companion says of a connection, and the part of the element's states that outlives an attempt. */
export const CONNECTION_STATES = ['disconnected', 'no-organizations', 'connected', 'attention'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** Every state of the element. The ones that are not a `ConnectionState` belong to loading, or to a live attempt. */
export const ELEMENT_STATES = [
  'loading',
  'disconnected',
  'connecting',
  'blocked',
  'unfinished',
  'no-organizations',
  'connected',
  'attention',
  'unavailable',
] as const;
export type ElementState = (typeof ELEMENT_STATES)[number];

/** How the credential is doing at John Deere. An unheard-of status is `unknown`, which never changes a state. */
export const HEALTHS = ['ok', 'unauthenticated', 'missing_permission', 'temporarily_unavailable', 'unknown'] as const;
export type Health = (typeof HEALTHS)[number];

/** Ways of signing in. A page never needs to know which one its companion uses. */
export const FLOWS = ['one-click', 'authorization-code', 'provider-connections'] as const;
export type FlowName = (typeof FLOWS)[number];

/** The two environments of John Deere. An account of one does not work in the other. */
export const ENVIRONMENTS = ['STAGE', 'PRODUCTION'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Whether Leaf fetches everything of an organization, only its name, or nothing because it may not. */
export const SYNC_STATUSES = ['SELECTED', 'PREVIEW', 'BLOCKED'] as const;
export type SyncStatus = (typeof SYNC_STATUSES)[number];

/** What can be chosen for an organization that may be read. */
export const CHOICES = ['SELECTED', 'PREVIEW'] as const;
export type Choice = (typeof CHOICES)[number];

/** Whether Leaf fetches everything of every organization, or only of those that are `SELECTED`. */
export const DATA_SYNCS = ['ALL', 'SELECTED_ONLY'] as const;
export type DataSync = (typeof DATA_SYNCS)[number];

/** What a link for somebody else opens: the companion's own start page, or a page that Leaf hosts. */
export const LINK_KINDS = ['start', 'magic-link'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** What `GET /connection` may be asked to say besides: which organizations are synced, and what has arrived of them. */
export const EXTRAS = ['sync', 'data'] as const;
export type Extra = (typeof EXTRAS)[number];

/** What a session may do. A session without a `scope` claim may do all of it. */
export const SCOPES = ['read', 'connect', 'disconnect', 'organizations'] as const;
export type Scope = (typeof SCOPES)[number];

/** Codes that a companion sends in a problem document (RFC 9457), with the HTTP status that goes with each. */
export const PROBLEM_STATUS = {
  bad_request: 400,
  session_missing: 401,
  session_expired: 401,
  origin_not_allowed: 403,
  access_denied: 403,
  not_found: 404,
  attempt_expired: 410,
  rate_limited: 429,
  unknown: 500,
  bad_response: 502,
  leaf_rejected: 502,
  leaf_auth_failed: 502,
  leaf_unavailable: 503,
  leaf_rate_limited: 503,
  leaf_timeout: 504,
} as const;
export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** Codes of `leaf-error`: everything a companion can say, and what only the element can see. */
export type ErrorCode = ProblemCode | 'popup_blocked' | 'server_unreachable';

/** Every event of the element. */
export const EVENT_NAMES = [
  'leaf-connect',
  'leaf-connected',
  'leaf-organizations-change',
  'leaf-cancelled',
  'leaf-disconnected',
  'leaf-state-change',
  'leaf-error',
  'leaf-diagnostic',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** Codes of `leaf-diagnostic`, which speaks to the page's developer and never to a grower. */
export type DiagnosticCode =
  | 'server_url_missing'
  | 'server_url_invalid'
  | 'session_missing'
  | 'session_url_invalid'
  | 'company_logo_refused'
  | 'origin_not_allowed'
  | 'start_url_refused'
  | 'return_url_invalid'
  | 'redirect_unsupported'
  | 'duplicate_definition'
  | 'locale_missing'
  | 'locale_outdated'
  | 'no_user_gesture'
  | 'sandboxed_frame'
  | 'sandboxed_window'
  | 'frame_refused'
  | 'page_cuts_window'
  | 'csp_blocked'
  | 'mixed_content';

/** Why an attempt ended without a connection. */
export type CancelReason = 'user' | 'expired' | 'superseded';

/** The `status` of the one reply that Leaf's one-click integration documented. */
export const CREDENTIAL_ASSIGNED = 'CREDENTIAL_ASSIGNED';

/**
 * Messages between the companion's pages and the element that opened their window; see `server/pages.ts`. `finished` says
 * that there is nothing left to do in it: a hint, and no more.
 */
export const HANDSHAKE = {
  ask: 'leaf-jd-connect:may-i-start',
  grant: 'leaf-jd-connect:start',
  finished: 'leaf-jd-connect:finished',
} as const;

const MINUTE = 60_000;

/** How long an attempt's start URL may be opened after it was minted, in milliseconds. */
export const START_LIFE_MS = 60 * MINUTE;

/** How much later than that a window that is open already may still go on to the sign-in, in milliseconds. */
export const START_GRACE_MS = 15 * MINUTE;

/** How long a link that was handed to somebody else can start a sign-in, in milliseconds. */
export const LINK_LIFE_MS = 24 * 60 * MINUTE;

/** How long an attempt lives once its window was opened, in milliseconds. Never under 15 minutes: consent takes time. */
export const ATTEMPT_LIFE_MS = 30 * MINUTE;

/** How long the companion is asked at pace after a management link was opened, in milliseconds. */
export const MANAGEMENT_LIFE_MS = 15 * MINUTE;
