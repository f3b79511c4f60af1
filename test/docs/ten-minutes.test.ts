/** The guide "Ten minutes", followed to the letter: its files, its commands, a browser, and the simulated Leaf and John Deere. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { startSimulator } from '../../demo/simulator/index.js';
import { allow } from '../end-to-end/stage.js';
import { chromeOptions } from '../support/chrome.js';
import { PATIENCE } from '../support/patience.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guide = readFileSync(`${root}docs/guides/ten-minutes.md`, 'utf8');

/** The files that the guide has written, by their names. */
const files = new Map(
  [...guide.matchAll(/<!-- file: (\S+) -->\s+```\w+\n([\s\S]*?)```/g)].map(([, name = '', text = '']) => [name, text]),
);

/** The commands that it has run, in its order. */
const [prepare = '', start = '', check = ''] = [...guide.matchAll(/<!-- run -->\s+```sh\n([\s\S]*?)```/g)].map(
  ([, command = '']) => command.trim(),
);

/** What is the reader's own, and what leads to the simulated Leaf in place of the real one. */
function replaced(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((all, [before, after]) => {
    expect(all).toContain(before);
    return all.replaceAll(before, after);
  }, text);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it('leads from an empty folder to a connected grower', { timeout: PATIENCE.timeout * 20 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leaf-jd-connect-ten-'));
  const simulator = await startSimulator();
  const browser = await chromium.launch(await chromeOptions());
  const port = String(await freePort());
  const away: (() => unknown)[] = [
    () => rmSync(folder, { recursive: true }),
    () => simulator.close(),
    () => browser.close(),
  ];
  try {
    // What `npm install` does, of the package as it is built here.
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    symlinkSync(root, join(folder, 'node_modules/leaf-jd-connect'));
    symlinkSync('../leaf-jd-connect/dist/cli/main.js', join(folder, 'node_modules/.bin/leaf-jd-connect'));
    for (const [name, text] of files) writeFileSync(join(folder, name), text);

    const { username, password, clientKey, clientSecret, leafUrl, deereUrl } = simulator;
    const settings = replaced(files.get('.env') ?? '', {
      'you@example.com': username,
      'your-password-at-Leaf': `'${password}'`,
      '00000000-0000-0000-0000-000000000000': await simulator.createLeafUser(),
      '0oa-your-App-ID': clientKey,
      'your-Shared-Secret': `'${clientSecret}'`,
      STAGE: 'PRODUCTION',
      '8787': port,
    });
    // As `npm run simulator` prints them.
    const where = `SIGN_IN_ORIGINS=${deereUrl}\nMANAGEMENT_ORIGINS=${deereUrl}\nMESSAGE_ORIGINS=${leafUrl}`;
    writeFileSync(join(folder, '.env'), `${settings}LEAF_API_URL=${leafUrl}\n${where}\n`);

    const shell = { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, npm_config_offline: 'true' } };
    await promisify(execFile)('sh', ['-ec', prepare], shell);
    // The folder's own secrets, loaded as the guide says.
    const load = prepare.split('\n').at(-1) ?? '';
    const server = spawn('sh', ['-ec', `${load}\nexec ${start}`], shell);
    away.unshift(() => server.kill() && once(server, 'exit'));
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    expect(String(line)).toContain('Listening at');

    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`http://localhost:${port}`);
    const card = page.locator('leaf-jd-connect');
    const [popup] = await Promise.all([page.waitForEvent('popup'), card.locator('[part="button"]').click()]);
    await allow(popup, 'several');
    await page.bringToFront();
    await page.evaluate(() => {
      window.dispatchEvent(new Event('blur'));
      window.dispatchEvent(new Event('focus'));
    });
    await card.locator('[part="organization-name"]', { hasText: 'Lindqvist Home Farm' }).waitFor();
    expect(await card.evaluate((element) => (element as HTMLElementTagNameMap['leaf-jd-connect']).state)).toBe(
      'connected',
    );
    expect(complaints).toEqual([]);

    const { stdout } = await promisify(execFile)('sh', ['-ec', `${load}\n${check}`], shell);
    expect(stdout).toMatch(/^ok +access to Leaf/m);
    expect(stdout).toMatch(/^ok +from outside/m);
  } finally {
    for (const end of away) await end();
  }
});
