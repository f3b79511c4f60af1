import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { importsOf, parseAs } from './syntax.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Imports an entry point by its public name in a process of its own, and answers with its exported names. */
async function exportedNames(specifier: string): Promise<string[]> {
  const code = `console.log(JSON.stringify(Object.keys(await import('${specifier}'))))`;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: root });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[];
}

/** What the built modules of one folder import. */
function importsBelow(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((it) =>
    it.endsWith('.js'),
  );
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((file) => importsOf(parseAs('module', readFileSync(join(root, folder, file), 'utf8'), 2022)));
}

describe('the entry points', () => {
  const targets = Object.entries(manifest.exports).flatMap(([name, target]) =>
    (typeof target === 'string' ? [target] : Object.values(target)).map((path) => ({ name, path })),
  );

  it.each(targets)('$name finds $path', ({ path }) => {
    expect(existsSync(join(root, path.replace('*', 'es')))).toBe(true);
  });

  it.each([
    ['leaf-jd-connect', 'LeafJdConnect'],
    ['leaf-jd-connect/element', 'LeafJdConnect'],
    ['leaf-jd-connect/server', 'createLeafConnect'],
    ['leaf-jd-connect/server', 'createLeafClient'],
    ['leaf-jd-connect/server', 'LeafError'],
    ['leaf-jd-connect/server/node', 'listen'],
  ])('%s can be imported on a server and exports %s', async (specifier, name) => {
    expect(await exportedNames(specifier)).toContain(name);
  });

  it('gives the command a program that can be started', () => {
    const program = join(root, manifest.bin['leaf-jd-connect']);
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    if (process.platform !== 'win32') expect(statSync(program).mode & 0o111).toBe(0o111);
  });
});

describe('the browser half', () => {
  it.each(['dist/element', 'dist/protocol'])(
    '%s imports nothing of the server, of Node or of the full zod',
    (folder) => {
      const allowed = /^(\.{1,2}\/(?!(.*\/)?(server|cli)\/)|lit$|lit\/|zod\/mini$)/;
      expect(importsBelow(folder).filter((source) => !allowed.test(source))).toEqual([]);
    },
  );
});
