/** Next's own commands over its app: built once, then served by a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Simulator } from '../../demo/simulator/index.js';
import { newSessionKey } from '../../demo/stack.js';
import { freePort } from '../simulator/ports.js';
import { packInto } from '../support/packed.js';

const run = promisify(execFile);
const app = fileURLToPath(new URL('nextjs/', import.meta.url));
const home = dirname(createRequire(import.meta.url).resolve('next/package.json'));
const next = join(home, 'dist/bin/next');
const QUIET = { NEXT_TELEMETRY_DISABLED: '1' };

/** Why Next cannot be built here; `undefined` when it can. Its compiler is a program of its own for each system. */
export function nextMissing(): string | undefined {
  const compilers = readdirSync(join(home, '../@next')).filter((name) => name.startsWith('swc-'));
  return compilers.length === 0 ? 'no @next/swc is installed for this system' : undefined;
}

/** Rejects with what Next has to say. It is given no setting of the companion, as on any build machine. */
export async function buildNext(): Promise<void> {
  await packInto(app);
  await run(process.execPath, [next, 'build'], { cwd: app, env: { ...process.env, ...QUIET } }).catch(
    (failure: unknown) => {
      const { stdout, stderr } = failure as { stdout: string; stderr: string };
      throw new Error(`Next's build failed.\n${stdout}${stderr}`);
    },
  );
}

export interface NextServer {
  readonly siteUrl: string;
  /** Everything that it has printed so far. */
  readonly output: () => string;
  close(): Promise<void>;
}

/** Serves what was built, in front of the simulated Leaf. */
export async function startNext(simulator: Simulator): Promise<NextServer> {
  const port = await freePort();
  const siteUrl = `http://localhost:${port}`;
  const server = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: app,
    env: {
      ...process.env,
      ...QUIET,
      NODE_ENV: 'production',
      PUBLIC_URL: `${siteUrl}/leaf`,
      ALLOWED_ORIGINS: siteUrl,
      SESSION_KEYS: newSessionKey(),
      SIGN_IN_KEY: newSessionKey(),
      LEAF_USERNAME: simulator.username,
      LEAF_PASSWORD: simulator.password,
      JD_CLIENT_KEY: simulator.clientKey,
      JD_CLIENT_SECRET: simulator.clientSecret,
      LEAF_URL: simulator.leafUrl,
      DEERE_URL: simulator.deereUrl,
    },
  });
  let output = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const ended = once(server, 'exit');
  const close = async () => {
    if (server.exitCode !== null) return;
    server.kill('SIGTERM');
    await ended;
  };
  for (let tries = 0; tries < 300; tries++) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return { siteUrl, output: () => output, close };
    if (server.exitCode !== null) break;
    await pause(100);
  }
  await close();
  throw new Error(`Next's server did not start.\n${output}`);
}
