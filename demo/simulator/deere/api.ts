/** What an application reads with a grower's access token: their organizations, each with the link that manages it. */
import { Hono } from 'hono';
import type Provider from 'oidc-provider';
import type { Accounts } from '../accounts.js';
import type { Application } from './authorization.js';

export const ORGANIZATIONS_PATH = '/platform/organizations';

/** The relation of an organization's link says whether it is connected: `manage_connection` when it is. */
export interface ListedOrganizations {
  values: { id: string; name: string; links: { rel: 'connections' | 'manage_connection'; uri: string }[] }[];
}

export function organizationsApi(provider: Provider, accounts: Accounts, deereUrl: string, application: Application) {
  const connections = `${deereUrl}/connections/${application.clientKey}`;
  return new Hono().get('/', async (c) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header('Authorization') ?? '')?.[1];
    const access = token === undefined ? undefined : await provider.AccessToken.find(token);
    const account = accounts.find(access?.accountId);
    if (!account) return c.json({ error: 'invalid_token' }, 401);
    const listed: ListedOrganizations = {
      values: account.organizations.map(({ id, name, shared }) => ({
        id,
        name,
        links: [
          shared
            ? { rel: 'manage_connection', uri: `${connections}/connections-dialog?orgId=${id}` }
            : { rel: 'connections', uri: `${connections}/select-organizations` },
        ],
      })),
    };
    return c.json(listed);
  });
}
