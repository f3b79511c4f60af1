/** Leaf's calls about the keys that it keeps of the partner's own application, under a name. Documented by Leaf. */
import * as z from 'zod';
import { ENVIRONMENTS, type Environment } from '../../protocol/vocabulary.js';
import { APP_NAME } from '../config.js';
import { demandSuccess, parseJson } from './http.js';
import type { LeafService } from './service.js';
import type { Errand } from './upstream.js';

/** Where Leaf keeps them. */
export interface AppKeyPlace {
  appName: string;
  environment: Environment;
}

export interface AppKeyCalls {
  /** How many places have some, and those that can be named in a path; `undefined` when Leaf has no such list. */
  list(errand: Errand): Promise<{ length: number; usable: AppKeyPlace[] } | undefined>;
  /** Whether there are any. Leaf sends them along, in clear, and they are not read. */
  has(place: AppKeyPlace, errand: Errand): Promise<boolean>;
  /** Gives Leaf the keys, in place of those that it has. Whether there were some. */
  put(keys: AppKeyPlace & { clientKey: string; clientSecret: string }, errand: Errand): Promise<boolean>;
  /** Has Leaf forget them. Whether there were any. */
  remove(place: AppKeyPlace, errand: Errand): Promise<boolean>;
}

/** Without keys, as Leaf documents it. */
const Places = z
  .array(
    z
      .object({ appName: z.string().regex(APP_NAME), clientEnvironment: z.enum(ENVIRONMENTS) })
      .transform(({ appName, clientEnvironment: environment }) => ({ appName, environment }))
      .nullable()
      .catch(null),
  )
  .transform((rows) => ({ length: rows.length, usable: rows.filter((row) => row !== null) }));

const APP_KEYS = '/services/usermanagement/api/app-keys/JohnDeere';

export function createAppKeyCalls(leaf: LeafService): AppKeyCalls {
  const path = ({ appName, environment }: AppKeyPlace) => `${APP_KEYS}/${appName}/${environment}`;

  async function ask(method: 'GET' | 'DELETE', place: AppKeyPlace, errand: Errand): Promise<boolean> {
    const answer = await leaf.ask(method, path(place), errand);
    if (answer.status === 404) return false;
    demandSuccess(answer);
    return true;
  }

  const has: AppKeyCalls['has'] = (place, errand) => ask('GET', place, errand);

  return {
    async list(errand) {
      const answer = await leaf.ask('GET', APP_KEYS, errand);
      if (answer.status === 404) return undefined;
      demandSuccess(answer);
      return leaf.read(Places, parseJson(answer) ?? [], errand);
    },
    has,
    async put({ clientKey, clientSecret, ...place }, errand) {
      const known = await has(place, errand);
      demandSuccess(await leaf.ask(known ? 'PUT' : 'POST', path(place), errand, { clientKey, clientSecret }));
      return known;
    },
    remove: (place, errand) => ask('DELETE', place, errand),
  };
}
