/** Looks the packed file over as strangers' tools will: publint and attw. Takes a packed file, or packs what was built. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from './pack.js';

const folder = mkdtempSync(join(tmpdir(), 'leaf-jd-connect-'));
try {
  const packed = process.argv[2] ?? (await pack(folder));
  run('npx', ['--no-install', 'publint', '--strict', packed]);
  // The file for a script tag is no module, and has no types.
  const untyped = ['--exclude-entrypoints', 'cdn/leaf-jd-connect.js'];
  run('npx', ['--no-install', 'attw', packed, '--profile', 'esm-only', ...untyped]);
} finally {
  rmSync(folder, { recursive: true });
}

/** Throws when the command does not end well. */
function run(command: string, words: readonly string[]): void {
  execFileSync(command, words, { stdio: 'inherit' });
}
