/** Two instances behind a balancer, with nothing in common but their keys: any of them can go on with what another began. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCompanion } from '../../src/server/companion.js';
import { listen, type Listening } from '../../src/server/node.js';
import { startBalancer, type Balancer } from '../support/balancer.js';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.js';
import { createFixture, NAVIGATION, PAGE, PUBLIC_URL, SIGN_IN, type Fixture } from './fixture.js';

let at: Fixture;
let redis: TestRedis;
let balancer: Balancer;
const running: Instance[] = [];

interface Instance {
  server: Listening;
  /** What `serve` does on SIGTERM. */
  stop(): Promise<void>;
}

async function startInstance(): Promise<Instance> {
  const companion = createCompanion({ ...at.config, redis: redis.client() });
  const server = await listen(companion, { port: 0 });
  await balancer.add(server.url);
  const instance = {
    server,
    stop: async () => {
      companion.drain();
      await Promise.all([server.drain(), new Promise((resolve) => setTimeout(resolve, 500))]);
      await server.close();
    },
  };
  running.push(instance);
  return instance;
}

/** A whole sign-in as far as the companion is concerned, each step at whichever instance comes next. */
async function signIn(): Promise<void> {
  const headers = { Authorization: `Bearer ${await at.session()}`, Origin: PAGE, 'Content-Type': 'application/json' };
  const read = await fetch(`${balancer.url}/connection`, { headers });
  expect([read.status, await read.json()]).toMatchObject([200, { state: 'connected' }]);
  for (const [route, field] of [
    ['/attempts', 'startUrl'],
    ['/links', 'url'],
  ] as const) {
    const minted = await fetch(balancer.url + route, { method: 'POST', headers, body: '{}' });
    expect(minted.status).toBe(201);
    const { [field]: url = '' } = (await minted.json()) as Record<string, string>;
    const path = url.slice(PUBLIC_URL.length);
    const page = await fetch(balancer.url + path, { redirect: 'manual' });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Continue to John Deere')]);
    // `fetch` names a mode of its own, so the button is pressed as a browser does that only knows Origin.
    const { 'Sec-Fetch-Mode': _mode, 'Sec-Fetch-Site': _site, ...window } = NAVIGATION;
    const pressed = await at.ask('POST', path, { ...window, Origin: new URL(PUBLIC_URL).origin });
    expect([pressed.status, pressed.headers.get('Location')]).toEqual([303, SIGN_IN]);
  }
}

describeWithRedis('two instances behind a balancer', () => {
  beforeAll(async () => {
    at = await createFixture();
    redis = await startRedis();
    balancer = await startBalancer();
    await startInstance();
    await startInstance();
  });
  afterAll(async () => {
    balancer.close();
    await Promise.all(running.map(({ server }) => server.close()));
    await Promise.all([redis.close(), at.leaf.close()]);
  });

  it('go on with each other’s sessions, attempts and links', async () => {
    for (let round = 0; round < 4; round += 1) await signIn();
  });

  it('lose no request while each is restarted and Redis hangs', async () => {
    const failures: unknown[] = [];
    let made = 0;
    let over = false;
    const load = Array.from({ length: 8 }, async () => {
      while (!over) {
        made += 1;
        await signIn().catch((error: unknown) => failures.push(error));
      }
    });

    for (let restart = 0; restart < 4; restart += 1) {
      if (restart === 1) redis.pause();
      if (restart === 3) redis.resume();
      await startInstance();
      const before = made;
      await running.shift()?.stop();
      // Whoever was restarted was so under load.
      expect(made).toBeGreaterThan(before);
    }
    over = true;
    await Promise.all(load);
    expect(failures).toEqual([]);
    expect(made).toBeGreaterThan(20);
  }, 60_000);
});
