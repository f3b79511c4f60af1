/** `mode="redirect"`: the page itself goes through the sign-in and comes back, with no window at all. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/element/texts/en.js';
import { choose, consent, openStage, partnerPage, signInAs, type Stage, type Visit } from './stage.js';

const HERE = '/connections';

/** A page that goes through the sign-in itself, and two whose `return-url` is nothing to come back to. */
async function openRedirectStage(flow: 'authorization-code' | 'one-click'): Promise<Stage> {
  return openStage({
    flow,
    routes: (site) => {
      partnerPage(site, HERE, 'mode="redirect"');
      partnerPage(site, '/foreign', 'mode="redirect" return-url="https://elsewhere.example/connections"');
      partnerPage(site, '/no-address', 'mode="redirect" return-url="javascript:alert(1)"');
    },
    companion: ({ siteUrl }) => ({ returnUrls: [siteUrl + HERE] }),
  });
}

describe('a page that goes through the sign-in itself', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openRedirectStage('authorization-code');
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  /** Opens the page, and leaves it for John Deere. */
  async function leave(path = HERE): Promise<Visit> {
    const visit = await stage.visit({ path });
    await visit.reach('disconnected');
    await visit.button.click();
    await visit.page.waitForURL(/\/signin\//);
    return visit;
  }

  const backAt = (visit: Visit, path = HERE) => visit.page.waitForURL(stage.demo.siteUrl + path);

  it('comes back connected, and tells so once', async () => {
    const visit = await leave();
    await consent(visit.page, 'several');
    await choose(visit.page);
    await backAt(visit);
    await visit.reach('connected');
    expect(await visit.row('Lindqvist Home Farm').innerText()).toContain('Shared');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
    expect(visit.page.context().pages()).toHaveLength(1);

    await visit.page.reload();
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toEqual([]);
  });

  it('comes back to the very address, with its query', async () => {
    const visit = await leave(`${HERE}?field=42&tab=machines`);
    await consent(visit.page, 'unshared');
    await choose(visit.page, 'Quinta da Ribeira');
    await backAt(visit, `${HERE}?field=42&tab=machines`);
    await visit.reach('connected');
  });

  it('comes back with nothing ticked: the second step is one press away', async () => {
    const visit = await leave();
    await consent(visit.page, 'unshared');
    await choose(visit.page);
    await backAt(visit);
    await visit.reach('no-organizations');
    expect(await visit.eventsNamed('leaf-connected')).toEqual([]);
    const link = visit.card.getByRole('link', { name: en.chooseOrganizations });
    expect(await link.getAttribute('href')).toContain(`${stage.demo.simulator.deereUrl}/connections/`);
  });

  it('comes back unfinished after a refusal, and the way there again works', async () => {
    const visit = await leave();
    await signInAs(visit.page, 'refused');
    await backAt(visit);
    await visit.reach('unfinished');

    await visit.press(en.startAgain);
    await visit.page.waitForURL(/\/signin\//);
    await consent(visit.page, 'several');
    await choose(visit.page);
    await backAt(visit);
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-connected')).toHaveLength(1);
  });

  it('comes back by the browser’s own button from the middle of it, and can start again', async () => {
    const visit = await leave();
    await visit.page.goBack();
    await backAt(visit);
    await visit.reach('unfinished');

    await visit.press(en.startAgain);
    await visit.page.waitForURL(/\/signin\//);
    await consent(visit.page, 'several');
    // Signed in, but gone before the second step was saved: what was shared already is found.
    await visit.page.waitForURL(/select-organizations/);
    await visit.page.goto(stage.demo.siteUrl + HERE);
    await visit.reach('connected');
  });

  it('is led back from a page that says what failed', async () => {
    const visit = await leave();
    await signInAs(visit.page, 'several');
    stage.demo.simulator.scenario.set({ leaf: '500' });
    await visit.page.getByRole('button', { name: 'Allow access' }).click();
    await visit.page.getByText('The sign-in could not be finished').waitFor();
    stage.demo.simulator.scenario.reset();
    await visit.page.getByRole('link', { name: 'Back to Fieldbook' }).click();
    await backAt(visit);
    await visit.reach('unfinished');
  });

  it('is not led to an address that the companion does not know: the developer is told, and the next press opens a window', async () => {
    const visit = await stage.visit({ path: '/foreign' });
    await visit.reach('disconnected');
    await visit.button.click();
    await visit.card.locator('[part="error"]').waitFor();
    expect(await visit.eventsNamed('leaf-diagnostic')).toMatchObject([{ code: 'return_url_invalid' }]);
    expect(await visit.state()).toBe('disconnected');
    expect(visit.page.url()).toBe(`${stage.demo.siteUrl}/foreign`);

    const popup = await visit.open();
    await consent(popup, 'several');
    await Promise.all([popup.waitForEvent('close'), choose(popup)]);
    await visit.reach('connected');
    expect(visit.page.url()).toBe(`${stage.demo.siteUrl}/foreign`);
  });

  it('has a window opened when its return address is none at all', async () => {
    const visit = await stage.visit({ path: '/no-address' });
    await visit.reach('disconnected');
    const popup = await visit.open();
    expect(await visit.eventsNamed('leaf-diagnostic')).toMatchObject([{ code: 'return_url_invalid' }]);
    await consent(popup, 'several');
    await Promise.all([popup.waitForEvent('close'), choose(popup)]);
    await visit.reach('connected');
  });
});

describe('a page that wants to go through a sign-in that does not come back', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openRedirectStage('one-click');
  });
  afterAll(() => stage.close());

  it('has a window opened all the same, connects, and its developer is told why', async () => {
    const visit = await stage.visit({ path: HERE });
    await visit.reach('disconnected');
    await visit.signIn('several');
    await visit.reach('connected');
    expect(await visit.eventsNamed('leaf-diagnostic')).toMatchObject([{ code: 'redirect_unsupported' }]);
  });
});
