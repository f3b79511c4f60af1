import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD } from '../../demo/simulator/accounts.js';
import { startSimulator } from '../../demo/simulator/index.js';
import { ORDINARY } from '../../demo/simulator/scenarios.js';
import { connect, Grower, LeafCaller } from './grower.js';

const simulator = await startSimulator();
const leaf = await LeafCaller.logIn(simulator);
let user: string;

beforeEach(async () => {
  simulator.reset();
  user = await simulator.createLeafUser();
});
afterAll(() => simulator.close());

const STILL_OPEN = 'still open';
/** Whether an answer has come after a moment that is far longer than an answer takes. */
const afterAMoment = (answer: Promise<unknown>) => Promise.race([answer, sleep(300, STILL_OPEN)]);

describe('callback', () => {
  it('message: a labelled page posts the reply to its opener', async () => {
    simulator.scenario.set({ callback: 'message', messageDelayMs: 250 });
    const end = await connect(leaf, user, 'several');
    expect(end.headers.get('Content-Type')).toContain('text/html');
    expect(end.text).toContain('Simulation');
    expect(end.text).toContain('data-delay-ms="250"');
    const reply = /data-reply="([^"]*)"/.exec(end.text)?.[1]?.replaceAll('&quot;', '"') ?? '';
    expect(JSON.parse(reply)).toMatchObject({ status: 'CREDENTIAL_ASSIGNED' });
    const script = await (await fetch(`${simulator.leafUrl}/simulator/reply.js`)).text();
    expect(script).toContain('postMessage');
  });
});

describe('coop', () => {
  it.each(['same-origin', 'same-origin-allow-popups'] as const)(
    '%s: every hop and page of the sign-in carries it, and nothing of Leaf does',
    async (coop) => {
      simulator.scenario.set({ coop });
      const grower = new Grower();
      const header = (headers: Headers) => headers.get('Cross-Origin-Opener-Policy');
      const signIn = await grower.visit(await leaf.signInUrl(user));
      expect([...signIn.hops, signIn.headers].map(header)).toEqual([coop, coop]);
      const consent = await grower.submit(signIn, { user: 'several', password: PASSWORD });
      expect(header(consent.headers)).toBe(coop);
      const end = await grower.submit(consent, { answer: 'allow' });
      expect(header(end.headers)).toBeNull();
    },
  );

  it('none: no page carries it', async () => {
    const signIn = await new Grower().visit(await leaf.signInUrl(user));
    expect(signIn.headers.has('Cross-Origin-Opener-Policy')).toBe(false);
  });
});

describe('delayMs', () => {
  it('holds Leaf’s answers back, and no longer once it is reset', async () => {
    simulator.scenario.set({ delayMs: 60_000 });
    const slow = leaf.call('GET', '/users').catch(() => undefined);
    expect(await afterAMoment(slow)).toBe(STILL_OPEN);
    simulator.scenario.reset();
    expect((await leaf.call('GET', '/users')).status).toBe(200);
  });
});

describe('knowsAfterMs', () => {
  const known = async () => (await leaf.call('GET', `/users/${user}/john-deere-credentials`)).status;

  it('keeps a new connection to itself after the last page, but not for ever', async () => {
    simulator.scenario.set({ knowsAfterMs: 60_000 });
    const end = await connect(leaf, user, 'several');
    expect(JSON.parse(end.text)).toMatchObject({ status: 'CREDENTIAL_ASSIGNED' });
    expect(await known()).toBe(404);
    expect((await leaf.call('GET', `/users/${user}/organizations/JohnDeere`)).status).toBe(404);
    simulator.scenario.set({ knowsAfterMs: 100 });
    await connect(leaf, user, 'several');
    await expect.poll(known).toBe(200);
  });

  it('tells of the connection before until then', async () => {
    await connect(leaf, user, 'several');
    const idOf = async () => ((await leaf.json('GET', `/users/${user}/john-deere-credentials`)) as { id: string }).id;
    const before = await idOf();
    simulator.scenario.set({ knowsAfterMs: 60_000 });
    await connect(leaf, user, 'several');
    expect(await idOf()).toBe(before);
  });
});

describe('start', () => {
  it.each([
    ['500', 500],
    ['429', 429],
  ] as const)('%s: the one-click call fails with it, and nothing else does', async (start, status) => {
    simulator.scenario.set({ start });
    const answer = await leaf.startSignIn(user);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Content-Type')).toContain('problem+json');
    expect(answer.headers.get('Retry-After')).toBe(start === '429' ? '2' : null);
    expect((await leaf.call('GET', `/users/${user}/john-deere-credentials`)).status).toBe(404);
  });

  it('html: a page where JSON should be', async () => {
    simulator.scenario.set({ start: 'html' });
    const answer = await leaf.startSignIn(user);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<!doctype html>');
  });

  it('empty: nothing where JSON should be', async () => {
    simulator.scenario.set({ start: 'empty' });
    const answer = await leaf.startSignIn(user);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('hang: no answer, though the call is on record', async () => {
    simulator.scenario.set({ start: 'hang' });
    const caller = new AbortController();
    const answer = leaf.startSignIn(user).catch(() => undefined);
    expect(await afterAMoment(answer)).toBe(STILL_OPEN);
    expect(simulator.calls.all).toHaveLength(1);
    caller.abort();
  });

  it('redirect: a 307 that a careless caller would follow with the secret', async () => {
    simulator.scenario.set({ start: 'redirect' });
    const answer = await leaf.startSignIn(user);
    expect([answer.status, answer.headers.get('Location')]).toEqual([307, '/elsewhere']);
    await leaf.call('POST', '/../../../elsewhere', {});
    expect(simulator.calls.all.map(({ path }) => path)).toContain('/elsewhere');
  });

  it('foreign-host: a sign-in URL that is not John Deere’s', async () => {
    simulator.scenario.set({ start: 'foreign-host' });
    const url = new URL(await leaf.signInUrl(user));
    expect(url.host).toBe('signin.johndeere.example');
    expect(url.searchParams.get('client_id')).toBe(simulator.clientKey);
  });
});

describe('leaf', () => {
  const reads = ['/john-deere-credentials', '/organizations/JohnDeere', '/JohnDeere/organizations'];

  it.each([
    ['500', 500],
    ['429', 429],
    ['html', 200],
    ['refuse-auth', 401],
  ] as const)('%s: every read answers %i, and a sign-in can still be started', async (trouble, status) => {
    await connect(leaf, user, 'several');
    simulator.scenario.set({ leaf: trouble });
    for (const path of reads) {
      const answer = await leaf.call('GET', `/users/${user}${path}`);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('Content-Type')).toContain(trouble === 'html' ? 'text/html' : 'problem+json');
    }
    expect((await leaf.startSignIn(user)).status).toBe(200);
  });

  it('hang: a read gets no answer', async () => {
    simulator.scenario.set({ leaf: 'hang' });
    const answer = leaf.call('GET', `/users/${user}/john-deere-credentials`).catch(() => undefined);
    expect(await afterAMoment(answer)).toBe(STILL_OPEN);
  });
});

describe('organizations', () => {
  it('live: the list follows John Deere; after-sync: it stays as it was', async () => {
    const grower = new Grower();
    await connect(leaf, user, 'unshared', grower);
    const page = await grower.visit(`${simulator.deereUrl}/connections/${simulator.clientKey}/select-organizations`);
    await grower.submit(page, { organization: '620101' });
    const connected = async () => {
      const listing = await leaf.json('GET', `/users/${user}/organizations/JohnDeere`);
      return (listing as { connectedOrganizations: object[] }).connectedOrganizations.length;
    };
    expect(await connected()).toBe(1);
    simulator.scenario.set({ organizations: 'after-sync' });
    expect(await connected()).toBe(0);
  });
});

describe('status', () => {
  it.each(['UNAUTHENTICATED', 'MISSING_PERMISSION', 'TEMPORARILY_UNAVAILABLE', 'BRAND_NEW'] as const)(
    '%s: the credential says so wherever it is asked',
    async (status) => {
      await connect(leaf, user, 'several');
      simulator.scenario.set({ status });
      expect(await leaf.json('GET', `/users/${user}/john-deere-credentials`)).toMatchObject({ status });
      expect(await leaf.json('GET', `/users/${user}/john-deere-credentials/status`)).toEqual({ status });
      const organizations = await leaf.call('GET', `/users/${user}/organizations/JohnDeere`);
      expect(organizations.status).toBe(status === 'UNAUTHENTICATED' ? 400 : 200);
    },
  );

  it('GONE: there is no credential wherever it is asked, until the truth is told again', async () => {
    await connect(leaf, user, 'several');
    const paths = ['/john-deere-credentials', '/organizations/JohnDeere', '/JohnDeere/organizations'];
    const statuses = () =>
      Promise.all(paths.map(async (path) => (await leaf.call('GET', `/users/${user}${path}`)).status));
    simulator.scenario.set({ status: 'GONE' });
    expect(await statuses()).toEqual([404, 404, 404]);
    simulator.scenario.set({ status: 'OK' });
    expect(await statuses()).toEqual([200, 200, 200]);
  });
});

describe('managementUri', () => {
  it.each([
    ['normal', (url: URL) => url.origin === simulator.deereUrl && url.username === ''],
    ['javascript', (url: URL) => url.protocol === 'javascript:'],
    ['userinfo', (url: URL) => url.origin === simulator.deereUrl && url.username !== ''],
    ['foreign', (url: URL) => url.protocol === 'https:' && url.hostname.endsWith('.example')],
  ] as const)('%s: every link is of that kind, wherever it is listed', async (managementUri, fits) => {
    simulator.scenario.set({ managementUri });
    const reply = JSON.parse((await connect(leaf, user, 'several')).text) as object;
    const listing = await leaf.json('GET', `/users/${user}/organizations/JohnDeere`);
    const processed = await leaf.json('GET', `/users/${user}/JohnDeere/organizations`);
    const links = [...JSON.stringify([reply, listing, processed]).matchAll(/"managementUri":("(?:[^"\\]|\\.)*")/g)];
    expect(links).toHaveLength(12);
    for (const [, link = ''] of links) expect(new URL(JSON.parse(link) as string)).toSatisfy(fits);
  });
});

describe('the switches', () => {
  const put = (body: string) => fetch(`${simulator.leafUrl}/simulator/scenario`, { method: 'PUT', body });

  it('are set and put back by API', async () => {
    const answer = await put(JSON.stringify({ callback: 'message', delayMs: 5 }));
    expect(await answer.json()).toEqual({ ...ORDINARY, callback: 'message', delayMs: 5 });
    expect(simulator.scenario.get()).toMatchObject({ callback: 'message', delayMs: 5 });
    await put(JSON.stringify({ coop: 'same-origin' }));
    expect(simulator.scenario.get()).toMatchObject({ callback: 'message', coop: 'same-origin' });
    await fetch(`${simulator.leafUrl}/simulator/scenario`, { method: 'DELETE' });
    expect(simulator.scenario.get()).toEqual(ORDINARY);
  });

  it.each(['{"callback":"fax"}', '{"delayMs":-1}', '{"delayMs":"soon"}', '{"unheardOf":1}', 'null', 'nonsense'])(
    'refuse %s and stay as they were',
    async (body) => {
      expect((await put(body)).status).toBe(400);
      expect(simulator.scenario.get()).toEqual(ORDINARY);
    },
  );

  it('are set by address, and shown as links on a labelled page', async () => {
    const page = await new Grower().visit(`${simulator.leafUrl}/simulator?callback=message&coop=same-origin`);
    expect(page.url).toBe(`${simulator.leafUrl}/simulator`);
    expect(page.text).toContain('Simulation');
    expect(page.text).toMatch(/href="\?callback=message"\s+aria-current="true"/);
    expect(page.text).toMatch(/href="\?coop=same-origin"\s+aria-current="true"/);
    for (const name of Object.keys(ORDINARY)) expect(page.text).toContain(`href="?${name}=`);
    expect((await new Grower().visit(`${simulator.leafUrl}/simulator?callback=fax`)).status).toBe(400);
  });

  it('are put back with everything else by one address', async () => {
    const grower = new Grower();
    await connect(leaf, user, 'unshared', grower);
    const page = await grower.visit(`${simulator.deereUrl}/connections/${simulator.clientKey}/select-organizations`);
    await grower.submit(page, { organization: '620101' });
    simulator.scenario.set({ status: 'BRAND_NEW' });
    await new Grower().visit(`${simulator.leafUrl}/simulator?reset`);
    expect(simulator.scenario.get()).toEqual(ORDINARY);
    expect(await leaf.json('GET', `/users/${user}/organizations/JohnDeere`)).toMatchObject({
      connectedOrganizations: [],
    });
  });
});
