/**
 * What a host application hands to `createLeafConnect`. Plain types, no logic: `config.ts` checks them.
 */
import type { Environment, FlowName } from '../protocol/vocabulary.js';

/** How the companion proves itself to Leaf: a long-lived token, or a login that it renews by itself. */
export type LeafAccess = (
  { token: string; username?: never; password?: never } | { username: string; password: string; token?: never }
) & {
  /** Base URL of Leaf's API. Default `https://api.withleaf.io`. */
  apiUrl?: string;
};

/** What the host application's own sign-in says of the person who asks. */
export interface AuthorizedUser {
  /** The UUID of the Leaf user whose account is meant. */
  leafUserId: string;
  /** Shown on the naming page, so that people see whose account receives the data. Cut after 200 characters. */
  name?: string;
}

/**
 * The host application's own sign-in, for pages on the companion's own origin. Nothing (`null`, `undefined`) means
 * "nobody is signed in". It sees the request's URL, method and headers, but no body. It has 5 seconds; whatever goes
 * wrong in it closes the door.
 */
export type Authorize = (
  request: Request,
) => AuthorizedUser | null | undefined | Promise<AuthorizedUser | null | undefined>;

/** One log line. These fields and no others: never a body, a query, a header, a token, or a raw user id. */
export interface LogEntry {
  event: 'request' | 'sign_in_minted' | 'link_refused' | 'secret_stopped';
  requestId: string;
  /** The pattern (`/start/:token`), never the path. */
  route?: string;
  method?: string;
  status?: number;
  ms?: number;
  /** A problem code. */
  code?: string;
  /** A keyed hash of the Leaf user's id. */
  user?: string;
  /** The sign-in was started by a link that was handed to somebody. */
  handed?: true;
  /** Which kind of secret was stopped on its way out. Never the value. */
  secret?: string;
}

export interface LeafConnectOptions {
  leaf: LeafAccess;
  /** The partner's application at John Deere: its App ID, its Shared Secret, and where it lives. */
  johnDeere: { clientKey: string; clientSecret: string; environment: Environment };
  /** Where browsers reach the companion. May have a path. The one source of every URL the companion builds. */
  publicUrl: string;
  /** Exact origins of the pages that carry the element. */
  allowedOrigins: string[];
  /** `kid:base64url`, at least 32 bytes each. The first signs, all verify. */
  sessionKeys: string[];
  /** Who receives the data, in words that a grower knows. */
  companyName: string;
  authorize?: Authorize;
  /** Default `one-click`. */
  flow?: FlowName;
  /** Where a sign-in URL may lead. Default `https://signin.johndeere.com`. */
  signInOrigins?: string[];
  /** Where an organization's link may lead. Default `https://connections.deere.com`. */
  managementOrigins?: string[];
  /** Whose `CREDENTIAL_ASSIGNED` message the element hears. Default: Leaf's two host names. */
  messageOrigins?: string[];
  /** The secret of Leaf's webhooks. Known here so that no answer ever carries it. */
  webhookSecret?: string;
  /** Hears of every request. It is not waited for, and nothing that goes wrong in it goes any further. */
  log?: (entry: LogEntry) => unknown;
}
