/** The demo against the real Leaf and the real John Deere, configured as the companion itself is. */
import { readServeSettings, type Environment } from '../src/cli/environment.js';
import { ConfigurationError } from '../src/server/index.js';
import { COMPANY } from './site.js';
import { newSessionKey, type World } from './stack.js';

const LEAF_USER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether anything of the real world is configured. Half a configuration is a mistake to name, not one to ignore. */
export function isRealWorld(environment: Environment): boolean {
  return Object.entries(environment).some(([name, value]) => /^(LEAF|JD)_/.test(name) && value?.trim());
}

/** The world that `LEAF_*` and `JD_*` describe. Its `companionOptions` throws `ConfigurationError` naming every fault. */
export function realWorld(environment: Environment): World {
  const leafUserId = environment.LEAF_USER_ID?.trim() ?? '';
  return {
    companionOptions: ({ publicUrl, allowedOrigins }) => {
      const faults = LEAF_USER_ID.test(leafUserId) ? [] : ['LEAF_USER_ID is not the id of a Leaf user (a UUID)'];
      try {
        const { options } = readServeSettings({
          COMPANY_NAME: COMPANY,
          SESSION_KEYS: newSessionKey(),
          ...environment,
          // A .env that was written for `serve` names other addresses than this demo's.
          PUBLIC_URL: publicUrl,
          ALLOWED_ORIGINS: allowedOrigins.join(),
        });
        if (faults.length === 0) return options;
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        faults.push(...error.faults);
      }
      throw new ConfigurationError(faults);
    },
    newLeafUser: () => Promise.resolve(leafUserId),
  };
}
