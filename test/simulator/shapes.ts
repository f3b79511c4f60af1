/**
 * The shapes of what Leaf and John Deere answer, as the examples that they published have them. Each carries the strength
 * of what is known of it: D documented today, O documented once and removed since, B seen in the bundle of Leaf's own
 * widget, T said by third parties, ? said by nobody. Strict, so that a field of another name is a fault.
 */
import * as z from 'zod';

export type Strength = 'D' | 'O' | 'B' | 'T' | '?';

const text = z.string().min(1);
const uuid = z.uuid();
/** `yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'` */
const microseconds = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const environment = z.enum(['STAGE', 'PRODUCTION']);
const count = z.int().nonnegative();

export const LeafToken = z.strictObject({ id_token: text });

/** JHipster's problem object. `errorKey` is not in all of them. */
export const Problem = z.strictObject({
  type: z.url(),
  title: text,
  status: z.int().min(400).max(599),
  detail: text,
  path: text,
  message: text,
  errorKey: text.optional(),
});

export const SignIn = z.strictObject({ signInUrl: z.url() });

/** The query of a sign-in address. */
export const SignInQuery = z.strictObject({
  response_type: z.literal('code'),
  client_id: text,
  redirect_uri: z.url(),
  scope: text,
  state: text,
});

const Organization = z.strictObject({ id: text, name: text, managementUri: z.url() });
const listing = {
  connectedOrganizations: z.array(Organization),
  notConnectedOrganizations: z.array(Organization),
};
export const Organizations = z.strictObject(listing);

export const CredentialAssigned = z.strictObject({
  status: z.literal('CREDENTIAL_ASSIGNED'),
  message: text,
  ...listing,
});

/** `tokenId` and `tokenSecretKey` are on older pages only. */
export const Credential = z.strictObject({
  id: uuid,
  status: text,
  createdTime: microseconds,
  tokenMetadata: z.strictObject({ scopes: z.array(text).min(1) }),
  clientKey: text,
  clientSecret: text,
  accessToken: text,
  refreshToken: text,
  clientEnvironment: environment,
  tokenId: text.optional(),
  tokenSecretKey: text.optional(),
});

export const Status = z.strictObject({
  status: z.enum(['OK', 'UNAUTHENTICATED', 'MISSING_PERMISSION', 'TEMPORARILY_UNAVAILABLE']),
});

const Event = z.strictObject({
  id: text,
  createdDate: z.iso.datetime(),
  statusCode: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export const Events = z.array(Event).min(1);

export const Providers = z.array(text).min(1);

/** Older pages have `provider_org_id` and `provider_org_name`, and no link. */
export const SyncedOrganization = z.strictObject({
  providerOrgId: text,
  providerOrgName: text,
  status: z.enum(['SELECTED', 'PREVIEW', 'BLOCKED']),
  managementUri: z.url(),
});
export const SyncedOrganizations = z.array(SyncedOrganization).min(1);

/** A part of it: the rest is of no concern to a connection. `leafUserId` is empty in what holds for all. */
export const Configuration = z.strictObject({
  apiOwnerUsername: text,
  leafUserId: z.string(),
  operationsImageCreation: z.boolean(),
  fieldsAutoSync: z.boolean(),
  customDataSync: z.boolean(),
  organizationDataSync: z.enum(['ALL', 'SELECTED_ONLY']),
});

/** `settings` holds what it was created with. */
export const MagicLink = z.strictObject({
  id: text,
  link: z.url(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastAccessedAt: z.iso.datetime().nullable(),
  leafUserId: uuid,
  maxUsage: z.int().nullable(),
  usageCount: count,
  widget: text,
  settings: z.strictObject({
    companyName: text.optional(),
    companyLogo: text.optional(),
    backgroundColor: text.optional(),
    headerImage: text.optional(),
    showLeafUserName: z.boolean().optional(),
    disconnectEnabled: z.boolean().optional(),
  }),
  allowedProviders: z.array(text).min(1),
});

export const Resources = z.strictObject({
  message: z.literal('SUCCESS'),
  summaries: z
    .array(
      z.strictObject({
        provider: text,
        leafUserId: uuid,
        growers: count,
        farms: count,
        fields: count,
        syncReferenceTime: microseconds,
      }),
    )
    .min(1),
});

const NamedKey = { provider: text, appName: text, clientEnvironment: environment };
export const AppKeys = z.array(z.strictObject(NamedKey)).min(1);
/** With its secrets in clear. */
export const AppKey = z.strictObject({
  ...NamedKey,
  secrets: z.strictObject({ clientKey: text, clientSecret: text }),
});

/** One credential object for each provider; a connected user's has its secrets in it. */
const LeafUser = z.strictObject({
  id: uuid,
  name: text,
  email: z.string(),
  externalId: z.string(),
  johnDeereCredentials: Credential,
});
export const LeafUsers = z.array(LeafUser).length(1);

export const HelperUrl = z.strictObject({ url: z.url() });
/** Which other fields come with it is not said. */
export const HelperTokens = z.union([
  z.strictObject({ accessToken: text, refreshToken: text }),
  z.strictObject({ access_token: text, refresh_token: text }),
]);

export const DeereMetadata = z.strictObject({
  issuer: z.url(),
  authorization_endpoint: z.url().regex(/\/v1\/authorize$/),
  token_endpoint: z.url().regex(/\/v1\/token$/),
  revocation_endpoint: z.url().regex(/\/v1\/revoke$/),
});

export const DeereTokens = z.strictObject({
  access_token: text,
  refresh_token: text,
  token_type: z.literal('Bearer'),
  expires_in: z.literal(12 * 60 * 60),
  scope: text,
});
