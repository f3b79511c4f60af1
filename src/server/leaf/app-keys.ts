/** Leaf's calls about the keys that it keeps of the partner's own application, under a name. Documented by Leaf. */
import type { Environment } from '../../protocol/vocabulary.js';
import { demandSuccess } from './http.js';
import type { LeafService } from './service.js';
import type { Errand } from './upstream.js';

/** Where Leaf keeps them. */
export interface AppKeyPlace {
  appName: string;
  environment: Environment;
}

export interface AppKeyCalls {
  /** Whether there are any. Leaf sends them along, in clear, and they are not read. */
  has(place: AppKeyPlace, errand: Errand): Promise<boolean>;
  /** Gives Leaf the keys, in place of those that it has. Whether there were some. */
  put(keys: AppKeyPlace & { clientKey: string; clientSecret: string }, errand: Errand): Promise<boolean>;
  /** Has Leaf forget them. Whether there were any. */
  remove(place: AppKeyPlace, errand: Errand): Promise<boolean>;
}

export function createAppKeyCalls(leaf: LeafService): AppKeyCalls {
  const path = ({ appName, environment }: AppKeyPlace) =>
    `/services/usermanagement/api/app-keys/JohnDeere/${appName}/${environment}`;

  async function ask(method: 'GET' | 'DELETE', place: AppKeyPlace, errand: Errand): Promise<boolean> {
    const answer = await leaf.ask(method, path(place), errand);
    if (answer.status === 404) return false;
    demandSuccess(answer);
    return true;
  }

  const has: AppKeyCalls['has'] = (place, errand) => ask('GET', place, errand);

  return {
    has,
    async put({ clientKey, clientSecret, ...place }, errand) {
      const known = await has(place, errand);
      demandSuccess(await leaf.ask(known ? 'PUT' : 'POST', path(place), errand, { clientKey, clientSecret }));
      return known;
    },
    remove: (place, errand) => ask('DELETE', place, errand),
  };
}
