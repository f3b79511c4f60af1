/**
 * Finds a browser of the Chrome family for the tests, and gets one when the machine has none. Whatever is downloaded
 * stays in `.browsers/`, apart from the project's own dependencies, and outlives `npm ci`.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  Browser,
  detectBrowserPlatform,
  getInstalledBrowsers,
  install,
  resolveBuildId,
  type BrowserPlatform,
} from '@puppeteer/browsers';
import { Launcher } from 'chrome-launcher';

const run = promisify(execFile);
const cacheDir = fileURLToPath(new URL('../../.browsers', import.meta.url));
const packageHome = join(cacheDir, 'chromium-package');
const packageStarter = join(packageHome, 'chromium.sh');

const EDGE = [
  '/usr/bin/microsoft-edge',
  '/opt/microsoft/msedge/msedge',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Cheapest first: what is installed, what was downloaded before, and only then a download. */
const WAYS: { name: string; look: () => Promise<string[]> }[] = [
  { name: 'installed', look: installed },
  { name: 'downloaded before', look: downloadedBefore },
  { name: 'headless shell, downloaded now', look: downloadShell },
  { name: 'npm package @sparticuz/chromium, downloaded now', look: downloadPackage },
];

/**
 * The path of a browser that starts, after printing one line that says which it is. `CHROME_PATH` wins.
 * Throws when `CHROME_PATH` names something that does not start, or when every way fails.
 */
export async function findBrowser(): Promise<string> {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') {
    if (!(await starts(named))) throw new Error(`CHROME_PATH is ${named}, which does not start.`);
    return take(named, 'named by CHROME_PATH');
  }
  const reasons: string[] = [];
  for (const { name, look } of WAYS) {
    try {
      const found = await look();
      for (const path of found) if (await starts(path)) return take(path, name);
      reasons.push(`${name}: ${found.length === 0 ? 'none' : `${found.join(', ')} does not start`}`);
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}`);
    }
  }
  throw new Error(
    `No browser to test in.\n  ${reasons.join('\n  ')}\n` +
      'Install Chrome, Chromium or Edge, or set CHROME_PATH to the path of one.',
  );
}

function take(path: string, how: string): string {
  console.log(`Browser: ${path} (${how})`);
  return path;
}

/** A downloaded browser may lack system libraries, which shows only when it is started. */
async function starts(path: string): Promise<boolean> {
  // On Windows `--version` opens a window instead of answering.
  if (process.platform === 'win32') return existsSync(path);
  return run(path, ['--version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  );
}

function installed(): Promise<string[]> {
  let found: string[] = [];
  try {
    found = Launcher.getInstallations();
  } catch {
    // On Linux the launcher throws when it finds none.
  }
  return Promise.resolve([...found, ...EDGE.filter((path) => existsSync(path))]);
}

async function downloadedBefore(): Promise<string[]> {
  const shells = (await getInstalledBrowsers({ cacheDir })).filter((it) => it.browser === Browser.CHROMEHEADLESSSHELL);
  return [...shells.map((shell) => shell.executablePath), ...(existsSync(packageStarter) ? [packageStarter] : [])];
}

async function downloadShell(): Promise<string[]> {
  const platform = detectBrowserPlatform();
  if (platform === undefined) return [];
  const buildId = await within(20_000, latestShell(platform));
  const shell = await install({ browser: Browser.CHROMEHEADLESSSHELL, buildId, platform, cacheDir });
  return [shell.executablePath];
}

function latestShell(platform: BrowserPlatform): Promise<string> {
  return resolveBuildId(Browser.CHROMEHEADLESSSHELL, platform, 'stable');
}

/** A network that swallows packets must not hold the tests up. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer from the download server'));
    }, milliseconds);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

/**
 * A package registry is often reachable where the internet is not, and this package brings the system libraries that a
 * bare machine lacks. Its own launch arguments are never used: they switch web security off.
 */
async function downloadPackage(): Promise<string[]> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  await rm(packageHome, { recursive: true, force: true });
  const apart = ['--prefix', packageHome, '--no-save', '--no-package-lock', '--ignore-scripts'];
  const brief = ['--no-audit', '--no-fund', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  await run('npm', ['install', ...apart, ...brief, '@sparticuz/chromium@143.0.4']);
  await unpack();
  await writeStarter();
  return [packageStarter];
}

/** The package unpacks into the temporary directory, and its libraries only where it believes to be in AWS Lambda. */
async function unpack(): Promise<void> {
  const entry = pathToFileURL(join(packageHome, 'node_modules/@sparticuz/chromium/build/esm/index.js')).href;
  const code = `const { default: chromium } = await import('${entry}'); await chromium.executablePath();`;
  const env = { ...process.env, TMPDIR: packageHome, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  await run(process.execPath, ['--input-type=module', '--eval', code], { env });
}

/** The libraries and fonts are for the browser alone: set for this whole process, they would change other programs. */
async function writeStarter(): Promise<void> {
  const fonts = join(packageHome, 'fonts.conf');
  await writeFile(
    fonts,
    `<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>${packageHome}/fonts</dir></fontconfig>\n`,
  );
  const libraries = join(packageHome, 'al2023/lib');
  await writeFile(
    packageStarter,
    `#!/bin/sh\nexport LD_LIBRARY_PATH="${libraries}" FONTCONFIG_FILE="${fonts}"\nexec "${packageHome}/chromium" "$@"\n`,
  );
  await chmod(packageStarter, 0o755);
}
