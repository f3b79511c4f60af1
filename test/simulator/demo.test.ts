import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { PASSWORD, testAccounts } from '../../demo/simulator/accounts.js';
import { startDemo } from '../../demo/stack.js';
import type { LogEntry } from '../../src/server/index.js';
import { FLOWS } from '../../src/protocol/vocabulary.js';
import { Connection } from '../../src/protocol/wire.js';
import { connect, Grower, LeafCaller } from './grower.js';

const log: LogEntry[] = [];
const demo = await startDemo({
  log: (entry) => log.push(entry),
  routes: (site, { companionUrl }) => site.get('/tried', (c) => c.text(`beside ${companionUrl}`)),
});
const { siteUrl, companionUrl, simulator } = demo;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  simulator.reset();
});
afterEach(() => vi.useRealTimers());
afterAll(() => demo.close());

/** What the element would be told, in the browser of this visitor, when what it was told before has grown old. */
async function connectionOf(visitor: Grower) {
  vi.advanceTimersByTime(1_000);
  const { token } = JSON.parse((await visitor.visit(`${siteUrl}/session`, { method: 'POST' })).text);
  const headers = { Authorization: `Bearer ${token}`, Origin: siteUrl };
  return Connection.parse(await (await fetch(`${companionUrl}/connection`, { headers })).json());
}

const leafUserAskedFor = () => simulator.calls.all.findLast(({ leafUserId }) => leafUserId)?.leafUserId ?? '';

describe('the demo', () => {
  it('puts the site, the companion, Leaf and John Deere on separate origins', () => {
    const origins = [siteUrl, companionUrl, simulator.leafUrl, simulator.deereUrl];
    expect(new Set(origins).size).toBe(4);
    for (const origin of origins) expect(new URL(origin).origin).toBe(origin);
  });

  it('gives each visitor a Leaf user of their own, and knows them again', async () => {
    const [one, other] = [new Grower(), new Grower()];
    await connectionOf(one);
    const first = leafUserAskedFor();
    await connectionOf(other);
    expect(leafUserAskedFor()).not.toBe(first);
    await connectionOf(one);
    expect(leafUserAskedFor()).toBe(first);
  });

  it('shows a sign-in at John Deere as a connection, with links that lead there', async () => {
    const visitor = new Grower();
    expect(await connectionOf(visitor)).toMatchObject({ state: 'disconnected' });
    await connect(await LeafCaller.logIn(simulator), leafUserAskedFor(), 'several');
    const connection = await connectionOf(visitor);
    expect(connection).toMatchObject({ state: 'connected', health: 'ok', messageOrigins: [simulator.leafUrl] });
    const { connected, notConnected } = connection.organizations;
    for (const { managementUri } of [...connected, ...notConnected])
      expect(new URL(managementUri ?? '').origin).toBe(simulator.deereUrl);
  });

  it('starts over: another Leaf user, and the switches and test accounts as they were', async () => {
    const visitor = new Grower();
    await connectionOf(visitor);
    const before = leafUserAskedFor();
    simulator.scenario.set({ coop: 'same-origin' });
    const page = await visitor.visit(`${siteUrl}/start-over`, { method: 'POST' });
    expect(page.url).toBe(`${siteUrl}/partner`);
    expect(simulator.scenario.get().coop).toBe('none');
    await connectionOf(visitor);
    expect(leafUserAskedFor()).not.toBe(before);
  });

  it('lets a test add pages and read the companion’s log', async () => {
    expect(await (await fetch(`${siteUrl}/tried`)).text()).toBe(`beside ${companionUrl}`);
    await connectionOf(new Grower());
    expect(log).toContainEqual(expect.objectContaining({ event: 'request', route: '/connection', status: 200 }));
  });
});

describe('the way of signing in', () => {
  it.each(FLOWS)('can be %s, and the page is the same', async (flow) => {
    const other = await startDemo({ flow });
    onTestFinished(() => other.close());
    const page = async ({ siteUrl: site, companionUrl: companion }: typeof demo) =>
      (await (await fetch(`${site}/partner`)).text()).replaceAll(site, 'SITE').replaceAll(companion, 'COMPANION');
    const tag = (text: string) => /<leaf-jd-connect[^>]*>/.exec(text)?.[0];
    expect(tag(await page(other))).toBe(tag(await page(demo)));
    const { token } = JSON.parse((await new Grower().visit(`${other.siteUrl}/session`, { method: 'POST' })).text);
    const headers = { Authorization: `Bearer ${token}`, Origin: other.siteUrl };
    expect(await (await fetch(`${other.companionUrl}/connection`, { headers })).json()).toMatchObject({ flow });
  });

  it('may come back to the companion, whose callback is registered at John Deere', async () => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: simulator.clientKey,
      scope: 'org1',
      redirect_uri: `${companionUrl}/callback`,
    });
    const authorize = `${simulator.issuer}/v1/authorize?${query.toString()}`;
    expect((await new Grower().visit(authorize)).text).toContain('Sign in');
    expect((await new Grower().visit(authorize.replace('callback', 'elsewhere'))).status).toBe(400);
  });

  it('and every other option of the companion can be a test’s own', async () => {
    const other = await startDemo({ companion: ({ siteUrl: site }) => ({ companyName: `On ${site}` }) });
    onTestFinished(() => other.close());
    const grower = new Grower();
    const { token } = JSON.parse((await grower.visit(`${other.siteUrl}/session`, { method: 'POST' })).text);
    const headers = {
      Authorization: `Bearer ${token}`,
      Origin: other.siteUrl,
      'Content-Type': 'application/json',
    };
    const attempt = await fetch(`${other.companionUrl}/attempts`, { method: 'POST', headers, body: '{}' });
    const { startUrl } = (await attempt.json()) as { startUrl: string };
    expect((await grower.visit(startUrl)).text).toContain(`On ${other.siteUrl}`);
  });
});

describe('the pages of the demo', () => {
  const pages = ['/', '/partner'];

  it.each(pages)('%s says that it is a simulation, and names the addresses that are really there', async (path) => {
    const text = await (await fetch(siteUrl + path)).text();
    expect(text).toContain('<strong>A simulation.</strong>');
    expect(text).toContain(`server-url="${companionUrl}"`);
    expect(text).not.toMatch(/localhost:(4300|8787)|127\.0\.0\.1:430[12]/);
  });

  it.each(pages)('%s allows no inline code, and Trusted Types for Lit alone', async (path) => {
    const response = await fetch(siteUrl + path);
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy).not.toContain('unsafe');
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        `connect-src 'self' ${companionUrl}`,
        "require-trusted-types-for 'script'",
        'trusted-types lit-html',
      ]),
    );
    const text = await response.text();
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  it('explain every test account and the password', async () => {
    const text = await (await fetch(siteUrl)).text();
    expect(text).toContain(PASSWORD);
    for (const { id } of testAccounts()) expect(text).toContain(`<code>${id}</code>`);
  });

  it('link to switches that exist', async () => {
    const text = await (await fetch(siteUrl)).text();
    const links = [...text.matchAll(/href="([^"]+\/simulator[^"]*)"/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect([link, (await new Grower().visit(link)).status]).toEqual([link, 200]);
  });

  it.each(['/site.css', '/partner.js'])('are served with %s', async (path) => {
    expect((await fetch(siteUrl + path)).status).toBe(200);
  });
});
