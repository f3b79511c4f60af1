/** Cloudflare's runtime itself, `workerd`, with a bundle of the companion and nothing of Node. */
import { Miniflare } from 'miniflare';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { healthy, PAGE, USER } from '../server/fixture.js';
import { startLeafStub } from '../support/leaf-stub.js';
import { createLeafConnect, type LeafConnectOptions } from '../../src/server/index.js';
import { askOver } from './ask.js';
import { holdsTheContract, MOUNT, optionsFor, stripped, type Host } from './contract.js';

let script = '';
beforeAll(async () => {
  script = await bundle();
});

/** The worker of the docs, as one file. Whatever of Node is in it stays an import, and workerd refuses to load it. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: fileURLToPath(new URL('worker.ts', import.meta.url)), formats: ['es'], fileName: 'worker' },
    },
  });
  const [output] = [built].flat();
  if (output === undefined || !('output' in output)) throw new Error('Nothing was built.');
  return output.output[0].code;
}

async function start(options: LeafConnectOptions, rest: Record<string, unknown> = {}): Promise<Host> {
  const worker = new Miniflare({
    modules: true,
    script,
    compatibilityDate: '2025-11-01',
    bindings: { OPTIONS: JSON.stringify(options), ...rest },
  });
  const { origin } = await worker.ready;
  return { ask: askOver(origin), close: () => worker.dispose() };
}

holdsTheContract('workerd', (options) => start(options));

holdsTheContract('workerd behind a route that takes the mount path off', async (options) => {
  const { ask, close } = await start(options);
  return { ask: (method, path, ...rest) => ask(method, stripped(path), ...rest), ...(close && { close }) };
});

describe('a worker that reads the body first', () => {
  it('is told of it by an answer that comes at once', async () => {
    const options = optionsFor('http://127.0.0.1:9');
    const host = await start(options, { READS_FIRST: true });
    const { token } = await createLeafConnect(options).createSession({ leafUserId: USER, origin: PAGE });
    const headers = { Authorization: `Bearer ${token}`, Origin: PAGE, 'Content-Type': 'application/json' };
    const { status, text } = await host.ask('POST', `${MOUNT}/attempts`, headers, '{"a":1}');
    expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([500, 'unknown']);
    await host.close?.();
  });
});

describe('a worker with a login', () => {
  it('logs in once for all who wait, though each of their requests is a world of its own', async () => {
    const leaf = await startLeafStub();
    healthy(leaf);
    leaf.on('POST /api/authenticate', (response) => {
      // Late enough that all of them wait.
      setTimeout(() => response.writeHead(200).end('{"id_token":"a-fresh-token"}'), 300);
    });
    const options = optionsFor(leaf.url);
    const host = await start({ ...options, leaf: { username: 'partner', password: 'a-password', apiUrl: leaf.url } });
    const companion = createLeafConnect(options);
    const read = async () => {
      const { token } = await companion.createSession({ leafUserId: crypto.randomUUID(), origin: PAGE });
      return host.ask('GET', `${MOUNT}/connection`, { Authorization: `Bearer ${token}`, Origin: PAGE });
    };
    const answers = await Promise.all(Array.from({ length: 12 }, read));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(leaf.calls.filter(({ path }) => path === '/api/authenticate')).toHaveLength(1);
    await host.close?.();
    await leaf.close();
  });
});
