/**
 * Sub-keys, one per purpose, derived from each session key (HKDF-SHA256). A signature made for one purpose is noise to
 * every other: a session is never accepted as an attempt, whatever its claims say.
 */
import { base64url } from 'jose';
import type { SessionKey } from './config.js';

export type Purpose = 'session' | 'attempt' | 'link' | 'log' | 'address';

export interface KeyRing {
  /** The key that signs: the first. */
  signing(purpose: Purpose): Promise<{ kid: string; key: CryptoKey }>;
  /** The key that a `kid` names, or `undefined`. */
  verifying(purpose: Purpose, kid: string | undefined): Promise<CryptoKey | undefined>;
  /** A short keyed hash (96 bits, base64url): the same text gives the same one, and nobody else can make it. */
  fingerprint(purpose: Purpose, text: string): Promise<string>;
}

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
  const source = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode(`leaf-jd-connect ${purpose}`) },
    source,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign', 'verify'],
  );
}
