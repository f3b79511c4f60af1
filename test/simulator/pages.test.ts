import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, testAccounts } from '../../demo/simulator/accounts.js';
import { startSimulator } from '../../demo/simulator/index.js';
import { connect, Grower, LeafCaller, type Page } from './grower.js';
import { freePort, takePort } from './ports.js';

const simulator = await startSimulator({ applicationName: 'Fields & <b>Books</b>' });
const leaf = await LeafCaller.logIn(simulator);
let user: string;

beforeEach(async () => {
  simulator.reset();
  user = await simulator.createLeafUser();
});
afterAll(() => simulator.close());

/** Every page that the simulator can show to a person. */
async function everyPage(): Promise<Page[]> {
  simulator.scenario.set({ callback: 'message' });
  const grower = new Grower();
  const signIn = await grower.visit(await leaf.signInUrl(user));
  const wrong = await grower.submit(signIn, { user: 'several', password: 'guess' });
  const consent = await grower.submit(signIn, { user: 'several', password: PASSWORD });
  const callback = await grower.submit(consent, { answer: 'allow' });
  const over = await grower.visit(signIn.url);
  const choice = await grower.visit(`${simulator.deereUrl}/connections/${simulator.clientKey}/select-organizations`);
  const saved = await grower.submit(choice, { organization: '509991' });
  const nowhere = await grower.visit(`${simulator.deereUrl}/connections/0oaSomebodyElse/select-organizations`);
  const badRedirect = await grower.visit((await leaf.signInUrl(user)).replace('redirect_uri=', 'redirect_uri=x'));
  const control = await grower.visit(`${simulator.leafUrl}/simulator`);
  const noSwitch = await grower.visit(`${simulator.leafUrl}/simulator?callback=fax`);
  return [signIn, wrong, consent, callback, over, choice, saved, nowhere, badRedirect, control, noSwitch];
}

describe('every page of the simulator', () => {
  it('says that it is a simulation, and of whom', async () => {
    for (const { url, text } of await everyPage()) {
      const company = new URL(url).origin === simulator.deereUrl ? 'John Deere' : 'Leaf';
      expect(text).toContain('lang="en"');
      expect(text).toMatch(new RegExp(`Simulation (&mdash;|—) not ${company}`));
    }
  });

  it('can be read on a phone, and styles itself from its own origin', async () => {
    for (const { url, text } of await everyPage()) {
      expect(text).toContain('width=device-width');
      const style = await fetch(new URL('/simulator/style.css', url));
      expect(style.headers.get('Content-Type')).toContain('text/css');
    }
  });

  it('shows names as text', async () => {
    for (const { text } of await everyPage()) {
      expect(text).not.toContain('<River Land>');
      expect(text).not.toContain('<b>Books</b>');
    }
  });
});

describe('the sign-in page', () => {
  it('offers each test account at one press, and shows the password', async () => {
    const { text } = await new Grower().visit(await leaf.signInUrl(user));
    for (const { id, about } of testAccounts()) {
      expect(text).toContain(`name="user" value="${id}"`);
      expect(text).toContain(about);
    }
    expect(text).toContain(`<code>${PASSWORD}</code>`);
  });

  it('holds no secret, and neither does any other page', async () => {
    const pages = await everyPage();
    for (const secret of simulator.secrets()) for (const { text } of pages) expect(text).not.toContain(secret);
  });
});

describe('two simulators', () => {
  it('share nothing', async () => {
    const other = await startSimulator();
    other.scenario.set({ start: '500' });
    expect((await leaf.startSignIn(user)).status).toBe(200);
    expect(other.clientKey).not.toBe(simulator.clientKey);
    await other.close();
    await connect(leaf, user, 'several');
  });
});

describe('a taken port', () => {
  it('rejects the start, and leaves no other port bound', async () => {
    const leafPort = await freePort();
    const { port: deerePort, release } = await takePort(0);
    await expect(startSimulator({ leafPort, deerePort })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port: deerePort,
    });
    await release();
    await (await takePort(leafPort)).release();
  });
});
