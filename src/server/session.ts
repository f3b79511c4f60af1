/**
 * Sessions: who is asking, from which page, and what they may do. Signed, not stored: any instance can verify any
 * other's, and the user's id travels nowhere else.
 */
import * as z from 'zod';
import { withoutTrailingSlash } from '../protocol/links.js';
import { SCOPES, type Scope } from '../protocol/vocabulary.js';
import type { SessionConfig } from './config.js';
import type { KeyRing } from './keys.js';
import { ProblemError } from './problem.js';
import { Recent } from './recent.js';
import { CLOCK_TOLERANCE, isOver, signToken, verifyToken, type TokenKind } from './signed-token.js';

/** On whose behalf a request is served. */
export interface Principal {
  leafUserId: string;
  origin: string;
  name?: string | undefined;
  scopes: readonly Scope[];
}

const MAX_LIFE_S = 60 * 60;
const DEFAULT_LIFE_S = 10 * 60;

/** Longer than any token of ours; a megabyte of header is not worth a signature check. */
const MAX_AUTHORIZATION_LENGTH = 4096;

/** A name travels in start URLs and QR codes, neither of which can be of any length. */
export const MAX_NAME_LENGTH = 200;

const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_NAME_LENGTH)).optional();

/** What a session is made from. Throws `ZodError` naming the field when one is unusable. */
const SessionInput = z.strictObject({
  /** The Leaf user's UUID. */
  leafUserId: z.guid(),
  /** The exact origin of the page that will use the session. */
  origin: z.string(),
  /** Whose account receives the data, shown on the naming page. */
  name,
  /** Default: all. */
  scopes: z.array(z.enum(SCOPES)).optional(),
  /** Default 600, at most 3600. */
  ttlSeconds: z.int().min(1).max(MAX_LIFE_S).default(DEFAULT_LIFE_S),
});
export type SessionInput = z.input<typeof SessionInput>;

/** What the page's `session-url` or `fetchSession` answers. */
export interface IssuedSession {
  /** For the page it was made for, and for nobody else: whoever has it acts for the user until it expires. */
  token: string;
  /** ISO 8601. */
  expiresAt: string;
}

const Claims = z
  .object({
    aud: z.string(),
    sub: z.guid(),
    origin: z.string(),
    name,
    scope: z.array(z.string()).optional(),
    iat: z.number(),
    exp: z.number(),
    jti: z.string().min(1),
  })
  .refine(({ iat, exp }) => exp - iat <= MAX_LIFE_S && iat <= Date.now() / 1000 + CLOCK_TOLERANCE);

type Claims = z.output<typeof Claims>;

const SESSION: TokenKind<Claims> = {
  typ: 'leaf-connect+jwt',
  purpose: 'session',
  claims: Claims,
};

/** Signs a session. The origin must be one that may ask, else the element would only learn it from a 403. */
export async function createSession(input: SessionInput, config: SessionConfig, keys: KeyRing): Promise<IssuedSession> {
  const { leafUserId, origin, scopes, ttlSeconds, ...rest } = SessionInput.parse(input);
  if (!config.pageOrigins.includes(origin)) throw new RangeError('origin is not among allowedOrigins');
  const iat = Math.floor(Date.now() / 1000);
  const exp = iat + ttlSeconds;
  const claims = {
    aud: config.publicUrl,
    sub: leafUserId,
    origin,
    ...(scopes && { scope: scopes }),
    ...(rest.name !== undefined && { name: rest.name }),
    iat,
    exp,
    jti: crypto.randomUUID(),
  };
  return { token: await signToken(SESSION, claims, keys), expiresAt: new Date(exp * 1000).toISOString() };
}

/** Reads `Authorization`. Throws `session_expired` when time is all that is wrong, else `session_missing`. */
export type SessionReader = (authorization: string) => Promise<Principal>;

export function createSessionReader(config: SessionConfig, keys: KeyRing): SessionReader {
  /**
   * By token: a page sends the same one every few seconds, and a signature that held once holds for ever. Of valid ones
   * only, for anybody can make up others; and nothing but the signature is taken from here.
   */
  const verified = new Recent<Claims>();

  async function verify(token: string): Promise<{ claims: Claims; expired: boolean }> {
    const known = verified.get(token);
    if (known !== undefined) return { claims: known, expired: isOver(known.exp) };
    const answer = await verifyToken(SESSION, token, keys).catch(() => {
      throw new ProblemError('session_missing');
    });
    if (!answer.expired) verified.set(token, answer.claims);
    return answer;
  }

  return async (authorization) => {
    const { claims, expired } = await verify(bearerToken(authorization));
    if (withoutTrailingSlash(claims.aud) !== config.publicUrl) throw new ProblemError('session_missing');
    if (expired) throw new ProblemError('session_expired');
    const scopes = claims.scope === undefined ? SCOPES : SCOPES.filter((scope) => claims.scope?.includes(scope));
    return { leafUserId: claims.sub, origin: claims.origin, name: claims.name, scopes };
  };
}

/** Exactly one `Bearer` token: doubled headers arrive joined by a comma, and fit nothing here. */
function bearerToken(authorization: string): string {
  const token =
    authorization.length > MAX_AUTHORIZATION_LENGTH ? undefined : /^Bearer ([\w.-]+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw new ProblemError('session_missing');
  return token;
}
