/**
 * What is read of Leaf's answers, and nothing more: every schema strips, so that the secrets in a credential never enter
 * an object of ours. Lenient where Leaf's pages disagree, are silent, or were withdrawn.
 */
import * as z from 'zod';

/** Strings today; a number would name the same thing. */
const identifier = z.union([z.string().min(1), z.number().transform(String)]);
const optionalText = z.string().nullish();

export const Credential = z.object({
  id: identifier,
  /** An open enumeration: today's pages do not list its values. */
  status: optionalText,
  createdTime: z.union([z.string(), z.number().transform(String)]).nullish(),
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

const SECRET_FIELDS: Record<string, string> = {
  clientSecret: 'client secret',
  accessToken: 'access token',
  refreshToken: 'refresh token',
  tokenId: 'token id',
  tokenSecretKey: 'token secret',
};

/** Hands every secret in a raw answer of Leaf's, at any depth, to `keep`. */
export function collectSecrets(answer: unknown, keep: (kind: string, value: string) => void): void {
  const pending = [answer];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [field, inner] of Object.entries(value as Record<string, unknown>)) {
      const kind = SECRET_FIELDS[field];
      if (kind !== undefined && typeof inner === 'string') keep(kind, inner);
      pending.push(inner);
    }
  }
}
