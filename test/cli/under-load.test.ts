/** `serve` as a process that is told to end, and one whose Redis dies, with clients that keep their connections. */
import { Agent, get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { describeWithRedis, startRedis } from '../support/redis.js';
import { leaf, PAGE, run, serve, settings, token } from './command.js';

interface Heard {
  status: number;
  body: string;
}

function ask(url: string, headers: Record<string, string>, agent: Agent): Promise<Heard> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent }, (answer) => {
      let body = '';
      answer.on('data', (data: Buffer) => (body += data.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      answer.on('error', reject);
    }).on('error', reject);
  });
}

describe('serve under load', () => {
  it('on SIGTERM says so at /readyz first, answers everything that reached it, and exits with 0', async () => {
    const { url, child, exit, output } = await serve();
    leaf.on('GET john-deere-credentials', (response) => {
      setTimeout(() => response.writeHead(404).end(), 50);
    });
    const headers = { Authorization: `Bearer ${await token()}`, Origin: PAGE };
    // It keeps a connection for less long than the server does.
    const agent = new Agent({ keepAlive: true, timeout: 2_000 });
    const answers: Heard[] = [];
    const failures: unknown[] = [];
    const readiness: (number | string)[] = [];

    // As a balancer does: it sends on for as long as it has heard of no 503, and what it has sent it waits for.
    const clients = Array.from({ length: 11 }, async () => {
      while (!readiness.includes(503)) {
        await ask(`${url}/connection`, headers, agent).then(
          (answer) => answers.push(answer),
          (error: unknown) => failures.push(error),
        );
      }
    });
    const probe = async () => {
      for (;;) readiness.push((await ask(`${url}/readyz`, {}, agent)).status);
    };
    const probed = probe().catch(() => readiness.push('gone'));
    await expect.poll(() => answers.length, { timeout: 10_000 }).toBeGreaterThan(50);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    await Promise.all([...clients, probed]);
    agent.destroy();

    expect(failures).toEqual([]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    for (const { body } of answers) expect(JSON.parse(body)).toMatchObject({ state: 'disconnected' });
    expect([...new Set(readiness)]).toEqual([200, 503, 'gone']);
    expect(output.stdout).toContain('"msg":"closed"');
  });
});

describeWithRedis('serve with REDIS_URL', () => {
  it('counts there, goes on when it dies, and tells neither its address nor its password', async () => {
    const redis = await startRedis();
    const { url, output, child, exit } = await serve({ REDIS_URL: redis.url });
    const headers = { Authorization: `Bearer ${await token()}`, Origin: PAGE };
    const read = async () => (await fetch(`${url}/connection`, { headers })).status;
    await expect.poll(async () => [await read(), (await redis.client().keys('*')).length]).toEqual([200, 1]);
    await redis.kill();
    for (let n = 0; n < 5; n += 1) expect(await read()).toBe(200);
    await expect.poll(() => output.stdout).toContain('"msg":"redis_lost"');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);

    // A password that is not asked for, at an address where nobody is.
    const wrong = await serve({ REDIS_URL: redis.url.replace('://', '://:hunter2@') });
    expect((await fetch(`${wrong.url}/connection`, { headers })).status).toBe(200);
    // One that cannot start does not stay for the sake of Redis.
    const taken = { REDIS_URL: redis.url, PORT: new URL(wrong.url).port };
    expect((await run(['serve'], { ...settings(), ...taken })).code).toBe(1);
    for (const { stdout, stderr } of [output, wrong.output]) {
      expect(stdout + stderr).not.toContain('hunter2');
      expect(stdout + stderr).not.toContain(new URL(redis.url).port);
      expect(stderr).toBe('');
    }
    await redis.close();
  });
});

describe('serve with settings that cannot be', () => {
  it('exits with 78 and says what TRUST_PROXY and REDIS_URL should be', async () => {
    const { code, stderr } = await run(['serve'], { ...settings(), TRUST_PROXY: 'true', REDIS_URL: 'http://PLANTED' });
    expect(code).toBe(78);
    expect(stderr.trim().split('\n').slice(1)).toEqual([
      '  REDIS_URL is not a redis: or rediss: URL',
      '  TRUST_PROXY is neither the number of proxies (1 to 9) nor a list of their addresses',
    ]);
  });
});
