/** `/app-keys/JohnDeere`: the applications whose keys Leaf keeps, each under a name and an environment. */
import { Hono } from 'hono';
import * as z from 'zod';
import { problem } from './problem.js';
import type { AppKey } from './users.js';

export interface StoredKey extends AppKey {
  appName: string;
}

const NewKey = z.object({
  clientKey: z.string().min(1),
  clientSecret: z.string().min(1),
  scopes: z.array(z.string()).optional(),
});
const Environment = z.enum(['STAGE', 'PRODUCTION']);

export class AppKeys {
  #keys: StoredKey[];

  constructor(
    private readonly first: StoredKey,
    private readonly secrets: Set<string>,
  ) {
    this.#keys = [first];
  }

  get all(): readonly StoredKey[] {
    return this.#keys;
  }

  find(appName: string, clientEnvironment: string): StoredKey | undefined {
    return this.#keys.find((key) => key.appName === appName && key.clientEnvironment === clientEnvironment);
  }

  put(key: StoredKey): void {
    this.remove(key);
    this.#keys.push(key);
    this.secrets.add(key.clientSecret);
  }

  remove({ appName, clientEnvironment }: Pick<StoredKey, 'appName' | 'clientEnvironment'>): void {
    this.#keys = this.#keys.filter((key) => key.appName !== appName || key.clientEnvironment !== clientEnvironment);
  }

  reset(): void {
    this.#keys = [this.first];
  }
}

export function appKeyRoutes(appKeys: AppKeys) {
  const shown = ({ appName, clientEnvironment }: StoredKey) => ({ provider: 'JohnDeere', appName, clientEnvironment });
  // One at a time they come with their secrets, in clear.
  const opened = (key: StoredKey) => {
    const { clientKey, clientSecret } = key;
    return { ...shown(key), secrets: { clientKey, clientSecret } };
  };

  return new Hono()
    .get('/', (c) => c.json(appKeys.all.map(shown)))
    .on(['POST', 'PUT'], '/:appName/:environment', async (c) => {
      const { appName, environment } = c.req.param();
      const clientEnvironment = Environment.safeParse(environment);
      const key = NewKey.safeParse(await c.req.json().catch(() => undefined));
      if (!key.success || !clientEnvironment.success)
        return problem(c, 400, 'invalidAppKey', 'The key is not complete.');
      const known = appKeys.find(appName, environment);
      if (c.req.method === 'POST' && known) return problem(c, 400, 'appKeyExists', 'There is a key of this name.');
      if (c.req.method === 'PUT' && !known) return problem(c, 404, 'appKeyNotFound', 'There is no key of this name.');
      const { clientKey, clientSecret } = key.data;
      const stored = { appName, clientEnvironment: clientEnvironment.data, clientKey, clientSecret };
      appKeys.put(stored);
      return c.json(opened(stored), known ? 200 : 201);
    })
    .on(['GET', 'DELETE'], '/:appName/:environment', (c) => {
      const { appName, environment } = c.req.param();
      const known = appKeys.find(appName, environment);
      if (!known) return problem(c, 404, 'appKeyNotFound', 'There is no key of this name.');
      if (c.req.method === 'GET') return c.json(opened(known));
      appKeys.remove(known);
      return c.body(null, 204);
    });
}
