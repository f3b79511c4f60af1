/** One full answer of each kind that crosses a boundary, with every optional field. */
import * as wire from '../../src/protocol/wire.js';

const MANAGE = 'https://connections.deere.com/connections/0oa/connections-dialog?orgId=509991';
const SHARE = 'https://connections.deere.com/connections/0oa/select-organizations';

const organization = { id: '509991', name: 'North Farm', managementUri: MANAGE, sync: 'SELECTED' };

const connection = {
  state: 'connected',
  environment: 'PRODUCTION',
  connectedAt: '2026-11-02T10:00:00.000000Z',
  revision: 'b7c1',
  health: 'ok',
  organizations: {
    connected: [organization],
    notConnected: [{ id: '509992', name: 'South Farm', managementUri: SHARE, sync: 'PREVIEW' }],
  },
  flow: 'one-click',
  messageOrigins: ['https://api.withleaf.io'],
  pollAfterMs: 5000,
  scopes: ['read', 'connect'],
  account: 'c4d2',
  returns: true,
  grantUrl: MANAGE,
  dataSync: 'SELECTED_ONLY',
  data: { growers: 1, farms: 3, fields: 41, syncedAt: '2026-11-02T10:00:00Z' },
};

export interface Sample {
  readonly name: keyof typeof wire;
  readonly value: Readonly<Record<string, unknown>>;
  /** Names of the fields that may be absent, and of those that may be `null`, at any depth. */
  readonly optional: readonly string[];
  readonly nullable: readonly string[];
}

export const SAMPLES: readonly Sample[] = [
  { name: 'Organization', value: organization, optional: ['sync'], nullable: ['managementUri'] },
  { name: 'Organizations', value: connection.organizations, optional: ['sync'], nullable: ['managementUri'] },
  {
    name: 'Connection',
    value: connection,
    optional: ['scopes', 'account', 'sync', 'returns', 'grantUrl', 'dataSync', 'data'],
    nullable: ['connectedAt', 'revision', 'pollAfterMs', 'managementUri', 'syncedAt'],
  },
  { name: 'ArrivedData', value: connection.data, optional: [], nullable: ['syncedAt'] },
  {
    name: 'AttemptRequest',
    value: { returnUrl: 'https://app.partner.test/farms?tab=2' },
    optional: ['returnUrl'],
    nullable: [],
  },
  { name: 'LinkRequest', value: { kind: 'magic-link' }, optional: ['kind'], nullable: [] },
  { name: 'OrganizationChoice', value: { status: 'SELECTED' }, optional: [], nullable: [] },
  {
    name: 'CredentialEvent',
    value: { id: 'e-1', createdDate: '2026-11-02T10:00:00Z', statusCode: 401 },
    optional: [],
    nullable: ['statusCode'],
  },
  {
    name: 'Attempt',
    value: {
      attemptId: 'a1',
      startUrl: 'https://connect.partner.test/start/x',
      expiresAt: '2026-11-02T11:00:00.000Z',
    },
    optional: [],
    nullable: [],
  },
  {
    name: 'Link',
    value: {
      url: 'https://connect.partner.test/start/x',
      expiresAt: '2026-11-03T10:00:00.000Z',
      // Synthetic: one dark module, which no scanner reads.
      qr: 'M0 0M9 9m-5 -5h1v1h-1z',
    },
    optional: [],
    nullable: [],
  },
  {
    name: 'Session',
    value: { token: 'x.y.z', expiresAt: '2026-11-02T10:10:00.000Z' },
    optional: ['expiresAt'],
    nullable: [],
  },
  {
    name: 'Problem',
    value: {
      type: 'about:blank',
      title: 'Leaf does not answer',
      status: 503,
      code: 'leaf_unavailable',
      retryable: true,
      requestId: 'r-1',
    },
    optional: [],
    nullable: [],
  },
  {
    name: 'CredentialAssigned',
    value: {
      status: 'CREDENTIAL_ASSIGNED',
      connectedOrganizations: [{ id: '509991', name: 'North Farm' }],
      notConnectedOrganizations: [{ id: '509992', name: 'South Farm' }],
    },
    optional: ['connectedOrganizations', 'notConnectedOrganizations'],
    nullable: ['connectedOrganizations', 'notConnectedOrganizations'],
  },
];

/** The paths of every field below a value: `organizations`, `organizations.connected`, `organizations.connected.0` … */
export function pathsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...pathsOf(item).map((below) => `${key}.${below}`)]);
}

/** What stands at a path; the empty one is the value itself. */
export function valueAt(value: unknown, path: string): unknown {
  const keys = path === '' ? [] : path.split('.');
  return keys.reduce<unknown>((item, key) => (item as Record<string, unknown>)[key], value);
}

/** A copy with another value at a path, if there is such a place; `undefined` leaves the key out. */
export function withValue(value: unknown, path: string, replacement: unknown): unknown {
  return replaced(value, path.split('.'), replacement);
}

function replaced(value: unknown, [key, ...below]: readonly string[], replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === key ? replaced(item, below, replacement) : item));
  const { [key]: item, ...others } = value as Readonly<Record<string, unknown>>;
  const now = replaced(item, below, replacement);
  return now === undefined ? others : { ...others, [key]: now };
}
