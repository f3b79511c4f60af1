/** Leaf's calls about a user's organizations at John Deere, and about what is fetched of them. Documented by Leaf. */
import type { Choice, DataSync } from '../../protocol/vocabulary.js';
import type { ArrivedData } from '../../protocol/wire.js';
import { demandSuccess, parseJson } from './http.js';
import {
  Configuration,
  Organizations,
  Resources,
  SyncedOrganization,
  SyncedOrganizations,
  type LeafOrganizations,
} from './schemas.js';
import { userPath, type LeafService } from './service.js';
import type { Errand } from './upstream.js';

/** The most that Leaf gives at once. */
const PAGE_SIZE = 100;
/** Ten thousand organizations: a list that never ends is given up. */
const MAX_PAGES = 100;

/** No dots, slashes or escapes: what is asked for stays below the user that it is asked of. John Deere's are digits. */
export function isOrganizationId(id: string): boolean {
  return /^[\w-]{1,100}$/.test(id);
}

/** Settings of the API owner; those of a user lie below. */
const CONFIGURATIONS = '/services/config/api/configs';

export interface OrganizationCalls {
  /** Which organizations are connected: judged by the list that they are in. */
  organizations(leafUserId: string, errand: Errand): Promise<LeafOrganizations>;
  /** Makes Leaf read the organizations again from John Deere. */
  syncOrganizations(leafUserId: string, errand: Errand): Promise<void>;
  /** What Leaf fetches of each organization; one call for every hundred. */
  syncedOrganizations(leafUserId: string, errand: Errand): Promise<SyncedOrganization[]>;
  /** Has Leaf fetch everything of an organization, or only its name. `undefined` when it is not the user's. */
  chooseOrganization(
    leafUserId: string,
    organizationId: string,
    status: Choice,
    errand: Errand,
  ): Promise<SyncedOrganization | undefined>;
  /** Whether Leaf fetches everything, or only what is selected. */
  dataSync(leafUserId: string, errand: Errand): Promise<DataSync>;
  /** Not retroactive: what was fetched stays. */
  setDataSync(leafUserId: string, dataSync: DataSync, errand: Errand): Promise<void>;
  /** What has arrived so far. */
  arrivedData(leafUserId: string, errand: Errand): Promise<ArrivedData>;
}

export function createOrganizationCalls(leaf: LeafService): OrganizationCalls {
  const configuration = (leafUserId: string) => `${CONFIGURATIONS}/${leafUserId}`;

  /** `undefined` when nothing was configured there. */
  function configured(leafUserId: string, path: string, errand: Errand): Promise<DataSync | undefined> {
    return leaf.get(leafUserId, path, errand, (answer) => {
      if (answer.status === 404) return undefined;
      demandSuccess(answer);
      // What it is without being set.
      return leaf.read(Configuration, parseJson(answer) ?? {}, errand).organizationDataSync ?? 'ALL';
    });
  }

  return {
    organizations: (leafUserId, errand) =>
      leaf.get(leafUserId, userPath(leafUserId, 'organizations/JohnDeere'), errand, (answer) => {
        demandSuccess(answer);
        return leaf.read(Organizations, parseJson(answer), errand);
      }),

    async syncOrganizations(leafUserId, errand) {
      const answer = await leaf.change(
        'POST',
        leafUserId,
        userPath(leafUserId, 'JohnDeere/organizations/sync'),
        errand,
      );
      // Its answer is not documented. What follows is a read, which tells the truth either way.
      const refusal = answer.status >= 400 && answer.status < 500 && ![401, 403, 429].includes(answer.status);
      if (!refusal) demandSuccess(answer);
    },

    async syncedOrganizations(leafUserId, errand) {
      const all = new Map<string, SyncedOrganization>();
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const path = userPath(leafUserId, `JohnDeere/organizations?page=${page}&size=${PAGE_SIZE}`);
        const { length, usable } = await leaf.get(leafUserId, path, errand, (answer) => {
          if (answer.status === 404) return { length: 0, usable: [] };
          demandSuccess(answer);
          return leaf.read(SyncedOrganizations, parseJson(answer) ?? [], errand);
        });
        const before = all.size;
        for (const organization of usable) all.set(organization.id, organization);
        // A Leaf that gives the same page whatever is asked for would be asked a hundred times.
        if (length < PAGE_SIZE || all.size === before) break;
      }
      return [...all.values()];
    },

    async chooseOrganization(leafUserId, organizationId, status, errand) {
      const path = userPath(leafUserId, `JohnDeere/organizations/${organizationId}/${status}`);
      const answer = await leaf.change('PATCH', leafUserId, path, errand);
      if (answer.status === 404) return undefined;
      demandSuccess(answer);
      return leaf.read(SyncedOrganization, parseJson(answer), errand);
    },

    // A user without settings of their own has those of the API owner.
    dataSync: async (leafUserId, errand) =>
      (await configured(leafUserId, configuration(leafUserId), errand)) ??
      (await configured(leafUserId, CONFIGURATIONS, errand)) ??
      'ALL',

    async setDataSync(leafUserId, dataSync, errand) {
      const known = await configured(leafUserId, configuration(leafUserId), errand);
      if (known === dataSync) return;
      const method = known === undefined ? 'POST' : 'PATCH';
      const body = { organizationDataSync: dataSync };
      demandSuccess(await leaf.change(method, leafUserId, configuration(leafUserId), errand, body));
    },

    arrivedData: (leafUserId, errand) => {
      const path = `/services/integrations/api/resources?provider=JohnDeere&leafUserId=${leafUserId}`;
      return leaf.get(leafUserId, path, errand, (answer) => {
        if (answer.status === 404) return NOTHING_ARRIVED;
        demandSuccess(answer);
        return leaf.read(Resources, parseJson(answer) ?? {}, errand);
      });
    },
  };
}

const NOTHING_ARRIVED: ArrivedData = { growers: 0, farms: 0, fields: 0, syncedAt: null };
