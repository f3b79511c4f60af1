/** Leaf as a client of John Deere: redeems codes, renews tokens, reads organizations, and writes down every answer. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ISSUER_PATH } from '../deere/authorization.js';
import { ORGANIZATIONS_PATH, type ListedOrganizations } from '../deere/api.js';
import type { AppKey, Listing, LeafUser } from './users.js';

const EVENTS_KEPT = 50;

const Tokens = z
  .object({ access_token: z.string(), refresh_token: z.string(), scope: z.string() })
  .transform(({ access_token, refresh_token, scope }) => ({
    accessToken: access_token,
    refreshToken: refresh_token,
    scopes: scope.split(' '),
  }));
export type Tokens = z.infer<typeof Tokens>;

/** What a token is asked for with: a fresh code, or the refresh token of before. */
export type TokenGrant =
  | { grant_type: 'authorization_code'; code: string; redirect_uri: string }
  | { grant_type: 'refresh_token'; refresh_token: string };

export class JohnDeere {
  constructor(private readonly deereUrl: string) {}

  /** Undefined when John Deere refuses. Whose token it is, Leaf's helper does not know. */
  async tokens(
    user: LeafUser | undefined,
    appKey: Pick<AppKey, 'clientKey' | 'clientSecret'>,
    grant: TokenGrant,
  ): Promise<Tokens | undefined> {
    const basic = Buffer.from(`${appKey.clientKey}:${appKey.clientSecret}`).toString('base64');
    const answer = await this.#call(user, `${ISSUER_PATH}/v1/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${basic}` },
      body: new URLSearchParams(grant),
    });
    return answer.ok ? Tokens.safeParse(parsed(answer.body)).data : undefined;
  }

  /** Undefined when John Deere no longer accepts the token. */
  async organizations(user: LeafUser, accessToken: string): Promise<Listing | undefined> {
    const headers = { Authorization: `Bearer ${accessToken}` };
    const answer = await this.#call(user, ORGANIZATIONS_PATH, { headers });
    if (!answer.ok) return undefined;
    const { values } = JSON.parse(answer.body) as ListedOrganizations;
    const related = (wanted: string) =>
      values.flatMap(({ id, name, links }) =>
        links.filter(({ rel }) => rel === wanted).map(({ uri }) => ({ id, name, managementUri: uri })),
      );
    return { connectedOrganizations: related('manage_connection'), notConnectedOrganizations: related('connections') };
  }

  async #call(user: LeafUser | undefined, path: string, init: RequestInit & { headers: Record<string, string> }) {
    const response = await fetch(this.deereUrl + path, init);
    const body = await response.text();
    user?.events.unshift({
      id: randomUUID(),
      createdDate: new Date().toISOString(),
      statusCode: response.status,
      headers: init.headers,
      body,
    });
    user?.events.splice(EVENTS_KEPT);
    return { ok: response.ok, body };
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
