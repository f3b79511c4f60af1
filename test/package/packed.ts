/** The package as it is published: what npm packs of what was built, unpacked again. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Packed {
  /** Of the temporary folder. */
  readonly home: string;
  /** Of the package, below a `node_modules` of that folder. */
  readonly folder: string;
  /** Every file of it, relative to `folder`. */
  readonly files: readonly string[];
  remove(): Promise<void>;
}

export async function pack(): Promise<Packed> {
  const home = await mkdtemp(join(tmpdir(), 'leaf-jd-connect-'));
  const folder = join(home, 'node_modules/leaf-jd-connect');
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', home];
  const { stdout } = await run('npm', words, { cwd: root });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await mkdir(folder, { recursive: true });
  // As the archive itself says it, not as npm does.
  const { stdout: listed } = await run('tar', ['-tzf', join(home, filename)]);
  await run('tar', ['-xzf', join(home, filename), '--strip-components', '1', '-C', folder]);
  const files = listed.split('\n').filter((path) => path !== '' && !path.endsWith('/'));
  return {
    home,
    folder,
    files: files.map((path) => path.replace(/^package\//, '')).toSorted(),
    remove: () => rm(home, { recursive: true }),
  };
}
