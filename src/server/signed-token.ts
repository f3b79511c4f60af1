/**
 * What sessions, attempts and links have in common: a small HS256 JWT, told apart by `typ` and by the sub-key that signs it.
 */
import { errors, jwtVerify, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import type * as z from 'zod';
import type { KeyRing, Purpose } from './keys.js';

export interface TokenKind<Claims> {
  typ: string;
  purpose: Purpose;
  claims: z.ZodType<Claims>;
}

/** Clocks of two machines differ; in seconds. */
export const CLOCK_TOLERANCE = 30;

/** Whether a token's time is over, by its `exp`: as `jose` would say. */
export function isOver(exp: number): boolean {
  return exp <= Math.floor(Date.now() / 1000) - CLOCK_TOLERANCE;
}

/** Header fields that name or carry a key. A token that brings its own key is a forgery. */
const KEY_HEADERS = ['jwk', 'jku', 'x5u', 'x5c'] as const;

export async function signToken(kind: TokenKind<unknown>, claims: JWTPayload, keys: KeyRing): Promise<string> {
  const { kid, key } = await keys.signing(kind.purpose);
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: kind.typ, kid }).sign(key);
}

/** The claims of a token of this kind, and whether its time is over. Throws on anything else that is wrong with it. */
export async function verifyToken<Claims>(
  kind: TokenKind<Claims>,
  token: string,
  keys: KeyRing,
): Promise<{ claims: Claims; expired: boolean }> {
  const keyOf = async (header: JWTHeaderParameters): Promise<CryptoKey> => {
    const key = await keys.verifying(kind.purpose, header.kid);
    if (key === undefined || KEY_HEADERS.some((name) => name in header)) throw new errors.JWSInvalid();
    return key;
  };
  try {
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: ['HS256'],
      typ: kind.typ,
      clockTolerance: CLOCK_TOLERANCE,
      requiredClaims: ['exp'],
    });
    return { claims: kind.claims.parse(payload), expired: false };
  } catch (error) {
    // jose reports this only after the signature held, so the claims are ours to read.
    if (error instanceof errors.JWTExpired) return { claims: kind.claims.parse(error.payload), expired: true };
    throw error;
  }
}
