/** A sign-in that takes the place of a page, and comes back to it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFixture, PAGE } from './fixture.js';
import {
  consent,
  createReturningWorld,
  isCallback,
  isReturn,
  open,
  RETURN_URL,
  SITE,
  type ReturningWorld,
} from './returning-world.js';
import { Window } from './window.js';

let world: ReturningWorld;
let user: string;
let window: Window;
beforeAll(async () => {
  world = await createReturningWorld('direct');
});
beforeEach(async () => {
  world.simulator.reset();
  user = await world.createUser();
  window = new Window();
});
afterAll(() => world.close());

const HERE = `${RETURN_URL}?field=7&tab=map`;

describe('a sign-in in place of a page', () => {
  it('comes back to the page, with its query, when organizations were chosen', async () => {
    const choice = await consent(window, await open(window, await world.startUrl(user, HERE)), { account: 'unshared' });
    expect(choice.url).toContain('/select-organizations');
    const end = await window.submit(choice, { answer: 'save', organization: '620101' }, { until: isReturn });
    expect([end.status, end.url]).toEqual([303, HERE]);
    expect((await world.connection(user)).state).toBe('connected');
  });

  it('comes back at once when there was nothing to choose', async () => {
    await consent(window, await open(window, await world.startUrl(user)));
    const again = await consent(window, await open(window, await world.startUrl(user, HERE)), { until: isReturn });
    expect(again.url).toBe(HERE);
  });

  it('comes back when the grower does not consent', async () => {
    const signInPage = await open(window, await world.startUrl(user, HERE));
    const end = await consent(window, signInPage, { answer: 'refuse', until: isReturn });
    expect(end.url).toBe(HERE);
    expect((await world.connection(user)).state).toBe('disconnected');
  });

  it('has a way back on every page that says that something went wrong', async () => {
    const startUrl = await world.startUrl(user, HERE);
    const callback = await consent(window, await open(window, startUrl), { until: isCallback });
    world.simulator.scenario.set({ leaf: '500' });
    const shown = await window.visit(callback.url, { from: world.simulator.deereUrl });
    expect([shown.status, shown.text.includes(`href="${HERE.replaceAll('&', '&amp;')}"`)]).toEqual([503, true]);
  });

  it('lets the page’s form lead on to the choice of organizations, and back', async () => {
    const { headers } = await window.visit(await world.startUrl(user, HERE));
    const [, targets = ''] = /form-action ([^;]*)/.exec(headers.get('Content-Security-Policy') ?? '') ?? [];
    expect(targets.split(' ')).toEqual(["'self'", world.simulator.deereUrl, SITE]);
  });
});

describe('a page to come back to', () => {
  it.each([
    ['the very page', RETURN_URL, 201],
    ['with a query', HERE, 201],
    ['with a fragment', `${RETURN_URL}#fields`, 201],
    ['another path', `${RETURN_URL}/other`, 400],
    ['a path that starts alike', `${RETURN_URL}s`, 400],
    ['dots in the path', `${SITE}/x/../evil`, 400],
    ['another port', RETURN_URL.replace(':9/', ':99/'), 400],
    ['another host', 'https://evil.test/farm', 400],
    ['user info', RETURN_URL.replace('//', '//127.0.0.1@'), 400],
    ['another scheme', RETURN_URL.replace('http', 'https'), 400],
    ['a script', 'javascript:alert(1)', 400],
    ['no address', 'farm', 400],
    ['nothing', '', 400],
    ['an address without end', `${RETURN_URL}?${'x'.repeat(1000)}`, 400],
  ])('%s is taken or refused when it is asked for', async (_, returnUrl, status) => {
    const minted = await world.ask(user, 'POST', '/attempts', { returnUrl });
    expect(minted.status).toBe(status);
  });

  it('that is no text is a bad request', async () => {
    for (const returnUrl of [7, null, [RETURN_URL]])
      expect((await world.ask(user, 'POST', '/attempts', { returnUrl })).status).toBe(400);
  });

  it('is taken by no companion that does not come back', async () => {
    const oneClick = await createFixture({ returnUrls: [`${PAGE}/farm`] });
    const answer = await oneClick.askAsPage('POST', '/attempts', {}, JSON.stringify({ returnUrl: `${PAGE}/farm` }));
    expect(answer.status).toBe(400);
    await oneClick.leaf.close();
  });

  it('is led back to at once when sign-ins do not come back any more', async () => {
    const path = new URL(await world.startUrl(user, HERE)).pathname;
    const oneClick = await createReturningWorld('direct', { flow: 'one-click' });
    const { status, text } = await open(window, oneClick.url + path);
    expect(status).toBe(410);
    expect(text).toContain(`href="${HERE.replace('&', '&amp;')}"`);
    expect(oneClick.simulator.calls.all).toEqual([]);
    await oneClick.close();
  });

  it('is left out when it is allowed no more at the end', async () => {
    const startUrl = await world.startUrl(user, HERE);
    const narrowed = await createReturningWorld('direct', { returnUrls: [] });
    const path = new URL(startUrl).pathname;
    const signInPage = await open(window, narrowed.url + path);
    const end = await consent(window, signInPage, { answer: 'refuse' });
    expect([end.status, end.text.includes('You chose not to share')]).toEqual([200, true]);
    expect(end.text).not.toContain('href=');
    await narrowed.close();
  });
});
