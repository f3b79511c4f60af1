/** `doctor` as a process of its own, in front of a simulated Leaf or of one that answers what a test says; started anew for each file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startSimulator, type Simulator } from '../../demo/simulator/index.js';
import { createLeafConnect, type Companion } from '../../src/server/index.js';
import { listen, type Listening } from '../../src/server/node.js';
import { startLeafStub, type LeafStub } from '../support/leaf-stub.js';

const KEY = 'k1:9wZ0l2bC5mVn7QhXtY3sKfR8aJpE1uGdOiW6xB4yHcM';
export const UNKNOWN_USER = '5f0d2c1e-9a44-4b7c-8d10-3c1f7a2b9e01';
export const OF_USERS = '/services/usermanagement/api/users?externalId=leaf-jd-connect-doctor';

const RESULTS = fileURLToPath(new URL('../../test-results/', import.meta.url));
mkdirSync(RESULTS, { recursive: true });
/** A place of each file's own: they run at the same time. */
const home = mkdtempSync(join(RESULTS, 'doctor-'));

export let simulator: Simulator;
export let stub: LeafStub;
export let leafUser: string;
/** What stands at PUBLIC_URL. */
let outside: Listening;
beforeAll(async () => {
  await buildCli();
  simulator = await startSimulator();
  leafUser = await simulator.createLeafUser();
  stub = await startLeafStub();
  outside = await listen(startedElsewhere(), { port: 0 });
});
afterEach(() => {
  simulator.reset();
  stub.reset();
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await Promise.all([simulator.close(), stub.close(), outside.close()]);
});

/** The companion that is examined, as somebody has started it; with another path, if any. */
export function startedElsewhere(path = ''): Companion {
  return createLeafConnect({
    leaf: { token: 'a-token-of-leaf' },
    johnDeere: { clientKey: 'client-key', clientSecret: 'john-deere-shared-secret', environment: 'STAGE' },
    publicUrl: `http://localhost:8787${path}`,
    allowedOrigins: ['http://localhost:3000'],
    sessionKeys: [KEY],
    companyName: 'Partner Inc.',
  });
}

export const settings = () => ({
  LEAF_API_URL: simulator.leafUrl,
  LEAF_USERNAME: simulator.username,
  LEAF_PASSWORD: simulator.password,
  JD_CLIENT_KEY: simulator.clientKey,
  JD_CLIENT_SECRET: simulator.clientSecret,
  JD_ENVIRONMENT: 'STAGE',
  PUBLIC_URL: outside.url,
  ALLOWED_ORIGINS: 'http://localhost:3000,https://app.partner.test',
  SIGN_IN_ORIGINS: simulator.deereUrl,
  SESSION_KEYS: KEY,
  COMPANY_NAME: 'Partner Inc.',
});

/** Built once, since it is run so often. Its packages stay outside, and are found from where it lies. */
async function buildCli(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)),
      outDir: home,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
    },
  });
}

export type Settings = Partial<Record<string, string>>;

/** A Leaf that answers whatever a test says, where the simulator only knows how to be right. */
export const stubbed = (): Settings => ({
  LEAF_API_URL: stub.url,
  LEAF_USERNAME: '',
  LEAF_PASSWORD: '',
  LEAF_TOKEN: 'a-token-of-leaf',
});

export async function doctor(broken: Settings = {}, ...args: string[]) {
  const environment = { ...settings(), ...broken };
  const child = spawn(process.execPath, [join(home, 'main.mjs'), 'doctor', ...args], {
    env: { PATH: process.env.PATH, ...environment },
  });
  let printed = '';
  child.stdout.on('data', (data: Buffer) => (printed += data.toString()));
  child.stderr.on('data', (data: Buffer) => (printed += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  for (const [name, value] of Object.entries(environment)) {
    // Too short or too common a value would be found in an innocent word.
    if (!['STAGE', 'PRODUCTION', 'SELECTED_ONLY', 'helper', ''].includes(value))
      expect(printed, name).not.toContain(value);
  }
  for (const secret of [...simulator.secrets(), 'a-token-of-leaf', 'PLANTED', KEY.slice(3)])
    expect(printed).not.toContain(secret);
  const lines = printed.trimEnd().split('\n');
  return { code, printed, lines, wrong: lines.filter((line) => /^(fault|warning)/.test(line)) };
}
