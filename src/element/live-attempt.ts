/** An attempt as long as it is live. A tab keeps it for the card that comes next, which may be of another version. */
import { ATTEMPT_LIFE_MS, LINK_LIFE_MS, type Health } from '../protocol/vocabulary.js';

export interface NamedOrganization {
  readonly id: string;
  readonly name: string;
}

/** Organizations that a `CREDENTIAL_ASSIGNED` message named and the companion has not confirmed yet. */
export interface Claim {
  readonly connected: readonly NamedOrganization[];
  readonly notConnected: readonly NamedOrganization[];
}

export interface LiveAttempt {
  readonly id: string;
  /** What was known at the click. A sign-in is confirmed when the credential is another one, or has recovered. */
  readonly revision: string | null | undefined;
  readonly health: Health | undefined;
  /** Whose connection it was. A reload may bring another visitor, whose connection says nothing of this attempt. */
  readonly account: string | undefined;
  /** It was handed to somebody else as a link: there is no window here that anybody could come back from. */
  readonly handed: boolean;
  /** The page itself goes through the sign-in, in place of a window. */
  readonly inPage: boolean;
  /** `organizations`: signed in, and nothing that can be read is shared yet. */
  readonly step: 'sign-in' | 'organizations';
  /** The person came back from the window: an answer that finds nothing now means "unfinished". */
  readonly returned: boolean;
  /** A valid message came. */
  readonly heard: boolean;
  readonly claim: Claim | undefined;
}

/** How long an attempt lives once it was begun, in milliseconds. */
export function lifeOf({ handed }: Pick<LiveAttempt, 'handed'>): number {
  return handed ? LINK_LIFE_MS : ATTEMPT_LIFE_MS;
}
