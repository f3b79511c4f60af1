/** The same promises in real Firefox and WebKitGTK; Chromium, in `frameworks.test.ts`, is asked for more of them. */
import { deleteCookie, getCookie } from 'hono/cookie';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo, type SimulatedDemo } from '../../demo/stack.js';
import { en } from '../../src/element/texts/en.js';
import { Card } from '../conformance/card.js';
import { openDisplay, type Display } from '../conformance/engines/display.js';
import type { Engine, WindowId } from '../conformance/engines/engine.js';
import { describeEngines } from '../conformance/engines/describe-engines.js';
import { PLAIN, REACT_18, REACT_19, VUE, WRAPPER_19 } from './apps.js';
import { buildPages, GIVEN, mounted } from './stage.js';

const APPS = [
  { app: PLAIN, path: 'plain' },
  { app: REACT_18, path: 'react-18' },
  { app: WRAPPER_19, path: 'react-19-wrapper' },
  { app: REACT_19, path: 'react-19-bare' },
  { app: VUE, path: 'vue-3' },
];

let pages: Awaited<ReturnType<typeof buildPages>>;
beforeAll(async () => {
  pages = await buildPages(APPS);
}, 120_000);

describeEngines({ names: ['Firefox', 'WebKitGTK'] }, ({ start }) => {
  let display: Display;
  let demo: SimulatedDemo;
  let engine: Engine;
  let main: WindowId;
  beforeAll(async () => {
    display = await openDisplay();
    demo = await startDemo({
      routes: (site, parts) => {
        pages(site, parts);
        // One profile serves all tests: whoever comes in by this door has never been here.
        site.get('/somebody-new/:path', (c) => {
          for (const cookie of Object.keys(getCookie(c))) deleteCookie(c, cookie);
          return c.redirect(`/${c.req.param('path')}`);
        });
      },
    });
    engine = await start(display.name);
    [main = ''] = await engine.windows();
  });
  afterAll(async () => {
    await engine.close();
    await demo.close();
    await display.close();
  });

  async function open(path: string): Promise<Card> {
    demo.simulator.reset();
    const others = (await engine.windows()).filter((window) => window !== main);
    for (const window of others) await engine.closeWindow(window);
    await engine.goto(main, `${demo.siteUrl}/somebody-new/${path}`);
    const card = new Card(engine, main, false, () => [main]);
    await card.reach('disconnected');
    return card;
  }

  describe.each(APPS)('on the page $path', ({ path }) => {
    it('is mounted with text, booleans, objects and functions as properties, and its children in their slots', async () => {
      const card = await open(path);
      expect(await card.run(mounted)).toEqual(GIVEN);
      expect(await card.waysOn()).toContain('Bring the farm in');
    });

    it('follows a changed text, a boolean that comes and goes, and what is taken back', async () => {
      const card = await open(path);
      const heading = () => card.run(() => document.querySelector('leaf-jd-connect')?.heading);
      const locked = () => card.run(() => document.querySelector('leaf-jd-connect')?.disabled);
      await card.press('Rename');
      await card.reads('Another name');
      expect(await heading()).toBe('Another name');
      await card.press('Lock');
      await expect.poll(locked).toBe(true);
      await card.press('Lock');
      await expect.poll(locked).toBe(false);
      await card.press('Clear');
      await expect.poll(() => card.waysOn()).toContain(en.connect);
      expect(await card.run(() => document.querySelector('leaf-jd-connect')?.allowDisconnect)).toBe(false);
    });

    it('connects, and every event is heard once', async () => {
      const card = await open(path);
      await card.ready();
      const popup = await card.open('Bring the farm in');
      await popup.allow('several');
      await card.focus();
      await card.reach('connected');
      const names = await card.run(() => (window.handled ?? []).map((heard) => heard.name));
      expect(names.filter((heard) => heard === 'leaf-connect')).toHaveLength(1);
      expect(names.filter((heard) => heard === 'leaf-connected')).toHaveLength(1);
      expect(names).toContain('leaf-state-change');
    });
  });
});
