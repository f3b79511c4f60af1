/**
 * `npm run sbom`: what runs where this package is installed, as CycloneDX, on the standard output. `npm sbom --omit dev`
 * leaves out whatever a development dependency needs too, Lit and Hono among them, so npm is shown a project without any.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };

interface LockedPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
  /** A workspace. */
  readonly link?: boolean;
}

interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const { name, version, description, license, dependencies } = manifest;
const project = { name, version, description, license, dependencies };

const { lockfileVersion, packages } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
) as Lock;
const running = Object.entries(packages).filter(
  ([path, { dev, devOptional, peer, link }]) =>
    path.startsWith('node_modules/') && !dev && !devOptional && !peer && !link,
);
const lock = { ...project, lockfileVersion, packages: { '': project, ...Object.fromEntries(running) } };

const home = mkdtempSync(join(tmpdir(), 'leaf-jd-connect-'));
try {
  // npm calls the project by its folder's name.
  const folder = join(home, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], { cwd: folder, stdio: 'inherit' });
} finally {
  rmSync(home, { recursive: true });
}
