/**
 * What binds a sign-in to the browser in which it was begun. Encrypted and not stored, so that any instance can go on with
 * what another began: a code that arrives in a browser without the cookie of its `state` is redeemed for nobody.
 */
import { EncryptJWT, jwtDecrypt } from 'jose';
import { generateCookie, getCookie } from 'hono/cookie';
import * as z from 'zod';
import { ATTEMPT_LIFE_MS } from '../protocol/vocabulary.js';
import { readAttempt, type Attempt } from './attempt.js';
import type { Config } from './config.js';
import type { Binding } from './flows/flow.js';
import type { KeyRing, SealingPurpose } from './keys.js';
import type { RequestContext } from './request-scope.js';

export interface BoundSignIn {
  attempt: Attempt;
  binding: Binding;
}

/**
 * The methods that begin and end something answer with values for `Set-Cookie`. What begins has to go first: Lambda behind a
 * load balancer passes on one cookie, unless multi-value headers are on.
 */
export interface SignInCookies {
  begin(c: RequestContext, attempt: Attempt, binding: Binding): Promise<string[]>;
  /** The sign-in of this `state`, if it was begun in this browser, within the life of an attempt. */
  find(c: RequestContext, state: string): Promise<BoundSignIn | undefined>;
  end(state: string): string;
  /** The same for the second step, the choice of organizations, which comes back without a word of whose it was. */
  beginChoice(attempt: Attempt): Promise<string>;
  findChoice(c: RequestContext): Promise<Attempt | undefined>;
}

const NAME = 'leaf-jd-connect-';
const CHOICE = `${NAME}organizations`;
const LIFE_S = ATTEMPT_LIFE_MS / 1000;

/** Two windows do not undo each other: each sign-in has a cookie of its own, named by so much of its `state`. */
const NAMED_BY = 8;

/**
 * Servers refuse a request whose cookies outgrow 8 or 16 kB, those of the host's own included. Whoever starts over and over
 * keeps as many of the latest as have room in this, in bytes, and the very latest in any case.
 */
const ROOM = 4_096;

/** The start token has everything else, and is ours to read when its own time is over. */
const Sealed = z.object({ token: z.string(), state: z.string().optional(), verifier: z.string().optional() });
type Sealed = z.output<typeof Sealed>;

export function createSignInCookies({ publicUrl }: Config, keys: KeyRing): SignInCookies {
  // `__Host-` keeps a sibling host from planting one. Browsers want TLS for it, which loopback may do without.
  const secure = publicUrl.startsWith('https:');
  const prefix = secure ? '__Host-' : '';
  const cookie = (name: string, value: string, maxAge: number) =>
    generateCookie(prefix + name, value, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge });
  const nameFor = (state: string) => NAME + state.slice(0, NAMED_BY);
  const cleared = (name: string) => cookie(name, '', 0);

  async function seal(purpose: SealingPurpose, sealed: Sealed): Promise<string> {
    const { kid, key } = await keys.signing(purpose);
    return new EncryptJWT(sealed)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
      .setExpirationTime(`${LIFE_S}s`)
      .encrypt(key);
  }

  async function open(purpose: SealingPurpose, c: RequestContext, name: string) {
    const value = getCookie(c, prefix + name);
    if (value === undefined) return undefined;
    const keyOf = async ({ kid }: { kid?: string }) => {
      const key = await keys.verifying(purpose, kid);
      if (key === undefined) throw new Error('a key of somebody else');
      return key;
    };
    try {
      const { payload } = await jwtDecrypt(value, keyOf, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp'],
      });
      const { token, ...binding } = Sealed.parse(payload);
      const { attempt } = (await readAttempt(token, keys, true)) ?? {};
      return attempt && { attempt, binding };
    } catch {
      return undefined;
    }
  }

  return {
    async begin(c, { token }, { state, verifier }) {
      const name = nameFor(state);
      const sealed = await seal('sign-in', { token, state, verifier });
      let room = ROOM - prefix.length - name.length - sealed.length;
      // Browsers send the oldest first.
      const surplus = Object.entries(getCookie(c))
        .filter(([begun]) => begun.startsWith(prefix + NAME) && begun !== prefix + CHOICE)
        .reverse()
        .filter(([begun, value]) => {
          room -= begun.length + value.length;
          return room < 0;
        })
        .map(([begun]) => cleared(begun.slice(prefix.length)));
      return [cookie(name, sealed, LIFE_S), ...surplus];
    },

    async find(c, state) {
      const { attempt, binding } = (await open('sign-in', c, nameFor(state))) ?? {};
      return attempt && binding?.state === state ? { attempt, binding: { ...binding, state } } : undefined;
    },

    end: (state) => cleared(nameFor(state)),

    async beginChoice({ token }) {
      return cookie(CHOICE, await seal('organizations', { token }), LIFE_S);
    },

    async findChoice(c) {
      return (await open('organizations', c, CHOICE))?.attempt;
    },
  };
}
