/** The command line as a process of its own, in front of a programmable Leaf; whatever is still running is ended after each test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startLeafStub, type LeafStub } from '../support/leaf-stub.js';

export const USER = '5f0d2c1e-9a44-4b7c-8d10-3c1f7a2b9e01';
export const PAGE = 'http://localhost:3000';
export const KEY = `k1:${Buffer.alloc(32, 7).toString('base64url')}`;

/** Started anew for each file. */
export let leaf: LeafStub;
const children: ChildProcess[] = [];
beforeAll(async () => {
  leaf = await startLeafStub();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => leaf.close());

export const settings = () => ({
  LEAF_API_URL: leaf.url,
  LEAF_TOKEN: 'leaf-token-value',
  JD_CLIENT_KEY: 'client-key',
  JD_CLIENT_SECRET: 'john-deere-shared-secret',
  JD_ENVIRONMENT: 'STAGE',
  PUBLIC_URL: 'http://localhost:8787',
  ALLOWED_ORIGINS: `${PAGE}, https://app.partner.test`,
  SESSION_KEYS: KEY,
  COMPANY_NAME: 'Partner Inc.',
  PORT: '0',
});

export function start(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
    env: { PATH: process.env.PATH, ...environment },
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, exit };
}

export async function run(args: string[], environment?: Record<string, string>) {
  const { output, exit } = start(args, environment);
  return { code: await exit, ...output };
}

/** Starts `serve`, and resolves with its address when it listens. */
export async function serve(environment: Record<string, string> = {}) {
  const process = start(['serve'], { ...settings(), ...environment });
  const url = await new Promise<string>((resolve, reject) => {
    process.child.stdout.on('data', () => {
      const [, found] = /"url":"([^"]+)"/.exec(process.output.stdout) ?? [];
      if (found !== undefined) resolve(found);
    });
    void process.exit.then(() => {
      reject(new Error(process.output.stderr));
    });
  });
  return { ...process, url };
}

export async function token(args: string[] = []): Promise<string> {
  const { stdout } = await run(['token', '--leaf-user', USER, '--origin', PAGE, ...args], settings());
  return stdout.trim();
}
