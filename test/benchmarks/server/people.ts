/** Leaf users, whose state is written in their ids so that the simulated Leaf need not be told, and their sessions. */
import { createLeafConnect } from '../../../src/server/index.js';

/** No credential; a credential and no organization; connected. */
export type Kind = 'waiting' | 'no-organizations' | 'connected';

const DIGITS: readonly Kind[] = ['waiting', 'no-organizations', 'connected'];

export function userId(kind: Kind, n: number): string {
  return `${DIGITS.indexOf(kind)}0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

export function kindOf(leafUserId: string): Kind {
  return DIGITS[Number(leafUserId[0])] ?? 'waiting';
}

export const PAGE = 'https://app.partner.test';
export const WEBHOOK_SECRET = 'webhook-signing-secret';
const PUBLIC_URL = 'https://connect.partner.test';
const SESSION_KEY = `k1:${Buffer.alloc(32, 7).toString('base64url')}`;

/** What every companion here is set to. */
export const SETTINGS = {
  LEAF_TOKEN: 'leaf-token-value',
  JD_CLIENT_KEY: 'client-key',
  JD_CLIENT_SECRET: 'john-deere-shared-secret',
  JD_ENVIRONMENT: 'PRODUCTION',
  PUBLIC_URL,
  ALLOWED_ORIGINS: PAGE,
  SESSION_KEYS: SESSION_KEY,
  COMPANY_NAME: 'Partner Inc.',
  LEAF_WEBHOOK_SECRET: WEBHOOK_SECRET,
};

const back = createLeafConnect({
  leaf: { token: SETTINGS.LEAF_TOKEN },
  johnDeere: { clientKey: 'client-key', clientSecret: SETTINGS.JD_CLIENT_SECRET, environment: 'PRODUCTION' },
  publicUrl: PUBLIC_URL,
  allowedOrigins: [PAGE],
  sessionKeys: [SESSION_KEY],
  companyName: SETTINGS.COMPANY_NAME,
});

export interface Person {
  leafUserId: string;
  /** What the element sends with every request. */
  headers: Record<string, string>;
}

/** Somebody on a partner's page, signed in to it for an hour. */
export function person(kind: Kind, n: number): Promise<Person> {
  return personOf(userId(kind, n));
}

export async function personOf(leafUserId: string): Promise<Person> {
  const { token } = await back.createSession({ leafUserId, origin: PAGE, name: 'North Farm', ttlSeconds: 3600 });
  return { leafUserId, headers: { Authorization: `Bearer ${token}`, Origin: PAGE } };
}

/** As many, most of whom wait for their sign-in: of ten, six have no credential, and two no organization yet. */
export function people(count: number): Promise<Person[]> {
  const kindAt = (n: number): Kind => (n % 10 < 6 ? 'waiting' : n % 10 < 8 ? 'no-organizations' : 'connected');
  return Promise.all(Array.from({ length: count }, (_, n) => person(kindAt(n), n)));
}
