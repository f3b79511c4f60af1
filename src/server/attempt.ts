/**
 * Attempts: the permission to start one sign-in, carried by the start URL. Signed and not stored, and good for nothing
 * else: minting one calls nobody, so a page may hold one before anybody clicks. One that is handed to somebody else, as a
 * link, is of a kind of its own: it lives longer, and never goes on before a person has read who receives the data.
 */
import * as z from 'zod';
import { LINK_LIFE_MS, START_GRACE_MS, START_LIFE_MS } from '../protocol/vocabulary.js';
import type { Link, Attempt as WireAttempt } from '../protocol/wire.js';
import type { Config } from './config.js';
import type { KeyRing } from './keys.js';
import { qrPath } from './qr-path.js';
import type { Principal } from './session.js';
import { signToken, verifyToken, type TokenKind } from './signed-token.js';

/** A sign-in that may be started: for whom, and from which page it was asked. */
export interface Attempt {
  attemptId: string;
  leafUserId: string;
  origin: string;
  name?: string | undefined;
  /** Started by a link that somebody was given, so that no page can vouch for who opens it. */
  handed: boolean;
  /** The page to come back to, where the sign-in takes the place of a page and not a window of its own. */
  returnUrl?: string | undefined;
  /** What the start URL carries: with it the same sign-in can be started again. */
  token: string;
}

const Claims = z.object({
  jti: z.guid(),
  sub: z.guid(),
  origin: z.string(),
  name: z.string().optional(),
  returnUrl: z.string().optional(),
  exp: z.number(),
});

interface StartKind extends TokenKind<z.output<typeof Claims>> {
  lifeMs: number;
  /** How much later a window that was opened in time may still go on. */
  graceMs: number;
  handed: boolean;
}

const ATTEMPT: StartKind = {
  typ: 'leaf-connect-attempt+jwt',
  purpose: 'attempt',
  claims: Claims,
  lifeMs: START_LIFE_MS,
  graceMs: START_GRACE_MS,
  handed: false,
};

const LINK: StartKind = {
  typ: 'leaf-connect-link+jwt',
  purpose: 'link',
  claims: Claims,
  lifeMs: LINK_LIFE_MS,
  graceMs: 0,
  handed: true,
};

/** Signs an attempt. Its start URL may be opened for an hour. `returnUrl` is one that was held against `returnUrls`. */
export async function mintAttempt(
  principal: Principal,
  config: Config,
  keys: KeyRing,
  returnUrl?: string,
): Promise<WireAttempt> {
  const { attemptId, url, expiresAt } = await mint(ATTEMPT, { ...principal, returnUrl }, config, keys);
  return { attemptId, startUrl: url, expiresAt };
}

/** Signs a link for somebody else, who may start a sign-in with it for a day, on whatever device they have. */
export async function mintLink(principal: Principal, config: Config, keys: KeyRing): Promise<Link> {
  const { url, expiresAt } = await mint(LINK, principal, config, keys);
  return { url, expiresAt, qr: qrPath(url) };
}

async function mint(
  kind: StartKind,
  { leafUserId: sub, origin, name, returnUrl }: Principal & { returnUrl?: string | undefined },
  config: Config,
  keys: KeyRing,
) {
  const attemptId = crypto.randomUUID();
  const exp = Math.floor((Date.now() + kind.lifeMs) / 1000);
  // What is `undefined` does not get into the JSON.
  const token = await signToken(kind, { jti: attemptId, sub, origin, name, returnUrl, exp }, keys);
  return { attemptId, url: `${config.publicUrl}/start/${token}`, expiresAt: new Date(exp * 1000).toISOString() };
}

/** What a start URL permits, and whether its time is over. */
interface Permission {
  attempt: Attempt;
  expired: boolean;
}

/** Reads a start URL's token, of either kind. `undefined` for a forged and a foreign one alike. */
export async function readAttempt(token: string, keys: KeyRing, withGrace: boolean): Promise<Permission | undefined> {
  for (const kind of [ATTEMPT, LINK]) {
    const read = await verifyToken(kind, token, keys).catch(() => undefined);
    if (read === undefined) continue;
    const { jti, sub, origin, name, returnUrl, exp } = read.claims;
    const expired = read.expired && Date.now() > exp * 1000 + (withGrace ? kind.graceMs : 0);
    const { handed } = kind;
    return { attempt: { attemptId: jti, leafUserId: sub, origin, name, handed, returnUrl, token }, expired };
  }
  return undefined;
}
