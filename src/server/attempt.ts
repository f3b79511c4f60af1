/**
 * Attempts: the permission to start one sign-in, carried by the start URL. Signed and not stored, and good for nothing
 * else: minting one calls nobody, so a page may hold one before anybody clicks.
 */
import * as z from 'zod';
import { START_LIFE_MS } from '../protocol/vocabulary.js';
import type { Attempt as WireAttempt } from '../protocol/wire.js';
import type { Config } from './config.js';
import type { KeyRing } from './keys.js';
import { ProblemError } from './problem.js';
import type { Principal } from './session.js';
import { signToken, verifyToken, type TokenKind } from './signed-token.js';

/** A sign-in that may be started: for whom, and from which page it was asked. */
export interface Attempt {
  attemptId: string;
  leafUserId: string;
  origin: string;
  name?: string | undefined;
}

const Claims = z.object({
  jti: z.guid(),
  sub: z.guid(),
  origin: z.string(),
  name: z.string().optional(),
  exp: z.number(),
});

const ATTEMPT: TokenKind<z.output<typeof Claims>> = {
  typ: 'leaf-connect-attempt+jwt',
  purpose: 'attempt',
  claims: Claims,
};

/** Signs an attempt. Its start URL may be opened for an hour. */
export async function mintAttempt(principal: Principal, config: Config, keys: KeyRing): Promise<WireAttempt> {
  const attemptId = crypto.randomUUID();
  const exp = Math.floor((Date.now() + START_LIFE_MS) / 1000);
  const { leafUserId: sub, origin, name } = principal;
  const token = await signToken(
    ATTEMPT,
    { jti: attemptId, sub, origin, ...(name !== undefined && { name }), exp },
    keys,
  );
  return {
    attemptId,
    startUrl: `${config.publicUrl}/start/${token}`,
    expiresAt: new Date(exp * 1000).toISOString(),
  };
}

/**
 * The attempt in a start URL. Throws `attempt_expired` for a forged, a foreign and an expired one alike; the last is let
 * through for `graceMs` more.
 */
export async function readAttempt(token: string, keys: KeyRing, graceMs = 0): Promise<Attempt> {
  const { claims, expired } = await verifyToken(ATTEMPT, token, keys).catch(() => {
    throw new ProblemError('attempt_expired');
  });
  if (expired && Date.now() > claims.exp * 1000 + graceMs) throw new ProblemError('attempt_expired');
  return { attemptId: claims.jti, leafUserId: claims.sub, origin: claims.origin, name: claims.name };
}
