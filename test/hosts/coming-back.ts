/**
 * The flow that comes back, in every host: it has what no other flow has, an answer with two cookies, and a request whose
 * cookie decides.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLeafConnect } from '../../src/server/index.js';
import { healthy, NAVIGATION, PAGE, PUBLIC_URL, USER } from '../server/fixture.js';
import { CODE, RETURN, TOKENS } from '../server/returning-fixture.js';
import { startLeafStub, type LeafStub } from '../support/leaf-stub.js';
import type { Answer } from './ask.js';
import { MOUNT, optionsFor, type Host, type StartHost } from './contract.js';
import { expectDescribed } from './described.js';

export function comesBack(start: StartHost): void {
  describe('with a sign-in that comes back', () => {
    let leaf: LeafStub;
    let deere: LeafStub;
    let host: Host;
    let startPath: string;
    beforeAll(async () => {
      [leaf, deere] = await Promise.all([startLeafStub(), startLeafStub()]);
      healthy(leaf);
      leaf.on('GET john-deere-credentials', { status: 404 });
      leaf.on('POST john-deere-credentials', { status: 201, json: TOKENS });
      const issuer = `${deere.url}/oauth2/aus78`;
      deere.on('GET /oauth2/aus78/.well-known/oauth-authorization-server', {
        json: { issuer, authorization_endpoint: `${issuer}/v1/authorize`, token_endpoint: `${issuer}/v1/token` },
      });
      const { access_token, refresh_token } = TOKENS;
      deere.on('POST /oauth2/aus78/v1/token', { json: { access_token, refresh_token, token_type: 'Bearer' } });
      const options = optionsFor(leaf.url);
      const returning = {
        ...options,
        flow: 'authorization-code' as const,
        johnDeere: { ...options.johnDeere, issuer },
        signInOrigins: [deere.url],
      };
      host = await start(returning);
      const elsewhere = createLeafConnect(returning);
      const { token } = await elsewhere.createSession({ leafUserId: USER, origin: PAGE });
      const asPage = { Authorization: `Bearer ${token}`, Origin: PAGE, 'Content-Type': 'application/json' };
      const minted = await ask('POST', '/attempts', asPage, '{}');
      startPath = (JSON.parse(minted.text) as { startUrl: string }).startUrl.slice(PUBLIC_URL.length);
    });
    afterAll(async () => {
      await host.close?.();
      await Promise.all([leaf.close(), deere.close()]);
    });

    async function ask(method: string, path: string, headers?: Record<string, string>, body?: string): Promise<Answer> {
      const answer = await host.ask(method, `${MOUNT}${path}`, headers, body);
      expectDescribed(method, path, answer);
      return answer;
    }

    /** As a browser sends back what it was given, by name. */
    const kept = (answer: Answer): string[] => answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    const attached = () =>
      leaf.calls.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1));

    it('keeps the cookies of an answer apart, and hears of each by its own', async () => {
      const opened = await ask('GET', startPath, NAVIGATION);
      const state = new URL(opened.headers.get('Location') ?? '').searchParams.get('state') ?? '';
      const [signIn = '', ...more] = kept(opened);
      expect([opened.status, more]).toEqual([303, []]);
      expect(signIn).toMatch(/^__Host-leaf-jd-connect-[\w-]{8}=[\w.-]+$/);

      const query = `?code=${CODE}&state=${state}`;
      expect((await ask('GET', `/callback${query}`, RETURN)).status).toBe(403);
      expect(attached()).toEqual([]);

      const back = await ask('GET', `/callback${query}`, { ...RETURN, Cookie: `theirs=1; ${signIn}; more=2` });
      expect([back.status, back.headers.get('Location')]).toEqual([
        303,
        `https://connections.deere.com/connections/client-key/select-organizations?redirect_uri=${encodeURIComponent(`${PUBLIC_URL}/callback`)}`,
      ]);
      expect(attached()).toEqual(['john-deere-credentials']);
      const [choice = '', ...rest] = kept(back);
      expect(choice).toMatch(/^__Host-leaf-jd-connect-organizations=[\w.-]+$/);
      expect(rest).toEqual(host.oneCookie ? [] : [`${signIn.split('=')[0] ?? ''}=`]);

      const end = await ask('GET', '/callback', { ...RETURN, Cookie: choice });
      expect([end.status, end.headers.getSetCookie()]).toEqual([200, []]);
      expect(attached()).toEqual(['john-deere-credentials', 'sync']);
      expect(end.text).toContain(`data-origin="${PAGE}"`);
    });

    it('shows a page to whoever comes back with nothing', async () => {
      const { status, headers } = await ask('GET', '/callback', RETURN);
      expect([status, headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
    });
  });
}
