/**
 * What is read of Leaf's answers, and nothing more: every schema strips, so that the secrets in a credential never enter
 * an object of ours. Lenient where Leaf's pages disagree, are silent, or were withdrawn.
 */
import * as z from 'zod';
import { DATA_SYNCS, SYNC_STATUSES } from '../../protocol/vocabulary.js';
import { timeOf } from './time.js';

/** Strings today; a number would name the same thing. */
const identifier = z.union([z.string().min(1), z.number().transform(String)]);
const optionalText = z.string().nullish();

/** Whatever else it says, there is one: an odd field is as good as none. */
export const Credential = z.object({
  id: identifier,
  /** An open enumeration: today's pages do not list its values. */
  status: optionalText.catch(null),
  createdTime: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .catch(null),
});
export type Credential = z.output<typeof Credential>;

/** An odd field is as good as none: one row must not take a grower's other organizations with it. */
const Organization = z.object({
  id: identifier,
  name: optionalText.catch(null),
  managementUri: optionalText.catch(null),
});
export type LeafOrganization = z.output<typeof Organization>;

/** Either array may be absent or null. A row without an id cannot be shown, and is left out. */
const organizationList = z
  .array(Organization.nullable().catch(null))
  .nullish()
  .transform((list) => (list ?? []).filter((row) => row !== null));

export const Organizations = z.object({
  connectedOrganizations: organizationList,
  notConnectedOrganizations: organizationList,
});
export type LeafOrganizations = z.output<typeof Organizations>;

/** The status call was documented as "one of" four words, never as a shape. */
export const Status = z.union([z.string(), z.object({ status: z.string() }).transform(({ status }) => status)]);

export const SignIn = z.object({ signInUrl: z.string() });

/** Names, or objects that have one; seen in a bundle only. */
export const Providers = z
  .array(z.union([z.string(), z.object({ provider: z.string() }).transform(({ provider }) => provider)]).catch(''))
  .transform((names) => names.filter(Boolean));

/** `expiresAt`, whose form is not documented, in milliseconds. */
export const MagicLink = z.object({
  link: z.string(),
  expiresAt: z.union([z.string(), z.number()]).transform(timeOf).optional().catch(undefined),
});
export type MagicLink = z.output<typeof MagicLink>;

const SyncStatus = z.enum(SYNC_STATUSES).nullable().catch(null);

/** `status` is `null` for a word that nobody documented. */
export const SyncedOrganization = z
  .object({
    providerOrgId: identifier,
    providerOrgName: optionalText.catch(null),
    status: SyncStatus,
    managementUri: optionalText.catch(null),
  })
  .transform(({ providerOrgId: id, providerOrgName: name, ...rest }) => ({ id, name, ...rest }));
export type SyncedOrganization = z.output<typeof SyncedOrganization>;

/** A page of them: how many there were, and those that can be used. */
export const SyncedOrganizations = z
  .array(SyncedOrganization.nullable().catch(null))
  .transform((rows) => ({ length: rows.length, usable: rows.filter((row) => row !== null) }));

export const Configuration = z.object({ organizationDataSync: z.enum(DATA_SYNCS).nullish().catch(null) });

const count = z.number().int().nonnegative().catch(0).default(0);

/** Summaries, one for each part of the data; the sum of them is what has arrived. */
export const Resources = z
  .object({
    summaries: z
      .array(z.object({ growers: count, farms: count, fields: count, syncReferenceTime: optionalText.catch(null) }))
      .nullish()
      .catch(null),
  })
  .transform(({ summaries }) => {
    const all = summaries ?? [];
    const sum = (field: 'growers' | 'farms' | 'fields') => all.reduce((total, summary) => total + summary[field], 0);
    const times = all.map(({ syncReferenceTime }) => syncReferenceTime ?? '').sort();
    return { growers: sum('growers'), farms: sum('farms'), fields: sum('fields'), syncedAt: times.at(-1) || null };
  });

/** Their `headers` and `body` are raw traffic with John Deere, and never read. */
export const Events = z
  .array(
    z
      .object({
        id: identifier,
        createdDate: z.union([z.string(), z.number().transform(String)]),
        statusCode: z.coerce.number().int().min(100).max(599).nullable().catch(null),
      })
      .nullable()
      .catch(null),
  )
  .transform((events) => events.filter((event) => event !== null));

/** A user comes with a credential for each provider, and their secrets: none is read. */
export const User = z.object({
  /** The UUID that all of Leaf's calls want: `leafUserId`. */
  id: identifier,
  /** `null` where Leaf tells none. */
  name: optionalText.catch(null).transform((name) => name ?? null),
  /** `null` where Leaf tells none. */
  email: optionalText.catch(null).transform((email) => email ?? null),
  /** What the host application calls this user; `null` where it gave no such name. */
  externalId: optionalText.catch(null).transform((externalId) => externalId ?? null),
});
export type LeafUser = z.output<typeof User>;

/** A page of them: how many there were, and those that can be used. */
export const Users = z
  .array(User.nullable().catch(null))
  .transform((rows) => ({ length: rows.length, usable: rows.filter((row) => row !== null) }));

/** A map, since an object would find `constructor` in an answer among its own. */
const SECRET_FIELDS = new Map([
  ['clientSecret', 'client secret'],
  ['accessToken', 'access token'],
  ['refreshToken', 'refresh token'],
  ['tokenId', 'token id'],
  ['tokenSecretKey', 'token secret'],
  // As John Deere and, on some pages, Leaf's OAuth helper spell them.
  ['access_token', 'access token'],
  ['refresh_token', 'refresh token'],
  ['id_token', 'id token'],
]);

/** Hands every secret in a raw answer of Leaf's, at any depth, to `keep`. */
export function collectSecrets(answer: unknown, keep: (kind: string, value: string) => void): void {
  const pending = [answer];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [field, inner] of Object.entries(value as Record<string, unknown>)) {
      const kind = SECRET_FIELDS.get(field);
      if (kind !== undefined && typeof inner === 'string') keep(kind, inner);
      pending.push(inner);
    }
  }
}
