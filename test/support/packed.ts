/** The packed package, put into apps and projects that are not of this repository. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pack } from '../../build/pack.js';
import manifest from '../../package.json' with { type: 'json' };

const run = promisify(execFile);

/** Puts the package among a project's modules, in place of an older one; its dependencies are found further up, or not. */
export async function unpack(packed: string, project: string): Promise<string> {
  const place = join(project, 'node_modules', manifest.name);
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  await run('tar', ['-xzf', packed, '--strip-components', '1', '-C', place]);
  return place;
}

/** What the archive itself lists, relative to the package. */
export async function filesOf(packed: string): Promise<string[]> {
  const { stdout } = await run('tar', ['-tzf', packed]);
  const files = stdout.split('\n').filter((path) => path !== '' && !path.endsWith('/'));
  return files.map((path) => path.replace(/^package\//, '')).toSorted();
}

/** Packs and unpacks for one project. */
export async function packInto(project: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leaf-jd-connect-'));
  try {
    await unpack(await pack(folder), project);
  } finally {
    await rm(folder, { recursive: true });
  }
}
