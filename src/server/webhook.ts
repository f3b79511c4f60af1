/**
 * Leaf's alerts. They say that a credential stopped working, never that one was connected, and never whose it is. What
 * Leaf signed are the bytes: a body that somebody parsed and wrote again does not verify.
 */
import * as z from 'zod';
import { MAX_ALERT_BYTES, readRequest } from './body.js';
import type { Config } from './config.js';
import { inTime } from './in-time.js';
import { timeOf } from './leaf/time.js';
import type { LimitKeeper } from './limits.js';
import type { LeafEvent } from './options.js';
import { ProblemError } from './problem.js';
import type { RequestContext, RequestScope } from './request-scope.js';
import type { Shared } from './shared.js';

/** Leaf tries again for 331 minutes, so an honest alert is never older. */
const OLDEST_MS = 6 * 60 * 60_000;
const CLOCK_DIFFERENCE_MS = 60_000;

/** How many alerts are remembered; the oldest is forgotten first. */
const REMEMBERED = 10_000;

/** What Leaf sends, perhaps unsigned, when a webhook is registered; the second as Leaf spaces what it signs. */
const REGISTRATIONS = [
  '{"message":"confirmation of webhook upon registration"}',
  '{"message": "confirmation of webhook upon registration"}',
];

/** 32 bytes in base64 and in one way only: padded, in the usual alphabet, with no bit to spare. */
const SIGNATURE = /^[A-Za-z\d+/]{42}[AEIMQUYcgkosw048]=$/;

const KNOWN_TYPES = ['credentialsUnauthenticated', 'credentialsLimitedPermission'];

const optionalText = z.string().nullish().catch(null);
const Alert = z.object({
  type: z.string().min(1),
  timestamp: z.union([z.string(), z.number()]).transform(timeOf),
  credentialId: z.union([z.string(), z.number().transform(String)]).nullish(),
  provider: optionalText,
  status: optionalText,
  message: optionalText,
});

const utf8 = new TextEncoder();

/** The POST of `/webhooks/leaf`. */
export function createWebhook(
  { webhookSecret, onEvent, deadlines }: Config,
  shared: Shared,
  limits: LimitKeeper,
): (c: RequestContext) => Promise<Response> {
  const key =
    webhookSecret === undefined
      ? undefined
      : crypto.subtle.importKey('raw', utf8.encode(webhookSecret), { name: 'HMAC', hash: 'SHA-256' }, false, [
          'verify',
        ]);
  const heard = createMemory(shared);

  async function tellHost(event: LeafEvent, scope: RequestScope): Promise<void> {
    const told = async () => {
      await onEvent?.(event);
    };
    const late = () => new Error('too late');
    await inTime(told(), AbortSignal.timeout(deadlines.authorize), late).catch(() => scope.log('event_failed'));
  }

  return async (c) => {
    const { scope } = c.var;
    if (key === undefined) throw new ProblemError('not_found');
    const signature = c.req.header('X-Leaf-Signature');
    const bytes = await readRequest(c.req.raw, MAX_ALERT_BYTES, scope);
    if (signature === undefined && REGISTRATIONS.includes(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)))
      return done();
    if (!(await verifies(await key, signature ?? '', bytes))) {
      if (scope.address !== undefined) await limits.take('forgeries', scope.address, scope);
      throw new ProblemError('session_missing');
    }
    const event = readAlert(bytes);
    if (event === undefined || (await heard.before(bytes, scope))) {
      scope.log('event_ignored');
      return done();
    }
    scope.log('event_heard', { type: KNOWN_TYPES.find((type) => type === event.type) ?? 'other' });
    await tellHost(event, scope);
    return done();
  };
}

function done(): Response {
  return new Response(null, { status: 204 });
}

async function verifies(key: CryptoKey, signature: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (!SIGNATURE.test(signature)) return false;
  const mac = Uint8Array.from(atob(signature), (character) => character.charCodeAt(0));
  return crypto.subtle.verify('HMAC', key, mac, bytes);
}

/** `undefined` for what is no alert, and for one of another time. */
function readAlert(bytes: Uint8Array): LeafEvent | undefined {
  const parsed = Alert.safeParse(parse(bytes));
  if (!parsed.success) return undefined;
  const { timestamp, type, credentialId, provider, status, message } = parsed.data;
  const age = Date.now() - timestamp;
  // Written so that a time that is none is refused too.
  if (!(age <= OLDEST_MS && age >= -CLOCK_DIFFERENCE_MS)) return undefined;
  return {
    type,
    timestamp: new Date(timestamp).toISOString(),
    ...(credentialId && { credentialId }),
    ...(provider && { provider }),
    ...(status && { status }),
    ...(message && { message }),
  };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Remembers alerts by a digest, here and where there is a Redis: one that is lost forgets nothing that was heard here. */
function createMemory(shared: Shared) {
  const digests = new Set<string>();
  return {
    /** Whether these bytes were heard before; from now on they were. */
    async before(bytes: Uint8Array<ArrayBuffer>, scope: RequestScope): Promise<boolean> {
      const digest = hex(await crypto.subtle.digest('SHA-256', bytes));
      if (digests.has(digest)) return true;
      digests.add(digest);
      for (const oldest of digests) {
        if (digests.size <= REMEMBERED) break;
        digests.delete(oldest);
      }
      const { redis } = shared;
      const key = `leaf-jd-connect:event:${digest}`;
      const life = OLDEST_MS + 2 * CLOCK_DIFFERENCE_MS;
      const answer = redis && (await shared.ask(() => redis.set(key, '1', 'PX', life, 'NX'), scope));
      return answer === null;
    },
  };
}

function hex(buffer: ArrayBuffer): string {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
