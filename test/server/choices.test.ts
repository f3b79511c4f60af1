/** `PATCH /organizations/{id}`: what Leaf fetches of one organization. */
import { describe, expect, it } from 'vitest';
import { Organization } from '../../src/protocol/wire.js';
import { codeOf, PAGE, SYNCED, USER, fixtureOfFile } from './fixture.js';

const at = await fixtureOfFile();

const choose = (id: string, status: unknown = 'SELECTED') =>
  at.askAsPage('PATCH', `/organizations/${id}`, {}, JSON.stringify({ status }));
const SELECT = 'PATCH JohnDeere/organizations/1/SELECTED';

describe('a choice', () => {
  it.each(['SELECTED', 'PREVIEW'])(
    'of %s is Leaf’s to make, and answers with the organization as it is now',
    async (status) => {
      const response = await choose('1', status);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        id: '1',
        name: 'North Farm',
        managementUri: SYNCED[0]?.managementUri,
        sync: status,
      });
      expect(at.leaf.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
        ['PATCH', `/services/usermanagement/api/users/${USER}/JohnDeere/organizations/1/${status}`, ''],
      ]);
    },
  );

  it('says what Leaf made of it, and not what was asked for', async () => {
    at.leaf.on(SELECT, { json: { ...SYNCED[0], status: 'PREVIEW' } });
    expect(Organization.parse(await (await choose('1')).json()).sync).toBe('PREVIEW');
    at.leaf.on(SELECT, { json: { ...SYNCED[0], status: 'PENDING' } });
    expect(await (await choose('1')).json()).not.toHaveProperty('sync');
  });

  it.each(['javascript:alert(1)', 'https://evil.test/', 'https://connections.deere.com\\@evil.test'])(
    'loses the link %j, keeps the row, and says so in the log',
    async (managementUri) => {
      at.leaf.on(SELECT, { json: { ...SYNCED[0], managementUri } });
      expect(await (await choose('1')).json()).toMatchObject({ id: '1', managementUri: null });
      expect(at.log.map(({ event }) => event)).toEqual(['link_refused', 'request']);
    },
  );

  it('is told by its pattern in the log, and not by the organization', async () => {
    await choose('1');
    expect(at.log.map(({ route }) => route)).toEqual(['/organizations/:id']);
  });
});

describe('an organization', () => {
  it('that Leaf does not know for this user is not there', async () => {
    const response = await choose('404');
    expect([response.status, await codeOf(response)]).toEqual([404, 'not_found']);
  });

  it.each([400, 409, 422])('that is blocked, which Leaf tells with %i, is refused by Leaf', async (status) => {
    at.leaf.on(SELECT, { status, json: { detail: 'upstream words' } });
    const response = await choose('1');
    const body = await response.text();
    expect([response.status, JSON.parse(body)]).toMatchObject([502, { code: 'leaf_rejected', retryable: false }]);
    expect(body).not.toContain('upstream words');
  });

  it.each([
    '..',
    '.',
    '%2e%2e',
    '%2E%2E%2Forganizations%2F1',
    '1%2f..%2f2',
    '..%2f..%2f..%2fusers',
    '1%2fSELECTED',
    '1%3Fa',
    '1%23',
    '1;a',
    '1%5c2',
    '1%00',
    '%20',
    '1%0d%0aX',
    'ü',
    '%',
    '%zz',
    '1'.repeat(101),
    '1'.repeat(1000),
  ])('of the id %j is not there, and Leaf hears nothing of it', async (id) => {
    expect((await choose(id)).status).toBe(404);
    expect(at.leaf.calls).toEqual([]);
  });

  it.each(['/organizations/', '/organizations', '/organizations/1/SELECTED', '/organizations/1/'])(
    'is not found at %s',
    async (path) => {
      expect((await at.askAsPage('PATCH', path)).status).toBe(404);
      expect(at.leaf.calls).toEqual([]);
    },
  );
});

describe('what is sent along', () => {
  it.each(['BLOCKED', 'selected', '', null, 1, ['SELECTED'], { SELECTED: true }])(
    'with the status %j is refused',
    async (status) => {
      const response = await choose('1', status);
      expect([response.status, await codeOf(response)]).toEqual([400, 'bad_request']);
      expect(at.leaf.calls).toEqual([]);
    },
  );

  it.each([
    ['{}', 400],
    ['', 400],
    ['"SELECTED"', 400],
    ['[]', 400],
    ['{"status":"SELECTED"', 400],
    [JSON.stringify({ status: 'SELECTED', more: 'x'.repeat(17_000) }), 413],
  ])('that is %.30j is refused with %i', async (body, status) => {
    expect((await at.askAsPage('PATCH', '/organizations/1', {}, body)).status).toBe(status);
    expect(at.leaf.calls).toEqual([]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])('as %s is refused', async (type) => {
    const body = JSON.stringify({ status: 'SELECTED' });
    const response = await at.askAsPage('PATCH', '/organizations/1', { 'Content-Type': type }, body);
    expect(response.status).toBe(415);
    expect(at.leaf.calls).toEqual([]);
  });

  it('may hold more, which is ignored', async () => {
    const body = JSON.stringify({ status: 'PREVIEW', id: '2', leafUserId: 'x' });
    expect(await (await at.askAsPage('PATCH', '/organizations/1', {}, body)).json()).toMatchObject({ id: '1' });
  });
});

describe('a session', () => {
  it('without the scope may not choose', async () => {
    const Authorization = `Bearer ${await at.session({ scopes: ['read', 'connect', 'disconnect'] })}`;
    const response = await at.askAsPage('PATCH', '/organizations/1', { Authorization });
    expect([response.status, await codeOf(response)]).toEqual([403, 'access_denied']);
    expect(at.leaf.calls).toEqual([]);
  });

  it('with nothing but the scope may', async () => {
    const Authorization = `Bearer ${await at.session({ scopes: ['organizations'] })}`;
    expect((await at.askAsPage('PATCH', '/organizations/1', { Authorization, Origin: PAGE })).status).toBe(200);
  });
});
