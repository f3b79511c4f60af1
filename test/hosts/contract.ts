/**
 * What the companion promises wherever it is mounted: one suite, run in every host. Each host is in front of a Leaf on a
 * real socket, and every answer is held against the published description of the API.
 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Attempt, Connection, CredentialEvents, Link, Organization, Problem } from '../../src/protocol/wire.js';
import {
  createLeafConnect,
  type Companion,
  type LeafConnectOptions,
  type SessionInput,
} from '../../src/server/index.js';
import { healthy, KEY, MAGIC_LINK, NAVIGATION, PAGE, PUBLIC_URL, SECRETS, SIGN_IN } from '../server/fixture.js';
import { startLeafStub, type LeafStub } from '../support/leaf-stub.js';
import type { Answer, Ask } from './ask.js';
import { comesBack } from './coming-back.js';
import { expectDescribed, SUCCESSES } from './described.js';

export interface Host {
  /** Paths begin with the companion's own, which is `/jd`, whether the host takes it off or not. */
  ask: Ask;
  close?: () => Promise<unknown>;
  /** Of several cookies, it passes on the first. */
  oneCookie?: boolean;
}

/** Everything in it can be written as JSON: some hosts are given it across a wall. */
export type StartHost = (options: LeafConnectOptions) => Promise<Host>;

export const MOUNT = new URL(PUBLIC_URL).pathname;

/** Takes the mount path off, as a proxy or a router may do before the companion sees a request. */
export function stripped(path: string): string {
  return path.startsWith(MOUNT) ? path.slice(MOUNT.length) : path;
}

export function optionsFor(leafUrl: string): LeafConnectOptions {
  return {
    leaf: { token: SECRETS.leafToken, apiUrl: leafUrl },
    johnDeere: { clientKey: 'client-key', clientSecret: SECRETS.clientSecret, environment: 'PRODUCTION' },
    publicUrl: PUBLIC_URL,
    allowedOrigins: [PAGE],
    sessionKeys: [KEY],
    companyName: 'Partner Inc.',
    webhookSecret: SECRETS.webhookSecret,
  };
}

const JSON_BODY = { 'Content-Type': 'application/json' };

export function holdsTheContract(name: string, start: StartHost): void {
  describe(name, () => {
    let leaf: LeafStub;
    let host: Host;
    const seen = new Set<string>();
    /** Another instance with the same keys: what it signs is good in the host. */
    let elsewhere: Companion;
    beforeAll(async () => {
      leaf = await startLeafStub();
      const options = optionsFor(leaf.url);
      elsewhere = createLeafConnect(options);
      host = await start(options);
    });
    /** Another one each time: what was just read for a user is remembered for a moment. */
    let leafUserId: string;
    beforeEach(() => {
      healthy(leaf);
      leafUserId = crypto.randomUUID();
    });
    afterAll(async () => {
      await host.close?.();
      await leaf.close();
    });

    async function ask(method: string, path: string, headers?: Record<string, string>, body?: string): Promise<Answer> {
      const answer = await host.ask(method, `${MOUNT}${path}`, headers, body);
      seen.add(expectDescribed(method, path, answer));
      return answer;
    }

    async function askAsPage(method: string, path: string, body?: string, input: Partial<SessionInput> = {}) {
      const { token } = await elsewhere.createSession({ leafUserId, origin: PAGE, ...input });
      const headers = { Authorization: `Bearer ${token}`, Origin: PAGE, ...(body !== undefined && JSON_BODY) };
      return ask(method, path, headers, body);
    }

    async function startPath(route = '/attempts', field: 'startUrl' | 'url' = 'startUrl'): Promise<string> {
      const { [field]: url } = JSON.parse((await askAsPage('POST', route, '{}')).text) as Record<string, string>;
      return url?.slice(PUBLIC_URL.length) ?? '';
    }

    function expectProblem(answer: Answer, status: number, code: string): void {
      expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
      const problem = Problem.parse(JSON.parse(answer.text));
      expect([answer.status, problem.status, problem.code]).toEqual([status, status, code]);
      expect(problem.requestId).toBe(answer.headers.get('X-Request-Id'));
    }

    it.each(['/healthz', '/readyz'])('%s is 200 to anybody, without a word', async (path) => {
      const { status, text } = await ask('GET', path);
      expect([status, text]).toEqual([200, '']);
    });

    it('tells a page how things stand, in the words of the wire', async () => {
      const { status, headers, text } = await askAsPage('GET', '/connection');
      expect(status).toBe(200);
      expect(Connection.parse(JSON.parse(text))).toMatchObject({ state: 'connected', health: 'ok', flow: 'one-click' });
      expect(headers.get('Content-Type')).toMatch(/^application\/json/);
      expect(leaf.calls.every(({ path }) => path.includes(leafUserId))).toBe(true);
    });

    it('tells a page besides what it asks for in the query, and does not know every word', async () => {
      const { status, text } = await askAsPage('GET', '/connection?include=sync,data&theirs=%26include%3Dx');
      const { organizations, dataSync, data } = Connection.parse(JSON.parse(text));
      expect([status, dataSync, data?.fields]).toEqual([200, 'ALL', 41]);
      expect(organizations.connected.map(({ sync }) => sync)).toEqual(['SELECTED']);
      expectProblem(await askAsPage('GET', '/connection?include=everything'), 400, 'bad_request');
    });

    it('answers with the headers that keep it from caches, frames and strangers', async () => {
      const { headers } = await askAsPage('GET', '/connection');
      expect(Object.fromEntries(headers)).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-expose-headers': 'Retry-After, X-Request-Id',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        vary: 'Origin',
        'x-content-type-options': 'nosniff',
      });
      expect(headers.get('X-Request-Id')).toMatch(/^[\da-f-]{36}$/);
      expect(headers.has('Access-Control-Allow-Credentials')).toBe(false);
    });

    it('answers a preflight of an allowed page, for every method that it has', async () => {
      for (const [method, path] of [
        ['DELETE', '/connection'],
        ['PATCH', '/organizations/1'],
        ['GET', '/connection?include=sync'],
      ] as const) {
        const { status, headers } = await ask('OPTIONS', path, {
          Origin: PAGE,
          'Access-Control-Request-Method': method,
          'Access-Control-Request-Headers': 'authorization,content-type',
        });
        expect(status).toBe(204);
        expect(headers.get('Access-Control-Allow-Origin')).toBe(PAGE);
        expect(headers.get('Access-Control-Allow-Methods')).toContain(method);
        expect(headers.get('Access-Control-Allow-Headers')).toBe('Authorization, Content-Type');
      }
    });

    it.each(['OPTIONS', 'GET', 'POST', 'DELETE'])('refuses %s from a page that is not allowed', async (method) => {
      const headers = { Origin: 'https://evil.test', 'Access-Control-Request-Method': 'GET', ...JSON_BODY };
      const answer = await ask(method, '/connection', headers, method === 'POST' ? '{}' : undefined);
      expect(answer.headers.has('Access-Control-Allow-Origin')).toBe(false);
      expect(answer.headers.get('Vary')).toBe('Origin');
      // There is no POST of that path, which is the same to everybody.
      if (method === 'POST') expectProblem(answer, 404, 'not_found');
      else expectProblem(answer, 403, 'origin_not_allowed');
      expect(leaf.calls).toEqual([]);
    });

    it('knows nobody without a session, nor with a forged one', async () => {
      expectProblem(await ask('GET', '/connection', { Origin: PAGE }), 401, 'session_missing');
      const forged = { Origin: PAGE, Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' };
      expectProblem(await ask('GET', '/connection', forged), 401, 'session_missing');
      expect(leaf.calls).toEqual([]);
    });

    it('holds a session to its scopes', async () => {
      expectProblem(await askAsPage('DELETE', '/connection', undefined, { scopes: ['read'] }), 403, 'access_denied');
      expect(leaf.calls).toEqual([]);
    });

    it('mints an attempt below its public address, whatever the request says of hosts', async () => {
      const { token } = await elsewhere.createSession({ leafUserId, origin: PAGE });
      const { status, text } = await ask(
        'POST',
        '/attempts',
        {
          Authorization: `Bearer ${token}`,
          Origin: PAGE,
          'X-Forwarded-Host': 'evil.test',
          'X-Forwarded-Proto': 'http',
          Forwarded: 'host=evil.test',
          ...JSON_BODY,
        },
        '{}',
      );
      expect(status).toBe(201);
      expect(Attempt.parse(JSON.parse(text)).startUrl.startsWith(`${PUBLIC_URL}/start/`)).toBe(true);
      expect(leaf.calls).toEqual([]);
    });

    it('mints a link with its QR code', async () => {
      const { status, text } = await askAsPage('POST', '/links', '{}');
      expect(status).toBe(201);
      const { url, qr } = Link.parse(JSON.parse(text));
      expect(url.startsWith(`${PUBLIC_URL}/start/`)).toBe(true);
      expect(qr).toMatch(/^M/);
    });

    it('has Leaf make a link to a page of its own', async () => {
      const { status, text } = await askAsPage('POST', '/links', '{"kind":"magic-link"}');
      expect([status, Link.parse(JSON.parse(text)).url]).toEqual([201, MAGIC_LINK]);
      expectProblem(await askAsPage('POST', '/links', '{"kind":"other"}'), 400, 'bad_request');
    });

    it('sends the window that an allowed page opened straight to the sign-in', async () => {
      const { status, headers } = await ask('GET', await startPath(), NAVIGATION);
      expect([status, headers.get('Location')]).toEqual([303, SIGN_IN]);
    });

    it('names who receives the data to a window that nobody vouches for, and goes on from its form', async () => {
      const path = await startPath();
      const page = await ask('GET', path, { 'Accept-Language': 'en' });
      expect(page.status).toBe(200);
      expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('Content-Security-Policy')).toContain("script-src 'sha256-");
      expect(page.text).toContain('Partner Inc.');

      const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const { origin } = new URL(PUBLIC_URL);
      const posted = { ...NAVIGATION, ...form, Origin: origin, 'Sec-Fetch-Site': 'same-origin' };
      const { status, headers } = await ask('POST', path, posted, '');
      expect([status, headers.get('Location')]).toEqual([303, SIGN_IN]);

      const fromElsewhere = { ...posted, Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' };
      expect((await ask('POST', path, fromElsewhere, '')).status).toBe(403);
    });

    it('never lets a link go on unread', async () => {
      const { status, headers } = await ask('GET', await startPath('/links', 'url'), NAVIGATION);
      expect([status, headers.get('Location')]).toEqual([200, null]);
    });

    it('shows a page for a start address that is none of its own', async () => {
      const { status, headers } = await ask('GET', '/start/nothing', NAVIGATION);
      expect([status, headers.get('Content-Type')]).toEqual([410, 'text/html; charset=utf-8']);
    });

    it('shows a page in the window when Leaf fails', async () => {
      leaf.on('POST one-click-integration/JohnDeere', { status: 500, text: 'upstream words' });
      const { status, headers, text } = await ask('GET', await startPath(), NAVIGATION);
      expect([status, headers.get('Content-Type')]).toEqual([503, 'text/html; charset=utf-8']);
      expect(text).not.toContain('upstream words');
    });

    it('disconnects, also with the body that some clients send along', async () => {
      const { status, text } = await askAsPage('DELETE', '/connection');
      expect([status, text]).toEqual([204, '']);
      expect((await askAsPage('DELETE', '/connection', '{}')).status).toBe(204);
      expect(leaf.calls.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
    });

    it('syncs organizations, and answers with how things stand', async () => {
      const { status, text } = await askAsPage('POST', '/organizations/sync', '{}');
      expect(status).toBe(200);
      expect(Connection.parse(JSON.parse(text)).organizations.connected).toHaveLength(1);
      expect(leaf.calls.some(({ path }) => path.endsWith('/JohnDeere/organizations/sync'))).toBe(true);
    });

    it('chooses what is fetched of an organization, below the session’s own user', async () => {
      const { status, text } = await askAsPage('PATCH', '/organizations/1', '{"status":"SELECTED"}');
      expect(status).toBe(200);
      expect(Organization.parse(JSON.parse(text))).toMatchObject({ id: '1', sync: 'SELECTED' });
      expect(leaf.calls.map(({ method, path }) => [method, path])).toEqual([
        ['PATCH', `/services/usermanagement/api/users/${leafUserId}/JohnDeere/organizations/1/SELECTED`],
      ]);
    });

    it.each([
      ['PATCH', '/organizations/404', '{"status":"SELECTED"}', 404, 'not_found'],
      ['PATCH', '/organizations/1%2f..%2f2', '{"status":"SELECTED"}', 404, 'not_found'],
      ['PATCH', '/organizations/1', '{"status":"BLOCKED"}', 400, 'bad_request'],
    ] as const)('refuses %s %s with %s', async (method, path, body, status, code) => {
      expectProblem(await askAsPage(method, path, body), status, code);
      expect(leaf.calls.every(({ path: asked }) => asked.endsWith('/404/SELECTED'))).toBe(true);
    });

    it('tells the history of a credential without its traffic', async () => {
      const { status, text } = await askAsPage('GET', '/events');
      expect([status, CredentialEvents.parse(JSON.parse(text)).map(({ statusCode }) => statusCode)]).toEqual([
        200,
        [401, 200],
      ]);
      expect(text).not.toMatch(/headers|body|token/);
    });

    it('hears an alert by the bytes that Leaf signed', async () => {
      const timestamp = new Date().toISOString();
      // Spaced as Leaf spaces it: a body that was parsed and written again does not verify.
      const alert = `{"type": "credentialsUnauthenticated", "timestamp": "${timestamp}", "credentialId": "1"}`;
      const signature = createHmac('sha256', SECRETS.webhookSecret).update(alert).digest('base64');
      const signed = { ...JSON_BODY, 'X-Leaf-Signature': signature };
      expect((await ask('POST', '/webhooks/leaf', signed, alert)).status).toBe(204);
      expectProblem(await ask('POST', '/webhooks/leaf', signed, `${alert} `), 401, 'session_missing');
    });

    it.each<[string, number, Record<string, string>, string]>([
      ['that is no JSON', 400, JSON_BODY, '{"a":'],
      ['that is empty', 400, JSON_BODY, ''],
      ['that is too large', 413, JSON_BODY, JSON.stringify({ a: 'x'.repeat(20_000) })],
      ['of a form', 415, { 'Content-Type': 'application/x-www-form-urlencoded' }, 'a=1'],
      ['of plain text', 415, { 'Content-Type': 'text/plain' }, '{}'],
    ])('refuses a body %s with %i', async (_, status, type, body) => {
      const { token } = await elsewhere.createSession({ leafUserId, origin: PAGE });
      const headers = { Authorization: `Bearer ${token}`, Origin: PAGE, ...type };
      expectProblem(await ask('POST', '/attempts', headers, body), status, 'bad_request');
    });

    it.each([
      ['GET', '/nowhere'],
      ['PUT', '/connection'],
      ['GET', '/attempts'],
      // Of a flow that comes back.
      ['GET', '/callback'],
    ])('has no %s %s, and says so to a page that may read it', async (method, path) => {
      const answer = await askAsPage(method, path, method === 'PUT' ? '{}' : undefined);
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(PAGE);
      expectProblem(answer, 404, 'not_found');
    });

    it('tells of a Leaf that fails, in our own words', async () => {
      leaf.on('GET john-deere-credentials', { status: 400, json: { detail: 'upstream words' } });
      const answer = await askAsPage('GET', '/connection');
      expectProblem(answer, 502, 'leaf_rejected');
      expect(answer.text).not.toContain('upstream words');
    });

    it('serves many at once, each to its end', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => askAsPage('GET', '/connection')));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ headers }) => headers.get('X-Request-Id'))).size).toBe(answers.length);
    });

    it('has by now been seen to succeed in every way that its description knows', () => {
      expect([...seen]).toEqual(expect.arrayContaining(SUCCESSES));
    });

    comesBack(start);
  });
}
