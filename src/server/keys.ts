/**
 * Sub-keys, one per purpose, derived from each session key (HKDF-SHA256). A signature made for one purpose is noise to
 * every other: a session is never accepted as an attempt, whatever its claims say.
 */
import { base64url, type CryptoKey } from 'jose';
import type { SessionKey } from './config.js';

type SigningPurpose = 'session' | 'attempt' | 'link' | 'log' | 'address';
/** Sub-keys that encrypt: what a cookie holds is not for whoever can read the cookie. */
export type SealingPurpose = 'sign-in' | 'organizations';
export type Purpose = SigningPurpose | SealingPurpose;

export interface KeyRing {
  /** The key that signs, or seals: the first. */
  signing(purpose: Purpose): Promise<{ kid: string; key: CryptoKey }>;
  /** The key that a `kid` names, or `undefined`. */
  verifying(purpose: Purpose, kid: string | undefined): Promise<CryptoKey | undefined>;
  /** A short keyed hash (96 bits, base64url): the same text gives the same one, and nobody else can make it. */
  fingerprint(purpose: SigningPurpose, text: string): Promise<string>;
}

interface SubKey {
  algorithm: HmacKeyGenParams | AesKeyGenParams;
  usages: KeyUsage[];
}

const SEALING = new Set<Purpose>(['sign-in', 'organizations'] satisfies SealingPurpose[]);
const SIGNS: SubKey = { algorithm: { name: 'HMAC', hash: 'SHA-256', length: 256 }, usages: ['sign', 'verify'] };
const SEALS: SubKey = { algorithm: { name: 'AES-GCM', length: 256 }, usages: ['encrypt', 'decrypt'] };

const FINGERPRINT_BYTES = 12;
const utf8 = new TextEncoder();

export function createKeyRing(keys: readonly [SessionKey, ...SessionKey[]]): KeyRing {
  const [first] = keys;
  const derived = new Map<string, Promise<CryptoKey>>();

  function subKey(purpose: Purpose, { kid, bytes }: SessionKey): Promise<CryptoKey> {
    const name = `${purpose}:${kid}`;
    const key = derived.get(name) ?? derive(purpose, bytes);
    derived.set(name, key);
    return key;
  }

  return {
    signing: async (purpose) => ({ kid: first.kid, key: await subKey(purpose, first) }),
    verifying: async (purpose, kid) => {
      const named = keys.find((key) => key.kid === kid);
      return named && subKey(purpose, named);
    },
    fingerprint: async (purpose, text) => {
      const mac = await crypto.subtle.sign('HMAC', await subKey(purpose, first), utf8.encode(text));
      return base64url.encode(new Uint8Array(mac).subarray(0, FINGERPRINT_BYTES));
    },
  };
}

async function derive(purpose: Purpose, bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const { algorithm, usages } = SEALING.has(purpose) ? SEALS : SIGNS;
  const source = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode(`leaf-jd-connect ${purpose}`) },
    source,
    algorithm,
    false,
    usages,
  );
}
