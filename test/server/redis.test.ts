/** Limits and alerts across instances, with a Redis that works, hangs, and dies. */
import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { LeafEvent } from '../../src/server/index.js';
import { LIMITS } from '../../src/server/limits.js';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.js';
import { createFixture, NAVIGATION, SECRETS, type Fixture } from './fixture.js';

let redis: TestRedis;
const TODAY = new Date().toISOString();
const fixtures: Fixture[] = [];
const events: LeafEvent[] = [];

async function instance(limits: Partial<typeof LIMITS> = {}): Promise<Fixture> {
  const client = redis.client();
  const at = await createFixture({ redis: client, onEvent: (event) => events.push(event) }, {}, limits);
  // Whoever asks before the connection stands would count alone.
  await client.ping();
  fixtures.push(at);
  return at;
}

const statuses = async (answers: Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status }) => status).sort((a, b) => a - b);
const linesOf = ({ log }: Fixture) => log.filter(({ event }) => event !== 'request').map(({ event }) => event);

function alert(at: Fixture, message: string): Promise<Response> {
  const body = JSON.stringify({ type: 'credentialsUnauthenticated', timestamp: TODAY, message });
  const signature = createHmac('sha256', SECRETS.webhookSecret).update(body).digest('base64');
  return at.ask('POST', '/webhooks/leaf', { 'X-Leaf-Signature': signature }, body);
}

describeWithRedis('two instances with one Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    events.length = 0;
    await Promise.all([redis.client().flushall(), ...fixtures.splice(0).map(({ leaf }) => leaf.close())]);
  });
  afterAll(() => redis.close());

  it('let exactly one of two requests on the last token pass', async () => {
    const [one, two] = [await instance({ attempts: 4 }), await instance({ attempts: 4 })];
    await statuses([one.askAsPage('POST', '/attempts'), two.askAsPage('POST', '/attempts')]);
    await one.askAsPage('POST', '/attempts');
    const last = [one.askAsPage('POST', '/attempts'), two.askAsPage('POST', '/attempts')];
    expect(await statuses(last)).toEqual([201, 429]);
  });

  it('let 30 of 100 sign-ins a minute pass between them', async () => {
    const [one, two] = [await instance(LIMITS), await instance(LIMITS)];
    const path = await one.startPath();
    const asked = Array.from({ length: 100 }, (_, n) => (n % 2 ? one : two).ask('GET', path, NAVIGATION));
    const passed = (await statuses(asked)).filter((status) => status === 303);
    expect(passed).toHaveLength(30);
  });

  it('hear of an alert once', async () => {
    const [one, two] = [await instance(), await instance()];
    expect(await statuses([alert(one, 'a'), alert(two, 'a'), alert(one, 'a')])).toEqual([204, 204, 204]);
    expect(events).toHaveLength(1);
    await alert(two, 'another');
    expect(events).toHaveLength(2);
  });

  it('keep no user and no address in clear in it', async () => {
    const one = await instance();
    await one.askAsPage('POST', '/attempts');
    await one.companion.fetchFrom('192.0.2.1', new Request('https://connect.partner.test/start/x'));
    const keys = await redis.client().keys('*');
    expect(keys.filter((key) => key.startsWith('leaf-jd-connect:'))).toHaveLength(2);
    expect(keys.join()).not.toMatch(/5f0d2c1e|192\.0/);
  });

  it.each([
    ['hangs', () => redis.pause(), () => redis.resume()],
    ['dies', () => redis.kill(), () => redis.restart()],
  ] as const)(
    'lose nothing when it %s, limit alone meanwhile, and share again when it is back',
    async (_, hurt, heal) => {
      const [one, two] = [await instance({ attempts: 6 }), await instance({ attempts: 6 })];
      expect((await one.askAsPage('POST', '/attempts')).status).toBe(201);
      await hurt();
      const first = [one.askAsPage('POST', '/attempts'), two.askAsPage('POST', '/attempts')];
      expect(await statuses(first)).toEqual([201, 201]);
      // Each counts for itself now, and still counts.
      const alone = Array.from({ length: 7 }, () => one.askAsPage('POST', '/attempts'));
      expect(await statuses(alone)).toEqual([201, 201, 201, 201, 201, 429, 429]);
      expect((await alert(one, 'lost')).status).toBe(204);
      expect((await alert(one, 'lost')).status).toBe(204);
      expect(events).toHaveLength(1);
      expect(linesOf(one)).toContain('redis_lost');

      await heal();
      await expect
        .poll(
          async () => {
            await one.askAsPage('GET', '/connection');
            return linesOf(one).includes('redis_back');
          },
          { timeout: 10_000 },
        )
        .toBe(true);
    },
  );
});
