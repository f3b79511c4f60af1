import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { isRealWorld, realWorld } from '../../demo/real-world.js';
import { startSimulator } from '../../demo/simulator/index.js';
import { startWorld } from '../../demo/stack.js';
import { ConfigurationError } from '../../src/server/index.js';
import { freePort, takePort } from './ports.js';

const FREE = { DEMO_SITE_PORT: '0', DEMO_COMPANION_PORT: '0', DEMO_LEAF_PORT: '0', DEMO_DEERE_PORT: '0' };
const running: ChildProcess[] = [];

/** `npm start` without the build, with nothing of this machine's own configuration. */
function start(environment: Record<string, string>) {
  const clean = Object.entries(process.env).filter(([name]) => !/^(LEAF|JD|DEMO)_/.test(name));
  const child = spawn(process.execPath, ['--import', 'tsx', '../../demo/start.ts'], {
    // Away from a developer's own .env.
    cwd: import.meta.dirname,
    env: { ...Object.fromEntries(clean), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  return child;
}

async function ending(child: ReturnType<typeof start>) {
  const [output, complaint, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { output, complaint, code };
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

describe('npm start', () => {
  it('prints one address, which answers, and ends cleanly when it is interrupted', async () => {
    const child = start(FREE);
    let output = '';
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      output += chunk.toString();
      if (output.includes('Ctrl+C')) break;
    }
    const addresses = output.match(/http:\/\/\S+/g) ?? [];
    expect(addresses).toHaveLength(1);
    expect(await (await fetch(addresses[0] ?? '')).text()).toContain('A simulation.');
    const exit = once(child, 'exit');
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await exit).toEqual([0, null]);
  });

  it('signs people in as DEMO_FLOW says, and names the ways when it is none of them', async () => {
    const child = start({ ...FREE, DEMO_FLOW: 'authorization-code' });
    let output = '';
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      output += chunk.toString();
      if (output.includes('Ctrl+C')) break;
    }
    const site = /http:\/\/\S+/.exec(output)?.[0] ?? '';
    const { token } = JSON.parse(await (await fetch(`${site}/session`, { method: 'POST' })).text());
    const page = await (await fetch(`${site}/partner`)).text();
    const companion = /server-url="([^"]+)"/.exec(page)?.[1] ?? '';
    const headers = { Authorization: `Bearer ${token}`, Origin: site };
    expect(await (await fetch(`${companion}/connection`, { headers })).json()).toMatchObject({
      flow: 'authorization-code',
    });
    const { complaint, code } = await ending(start({ ...FREE, DEMO_FLOW: 'two-click' }));
    expect(code).toBe(78);
    expect(complaint).toContain('DEMO_FLOW is not one of one-click, authorization-code, provider-connections');
  });

  it('names a taken port and the cure', async () => {
    const { port, release } = await takePort(0);
    const { complaint, code } = await ending(start({ ...FREE, DEMO_COMPANION_PORT: String(port) }));
    await release();
    expect(code).toBe(1);
    expect(complaint).toContain(`Port ${port} is taken`);
    expect(complaint).toContain('DEMO_COMPANION_PORT=');
  });

  it('names every fault of half a configuration, prints no value, and exits with 78', async () => {
    const { output, complaint, code } = await ending(start({ ...FREE, LEAF_PASSWORD: 'planted-password' }));
    expect(code).toBe(78);
    for (const name of ['LEAF_USER_ID', 'LEAF_USERNAME', 'JD_CLIENT_KEY', 'JD_CLIENT_SECRET', 'JD_ENVIRONMENT'])
      expect(complaint).toContain(name);
    expect(output + complaint).not.toContain('planted-password');
  });
});

describe('the real world', () => {
  it('is meant as soon as one variable of it is set', () => {
    expect(isRealWorld({ PATH: '/bin', DEMO_SITE_PORT: '1', LEAF_TOKEN: ' ' })).toBe(false);
    expect(isRealWorld({ LEAF_USER_ID: 'x' })).toBe(true);
    expect(isRealWorld({ JD_CLIENT_SECRET_FILE: 'x' })).toBe(true);
  });

  it('shows the connection of LEAF_USER_ID, says that it is real, and keeps to its own addresses', async () => {
    const outside = await startSimulator();
    const leafUserId = await outside.createLeafUser();
    const environment = {
      LEAF_API_URL: outside.leafUrl,
      LEAF_USERNAME: outside.username,
      LEAF_PASSWORD: outside.password,
      LEAF_USER_ID: leafUserId,
      JD_CLIENT_KEY: outside.clientKey,
      JD_CLIENT_SECRET: outside.clientSecret,
      JD_ENVIRONMENT: 'STAGE',
      PUBLIC_URL: 'https://connect.example.org',
      ALLOWED_ORIGINS: 'https://app.example.org',
    };
    const demo = await startWorld(realWorld(environment));
    onTestFinished(async () => {
      await Promise.all([demo.close(), outside.close()]);
    });
    const page = await (await fetch(`${demo.siteUrl}/partner`)).text();
    expect(page).toContain('data-world="real"');
    const session = await fetch(`${demo.siteUrl}/session`, { method: 'POST' });
    const { token } = (await session.json()) as { token: string };
    const headers = { Authorization: `Bearer ${token}`, Origin: demo.siteUrl };
    const connection = await fetch(`${demo.companionUrl}/connection`, { headers });
    expect(await connection.json()).toMatchObject({ state: 'disconnected', environment: 'STAGE' });
    expect(outside.calls.all.at(-1)?.leafUserId).toBe(leafUserId);
  });

  it('is refused without a usable LEAF_USER_ID, and lets its ports go', async () => {
    const [site, companion] = [await freePort(), await freePort()];
    const start = startWorld(realWorld({ LEAF_USER_ID: 'me' }), { ports: { site, companion } });
    await expect(start).rejects.toBeInstanceOf(ConfigurationError);
    for (const port of [site, companion]) await (await takePort(port)).release();
  });
});
