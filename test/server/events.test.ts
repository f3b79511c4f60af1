/** `GET /events`: a history for the support. Dates and codes, and nothing of the traffic with John Deere. */
import { describe, expect, it } from 'vitest';
import { CredentialEvents } from '../../src/protocol/wire.js';
import { codeOf, CREDENTIAL, EVENTS, SECRETS, USER, fixtureOfFile } from './fixture.js';

const at = await fixtureOfFile();

const ROUTE = 'GET john-deere-credentials/events';

describe('events', () => {
  it('are told newest first, with exactly the documented fields, for one call', async () => {
    const response = await at.askAsPage('GET', '/events');
    expect(await response.json()).toEqual([
      { id: 'event-2', createdDate: EVENTS[1]?.createdDate, statusCode: 401 },
      { id: 'event-1', createdDate: EVENTS[0]?.createdDate, statusCode: 200 },
    ]);
    expect(at.leaf.calls.map(({ path }) => path)).toEqual([
      `/services/usermanagement/api/users/${USER}/john-deere-credentials/events`,
    ]);
  });

  it.each([
    ['no credential', { status: 404 }],
    ['no event', { json: [] }],
    ['nothing', { status: 204 }],
  ])('are none where Leaf has %s', async (_, answer) => {
    at.leaf.on(ROUTE, answer);
    const response = await at.askAsPage('GET', '/events');
    expect([response.status, await response.json()]).toEqual([200, []]);
  });

  it('bring nothing along of their headers and bodies, however deep and under whatever name', async () => {
    const traffic = { request: { headers: { authorization: 'Basic planted-in-a-header' } }, body: 'planted-in-a-body' };
    at.leaf.on(ROUTE, {
      json: EVENTS.map((event) => ({ ...event, ...traffic, raw: [traffic], accessToken: 'planted-access-token' })),
    });
    const response = await at.askAsPage('GET', '/events');
    const sent = (await response.text()) + JSON.stringify([[...response.headers], at.log]);
    expect(response.status).toBe(200);
    expect(sent).not.toContain('planted');
    for (const secret of [CREDENTIAL.accessToken, CREDENTIAL.refreshToken]) expect(sent).not.toContain(secret);
  });

  it.each(['id', 'createdDate'])('whose %s holds a secret are not told at all', async (field) => {
    const planted = [SECRETS.leafToken, SECRETS.clientSecret, 'planted-access-token'];
    for (const secret of planted) {
      at.leaf.on(ROUTE, { json: [{ ...EVENTS[0], accessToken: 'planted-access-token', [field]: `x ${secret}` }] });
      const response = await at.askAsPage('GET', '/events');
      expect(response.status).toBe(500);
      expect((await response.text()) + JSON.stringify(at.log)).not.toContain(secret);
    }
  });

  it('fit the wire, however odd Leaf’s rows are', async () => {
    at.leaf.on(ROUTE, { json: [...EVENTS, { id: 5, createdDate: 1_793_000_000, statusCode: 'x' }, null, {}] });
    const events = CredentialEvents.parse(await (await at.askAsPage('GET', '/events')).json());
    expect(events).toContainEqual({ id: '5', createdDate: '1793000000', statusCode: null });
    expect(events).toHaveLength(3);
  });

  it('are for sessions that may read', async () => {
    const Authorization = `Bearer ${await at.session({ scopes: ['connect', 'disconnect', 'organizations'] })}`;
    const response = await at.askAsPage('GET', '/events', { Authorization });
    expect([response.status, await codeOf(response)]).toEqual([403, 'access_denied']);
    expect(at.leaf.calls).toEqual([]);
  });
});
