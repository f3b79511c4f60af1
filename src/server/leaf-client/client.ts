/**
 * Leaf's calls around a John Deere connection, for the host application's own server: the same calls, with the same patience
 * and the same mistrust, that the companion makes.
 */
import type * as z from 'zod';
import { DEADLINES, readLeafAccess } from '../config.js';
import { createLeafCalls } from '../leaf/calls.js';
import { badResponse } from '../leaf/http.js';
import { safeHref } from '../leaf/links.js';
import { createPollBudget } from '../leaf/poll-budget.js';
import type { Credential, LeafOrganization } from '../leaf/schemas.js';
import type { Errand } from '../leaf/upstream.js';
import { createUserCalls } from '../leaf/users.js';
import type { LeafAccess } from '../options.js';
import { createEnsureUser } from './ensure-user.js';
import { LeafError } from './errors.js';
import * as inputs from './inputs.js';
import { checked, OfUser } from './inputs.js';
import type { LeafClient, LeafCredential } from './interface.js';

/** Makes a client of Leaf's API; nobody is called yet. Throws `ConfigurationError` naming every fault of the access at once. */
export function createLeafClient(access: LeafAccess): LeafClient {
  // Whoever asks here wants to know how things stand now, and not how they stood a second ago.
  const settings = { leaf: readLeafAccess(access), deadlines: { ...DEADLINES, fresh: 0 } };
  // Nothing polls here, so there is nothing to hold back.
  const leaf = createLeafCalls(settings, createPollBudget(1));
  const users = createUserCalls(leaf.service);
  const ensureUser = createEnsureUser(users, DEADLINES.request);

  /** Checks what was given, then asks Leaf within the deadline of one request. */
  async function ask<Schema extends z.ZodType, Result>(
    schema: Schema,
    input: unknown,
    call: (given: z.output<Schema>, errand: Errand) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await call(checked(schema, input), createErrand());
    } catch (error) {
      throw LeafError.from(error);
    }
  }

  return {
    credentials: {
      get: (leafUserId) =>
        ask(OfUser, { leafUserId }, async (of, errand) => toCredential(await leaf.credential(of.leafUserId, errand))),
      create: (leafUserId, credential) =>
        ask(inputs.NewCredential.extend(OfUser.shape), { ...credential, leafUserId }, (given, errand) => {
          const { leafUserId: id, environment: clientEnvironment, ...rest } = given;
          return leaf.createCredential(id, { ...rest, clientEnvironment }, errand);
        }),
      delete: (leafUserId) => ask(OfUser, { leafUserId }, (of, errand) => leaf.deleteCredential(of.leafUserId, errand)),
      status: (leafUserId) => ask(OfUser, { leafUserId }, (of, errand) => leaf.credentialStatus(of.leafUserId, errand)),
      events: (leafUserId) => ask(OfUser, { leafUserId }, (of, errand) => leaf.credentialEvents(of.leafUserId, errand)),
    },
    oneClick: {
      signInUrl: (leafUserId, application) =>
        ask(inputs.Application.extend(OfUser.shape), { ...application, leafUserId }, async (given, errand) =>
          toSafeUrl(await leaf.oneClickUrl(given.leafUserId, given, errand)),
        ),
    },
    providerConnections: {
      signInUrl: (leafUserId, keys) =>
        ask(inputs.StoredKeys.extend(OfUser.shape), { ...keys, leafUserId }, async (given, errand) =>
          toSafeUrl(await leaf.providerSignInUrl(given.leafUserId, given.appName, given.environment, errand)),
        ),
      list: (leafUserId) => ask(OfUser, { leafUserId }, (of, errand) => leaf.providers(of.leafUserId, errand)),
    },
    organizations: {
      list: (leafUserId) =>
        ask(OfUser, { leafUserId }, async (of, errand) => {
          const lists = await leaf.organizations(of.leafUserId, errand);
          return {
            connected: lists.connectedOrganizations.map(toOrganization),
            notConnected: lists.notConnectedOrganizations.map(toOrganization),
          };
        }),
      sync: (leafUserId) => ask(OfUser, { leafUserId }, (of, errand) => leaf.syncOrganizations(of.leafUserId, errand)),
      synced: (leafUserId) =>
        ask(OfUser, { leafUserId }, async (of, errand) => {
          const all = await leaf.syncedOrganizations(of.leafUserId, errand);
          return all.map((one) => ({ ...toOrganization(one), status: one.status }));
        }),
      choose: (leafUserId, organizationId, status) =>
        ask(inputs.Chosen.extend(OfUser.shape), { leafUserId, organizationId, status }, async (given, errand) => {
          const one = await leaf.chooseOrganization(given.leafUserId, given.organizationId, given.status, errand);
          return one && { ...toOrganization(one), status: one.status };
        }),
    },
    configuration: {
      get: (leafUserId) =>
        ask(OfUser, { leafUserId }, async (of, errand) => ({ dataSync: await leaf.dataSync(of.leafUserId, errand) })),
      set: (leafUserId, configuration) =>
        ask(inputs.Configuration.extend(OfUser.shape), { ...configuration, leafUserId }, (given, errand) =>
          leaf.setDataSync(given.leafUserId, given.dataSync, errand),
        ),
    },
    users: {
      find: (query) => ask(inputs.UserQuery, query, users.findUsers),
      create: (user) => ask(inputs.NewUser, user, users.createUser),
    },
    ensureLeafUser: (user) => ask(inputs.WantedUser, user, ensureUser),
  };
}

/** What a method does has the time that an inbound request of a companion has. What it sees of secrets stays in it. */
function createErrand(): Errand {
  return {
    signal: AbortSignal.timeout(DEADLINES.request),
    endsAt: performance.now() + DEADLINES.request,
    keepSecret: () => undefined,
    countCall: () => undefined,
  };
}

function toCredential(credential: Credential | undefined): LeafCredential | undefined {
  return (
    credential && { id: credential.id, status: credential.status ?? null, createdTime: credential.createdTime ?? null }
  );
}

function toOrganization({ id, name, managementUri }: LeafOrganization) {
  return { id, name: name ?? id, managementUri: managementUri ? safeHref(managementUri) : null };
}

function toSafeUrl(address: string): string {
  const href = safeHref(address);
  if (href === null) throw badResponse();
  return href;
}
