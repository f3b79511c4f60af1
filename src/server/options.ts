/**
 * What a host application hands to `createLeafConnect`. Plain types, no logic: `config.ts` checks them.
 */
import type { DataSync, Environment, Extra, FlowName } from '../protocol/vocabulary.js';

/** How the companion proves itself to Leaf: a long-lived token, or a login that it renews by itself. */
export type LeafAccess = (
  | {
      /** As Leaf's `/authenticate` answers it. In place of `username` and `password`. */
      token: string;
      username?: never;
      password?: never;
    }
  | {
      /** The login of your API owner at Leaf. With `password`, in place of `token`. */
      username: string;
      /** The password of that login. A rejected login is not repeated for 30 s, so that it cannot lock the account. */
      password: string;
      token?: never;
    }
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

/**
 * What is used of an `ioredis` client. The host makes it, listens to its errors, and ends it; a call that it does not
 * answer at once is given up, and memory takes its place.
 */
export interface RedisClient {
  /** Remembers that an alert was heard. */
  set(key: string, value: string, unit: 'PX', life: number, when: 'NX'): Promise<'OK' | null>;
  /** Counts for a limit. */
  defineCommand(name: string, definition: { numberOfKeys?: number; lua: string }): unknown;
}

/**
 * An alert of Leaf's: a credential stopped working. It does not say whose; `credentialId` is the `id` of the credential.
 * No alert says that a credential was connected.
 */
export interface LeafEvent {
  /** `credentialsUnauthenticated` or `credentialsLimitedPermission`, as Leaf documents. */
  type: string;
  /** ISO 8601. */
  timestamp: string;
  /** The `id` of the credential, by which you find whose it is. */
  credentialId?: string;
  /** `JohnDeere`. */
  provider?: string;
  /** In Leaf's words. */
  status?: string;
  /** In Leaf's words. */
  message?: string;
}

/** One log line. These fields and no others: never a body, a query, a header, a token, or a raw user id. */
export interface LogEntry {
  /** What it is about. */
  event:
    | 'request'
    | 'sign_in_minted'
    | 'credential_attached'
    | 'exchange_failed'
    | 'extra_left_out'
    | 'link_refused'
    | 'secret_stopped'
    | 'body_taken'
    | 'event_heard'
    | 'event_ignored'
    | 'event_failed'
    | 'redis_lost'
    | 'redis_back';
  /** The same as in the answer's `X-Request-Id`, and as the support code on a grower's screen. */
  requestId: string;
  /** The pattern (`/start/:token`), never the path. */
  route?: string;
  /** `GET` and its like. */
  method?: string;
  /** The HTTP status of the answer. */
  status?: number;
  /** Milliseconds until it was answered. */
  ms?: number;
  /** Calls to Leaf that left for this request. Those who were given an answer that others asked for have none. */
  upstream?: number;
  /** A problem code. */
  code?: string;
  /** A keyed hash of the Leaf user's id. */
  user?: string;
  /** The sign-in was started by a link that was handed to somebody. */
  handed?: true;
  /** What a page asked for and was not told, for Leaf failed; `code` says how. */
  extra?: Extra;
  /** Which kind of secret was stopped on its way out. Never the value. */
  secret?: string;
  /** The type of an alert, where it is a documented one. */
  type?: string;
  /** What the host application has to change. */
  help?: string;
}

/** The partner's application at John Deere. */
export interface JohnDeereApplication {
  /** The application's App ID. */
  clientKey: string;
  /** The application's Shared Secret. */
  clientSecret: string;
  /** Which accounts can sign in: `STAGE` the test account, `PRODUCTION` real customers, and neither the other's. */
  environment: Environment;
  /** The name under which Leaf keeps the application's keys (`leaf-jd-connect app-keys`): `provider-connections` only. */
  appName?: string;
  /**
   * `authorization-code` only: who turns the code into tokens. `direct` (default) is the companion, at John Deere's own
   * token endpoint and with PKCE; `helper` is Leaf's service, which is handed the client secret for it.
   */
  tokenExchange?: 'direct' | 'helper';
  /** Base URL of Leaf's OAuth helper. Default `https://johndeere-oauth2-helper.withleaf.io`. */
  helperUrl?: string;
  /** John Deere's authorization server, whose metadata names its endpoints. Default: the one of its documentation. */
  issuer?: string;
  /** What the companion asks John Deere for with `direct`. Default: what Leaf's products read, and `offline_access`. */
  scopes?: string[];
}

/** Passed on to Leaf's Magic Link as it is; see Leaf's documentation. Colours and addresses are not used elsewhere. */
export interface MagicLinkOptions {
  /** Seconds until a link is of no use any more: 900 at least, as Leaf demands. Default a day. */
  expiresIn?: number;
  /** Address of a picture. */
  companyLogo?: string;
  /** A colour, as Leaf takes it. */
  backgroundColor?: string;
  /** Address of a picture. */
  headerImage?: string;
  /** Whether the page names the Leaf user. */
  showLeafUserName?: boolean;
  /** Always `false` for a session that may not disconnect. */
  disconnectEnabled?: boolean;
}

/** Everything that the companion is told. What is wrong with it is told by a `ConfigurationError`, all at once. */
export interface LeafConnectOptions {
  /** Access to Leaf. */
  leaf: LeafAccess;
  /** Your application at John Deere. */
  johnDeere: JohnDeereApplication;
  /** Where browsers reach the companion. May have a path. The one source of every URL the companion builds. */
  publicUrl: string;
  /** Exact origins of the pages that carry the element. */
  allowedOrigins: string[];
  /** `kid:base64url`, at least 32 bytes each. The first signs, all verify. */
  sessionKeys: string[];
  /** Who receives the data, in words that a grower knows. */
  companyName: string;
  /** Your own sign-in, for pages on the companion's own origin: they then need no `session-url`. */
  authorize?: Authorize;
  /** How growers sign in; a page need not know. Default `one-click`. */
  flow?: FlowName;
  /** Pages that `mode="redirect"` may come back to, with any query: `authorization-code` only. */
  returnUrls?: string[];
  /**
   * `SELECTED_ONLY` has Leaf fetch nothing of an organization until it is selected. Set before a sign-in starts, for what
   * Leaf has fetched it keeps. Left out, the companion never touches the setting.
   */
  dataSync?: Extract<DataSync, 'SELECTED_ONLY'>;
  /** What `hosted-link="magic-link"` looks like. */
  magicLink?: MagicLinkOptions;
  /** Where a Magic Link may lead. Default: `https:` at `withleaf.io`, at the host of Leaf's API, and below either. */
  magicLinkOrigins?: string[];
  /** Where a sign-in URL may lead. Default `https://signin.johndeere.com`. */
  signInOrigins?: string[];
  /** Where an organization's link may lead. Default `https://connections.deere.com`. */
  managementOrigins?: string[];
  /** Whose `CREDENTIAL_ASSIGNED` message the element hears. Default: Leaf's two host names. */
  messageOrigins?: string[];
  /**
   * Calls to Leaf a second that all polling together may cause. The more people sign in at once, the later their pages are
   * told to ask again (5 to 15 s). Each instance keeps its own budget. Default 8.
   */
  upstreamBudget?: number;
  /** The secret of Leaf's webhooks. Without it there is no `/webhooks/leaf`. */
  webhookSecret?: string;
  /** Hears of every alert once. It has 5 seconds; what goes wrong in it goes no further than the log. */
  onEvent?: (event: LeafEvent) => unknown;
  /** An `ioredis` client: limits count, and alerts are heard once, across all instances. Without it, in each alone. */
  redis?: RedisClient;
  /** Hears of every request. It is not waited for, and nothing that goes wrong in it goes any further. */
  log?: (entry: LogEntry) => unknown;
}
