/** What leaves the companion, and what a connection costs Leaf. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { allow, openStage, type Stage } from './stage.js';

describe('secrets and cost', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.demo.simulator.reset();
  });

  it('no secret of the simulated world reaches a browser or the log, in a whole connection with trouble', async () => {
    const bytes: string[] = [];
    const visit = await stage.visit({
      prepare: (context) => {
        context.on('response', (response) => {
          // John Deere's own pages hold what a browser and John Deere share; everything else is searched.
          if (response.url().startsWith(stage.demo.simulator.deereUrl)) return;
          bytes.push(response.url(), JSON.stringify(response.headers()));
          response.text().then(
            (text) => bytes.push(text),
            () => undefined,
          );
        });
        return Promise.resolve();
      },
    });
    stage.demo.simulator.scenario.set({ start: '500' });
    const popup = await visit.open();
    await popup.getByRole('button', { name: 'Try again' }).waitFor();
    stage.demo.simulator.scenario.reset();
    await popup.getByRole('button', { name: 'Try again' }).click();
    await allow(popup, 'several');
    await visit.comeBack();
    await visit.reach('connected');
    await visit.press('No, disconnect');
    await visit.reach('disconnected');

    const secrets = stage.demo.simulator.secrets();
    const searched = bytes.join('\n') + JSON.stringify(stage.log) + JSON.stringify(await visit.events());
    // What is searched for was really there to be leaked.
    expect(secrets.length).toBeGreaterThan(5);
    expect(searched).toContain('Lindqvist Home Farm');
    expect(secrets.filter((secret) => searched.includes(secret))).toEqual([]);
  });

  it('asks Leaf once without a credential, twice with one, and not at all for an attempt', async () => {
    const { calls } = stage.demo.simulator;
    const visit = await stage.visit();
    await visit.reach('disconnected');
    const asked = () => calls.all.map(({ method, route }) => `${method} ${route.split('/').slice(-1).join('/')}`);
    expect(asked().filter((call) => !call.includes('authenticate'))).toEqual(['GET john-deere-credentials']);

    await visit.signIn('several');
    await visit.reach('connected');
    calls.reset();
    // Within the same second the companion does not ask again.
    await vi.waitFor(
      async () => {
        await visit.card.evaluate((element) => (element as HTMLElementTagNameMap['leaf-jd-connect']).refresh());
        expect(asked()).toEqual(['GET john-deere-credentials', 'GET JohnDeere']);
      },
      { timeout: 5_000, interval: 200 },
    );
  });

  it('asks nothing while a connected page lies idle, not in ten minutes', async () => {
    const visit = await stage.visit();
    await visit.signIn('several');
    await visit.reach('connected');
    await visit.page.context().clock.install();
    await visit.page.reload();
    await visit.reach('connected');

    const { calls } = stage.demo.simulator;
    calls.reset();
    const logged = stage.log.length;
    await visit.page.clock.runFor(10 * 60_000);
    expect(calls.all).toEqual([]);
    expect(stage.log.slice(logged)).toEqual([]);
  });
});
