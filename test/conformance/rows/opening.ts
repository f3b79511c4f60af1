/** What browsers do when a page opens a window, and what the element makes of it. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Card } from '../card.js';
import type { View } from '../view.js';
import type { Visit } from '../visit.js';
import { seen, type Row } from './row.js';

const NO_WINDOWS = 'allow-scripts allow-same-origin';
const NO_ESCAPE = 'allow-scripts allow-same-origin allow-popups';

/** Presses the page's button, and says what `open` came to and whether a window is there. */
async function press(visit: Visit, page: View): Promise<string> {
  await page.press('act');
  await page.until('nothing was opened or refused', () => 'handle' in window.seen || 'threw' in window.seen);
  const answer = await page.run(() => window.seen.threw ?? (window.seen.handle ? 'a handle' : 'null'));
  // A window may open although `open` denies it.
  await pause(400);
  const opened = (await visit.others()).length > 0;
  if (answer === 'a handle') return opened ? 'opens' : 'a handle, and no window';
  const refusal = answer === 'null' ? 'null' : `throws ${answer}`;
  return opened ? `${refusal}, though a window opens` : refusal;
}

/** The raw page, opening a window `late` after the click. */
async function openLate(visit: Visit, late: 'fetch' | 'timer', ms: number): Promise<string> {
  const page = await visit.page('/page');
  await page.run(
    (how, delay, url) =>
      window.whenPressed(async () => {
        if (how === 'fetch') await fetch(`/slow?ms=${delay}`);
        else await new Promise((resolve) => setTimeout(resolve, delay));
        window.seen.handle = window.open(url, 'w', 'popup,width=400,height=400');
      }),
    late,
    ms,
    visit.away('/stay'),
  );
  await page.press('act');
  await pause(ms);
  const answer = await page.until('nothing was opened or refused', () =>
    'handle' in window.seen ? [window.seen.handle !== null] : undefined,
  );
  await closeOthers(visit);
  return answer[0] === true ? 'opens' : 'null';
}

async function closeOthers(visit: Visit): Promise<void> {
  for (const other of await visit.others()) await visit.engine.closeWindow(other);
}

/** A page that calls `connect()` too late gets what the browser gives: a window, or the real link that leads on. */
async function connectLate(visit: Visit, late: 'fetch' | 'timer', ms: number): Promise<string> {
  const card = await visit.card();
  await card.ready();
  await card.run(
    (how, delay) =>
      window.whenPressed(async () => {
        if (how === 'fetch') await fetch('/conformance/recorder.js');
        else await new Promise((resolve) => setTimeout(resolve, delay));
        document.querySelector('leaf-jd-connect')?.connect();
      }),
    late,
    ms,
  );
  await card.press('act');
  await card.reach('connecting', 'blocked');
  const state = await card.state();
  await pause(300);
  expect((await visit.others()).length).toBe(state === 'connecting' ? 1 : 0);
  if (state === 'blocked') expect(await card.waysOn()).toContain('Open John Deere');
  return `the card is ${String(state)}`;
}

/** Signs in in the window that is there, and comes back: the card must find it. */
async function finish(visit: Visit, card: Card): Promise<void> {
  const popup = await visit.other();
  await popup.allow('several');
  await card.focus();
  await card.reach('connected');
}

export const opening: readonly Row[] = [
  {
    name: '`open` in the click, or in a microtask after it',
    observe: async (visit) => {
      const page = await visit.page('/page');
      await page.run(
        (url) =>
          window.whenPressed(() =>
            Promise.resolve().then(() => (window.seen.handle = window.open(url, 'w', 'popup,width=400,height=400'))),
          ),
        visit.away('/stay'),
      );
      const raw = await press(visit, page);
      expect(raw).toBe('opens');
      await closeOthers(visit);
      const card = await visit.card();
      await card.ready();
      await (await card.open()).atSignIn();
      expect(await card.state()).toBe('connecting');
      return seen(raw, 'the card is connecting');
    },
  },
  {
    name: '`open` after `await fetch` of 1 ms · 4 s · 6 s',
    observe: async (visit) => {
      const raw = [];
      for (const ms of [1, 4_000, 6_000]) raw.push(await openLate(visit, 'fetch', ms));
      return seen(...raw, await connectLate(visit, 'fetch', 0));
    },
  },
  {
    name: '`open` after `setTimeout` of 0.9 s · 1.1 s',
    observe: async (visit) => {
      const raw = [];
      for (const ms of [900, 1_100]) raw.push(await openLate(visit, 'timer', ms));
      return seen(...raw, await connectLate(visit, 'timer', 1_100));
    },
  },
  {
    name: '`open` without any click',
    observe: async (visit) => {
      const page = await visit.page('/page');
      expect(await page.run((url) => window.open(url, 'w') === null, visit.away('/stay'))).toBe(true);
      expect(await visit.others()).toEqual([]);
      return 'null';
    },
  },
  {
    name: '`about:blank` in the click, led on 6 s later',
    observe: async (visit) => {
      const page = await visit.page('/page');
      await page.run(
        (url) =>
          window.whenPressed(() => {
            const handle = (window.seen.handle = window.open('about:blank', 'w', 'popup,width=400,height=400'));
            setTimeout(() => handle?.location.replace(url), 6_000);
          }),
        visit.away('/stay'),
      );
      expect(await press(visit, page)).toBe('opens');
      await pause(6_000);
      await (await visit.other()).reads('Somebody types here');
      return 'works';
    },
  },
  {
    name: 'two `open` calls in one click',
    observe: async (visit) => {
      const page = await visit.page('/page');
      await page.run(
        (url) =>
          window.whenPressed(() => {
            window.seen.other = window.open(url, 'one', 'popup,width=400,height=400');
            window.seen.handle = window.open(url, 'two', 'popup,width=400,height=400');
          }),
        visit.away('/stay'),
      );
      await press(visit, page);
      const raw = (await visit.others()).length;
      await closeOthers(visit);
      // A page that calls `connect()` twice in one click has one window and one attempt.
      const card = await visit.card();
      await card.ready();
      await card.run(() =>
        window.whenPressed(() => {
          document.querySelector('leaf-jd-connect')?.connect();
          document.querySelector('leaf-jd-connect')?.connect();
        }),
      );
      await card.press('act');
      await (await visit.other()).atSignIn();
      expect(await visit.others()).toHaveLength(1);
      expect(await card.details('leaf-connect')).toHaveLength(1);
      return seen(`${raw} of 2 open`, '`connect()` twice: one window');
    },
  },
  {
    name: 'two `open` calls, in two clicks, with one window name',
    observe: async (visit) => {
      const page = await visit.page('/page');
      const [one, other] = [visit.away('/stay'), visit.away('/form')];
      const openAs = (url: string) =>
        window.whenPressed(() => (window.seen.handle = window.open(url, 'same', 'popup,width=400,height=400')));
      await page.run(openAs, one);
      expect(await press(visit, page)).toBe('opens');
      await page.run(openAs, other);
      await page.press('act');
      const popup = await visit.other();
      await popup.until('the window is not taken over', () => location.pathname === '/form');
      expect(await visit.others()).toHaveLength(1);
      return 'the second takes the first one’s window';
    },
  },
  {
    name: '`open` with `noopener`',
    observe: async (visit) => {
      const page = await visit.page('/page');
      await page.run(
        (url) =>
          window.whenPressed(() => (window.seen.handle = window.open(url, 'w', 'noopener,width=400,height=400'))),
        visit.away('/stay'),
      );
      const raw = await press(visit, page);
      expect(raw).toBe('null, though a window opens');
      await closeOthers(visit);
      // Why the card never asks for it: it would take every window for a refused one.
      const card = await visit.card();
      await card.ready();
      await (await card.open()).atSignIn();
      await card.reads('Show the John Deere window');
      return seen(raw, 'the card keeps its handle');
    },
  },
  {
    name: '`open` in a sandbox without `allow-popups`',
    observe: async (visit) => {
      const page = await visit.framedPage({ at: 'home', sandbox: NO_WINDOWS }, '/page');
      await page.run(
        (url) => window.whenPressed(() => (window.seen.handle = window.open(url, 'w'))),
        visit.away('/stay'),
      );
      const raw = await press(visit, page);
      expect(raw).toMatch(/^(null|throws \w+)$/);
      return raw;
    },
  },
  {
    name: '`allow-popups` without `allow-popups-to-escape-sandbox`: a form in the window · a COOP page in it',
    observe: async (visit) => {
      const facts = [];
      for (const url of [visit.away('/form'), visit.away('/form', { coop: 'same-origin' })]) {
        const page = await visit.framedPage({ at: 'home', sandbox: NO_ESCAPE }, '/page');
        await page.run((address) => window.whenPressed(() => (window.seen.handle = window.open(address, 'w'))), url);
        const raw = await press(visit, page);
        const popup = await visit.other();
        await pause(500);
        const words = await popup.words();
        if (words.includes("a test's own page")) {
          await popup.press('Sign in');
          await pause(700);
          facts.push(`${raw}, and the form is ${(await popup.words()).includes('Submitted') ? '' : 'not '}sent`);
        } else {
          facts.push(`${raw}, and shows an error page`);
        }
        await closeOthers(visit);
      }
      expect(facts).toHaveLength(2);
      return seen(...facts);
    },
  },
  {
    name: '`open` in a frame of another site whose top page sends COOP `same-origin`',
    observe: async (visit) => {
      const page = await visit.framedPage({ at: 'away', coop: 'same-origin' }, '/page');
      await page.run(
        (url) => window.whenPressed(() => (window.seen.handle = window.open(url, 'w', 'popup,width=400,height=400'))),
        visit.away('/stay'),
      );
      const raw = await press(visit, page);
      await closeOthers(visit);
      // "Blocked" may be wrong there, so the card keeps asking the companion.
      const card = await visit.framedCard({ coop: 'same-origin' });
      await card.ready();
      await card.press('Connect John Deere');
      await card.reach('blocked', 'connecting');
      const state = await card.state();
      await card.leadsOn();
      await finish(visit, card);
      return seen(raw, `the card is ${String(state)}, and finds the sign-in`);
    },
  },
  {
    name: 'refused, then a press on a real `<a target rel="opener">`',
    observe: async (visit) => {
      const page = await visit.page('/page');
      expect(await page.run(() => window.open('/stay', 'w') === null)).toBe(true);
      await page.run((url) => {
        const link = document.createElement('a');
        Object.assign(link, { href: url, target: 'w', rel: 'opener', textContent: 'a real link' });
        document.body.append(link);
      }, visit.home('/back'));
      await page.press('a real link');
      await (await visit.other()).reads('Back, with opener');
      const messages = await page.until('no message came', () => window.seen.messages);
      expect(messages).toContain('postMessage:hello');
      return seen('opens', 'messages arrive');
    },
  },
];
