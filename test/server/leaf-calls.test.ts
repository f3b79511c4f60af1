/** What is read of Leaf's answers, and what of them goes no further, call by call. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLeafCalls, type LeafCalls } from '../../src/server/leaf/calls.js';
import { createPollBudget } from '../../src/server/leaf/poll-budget.js';
import type { Errand } from '../../src/server/leaf/upstream.js';
import { DEADLINES } from '../../src/server/config.js';
import { startLeafStub, type LeafStub, type StubAnswer } from '../support/leaf-stub.js';
import { CREDENTIAL, EVENTS, RESOURCES, SYNCED, USER } from './fixture.js';

let stub: LeafStub;
let leaf: LeafCalls;
let errand: Errand;
let secrets: Map<string, string>;
beforeAll(async () => {
  stub = await startLeafStub();
});
beforeEach(() => {
  stub.reset();
  const settings = { leaf: { token: 'leaf-api-token', apiUrl: stub.url }, deadlines: { ...DEADLINES, fresh: 0 } };
  leaf = createLeafCalls(settings, createPollBudget(8));
  secrets = new Map();
  errand = {
    signal: AbortSignal.timeout(DEADLINES.request),
    endsAt: performance.now() + DEADLINES.request,
    keepSecret: (kind, value) => void secrets.set(value, kind),
    countCall: () => undefined,
  };
});
afterAll(() => stub.close());

const asked = () => stub.calls.map(({ method, path }) => `${method} ${path.split('/').slice(3).join('/')}`);
const users = `api/users/${USER}`;
const refusedWith = (code: string) => expect.objectContaining({ name: 'ProblemError', code }) as unknown;

describe('what is fetched of organizations', () => {
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({
      providerOrgId: String(from + n),
      providerOrgName: null,
      status: 'PREVIEW',
    }));

  /** A Leaf with so many organizations, which gives a hundred at most. */
  function withOrganizations(count: number): void {
    for (let page = 0; page <= 3; page += 1) {
      const from = page * 100;
      const here = Math.max(0, Math.min(100, count - from));
      stub.on(`GET JohnDeere/organizations?page=${page}&size=100`, { json: rows(from, here) });
    }
  }

  it.each([
    [0, 1],
    [1, 1],
    [99, 1],
    [100, 2],
    [101, 2],
    [250, 3],
  ])('is read for %i of them, with %i calls', async (count, calls) => {
    withOrganizations(count);
    const all = await leaf.syncedOrganizations(USER, errand);
    expect(all.map(({ id }) => id)).toEqual(rows(0, count).map(({ providerOrgId }) => providerOrgId));
    expect(asked()).toHaveLength(calls);
  });

  /** Every page is full, each with other organizations. */
  function endless(): void {
    const page: StubAnswer = (response, { path }) => {
      const at = Number(new URL(path, 'http://leaf').searchParams.get('page'));
      response.end(JSON.stringify(rows(at * 100, 100)));
    };
    for (let at = 0; at < 110; at += 1) stub.on(`GET JohnDeere/organizations?page=${at}&size=100`, page);
  }

  it('ends, where the list does not', async () => {
    endless();
    expect(await leaf.syncedOrganizations(USER, errand)).toHaveLength(10_000);
    expect(asked()).toHaveLength(100);
  });

  it('is not asked for again and again of a Leaf that gives the same page for ever', async () => {
    for (let at = 0; at < 3; at += 1)
      stub.on(`GET JohnDeere/organizations?page=${at}&size=100`, { json: rows(0, 100) });
    expect(await leaf.syncedOrganizations(USER, errand)).toHaveLength(100);
    expect(asked()).toHaveLength(2);
  });

  it('is nothing where Leaf knows of none, or says nothing', async () => {
    expect(await leaf.syncedOrganizations(USER, errand)).toEqual([]);
    stub.on('GET JohnDeere/organizations?page=0&size=100', { status: 204 });
    expect(await leaf.syncedOrganizations(USER, errand)).toEqual([]);
  });

  it('keeps what can be used of odd rows, and counts them all as a page', async () => {
    const odd = [
      { providerOrgId: 7, providerOrgName: 5, status: 'SELECTED', managementUri: 9 },
      { providerOrgId: '8', status: 'NEVER_HEARD_OF', surprise: true },
      { providerOrgName: 'has no id', status: 'SELECTED' },
      null,
      'nonsense',
    ];
    stub.on('GET JohnDeere/organizations?page=0&size=100', { json: [...odd, ...rows(100, 95)] });
    stub.on('GET JohnDeere/organizations?page=1&size=100', { json: [] });
    const all = await leaf.syncedOrganizations(USER, errand);
    expect(all.slice(0, 3)).toEqual([
      { id: '7', name: null, status: 'SELECTED', managementUri: null },
      { id: '8', status: null, managementUri: undefined, name: undefined },
      { id: '100', name: null, status: 'PREVIEW', managementUri: undefined },
    ]);
    expect(all).toHaveLength(97);
    expect(asked()).toHaveLength(2);
  });

  it.each([
    ['an object', { json: { content: SYNCED } }, 'bad_response'],
    ['a page', { text: '<html>' }, 'bad_response'],
    ['a refusal', { status: 400 }, 'leaf_rejected'],
  ])('is not guessed from %s', async (_, answer, code) => {
    stub.on('GET JohnDeere/organizations?page=0&size=100', answer);
    await expect(leaf.syncedOrganizations(USER, errand)).rejects.toEqual(refusedWith(code));
  });
});

describe('a choice', () => {
  it('is one call without a body, and answers with the organization', async () => {
    stub.on('PATCH JohnDeere/organizations/1/PREVIEW', { json: { ...SYNCED[0], status: 'PREVIEW' } });
    expect(await leaf.chooseOrganization(USER, '1', 'PREVIEW', errand)).toEqual({
      id: '1',
      name: 'North Farm',
      status: 'PREVIEW',
      managementUri: SYNCED[0]?.managementUri,
    });
    expect(stub.calls.map(({ path, body }) => [path, body])).toEqual([
      [`/services/usermanagement/${users}/JohnDeere/organizations/1/PREVIEW`, ''],
    ]);
  });

  it('makes what was read of the user a moment ago be read again', async () => {
    const slow = createLeafCalls({ leaf: { token: 't', apiUrl: stub.url }, deadlines: DEADLINES }, createPollBudget(8));
    stub.on('GET JohnDeere/organizations?page=0&size=100', { json: SYNCED });
    stub.on('PATCH JohnDeere/organizations/1/PREVIEW', { json: SYNCED[0] });
    await slow.syncedOrganizations(USER, errand);
    await slow.syncedOrganizations(USER, errand);
    expect(asked()).toHaveLength(1);
    await slow.chooseOrganization(USER, '1', 'PREVIEW', errand);
    await slow.syncedOrganizations(USER, errand);
    expect(asked()).toHaveLength(3);
  });
});

describe('the configuration', () => {
  it.each([
    ['it is silent', { json: {} }, 'ALL'],
    ['it is null', { json: { organizationDataSync: null } }, 'ALL'],
    ['the word is unknown', { json: { organizationDataSync: 'SOMETIMES' } }, 'ALL'],
    ['it says so', { json: { organizationDataSync: 'SELECTED_ONLY' } }, 'SELECTED_ONLY'],
  ])('where %s is %j', async (_, answer, dataSync) => {
    stub.on('GET configs', answer);
    expect(await leaf.dataSync(USER, errand)).toBe(dataSync);
    expect(asked()).toEqual([`GET api/configs/${USER}`]);
  });

  it.each([
    ['was set by nobody', { status: 404 }, 'ALL'],
    ['was set for all users', { json: { organizationDataSync: 'SELECTED_ONLY' } }, 'SELECTED_ONLY'],
  ])('that %s for one user is the one of the API owner', async (_, owners, dataSync) => {
    stub.on('GET configs', { status: 404 });
    stub.on('GET configs of the owner', owners);
    expect(await leaf.dataSync(USER, errand)).toBe(dataSync);
    expect(asked()).toEqual([`GET api/configs/${USER}`, 'GET api/configs']);
  });

  it.each([
    [{ status: 404 }, ['GET', 'POST']],
    [{ json: { organizationDataSync: 'ALL', fieldsAutoSync: false } }, ['GET', 'PATCH']],
    [{ json: { organizationDataSync: 'SELECTED_ONLY' } }, ['GET']],
  ])('that is %j is set with %j, and with nothing but what is meant', async (answer, methods) => {
    stub.on('GET configs', answer);
    for (const method of ['POST', 'PATCH']) stub.on(`${method} configs`, { json: {} });
    await leaf.setDataSync(USER, 'SELECTED_ONLY', errand);
    expect(stub.calls.map(({ method }) => method)).toEqual(methods);
    for (const { body } of stub.calls.slice(1)) expect(body).toBe('{"organizationDataSync":"SELECTED_ONLY"}');
  });

  it('that cannot be set is no success', async () => {
    stub.on('GET configs', { json: {} });
    stub.on('PATCH configs', { status: 400 });
    await expect(leaf.setDataSync(USER, 'SELECTED_ONLY', errand)).rejects.toEqual(refusedWith('leaf_rejected'));
  });
});

describe('what has arrived', () => {
  const nothing = { growers: 0, farms: 0, fields: 0, syncedAt: null };
  it.each<[string, StubAnswer, object]>([
    [
      'is the sum of the parts',
      { json: RESOURCES },
      { growers: 1, farms: 3, fields: 41, syncedAt: '2026-11-03T10:00:00Z' },
    ],
    ['is nothing where Leaf has nothing', { status: 404 }, nothing],
    ['is nothing where Leaf says nothing', { status: 204 }, nothing],
    ['is nothing without summaries', { json: { message: 'none', summaries: null } }, nothing],
    ['is nothing of summaries that are none', { json: { summaries: 'soon' } }, nothing],
    [
      'leaves out counts that are none',
      {
        json: {
          summaries: [
            { growers: -1, farms: 1.5, fields: '3' },
            { fields: 4, syncReferenceTime: 5 },
          ],
        },
      },
      { ...nothing, fields: 4 },
    ],
  ])('%s', async (_, answer, told) => {
    stub.on('GET resources', answer);
    expect(await leaf.arrivedData(USER, errand)).toEqual(told);
    expect(stub.calls[0]?.path).toBe(`/services/integrations/api/resources?provider=JohnDeere&leafUserId=${USER}`);
  });
});

describe('events', () => {
  it('are read newest first, without the traffic that comes along', async () => {
    stub.on('GET john-deere-credentials/events', { json: EVENTS });
    const events = await leaf.credentialEvents(USER, errand);
    expect(events).toEqual([
      { id: 'event-2', createdDate: '2026-11-02T10:00:00Z', statusCode: 401 },
      { id: 'event-1', createdDate: '2026-11-01T10:00:00Z', statusCode: 200 },
    ]);
  });

  it('of the same moment keep their order', async () => {
    const json = Array.from({ length: 50 }, (_, id) => ({ id, createdDate: '2026-11-01', statusCode: 200 }));
    stub.on('GET john-deere-credentials/events', { json });
    expect((await leaf.credentialEvents(USER, errand)).map(({ id }) => id)).toEqual(json.map(({ id }) => String(id)));
  });

  it.each([
    ['401', 401],
    [200, 200],
    [null, null],
    [undefined, null],
    ['', null],
    [0, null],
    [1000, null],
    ['fine', null],
    [{}, null],
  ])('tell of the status %j as %j', async (statusCode, told) => {
    stub.on('GET john-deere-credentials/events', { json: [{ id: '1', createdDate: 'x', statusCode }] });
    expect((await leaf.credentialEvents(USER, errand))[0]?.statusCode).toBe(told);
  });

  it('leave out what is none, and are none without a credential', async () => {
    stub.on('GET john-deere-credentials/events', { json: [null, {}, { id: '1' }, { id: 2, createdDate: 3 }, 'x'] });
    expect(await leaf.credentialEvents(USER, errand)).toEqual([{ id: '2', createdDate: '3', statusCode: null }]);
    for (const answer of [{ status: 404 }, { status: 204 }]) {
      stub.on('GET john-deere-credentials/events', answer);
      expect(await leaf.credentialEvents(USER, errand)).toEqual([]);
    }
  });

  it('that are no list are not guessed', async () => {
    stub.on('GET john-deere-credentials/events', { json: { content: EVENTS } });
    await expect(leaf.credentialEvents(USER, errand)).rejects.toEqual(refusedWith('bad_response'));
  });
});

describe('a credential', () => {
  const wanted = {
    clientKey: 'client-key',
    clientSecret: 'a-client-secret',
    refreshToken: 'a-refresh-token',
    clientEnvironment: 'STAGE',
  } as const;

  it('is made of four fields, and every secret that goes or comes is known as one', async () => {
    stub.on('POST john-deere-credentials', { json: CREDENTIAL });
    await leaf.createCredential(USER, wanted, errand);
    expect(JSON.parse(stub.calls[0]?.body ?? '')).toEqual(wanted);
    for (const secret of [wanted.refreshToken, CREDENTIAL.accessToken, CREDENTIAL.refreshToken])
      expect([...secrets.keys()]).toContain(secret);
  });

  it.each([
    [{ status: 201 }, undefined],
    [{ status: 409, json: CREDENTIAL }, 'leaf_rejected'],
    [{ status: 503 }, 'leaf_unavailable'],
    // What a success says is not documented, and made it is.
    [{ text: 'saved' }, undefined],
  ])('after %j is made, or %j, with one call', async (answer, code) => {
    stub.on('POST john-deere-credentials', answer);
    const made = leaf.createCredential(USER, wanted, errand);
    if (code === undefined) await made;
    else await expect(made).rejects.toEqual(refusedWith(code));
    expect(asked()).toHaveLength(1);
  });
});

describe('provider connections', () => {
  it('are asked for by the name of the keys', async () => {
    stub.on('POST provider-connections/JohnDeere/our-app/STAGE', { json: { signInUrl: 'https://signin.test/' } });
    expect(await leaf.providerSignInUrl(USER, 'our-app', 'STAGE', errand)).toBe('https://signin.test/');
    expect(stub.calls[0]?.body).toBe('');
  });

  it.each<[StubAnswer, string[]]>([
    [{ json: ['JohnDeere', 'CNHI'] }, ['JohnDeere', 'CNHI']],
    [{ json: [{ provider: 'JohnDeere', secret: 'x' }] }, ['JohnDeere']],
    [{ json: [7, null, 'JohnDeere'] }, ['JohnDeere']],
    [{ status: 404 }, []],
    [{ status: 204 }, []],
  ])('of a Leaf that says %j are %j', async (answer, names) => {
    stub.on('GET provider-connections', answer);
    expect(await leaf.providers(USER, errand)).toEqual(names);
  });

  it.each([[{ json: {} }], [{ json: { signInUrl: 7 } }], [{ status: 204 }]])(
    'give no sign-in address out of %j',
    async (answer) => {
      stub.on('POST provider-connections/JohnDeere/our-app/STAGE', answer);
      await expect(leaf.providerSignInUrl(USER, 'our-app', 'STAGE', errand)).rejects.toEqual(
        refusedWith('bad_response'),
      );
    },
  );
});
