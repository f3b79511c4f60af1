import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEY, leaf, PAGE, run, serve, settings, token, USER } from './command.js';

/** A request that Leaf has heard of, and does not answer until `release` is called. */
async function askAndHold(url: string): Promise<{ underWay: Promise<Response>; release: () => void }> {
  const headers = { Authorization: `Bearer ${await token()}`, Origin: PAGE };
  return new Promise((resolve) => {
    const underWay = fetch(`${url}/connection`, { headers });
    leaf.on('GET john-deere-credentials', (response) => {
      resolve({ underWay, release: () => response.writeHead(404).end() });
    });
  });
}

function claimsOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

describe('serve', () => {
  it('serves, and a session that `token` printed is good there', async () => {
    const { url } = await serve();
    const headers = { Authorization: `Bearer ${await token()}`, Origin: PAGE };
    const response = await fetch(`${url}/connection`, { headers });
    expect(await response.json()).toMatchObject({ state: 'disconnected', environment: 'STAGE' });
  });

  it('logs JSON lines without a secret, a token, or a user', async () => {
    const { url, output, child, exit } = await serve();
    const session = await token();
    await fetch(`${url}/connection?secret-in-query`, { headers: { Authorization: `Bearer ${session}`, Origin: PAGE } });
    child.kill('SIGTERM');
    await exit;
    const lines = output.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find(({ msg }) => msg === 'request')).toMatchObject({ route: '/connection', status: 200 });
    for (const secret of ['leaf-token-value', 'john-deere-shared-secret', KEY.slice(3), session, USER, 'in-query']) {
      expect(output.stdout + output.stderr).not.toContain(secret);
    }
  });

  it('on SIGTERM says it is not ready, finishes what is under way, and exits with 0', async () => {
    const { url, child, exit } = await serve();
    const { underWay, release } = await askAndHold(url);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 20 }).toBe(503);
    release();
    expect((await underWay).status).toBe(200);
    expect(await exit).toBe(0);
    leaf.reset();
  });

  it('does not lose what is under way when it is told twice to end', async () => {
    const { url, child, exit } = await serve();
    const { underWay, release } = await askAndHold(url);
    for (const signal of ['SIGTERM', 'SIGTERM', 'SIGINT'] as const) {
      child.kill(signal);
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 20 }).toBe(503);
    }
    release();
    expect((await underWay).status).toBe(200);
    expect(await exit).toBe(0);
    leaf.reset();
  });

  it('reads secrets from files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leaf-jd-connect-'));
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), `${content}\n`);
      return join(folder, name);
    };
    const { url } = await serve({
      LEAF_TOKEN: '',
      LEAF_TOKEN_FILE: file('token', 'token-from-a-file'),
      SESSION_KEYS: '',
      SESSION_KEYS_FILE: file('keys', KEY),
    });
    await fetch(`${url}/connection`, { headers: { Authorization: `Bearer ${await token()}`, Origin: PAGE } });
    expect(leaf.calls.at(-1)?.headers.authorization).toBe('Bearer token-from-a-file');
  });

  it('says which variables it does nothing with', async () => {
    const { output, url } = await serve({ JD_ISSUER: 'https://signin.johndeere.com', JD_APP_NAME: 'app' });
    await fetch(`${url}/healthz`);
    expect(output.stdout).toContain('"variables":["JD_APP_NAME","JD_ISSUER"]');
  });

  it('exits with 78 and names every missing variable', async () => {
    const { code, stderr } = await run(['serve']);
    expect(code).toBe(78);
    for (const name of Object.keys(settings())) {
      if (name !== 'PORT' && name !== 'LEAF_API_URL') expect(stderr).toContain(name);
    }
  });

  it('exits with 78 and names every fault at once, without a value', async () => {
    const faulty = {
      LEAF_API_URL: 'http://PLANTED.test',
      JD_ENVIRONMENT: 'PLANTED',
      JD_FLOW: 'sorcery',
      JD_TOKEN_EXCHANGE: 'PLANTED',
      JD_ISSUER: 'PLANTED',
      PUBLIC_URL: 'PLANTED',
      ALLOWED_ORIGINS: `${PAGE},PLANTED`,
      RETURN_URLS: 'PLANTED',
      SESSION_KEYS: `${KEY},PLANTED`,
      REDIS_URL: 'PLANTED',
      TRUST_PROXY: 'PLANTED',
      PORT: '99999',
      LOG_LEVEL: 'PLANTED',
      LEAF_TOKEN_FILE: '/PLANTED',
    };
    const { code, stdout, stderr } = await run(['serve'], { ...settings(), ...faulty });
    expect(code).toBe(78);
    for (const name of Object.keys(faulty)) expect(stderr).toContain(name);
    expect(stderr).toContain('ALLOWED_ORIGINS (entry 2)');
    expect(stdout + stderr).not.toContain('PLANTED');
    expect(stdout + stderr).not.toContain('leaf-token-value');
  });

  it('exits with 1 when its address is taken', async () => {
    const { url } = await serve();
    const { code, stderr } = await run(['serve'], { ...settings(), PORT: new URL(url).port });
    expect([code, stderr.trim()]).toEqual([1, 'leaf-jd-connect failed (EADDRINUSE): PORT is taken by another process']);
  });

  it.each([
    ['no name', 'no..host', 'ENOTFOUND'],
    ["another machine's", '192.0.2.1', 'EADDRNOTAVAIL'],
  ])('exits with 1 and says so when its HOST is %s', async (_, HOST, why) => {
    const { code, stderr } = await run(['serve'], { ...settings(), HOST });
    expect([code, stderr.trim()]).toEqual([
      1,
      `leaf-jd-connect failed (${why}): HOST does not name an address of this machine`,
    ]);
  });

  it('exits with 78 on a key that is none, and names the other faults beside it', async () => {
    const faulty = {
      SESSION_KEYS: 'k1:A',
      PUBLIC_URL: 'PLANTED',
      ALLOWED_ORIGINS: `${PAGE},,https://app.partner.test`,
    };
    const { code, stderr } = await run(['serve'], { ...settings(), ...faulty });
    expect(code).toBe(78);
    expect(stderr.trim().split('\n').slice(1)).toEqual([
      '  PUBLIC_URL is not an https: URL without query and fragment (http: is for loopback only)',
      '  ALLOWED_ORIGINS (entry 2) is empty',
      '  SESSION_KEYS (entry 1) is not of the form kid:base64url',
    ]);
  });
});

describe('token', () => {
  it('prints a session of ten minutes, or of the life asked for', async () => {
    const usual = claimsOf(await token());
    expect(usual).toMatchObject({ sub: USER, origin: PAGE, aud: 'http://localhost:8787' });
    expect(Number(usual.exp) - Number(usual.iat)).toBe(600);
    const asked = claimsOf(await token(['--ttl', '1h', '--name', 'North Farm']));
    expect(Number(asked.exp) - Number(asked.iat)).toBe(3600);
    expect(asked.name).toBe('North Farm');
  });

  it("needs no secret of Leaf's or John Deere's", async () => {
    const { PUBLIC_URL, ALLOWED_ORIGINS, SESSION_KEYS } = settings();
    const args = ['token', '--leaf-user', USER, '--origin', PAGE];
    expect((await run(args, { PUBLIC_URL, ALLOWED_ORIGINS, SESSION_KEYS })).code).toBe(0);
    expect((await run(args)).code).toBe(78);
  });

  it.each([
    ['no user', ['--origin', PAGE]],
    ['a user that is none', ['--leaf-user', 'me', '--origin', PAGE]],
    ['an origin that may not ask', ['--leaf-user', USER, '--origin', 'https://evil.test']],
    ['a life of two hours', ['--leaf-user', USER, '--origin', PAGE, '--ttl', '2h']],
    ['a life of a moment', ['--leaf-user', USER, '--origin', PAGE, '--ttl', 'moment']],
  ])('with %s exits with 64 and prints none', async (_, args) => {
    const { code, stdout } = await run(['token', ...args], settings());
    expect([code, stdout]).toEqual([64, '']);
  });
});

describe('keygen', () => {
  it('prints another good key each time', async () => {
    const [one, two] = await Promise.all([run(['keygen']), run(['keygen'])]);
    for (const { code, stdout } of [one, two]) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^[\w-]+:[\w-]{43}\n$/);
    }
    expect(one.stdout).not.toBe(two.stdout);
    const { stdout } = await run(['token', '--leaf-user', USER, '--origin', PAGE], {
      ...settings(),
      SESSION_KEYS: one.stdout,
    });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });
});

describe('the command line', () => {
  it('explains itself', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const command of ['serve', 'token', 'keygen']) expect(stdout).toContain(`leaf-jd-connect ${command}`);
  });

  it.each([[[]], [['dance']], [['serve', 'token']], [['keygen', '--loud']]])('exits with 64 on %j', async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain('leaf-jd-connect serve');
  });
});
