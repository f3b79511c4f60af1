/**
 * The shape of everything that crosses a boundary. Both halves import it: the companion's answers are typed by it, the
 * element refuses what does not fit. Built on `zod/mini`, which compiles no code at run time (strict CSP). For the script
 * tag the build turns these schemas into plain checks, so use only what `build/wire-guards.ts` can express.
 */
import * as z from 'zod/mini';
import {
  CHOICES,
  CONNECTION_STATES,
  CREDENTIAL_ASSIGNED,
  DATA_SYNCS,
  ENVIRONMENTS,
  FLOWS,
  HEALTHS,
  LINK_KINDS,
  PROBLEM_STATUS,
  SCOPES,
  SYNC_STATUSES,
  type ProblemCode,
} from './vocabulary.js';

/** An organization as the companion sends it. `managementUri` is `null` when its link was refused by the URL policy. */
export const Organization = z.object({
  /** John Deere's own. */
  id: z.string(),
  /** As its owner calls it at John Deere. */
  name: z.string(),
  /** Where its owner shares it, or changes what is shared; `null` where the link was no safe one. */
  managementUri: z.nullable(z.string()),
  /** Told where it was asked for (`?include=sync`) and Leaf knows it. */
  sync: z.optional(z.enum(SYNC_STATUSES)),
});
export type Organization = z.infer<typeof Organization>;

/** The organizations of the John Deere account, by whether they are shared. */
export const Organizations = z.object({
  /** Shared: Leaf may read them. */
  connected: z.array(Organization),
  /** The account knows them, and shares nothing of them. */
  notConnected: z.array(Organization),
});
export type Organizations = z.infer<typeof Organizations>;

/** Counts of what Leaf has fetched of the connected organizations. */
export const ArrivedData = z.object({
  /** How many growers. */
  growers: z.number(),
  /** How many farms. */
  farms: z.number(),
  /** How many fields. */
  fields: z.number(),
  /** When Leaf last looked, ISO 8601; `null` when it does not say. */
  syncedAt: z.nullable(z.string()),
});
export type ArrivedData = z.infer<typeof ArrivedData>;

/** `GET /connection`: the companion's word, and the only truth the element shows. */
export const Connection = z.object({
  /** How things stand, in the words of the element's own states. */
  state: z.enum(CONNECTION_STATES),
  /** Which of John Deere's environments the companion's application is for. */
  environment: z.enum(ENVIRONMENTS),
  /** The credential's `createdTime`, or `null` when there is none. */
  connectedAt: z.nullable(z.string()),
  /** Opaque; another credential has another revision; `null` without one. */
  revision: z.nullable(z.string()),
  /** How the credential is doing; `unknown` also where there is none. */
  health: z.enum(HEALTHS),
  /** Shared, and not shared. */
  organizations: Organizations,
  /** How growers sign in. No page has to know. */
  flow: z.enum(FLOWS),
  /** Origins whose `CREDENTIAL_ASSIGNED` message is heard. */
  messageOrigins: z.array(z.string()),
  /** Milliseconds until asking again makes sense while something is expected; `null` when nothing is. */
  pollAfterMs: z.nullable(z.number()),
  /** What the asking session may do, so that nothing is offered that would be refused. Absent: everything. */
  scopes: z.optional(z.array(z.enum(SCOPES))),
  /**
   * Opaque; another Leaf user has another. A card that goes on after a reload learns from it that somebody else is
   * signed in to the page now.
   */
  account: z.optional(z.string()),
  /**
   * The sign-in comes back to the companion, which leads its window on to the choice of organizations, closes it, and can
   * lead back to a page in place of a window. Absent: it ends on a page of Leaf's.
   */
  returns: z.optional(z.boolean()),
  /** Where the grower ends the grant at John Deere, which disconnecting does not. */
  grantUrl: z.optional(z.string()),
  /** Told where sync was asked for: with `ALL`, what is selected makes no difference yet. */
  dataSync: z.optional(z.enum(DATA_SYNCS)),
  /** What has arrived at Leaf so far; told where it was asked for (`?include=data`) and Leaf could say it. */
  data: z.optional(ArrivedData),
});
export type Connection = z.infer<typeof Connection>;

/** What `POST /attempts` is sent. */
export const AttemptRequest = z.object({
  /** The page to come back to in place of a window: one of the companion's `returnUrls`, with any query. */
  returnUrl: z.optional(z.string()),
});
export type AttemptRequest = z.infer<typeof AttemptRequest>;

/** `POST /attempts`: a sign-in that can be started, once, by opening `startUrl`. */
export const Attempt = z.object({
  attemptId: z.string(),
  startUrl: z.string(),
  expiresAt: z.string(),
});
export type Attempt = z.infer<typeof Attempt>;

/** What `POST /links` is sent. */
export const LinkRequest = z.object({
  /** Default `start`. */
  kind: z.optional(z.enum(LINK_KINDS)),
});
export type LinkRequest = z.infer<typeof LinkRequest>;

/** `POST /links`: a sign-in for somebody else to start, on whatever device they open `url`. */
export const Link = z.object({
  url: z.string(),
  expiresAt: z.string(),
  /**
   * A QR code of `url` as SVG path data, one unit a module, quiet zone included. It begins with a move to each corner of
   * its square, so that the largest number in it is the square's side.
   */
  qr: z.string(),
});
export type Link = z.infer<typeof Link>;

/** What `PATCH /organizations/{id}` is sent. `BLOCKED` cannot be chosen: it is lifted at John Deere. */
export const OrganizationChoice = z.object({ status: z.enum(CHOICES) });
export type OrganizationChoice = z.infer<typeof OrganizationChoice>;

/** One entry of `GET /events`, newest first: what became of a call to John Deere with the user's credential. */
export const CredentialEvent = z.object({
  /** Leaf's own. */
  id: z.string(),
  /** As Leaf writes it. */
  createdDate: z.string(),
  /** The HTTP status that John Deere answered; `null` when Leaf does not say. */
  statusCode: z.nullable(z.number()),
});
export type CredentialEvent = z.infer<typeof CredentialEvent>;

export const CredentialEvents = z.array(CredentialEvent);
export type CredentialEvents = z.infer<typeof CredentialEvents>;

/** What the page's `session-url` or `fetchSession` answers. */
export const Session = z.object({
  token: z.string(),
  expiresAt: z.optional(z.string()),
});
export type Session = z.infer<typeof Session>;

/** RFC 9457 problem document. It never carries text of an upstream. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(Object.keys(PROBLEM_STATUS) as [ProblemCode, ...ProblemCode[]]),
  retryable: z.boolean(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof Problem>;

const MessageOrganization = z.object({ id: z.string(), name: z.string() });

/**
 * The reply of Leaf's one-click integration. How it reaches anyone was never documented, so it is a hint: it names
 * organizations to show as "confirming" and is a reason to ask the companion. Its links are not read.
 */
export const CredentialAssigned = z.object({
  status: z.literal(CREDENTIAL_ASSIGNED),
  connectedOrganizations: z.nullish(z.array(MessageOrganization)),
  notConnectedOrganizations: z.nullish(z.array(MessageOrganization)),
});
export type CredentialAssigned = z.infer<typeof CredentialAssigned>;
