/** What a companion on another origin is spared of the way there. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemo, type SimulatedDemo } from '../../demo/stack.js';
import { chromeOptions } from '../support/chrome.js';

const companion = createServer((socket) => socket.on('error', () => undefined));
let demo: SimulatedDemo;
let context: BrowserContext;
let profile: string;
let asked: () => void;
const session = new Promise<void>((resolve) => (asked = resolve));

beforeAll(async () => {
  companion.listen(0, '127.0.0.1');
  await once(companion, 'listening');
  const { port } = companion.address() as AddressInfo;
  demo = await startDemo({
    routes: (site) => {
      site.get('/other-origin', (c) =>
        c.html(
          `<!doctype html><script src="/leaf-jd-connect.js" defer></script>
           <leaf-jd-connect server-url="http://127.0.0.1:${port}" session-url="/never"></leaf-jd-connect>`,
        ),
      );
      site.post('/never', () => {
        asked();
        return new Promise<Response>(() => undefined);
      });
    },
  });
  // Chromium lays no way ahead in a window of nobody's, which is what Playwright opens otherwise.
  profile = await mkdtemp(join(tmpdir(), 'leaf-jd-connect-'));
  context = await chromium.launchPersistentContext(profile, await chromeOptions());
});

afterAll(async () => {
  await context.close();
  await rm(profile, { recursive: true, force: true });
  await demo.close();
  companion.close();
});

it('has a connection laid to another origin while the page’s own is asked for a session, which has not come', async () => {
  const connected = once(companion, 'connection');
  const page = await context.newPage();
  await page.goto(`${demo.siteUrl}/other-origin`);
  await Promise.all([session, connected]);
  expect(await page.evaluate(() => document.querySelector('leaf-jd-connect')?.state)).toBe('loading');
});
