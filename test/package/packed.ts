/** The package as it is published: what npm packs of what was built, unpacked again in a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from '../../build/pack.js';
import { filesOf, unpack } from '../support/packed.js';

export interface Packed {
  /** Of the temporary folder. */
  readonly home: string;
  /** Of the package, below a `node_modules` of that folder. */
  readonly folder: string;
  /** Every file of it, relative to `folder`. */
  readonly files: readonly string[];
  remove(): Promise<void>;
}

/** Packs what lies in `dist`. */
export async function packAlone(): Promise<Packed> {
  const home = await mkdtemp(join(tmpdir(), 'leaf-jd-connect-'));
  const packed = await pack(home);
  const folder = await unpack(packed, home);
  return { home, folder, files: await filesOf(packed), remove: () => rm(home, { recursive: true }) };
}
