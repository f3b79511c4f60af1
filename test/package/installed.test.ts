/**
 * The packed file in a project of its own, as npm lays it out: beside it is what it says that it needs, and nothing of
 * this repository. Nothing is fetched, so what it needs is linked rather than installed.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { Miniflare } from 'miniflare';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { pack } from '../../build/pack.js';
import { unpack } from '../support/packed.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

let home: string;
let packed: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'leaf-jd-connect-'));
  packed = await pack(home);
}, 60_000);
afterAll(() => rm(home, { recursive: true }));

/** An empty project that has the package, its dependencies, and whatever else it asks for. */
async function project(name: string, others: readonly string[] = []): Promise<string> {
  const folder = join(home, name);
  const modules = join(folder, 'node_modules');
  await unpack(packed, folder);
  for (const dependency of [...Object.keys(manifest.dependencies), ...others]) {
    await mkdir(dirname(join(modules, dependency)), { recursive: true });
    await symlink(join(root, 'node_modules', dependency), join(modules, dependency), 'junction');
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

/** Runs a module in the project; what it prints, and nothing on the error stream. */
async function execute(folder: string, code: string): Promise<string> {
  await writeFile(join(folder, 'main.js'), code);
  const { stdout, stderr } = await run(process.execPath, ['main.js'], { cwd: folder });
  expect(stderr.replace(/^.*ExperimentalWarning: Importing JSON.*\n.*\n/, '')).toBe('');
  return stdout.trim();
}

/** What there is to import, with a name out of each; the frameworks' own need a framework. */
const NAMES = {
  '.': 'LeafJdConnect',
  './element': 'LeafJdConnect',
  './server': 'createLeafConnect',
  './server/node': 'listen',
  './react': 'LeafJdConnect',
};
const NAMELESS = [
  './vue',
  './custom-elements.json',
  './integrity.json',
  './package.json',
  './cdn/leaf-jd-connect.js',
  './locales/*',
];
const specifier = (entry: string) => `${manifest.name}${entry.slice(1).replace('*', 'es')}`;

describe('the packed file in an empty project', () => {
  it('is asked for all that it exports', () => {
    expect([...Object.keys(NAMES), ...NAMELESS].toSorted()).toEqual(Object.keys(manifest.exports).toSorted());
  });

  it('needs no framework for anything but the framework’s own entry', async () => {
    const folder = await project('bare');
    for (const [entry, name] of Object.entries(NAMES).filter(([it]) => it !== './react')) {
      expect(await execute(folder, `console.log(typeof (await import('${specifier(entry)}')).${name})`)).toBe(
        'function',
      );
    }
    expect(await execute(folder, `console.log(Object.keys(await import('${specifier('./vue')}')))`)).toBe('[]');
    for (const entry of NAMELESS) {
      const code = `import { statSync } from 'node:fs'; console.log(statSync(new URL(import.meta.resolve('${specifier(entry)}'))).size)`;
      expect(Number(await execute(folder, code))).toBeGreaterThan(0);
    }
  });

  it('has data that tools find by the names in its package.json', async () => {
    const folder = await project('data');
    const packaged = join(folder, 'node_modules', manifest.name);
    const file = async (path: string) => JSON.parse(await readFile(join(packaged, path), 'utf8')) as object;
    expect(await file(manifest.customElements)).toHaveProperty('schemaVersion');
    expect(await file(manifest['web-types'])).toHaveProperty('contributions');
    expect(await file('dist/vscode.html-custom-data.json')).toHaveProperty('tags');
  });

  it('has a command that works', async () => {
    const folder = await project('command');
    const program = join(folder, 'node_modules', manifest.name, manifest.bin['leaf-jd-connect']);
    const { stdout } = await run(process.execPath, [program, 'keygen'], { cwd: folder });
    expect(stdout).toMatch(/^[\w-]+:[\w-]{43,}\n$/);
  });

  it('is rendered by React on a server, with its attributes and its children, and no word of complaint', async () => {
    const folder = await project('react', ['react', 'react-dom']);
    const html = await execute(
      folder,
      `import { createElement as h } from 'react';
      import { renderToString } from 'react-dom/server';
      import { LeafJdConnect } from 'leaf-jd-connect/react';
      console.log(renderToString(h(LeafJdConnect, {
        serverUrl: 'https://connect.example.com', companyName: '"Fieldbook" & <Sons>', allowDisconnect: true, disabled: false,
        theme: 'dark', className: 'mine', id: 'card', fetchSession: () => {}, strings: { connect: 'x' }, onLeafConnected: () => {},
      }, h('p', { slot: 'help' }, 'Help'))))`,
    );
    expect(html).toBe(
      '<leaf-jd-connect server-url="https://connect.example.com" company-name="&quot;Fieldbook&quot; &amp; &lt;Sons&gt;" ' +
        'allow-disconnect="" theme="dark" class="mine" id="card"><p slot="help">Help</p></leaf-jd-connect>',
    );
  });

  it('has types for every entry', { timeout: 60_000 }, async () => {
    const folder = await project('types', ['react', 'vue', '@types/react', '@types/node', 'ioredis']);
    const imports = Object.entries(NAMES).map(
      ([entry, name], index) => `import { ${name} as it${index} } from '${specifier(entry)}';`,
    );
    const uses = imports.map((_, index) => `it${index}`).join(', ');
    const code = `${imports.join('\n')}\nimport '${specifier('./vue')}';\nexport const all = [${uses}];\n`;
    await writeFile(join(folder, 'main.ts'), code);
    const wrong = `${code}export const wrong: number = it0;\n`;
    await writeFile(join(folder, 'wrong.ts'), wrong);
    const options = '--noEmit --strict --skipLibCheck --target es2022 --module nodenext --types node'.split(' ');
    const compile = (file: string) =>
      run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, file], { cwd: folder }).then(
        () => '',
        (failure: unknown) => (failure as { stdout: string }).stdout,
      );
    expect(await compile('main.ts')).toBe('');
    expect(await compile('wrong.ts')).toMatch(/^wrong\.ts\(\d+,14\): error TS2322: [^\n]*\n$/);
  });
});

describe('a server', () => {
  it('may load two copies of the element, as a bundler makes them, and nothing is said or thrown', async () => {
    const folder = await project('copies');
    const copy = (name: string) =>
      `(await import('./node_modules/leaf-jd-connect/dist/element/leaf-jd-connect.js?${name}'))`;
    const code = `${copy('a')}.LeafJdConnect.define(); ${copy('b')}.LeafJdConnect.define(); console.log('fine')`;
    expect(await execute(folder, code)).toBe('fine');
  });

  /** What a bundler for servers makes of imports, as one file. Elsewhere than in Node it has to be told of `node`. */
  async function bundled(code: string, format: 'iife' | 'es'): Promise<string> {
    const folder = await project(`bundled-${format}`, ['react', 'vue']);
    await writeFile(join(folder, 'main.js'), code);
    const { output } = (await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
      ssr: { noExternal: true, target: 'webworker', resolve: { conditions: ['workerd', 'node'] } },
      build: {
        write: false,
        minify: false,
        ssr: 'main.js',
        rolldownOptions: { output: { format, codeSplitting: false } },
      },
    })) as Rolldown.RolldownOutput;
    return output[0].code;
  }

  /** All but what is for Node alone. */
  const ENTRIES = ['.', './element', './react', './vue', './locales/*', './server'];
  const IMPORTS = ENTRIES.map((entry, index) => `import * as it${index} from '${specifier(entry)}';`).join('\n');
  const COUNTED = ENTRIES.map((_, index) => `Object.keys(it${index}).length`).join(' + ');

  it('imports every entry where nothing of a browser exists, and nothing of Node either', async () => {
    const code = await bundled(`${IMPORTS}\nglobalThis.names = ${COUNTED};`, 'iife');
    const { TextEncoder, TextDecoder, URL, URLSearchParams, crypto } = globalThis;
    const world = createContext({ TextEncoder, TextDecoder, URL, URLSearchParams, crypto });
    runInContext(code, world);
    expect(world.names).toBeGreaterThan(ENTRIES.length);
    expect(runInContext('typeof HTMLElement + typeof document + typeof window + typeof process', world)).toBe(
      'undefined'.repeat(4),
    );
  });

  it('imports every entry in workerd', async () => {
    const answer = `export default { fetch: () => new Response(String(${COUNTED})) };`;
    const worker = new Miniflare({
      modules: true,
      script: await bundled(`${IMPORTS}\n${answer}`, 'es'),
      compatibilityDate: '2025-11-01',
    });
    try {
      const response = await worker.dispatchFetch('http://localhost/');
      expect(Number(await response.text())).toBeGreaterThan(ENTRIES.length);
    } finally {
      await worker.dispose();
    }
  });
});
