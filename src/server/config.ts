/**
 * From options to a configuration that the rest may trust. Every fault is named at once, and no value is ever printed:
 * the message may end up in a log, and the value may be a secret in the wrong place.
 */
import { base64url } from 'jose';
import * as z from 'zod';
import { parseSafeUrl, withoutTrailingSlash } from '../protocol/links.js';
import { ENVIRONMENTS, FLOWS } from '../protocol/vocabulary.js';
import { LIMITS, type Limits } from './limits.js';
import type { Authorize, LeafAccess, LeafConnectOptions, LeafEvent, LogEntry, RedisClient } from './options.js';

/** The options cannot be used. `faults` has one sentence per fault, each beginning with the option's path. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(
    /** `allowedOrigins.1 is not an origin …` and its like. No value of yours is among the words. */
    readonly faults: readonly string[],
  ) {
    super(`The configuration of leaf-jd-connect has ${String(faults.length)} fault(s): ${faults.join('; ')}`);
  }
}

/** Where Leaf's callback has been documented to live: today's host name and the older one. */
export const LEAF_ORIGINS = ['https://api.withleaf.io', 'https://api.agrigate.io'] as const;

/** Limits on time, in milliseconds. Not an option: the element's own patience is built around them. */
export interface Deadlines {
  /** The host application's own sign-in. */
  authorize: number;
  /** Until Leaf's headers are there. */
  leafHeaders: number;
  /** A whole call to Leaf, stalls in the body counted. */
  leafCall: number;
  /** One inbound request with everything it causes. */
  request: number;
  /** The pause before a call to Leaf is made again; twice as long before the last time. */
  backoff: number;
  /** How long an answer of Leaf's serves everybody who asks about the same user. */
  fresh: number;
}

export const DEADLINES: Deadlines = {
  authorize: 5_000,
  leafHeaders: 5_000,
  leafCall: 10_000,
  request: 12_000,
  backoff: 200,
  fresh: 1_000,
};

/** A shorter "secret" would be found in innocent answers, and each find stops the answer. */
const SECRET_LENGTH = 8;
const KEY_BYTES = 32;

const given = (expected: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? 'is missing' : `is not ${expected}`;

const line = z.string({ error: given('a text') }).check(z.trim());
// Nothing more is said of a text that is empty.
const text = line.check(z.minLength(1, { error: 'is empty', abort: true }));
const secret = text.check(z.minLength(SECRET_LENGTH, `is shorter than ${String(SECRET_LENGTH)} characters`));

const baseUrl = text
  .refine((address) => {
    const url = parseSafeUrl(address);
    return url?.search === '' && url.hash === '';
  }, 'is not an https: URL without query and fragment (http: is for loopback only)')
  .transform((address) => withoutTrailingSlash(new URL(address).href));

const origin = text
  .refine((address) => {
    const url = parseSafeUrl(address);
    return url?.pathname === '/' && url.search === '' && url.hash === '';
  }, 'is not an origin such as https://app.example.com (http: is for loopback only)')
  .transform((address) => new URL(address).origin);

/** Compared without query and fragment, which may hold a page's own state. */
const pageUrl = text
  .refine((address) => parseSafeUrl(address) !== undefined, 'is not an https: URL (http: is for loopback only)')
  .transform((address) => new URL(address).href);

/** As OAuth writes them (RFC 6749, §3.3). */
const scopeName = text.check(z.regex(/^[\x21\x23-\x5B\x5D-\x7E]+$/, 'is not a scope'));

/** What is read for Leaf's products; `offline_access` is what brings the refresh token. Documented by Leaf. */
const JOHN_DEERE_SCOPES = 'ag1 ag2 ag3 eq1 eq2 org1 org2 work1 work2 files offline_access'.split(' ');

const TOKEN_EXCHANGES = ['direct', 'helper'] as const;

/** Leaf takes no less than a quarter of an hour. */
const MAGIC_LINK_LEAST_S = 900;
const DAY_S = 24 * 60 * 60;

const magicLink = z.strictObject(
  {
    expiresIn: z
      .int({ error: given('a whole number of seconds') })
      .min(MAGIC_LINK_LEAST_S, 'is below 900')
      .default(DAY_S),
    companyLogo: text.optional(),
    backgroundColor: text.optional(),
    headerImage: text.optional(),
    showLeafUserName: z.boolean({ error: given('true or false') }).optional(),
    disconnectEnabled: z.boolean({ error: given('true or false') }).optional(),
  },
  { error: knownOptions },
);

/** As it can stand in a path of Leaf's, where dots alone would lead elsewhere. */
export const APP_NAME = /^(?!\.+$)[\w.~-]+$/;

const origins = z.array(origin, { error: given('a list of origins') });

const sessionKey = line.transform((key, context) => {
  const [, kid = '', encoded = ''] = /^([\w.-]+):([\w-]+)=*$/.exec(key) ?? [];
  const bytes = decode(encoded);
  if (kid === '' || bytes === undefined) context.addIssue('is not of the form kid:base64url');
  else if (bytes.length < KEY_BYTES) context.addIssue(`is shorter than ${String(KEY_BYTES)} bytes`);
  return { kid, bytes: bytes ?? new Uint8Array(), text: encoded };
});
export type SessionKey = z.output<typeof sessionKey>;

function decode(encoded: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(base64url.decode(encoded));
  } catch {
    return undefined;
  }
}

/** Asked even of lists in which an entry has a fault of its own, so that both are named at once. */
function hasUniqueKids(keys: readonly (Partial<SessionKey> | null | undefined)[]): boolean {
  const kids = keys.map((key) => key?.kid).filter(Boolean);
  return new Set(kids).size === kids.length;
}

/** What it takes to make sessions, and nothing of Leaf's or John Deere's. */
const sessionOptions = {
  publicUrl: baseUrl,
  allowedOrigins: origins.min(1, 'is empty'),
  sessionKeys: z
    .tuple([sessionKey], sessionKey, { error: given('a list of at least one key') })
    .refine(hasUniqueKids, { error: 'uses a kid twice', when: ({ value }) => Array.isArray(value) }),
};

const leafAccess = z
  .strictObject(
    {
      token: secret.optional(),
      username: text.optional(),
      password: secret.optional(),
      apiUrl: baseUrl.default('https://api.withleaf.io'),
    },
    { error: knownOptions },
  )
  .refine(
    ({ token, username, password }) =>
      token === undefined
        ? username !== undefined && password !== undefined
        : username === undefined && password === undefined,
    'needs either a token, or a username and a password',
  );

const application = {
  clientKey: text,
  clientSecret: secret,
  environment: z.enum(ENVIRONMENTS, { error: given(ENVIRONMENTS.join(' or ')) }),
  appName: text.check(z.regex(APP_NAME, 'has characters other than letters, digits, and . _ ~ -, or only dots')),
};

const options = z
  .strictObject(
    {
      ...sessionOptions,
      leaf: leafAccess,
      johnDeere: z.strictObject(
        {
          ...application,
          appName: application.appName.optional(),
          tokenExchange: z.enum(TOKEN_EXCHANGES, { error: given(TOKEN_EXCHANGES.join(' or ')) }).default('direct'),
          helperUrl: baseUrl.default('https://johndeere-oauth2-helper.withleaf.io'),
          issuer: baseUrl.default('https://signin.johndeere.com/oauth2/aus78tnlaysMraFhC1t7'),
          scopes: z
            .array(scopeName, { error: given('a list of scopes') })
            // Without it every grower would consent in vain.
            .refine(
              (scopes) => scopes.includes('offline_access'),
              'has no offline_access, so that no connection can last',
            )
            .default([...JOHN_DEERE_SCOPES]),
        },
        { error: knownOptions },
      ),
      companyName: text.check(z.maxLength(100, 'is longer than 100 characters')),
      authorize: z.custom<Authorize>((value) => typeof value === 'function', 'is not a function').optional(),
      flow: z.enum(FLOWS, { error: given(FLOWS.join(', ')) }).default('one-click'),
      returnUrls: z.array(pageUrl, { error: given('a list of addresses') }).default([]),
      dataSync: z.literal('SELECTED_ONLY', { error: given('SELECTED_ONLY') }).optional(),
      magicLink: magicLink.prefault({}),
      magicLinkOrigins: origins.min(1, 'is empty').optional(),
      signInOrigins: origins.min(1, 'is empty').default(['https://signin.johndeere.com']),
      managementOrigins: origins.default(['https://connections.deere.com']),
      messageOrigins: origins.default([...LEAF_ORIGINS]),
      upstreamBudget: z
        .number({ error: given('a number') })
        .check(z.positive('is not above 0'))
        .default(8),
      webhookSecret: secret.optional(),
      onEvent: z
        .custom<(event: LeafEvent) => unknown>((value) => typeof value === 'function', 'is not a function')
        .optional(),
      redis: z.custom<RedisClient>(isRedisClient, 'is not a client of ioredis').optional(),
      log: z
        .custom<(entry: LogEntry) => unknown>((value) => typeof value === 'function', 'is not a function')
        .optional(),
    },
    { error: knownOptions },
  )
  .check(({ value: { flow, johnDeere }, issues }) => {
    if (flow !== 'provider-connections' || johnDeere.appName !== undefined) return;
    issues.push({
      code: 'custom',
      input: undefined,
      path: ['johnDeere', 'appName'],
      message: `is missing; ${flow} needs it`,
    });
  });

function isRedisClient(value: unknown): boolean {
  const { set, defineCommand } = Object(value) as Partial<RedisClient>;
  return typeof set === 'function' && typeof defineCommand === 'function';
}

function knownOptions(issue: { code?: string; keys?: readonly string[]; input?: unknown }): string {
  if (issue.code === 'unrecognized_keys') return `has an unknown option: ${(issue.keys ?? []).join(', ')}`;
  return given('an object')(issue);
}

/** The checked options, and what follows from them. */
export interface Config extends z.output<typeof options> {
  publicOrigin: string;
  /** Origins that may ask: the allowed ones and, where the host signs people in itself, the companion's own. */
  pageOrigins: readonly string[];
  deadlines: Deadlines;
  limits: Limits;
}

/** What `createSession` needs of a configuration. */
export type SessionConfig = Pick<Config, 'publicUrl' | 'pageOrigins' | 'sessionKeys'>;

/** Checks the options. Throws `ConfigurationError` with every fault. */
export function readConfig(input: LeafConnectOptions): Config {
  const config = check(options, input);
  const publicOrigin = new URL(config.publicUrl).origin;
  const { allowedOrigins } = config;
  const pageOrigins = config.authorize === undefined ? allowedOrigins : [...allowedOrigins, publicOrigin];
  return { ...config, publicOrigin, pageOrigins, deadlines: DEADLINES, limits: LIMITS };
}

/** Checks only what sessions are made from: a machine that mints them needs no other secret. */
export function readSessionConfig(
  input: Pick<LeafConnectOptions, 'publicUrl' | 'allowedOrigins' | 'sessionKeys'>,
): SessionConfig {
  const { allowedOrigins, ...rest } = check(z.object(sessionOptions), input);
  return { ...rest, pageOrigins: allowedOrigins };
}

/** Checks only what it takes to ask Leaf. */
export function readLeafAccess(input: LeafAccess): Config['leaf'] {
  return check(z.object({ leaf: leafAccess }), { leaf: input }).leaf;
}

/** Checks what it takes to ask Leaf which keys it keeps, to have it forget them, and to give it some. */
export const READ_APP_KEY = {
  list: (input: unknown) =>
    check(z.object({ leaf: leafAccess, johnDeere: z.object(application).pick({ appName: true }).partial() }), input),
  remove: (input: unknown) =>
    check(
      z.object({ leaf: leafAccess, johnDeere: z.object(application).pick({ appName: true, environment: true }) }),
      input,
    ),
  add: (input: unknown) => check(z.object({ leaf: leafAccess, johnDeere: z.object(application) }), input),
};

function check<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'} ${message}`),
  );
}
