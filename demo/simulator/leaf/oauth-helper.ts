/**
 * Leaf's OAuth helper: builds John Deere's sign-in address for an application that has a callback of its own, and turns
 * what came back there into tokens. It keeps nothing between the two, and wants no Leaf token.
 */
import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import * as z from 'zod';
import { ISSUER_PATH } from '../deere/authorization.js';
import type { Scenarios } from '../scenarios.js';
import type { JohnDeere } from './john-deere.js';
import { problem } from './problem.js';
import { troubled } from './routes.js';

/** The real one has a host of its own. */
export const HELPER_PATH = '/johndeere-oauth2-helper';

const SCOPE = 'ag1 ag2 ag3 eq1 eq2 org1 org2 work1 work2 files offline_access';

const Client = z.object({ clientKey: z.string(), clientSecret: z.string(), clientRedirectUrl: z.url() });
const Returned = Client.extend({ responseUrl: z.url() });

export function oauthHelper(deereUrl: string, johnDeere: JohnDeere, scenarios: Scenarios) {
  return new Hono<{ Bindings: HttpBindings }>()
    .post('/get_url', troubled(scenarios, 'start'), async (c) => {
      const client = Client.safeParse(await c.req.json().catch(() => undefined));
      if (!client.success) return problem(c, 400, 'badRequest', 'The application is not described.');
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: client.data.clientKey,
        redirect_uri: client.data.clientRedirectUrl,
        scope: SCOPE,
        state: randomUUID(),
      });
      const origin = scenarios.get().start === 'foreign-host' ? 'https://signin.johndeere.example' : deereUrl;
      return c.json({ url: `${origin}${ISSUER_PATH}/v1/authorize?${query.toString()}` });
    })
    .post('/get_token', troubled(scenarios, 'leaf'), async (c) => {
      const returned = Returned.safeParse(await c.req.json().catch(() => undefined));
      if (!returned.success) return problem(c, 400, 'badRequest', 'The application or its answer is not described.');
      const { clientRedirectUrl, responseUrl, ...client } = returned.data;
      const code = new URL(responseUrl).searchParams.get('code') ?? '';
      const grant = { grant_type: 'authorization_code', code, redirect_uri: clientRedirectUrl } as const;
      const tokens = await johnDeere.tokens(undefined, client, grant);
      if (!tokens) return problem(c, 400, 'codeRefused', 'John Deere did not accept the code.');
      const { accessToken, refreshToken } = tokens;
      // Leaf's pages read one spelling, its collection of requests the other.
      return scenarios.get().helper === 'camel-case'
        ? c.json({ accessToken, refreshToken })
        : c.json({ access_token: accessToken, refresh_token: refreshToken });
    });
}
