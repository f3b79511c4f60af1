import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HANDSHAKE } from '../../src/protocol/vocabulary.js';
import { consent, createReturningWorld, isCallback, open, SITE, type ReturningWorld } from './returning-world.js';
import { Window, type Page } from './window.js';

describe.each(['direct', 'helper'] as const)('the authorization-code flow, with the exchange "%s"', (exchange) => {
  let world: ReturningWorld;
  let user: string;
  let window: Window;
  beforeAll(async () => {
    world = await createReturningWorld(exchange);
  });
  beforeEach(async () => {
    world.simulator.reset();
    world.log.length = 0;
    user = await world.createUser();
    window = new Window();
  });
  afterAll(() => world.close());

  /** To the choice of organizations. */
  const signIn = async (account?: string) =>
    consent(window, await open(window, await world.startUrl(user)), account === undefined ? {} : { account });
  const tick = (page: Page, ...ids: string[]) =>
    window.submit(page, [['answer', 'save'], ...ids.map((id): [string, string] => ['organization', id])]);
  const events = (event: string) => world.log.filter((entry) => entry.event === event);
  /** The companion's cookies in the window. */
  const cookies = () => window.cookies.filter(({ host }) => host === 'localhost').map(({ name }) => name);
  /** Credentials given to Leaf, as `POST`, `DELETE`. */
  const changes = () =>
    world.simulator.calls.all
      .filter(({ method, path }) => method !== 'GET' && path.endsWith('john-deere-credentials'))
      .map(({ method }) => method);
  const nothingAttached = async () => {
    expect(changes()).toEqual([]);
    expect((await world.connection(user)).state).toBe('disconnected');
    expect(events('credential_attached')).toEqual([]);
  };

  it('leads one window through sign-in, consent and organizations, and ends on a page that says so', async () => {
    const choice = await signIn('unshared');
    expect(choice.url).toBe(
      `${world.simulator.deereUrl}/connections/${world.simulator.clientKey}/select-organizations?redirect_uri=${encodeURIComponent(`${world.url}/callback`)}`,
    );
    expect(await world.connection(user)).toMatchObject({ state: 'no-organizations', returns: true });
    const end = await tick(choice, '620101');
    expect([end.status, end.url]).toEqual([200, `${world.url}/callback`]);
    expect(end.text).toContain('You can close this window and go back to Partner Inc.');
    expect(end.text).toContain(HANDSHAKE.finished);
    expect(end.text).toContain(`data-origin="${SITE}"`);
    const connection = await world.connection(user);
    expect(connection).toMatchObject({ state: 'connected', health: 'ok' });
    expect(connection.organizations.connected).toMatchObject([{ id: '620101' }]);
  });

  it('costs Leaf a look, the credential, and a sync', async () => {
    const choice = await signIn('unshared');
    await tick(choice, '620101');
    const calls = world.simulator.calls.all.filter(({ leafUserId }) => leafUserId === user);
    expect(calls.map(({ method, path }) => `${method} ${path.split(user)[1] ?? ''}`)).toEqual([
      'GET /john-deere-credentials',
      'POST /john-deere-credentials',
      'POST /JohnDeere/organizations/sync',
    ]);
  });

  it('leaves one line in the log that a credential was attached, and no secret anywhere', async () => {
    await tick(await signIn(), '509991');
    expect(events('credential_attached')).toEqual([
      {
        event: 'credential_attached',
        requestId: expect.any(String) as string,
        user: expect.any(String) as string,
      },
    ]);
    const secrets = world.simulator.secrets();
    expect(secrets.length).toBeGreaterThan(4);
    const bytes = window.heard.join('\n') + JSON.stringify(world.log);
    for (const secret of secrets) expect(bytes).not.toContain(secret);
    expect(JSON.stringify(world.log)).not.toContain(user);
  });

  it('lets go of the cookie once the code is redeemed', async () => {
    const callback = await consent(window, await open(window, await world.startUrl(user)), { until: isCallback });
    expect(cookies()).toEqual([expect.stringMatching(/^leaf-jd-connect-[\w-]{8}$/)]);
    await window.visit(callback.url, { from: world.simulator.deereUrl });
    expect(cookies()).toEqual(['leaf-jd-connect-organizations']);
  });

  it('attaches nothing when the grower does not consent, and lets them try again', async () => {
    const declined = await consent(window, await open(window, await world.startUrl(user)), { answer: 'refuse' });
    expect(declined.status).toBe(200);
    expect(declined.text).toContain('You chose not to share');
    expect(cookies()).toEqual([]);
    await nothingAttached();

    const again = await consent(window, await window.submit(declined, {}));
    expect(again.url).toContain('/select-organizations');
    expect((await world.connection(user)).state).toBe('connected');
  });

  it('attaches nothing in a browser that did not begin the sign-in', async () => {
    const signInPage = await open(window, await world.startUrl(user));
    const victim = new Window();
    const shown = await consent(victim, await victim.visit(signInPage.way.at(-2) ?? ''));
    expect([shown.status, new URL(shown.url).pathname]).toEqual([403, '/callback']);
    expect(shown.text).toContain('begun in another browser');
    expect(shown.text).not.toContain('<form');
    await nothingAttached();
    expect(events('exchange_failed')).toEqual([]);
  });

  it('attaches nothing for an answer with another state', async () => {
    const callback = await consent(window, await open(window, await world.startUrl(user)), { until: isCallback });
    const address = new URL(callback.url);
    const state = address.searchParams.get('state') ?? '';
    for (const other of [`${state.slice(0, -1)}!`, state.slice(0, 8), `x${state}`, '']) {
      address.searchParams.set('state', other);
      expect((await window.visit(address.href, { from: world.simulator.deereUrl })).status).toBe(403);
    }
    await nothingAttached();
    // The right one was not spoilt by them.
    expect((await window.visit(callback.url, { from: world.simulator.deereUrl })).url).toContain(
      '/select-organizations',
    );
  });

  it('redeems a code for whoever brings it once', async () => {
    const callback = await consent(window, await open(window, await world.startUrl(user)), { until: isCallback });
    const kept = window.copy();
    await window.visit(callback.url, { from: world.simulator.deereUrl });
    expect(changes()).toEqual(['POST']);
    // Without its cookie it is anybody's; with it, another instance asks John Deere, which knows.
    expect((await window.visit(callback.url, { from: world.simulator.deereUrl })).status).toBe(403);
    world.restart();
    const replayed = await kept.visit(callback.url, { from: world.simulator.deereUrl });
    expect(replayed.status).toBe(410);
    expect(replayed.text).toContain('used already, or took too long');
    expect(replayed.text).toContain('action="');
    expect(changes()).toEqual(['POST']);
    expect(events('exchange_failed')).toMatchObject([{ code: 'attempt_expired' }]);
  });

  it('does it once for a window that is reloaded meanwhile', async () => {
    const callback = await consent(window, await open(window, await world.startUrl(user)), { until: isCallback });
    const kept = window.copy();
    const [first, second] = await Promise.all(
      [window, kept].map((each) => each.visit(callback.url, { from: world.simulator.deereUrl, until: () => true })),
    );
    expect(first?.url).toContain('/select-organizations');
    expect(second?.url).toBe(first?.url);
    expect(changes()).toEqual(['POST']);
  });

  it('keeps two tabs apart', async () => {
    const otherUser = await world.createUser();
    const one = await open(window, await world.startUrl(user));
    const other = await open(window, await world.startUrl(otherUser));
    expect(cookies()).toHaveLength(2);
    // They come back in the order in which they did not begin.
    expect((await consent(window, other)).url).toContain('/select-organizations');
    const states = async () => [(await world.connection(user)).state, (await world.connection(otherUser)).state];
    expect(await states()).toEqual(['disconnected', 'connected']);
    expect((await consent(window, one)).url).toContain('/select-organizations');
    expect(await states()).toEqual(['connected', 'connected']);
  });

  it('keeps the cookies of the latest few who start over and over', async () => {
    for (let time = 0; time < 7; time += 1) await open(window, await world.startUrl(user));
    const bytes = window.cookies
      .filter(({ host }) => host === 'localhost')
      .reduce((sum, { name, value }) => sum + name.length + value.length, 0);
    expect(bytes).toBeLessThanOrEqual(4096);
    expect(cookies().length).toBeGreaterThan(2);
    expect((await signIn()).url).toContain('/select-organizations');
  });

  it('works by a link that was handed to somebody, who is told at the end that it is over', async () => {
    const naming = await window.visit(await world.link(user));
    expect(naming.text).toContain('At the end a page tells you');
    const choice = await consent(window, await window.submit(naming, {}), { account: 'unshared' });
    const end = await tick(choice, '620102');
    expect(end.text).toContain('Thank you.');
    expect(end.text).not.toContain('<script');
    expect(await world.connection(user)).toMatchObject({ state: 'connected' });
    expect(events('credential_attached')).toMatchObject([{ handed: true }]);
  });

  it('goes straight to the end when somebody signs in again who shares already', async () => {
    await signIn();
    const { revision } = await world.connection(user);
    const again = await signIn();
    expect([again.url.split('?')[0], again.status]).toEqual([`${world.url}/callback`, 200]);
    expect(again.text).toContain('You are done here');
    const connection = await world.connection(user);
    expect(connection.state).toBe('connected');
    expect(connection.revision).not.toBe(revision);
  });

  it('shows the choice again to somebody who signs in again and shares nothing yet', async () => {
    await signIn('unshared');
    expect((await signIn('unshared')).url).toContain('/select-organizations');
  });

  it('keeps a credential that works where Leaf does not take a second one beside it', async () => {
    await signIn();
    const { revision } = await world.connection(user);
    world.simulator.scenario.set({ secondCredential: 'refused' });
    expect((await signIn()).status).toBe(502);
    expect(changes()).toEqual(['POST', 'POST']);
    expect(await world.connection(user)).toMatchObject({ state: 'connected', revision });
  });

  it('makes room for the second credential where Leaf does not take it beside one that is dead', async () => {
    await signIn();
    world.simulator.scenario.set({ secondCredential: 'refused', status: 'UNAUTHENTICATED' });
    const { revision } = await world.connection(user);
    expect((await signIn()).status).toBe(200);
    world.simulator.scenario.set({ status: 'OK' });
    expect(changes()).toEqual(['POST', 'POST', 'DELETE', 'POST']);
    const connection = await world.connection(user);
    expect(connection.state).toBe('connected');
    expect(connection.revision).not.toBe(revision);
  });

  it('goes on after the companion was restarted, wherever the grower was', async () => {
    const signInPage = await open(window, await world.startUrl(user));
    world.restart();
    const choice = await consent(window, signInPage, { account: 'unshared' });
    world.restart();
    const end = await tick(choice, '620101');
    expect(end.text).toContain('You are done here');
    expect((await world.connection(user)).state).toBe('connected');
  });

  it('uses nothing up while Leaf is down: a reload goes on', async () => {
    const callback = await consent(window, await open(window, await world.startUrl(user)), { until: isCallback });
    world.simulator.scenario.set({ leaf: '500' });
    const shown = await window.visit(callback.url, { from: world.simulator.deereUrl });
    expect(shown.status).toBe(503);
    expect(shown.text).toContain('could not be finished');
    world.simulator.scenario.set({ leaf: 'ok' });
    expect((await window.visit(callback.url, { from: world.simulator.deereUrl })).url).toContain(
      '/select-organizations',
    );
  });

  it('shows a stranger who opens the callback that there is nothing to do, and calls nobody', async () => {
    const shown = await window.visit(`${world.url}/callback`);
    expect([shown.status, world.simulator.calls.all]).toEqual([200, []]);
    expect(shown.text).toContain('You can close this window');
    expect(shown.text).not.toContain('<script');
  });
});

describe('two instances with nothing in common but their keys', () => {
  it('go on with what the other began', async () => {
    const world = await createReturningWorld('direct', { instances: 2 });
    try {
      for (let round = 0; round < 3; round += 1) {
        const user = await world.createUser();
        const window = new Window();
        const choice = await consent(window, await open(window, await world.startUrl(user)), { account: 'several' });
        expect(choice.url).toContain('/select-organizations');
        const end = await window.submit(choice, { answer: 'save', organization: '509993' });
        expect(end.text).toContain('You are done here');
        // Either may still know, for a second, what it was told before.
        await expect.poll(() => world.connection(user), { timeout: 5_000 }).toMatchObject({ state: 'connected' });
      }
    } finally {
      await world.close();
    }
  });
});
