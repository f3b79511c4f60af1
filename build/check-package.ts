/** Looks the packed file over as strangers' tools will: publint and attw. Takes a packed file, or packs what was built. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'leaf-jd-connect-'));
try {
  const packed = process.argv[2] ?? pack(folder);
  run('npx', ['--no-install', 'publint', '--strict', packed]);
  // The file for a script tag is no module, and has no types.
  const untyped = ['--exclude-entrypoints', 'cdn/leaf-jd-connect.js'];
  run('npx', ['--no-install', 'attw', packed, '--profile', 'esm-only', ...untyped]);
} finally {
  rmSync(folder, { recursive: true });
}

function pack(destination: string): string {
  const answer = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', destination]);
  const [{ filename }] = JSON.parse(answer.toString()) as [{ filename: string }];
  return join(destination, filename);
}

/** Throws when the command does not end well. */
function run(command: string, words: readonly string[]): void {
  execFileSync(command, words, { stdio: 'inherit' });
}
