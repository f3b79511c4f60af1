/**
 * Published packages to compare with, fetched by npm into a folder that is gone after the run: none is a dependency, and
 * none of their install scripts is run. Versions are pinned, so that two runs compare with the same.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const PEERS = {
  '@withleaf.io/leaflink-react': '1.1.0',
  '@nangohq/frontend': '0.71.10',
  'react-plaid-link': '5.0.0',
  // The newest with which Leaf's widget runs.
  react: '18.3.1',
  'react-dom': '18.3.1',
} as const;

export interface PeerFolder {
  /** Puts one of the `contenders/` where it finds its packages; its path there. */
  place(file: string): Promise<string>;
  close(): Promise<void>;
}

/** `undefined` when they cannot be fetched. */
export async function fetchPeers(): Promise<PeerFolder | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'leaf-jd-connect-peers-'));
  const close = () => rm(folder, { recursive: true, force: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies: PEERS }));
  try {
    const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
    await run('npm', ['install', ...quietly], { cwd: folder, timeout: 90_000 });
  } catch (error) {
    console.error(`The peers could not be fetched: ${error instanceof Error ? error.message.trim() : String(error)}`);
    await close();
    return undefined;
  }
  return {
    place: async (file) => {
      const placed = join(folder, basename(file));
      await copyFile(fileURLToPath(new URL(`contenders/${file}`, import.meta.url)), placed);
      return placed;
    },
    close,
  };
}
