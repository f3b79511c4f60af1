/** The page: frames, scripts, moves, reloads, sessions, clocks, and a network that comes and goes. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Card } from '../card.js';
import { SignInWindow } from '../sign-in-window.js';
import type { Visit } from '../visit.js';
import { connectedOnce, noFault } from './failures-window.js';
import { seen, type Row } from './row.js';
import type { Embedding } from '../world/card-pages.js';

/** Signs in with the window open, after something was done to the page meanwhile. */
async function signInAround(
  visit: Visit,
  embedding: Embedding,
  meanwhile: (card: Card) => Promise<void>,
): Promise<Card> {
  const card = await visit.card(embedding);
  await card.ready();
  const popup = await card.open();
  await popup.atSignIn();
  await meanwhile(card);
  await popup.allow('several');
  await card.focus();
  await card.reach('connected');
  return card;
}

/** An embedding in which everything goes as on a plain page. */
function likeAnyOther(name: string, open: (visit: Visit) => Promise<Card>, more?: (card: Card) => Promise<void>): Row {
  return {
    name,
    observe: async (visit) => {
      const card = await open(visit);
      await card.ready();
      await (await card.open()).allow('several');
      await card.focus();
      await connectedOnce(card);
      expect(await card.run(() => window.pageErrors)).toEqual([]);
      await more?.(card);
      return 'connected';
    },
  };
}

export const pageFailures: readonly Row[] = [
  {
    name: 'two elements',
    observe: async (visit) => {
      const card = await visit.card({ elements: 2 });
      await card.until(
        'the second card is not there',
        () => document.querySelectorAll('leaf-jd-connect')[1]?.state === 'disconnected',
      );
      await card.ready();
      const one = await card.open();
      await one.atSignIn();
      const other = await card.open('Connect John Deere');
      await other.atSignIn();
      expect(await visit.others()).toHaveLength(2);
      await other.allow('several');
      await card.focus();
      await card.until(
        'the second card is not connected',
        () => document.querySelectorAll('leaf-jd-connect')[1]?.state === 'connected',
      );
      return seen('two windows', 'connected');
    },
  },
  {
    name: 'element moved',
    observe: async (visit) => {
      const card = await signInAround(visit, {}, async (page) => {
        await page.run(() => document.body.append(document.querySelector('leaf-jd-connect') ?? ''));
        expect(await page.state()).toBe('connecting');
      });
      await connectedOnce(card);
      return 'connected';
    },
  },
  {
    name: 'removed and re-added',
    observe: async (visit) => {
      const card = await signInAround(visit, {}, async (page) => {
        await page.run(() => {
          const element = document.querySelector('leaf-jd-connect');
          element?.remove();
          setTimeout(() => element && document.body.append(element), 500);
        });
        await page.until('it is not back', () => document.querySelector('leaf-jd-connect') !== null);
      });
      await connectedOnce(card);
      return 'connected';
    },
  },
  {
    name: 'page reloaded',
    observe: async (visit) => {
      const card = await signInAround(visit, {}, async (page) => {
        await visit.engine.reload(visit.main);
        await page.reach('connecting');
      });
      await connectedOnce(card);
      return seen('connecting again', 'connected');
    },
  },
  {
    name: 'replaced by a new element (route change, StrictMode)',
    observe: async (visit) => {
      const card = await signInAround(visit, {}, async (page) => {
        await page.run(() => {
          const old = document.querySelector('leaf-jd-connect');
          const next = old?.cloneNode(true) as HTMLElement | undefined;
          if (next) old?.replaceWith(next);
        });
        await page.reach('connecting');
        await page.reads('Show the John Deere window');
      });
      await connectedOnce(card);
      return seen('the new one takes over', 'connected');
    },
  },
  {
    name: 'StrictMode: mounted twice',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      await card.run(() => {
        const parent = document.querySelector('main');
        const fresh = document.querySelector('leaf-jd-connect')?.cloneNode() as HTMLElement;
        parent?.replaceChildren(fresh);
        fresh.remove();
        parent?.append(fresh);
      });
      await card.ready();
      await (await card.open()).allow('several');
      await card.focus();
      await connectedOnce(card);
      expect(await card.run(() => window.pageErrors)).toEqual([]);
      return 'connected';
    },
  },
  {
    name: 'session expired during the sign-in',
    observe: async (visit) => {
      const card = await signInAround(visit, { sessionSeconds: 3 }, () => pause(3_500));
      await connectedOnce(card);
      expect(visit.world.log.map(({ code }) => code)).toContain('session_expired');
      return seen('a new session', 'connected');
    },
  },
  {
    name: 'session expired while signed in, and no other to be had',
    observe: async (visit) => {
      const card = await signInAround(visit, { sessionSeconds: 3 }, () => Promise.resolve());
      visit.visitor.signedIn = false;
      await pause(3_500);
      await card.press('Check again');
      expect((await card.hears('leaf-error')).code).toMatch(/^session_/);
      expect(await card.state()).toBe('connected');
      visit.visitor.signedIn = true;
      await card.press('Check again');
      await noFault(card);
      return seen('says so', 'what was known stays', 'Check again');
    },
  },
  {
    name: 'offline and back',
    notExpressible: { WebKitGTK: 'its WebDriver cannot take the network away' },
    observe: async (visit) => {
      const { offline } = visit.engine;
      if (!offline) throw new Error(`${visit.engine.name} cannot be taken offline.`);
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      await card.focus();
      visit.world.demo.gate.refuse();
      await offline.call(visit.engine, visit.main, true);
      await card.reads('You are offline');
      expect(await card.state()).toBe('connecting');
      visit.world.demo.gate.open();
      await offline.call(visit.engine, visit.main, false);
      await popup.allow('several');
      await connectedOnce(card);
      return seen('says so', 'connected');
    },
  },
  {
    name: 'hidden for ten minutes (played: its timers wait a minute)',
    observe: async (visit) => {
      const card = await visit.card({ throttled: true });
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      await visit.engine.hide(visit.main, true);
      await card.until('the page is not hidden', () => document.hidden);
      await popup.allow('several');
      await pause(1_000);
      expect(await card.state()).toBe('connecting');
      await visit.engine.hide(visit.main, false);
      await card.focus();
      await connectedOnce(card);
      return 'connected when looked at';
    },
  },
  {
    name: 'in-app browser (played: the page names another user agent)',
    observe: async (visit) => {
      const card = await visit.card({
        userAgent: 'Mozilla/5.0 (Linux; Android 14; wv) Chrome/150.0 Mobile Safari/537.36',
      });
      await card.ready();
      const tab = await card.open();
      await tab.allow('several');
      await tab.close();
      await card.focus();
      await connectedOnce(card);
      return seen('a link in a new tab', 'connected');
    },
  },
  {
    name: 'somebody else has the John Deere login',
    observe: async (visit) => {
      const card = await visit.card({ hostedLink: true });
      await card.ready();
      await card.press('Not your John Deere login? Send a link');
      const url = await card.until(
        'there is no link',
        () => document.querySelector('leaf-jd-connect')?.shadowRoot?.querySelector('input')?.value,
      );
      const elsewhere = new SignInWindow(visit.engine, await visit.engine.openWindow());
      await visit.engine.goto(elsewhere.window, url);
      await elsewhere.reads('Fieldbook');
      await elsewhere.press('Continue');
      await elsewhere.allow('several');
      await elsewhere.close();
      await card.focus();
      await card.reach('connected');
      return seen('a link', 'the naming page', 'connected by itself');
    },
  },
  likeAnyOther('clock an hour fast', (visit) => visit.card({ clock: 60 })),
  likeAnyOther('clock an hour slow', (visit) => visit.card({ clock: -60 })),
  likeAnyOther('in a cross-site iframe', (visit) => visit.framedCard({})),
  likeAnyOther('in a cross-site iframe, severed by sign-in page', (visit) => {
    visit.world.demo.simulator.scenario.set({ coop: 'same-origin' });
    return visit.framedCard({});
  }),
  likeAnyOther('in a sandboxed iframe with every token', (visit) =>
    visit.framedCard({
      sandbox: 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox',
    }),
  ),
  likeAnyOther('the page keeps its address to itself (`no-referrer`)', (visit) =>
    visit.card({ referrer: 'no-referrer' }),
  ),
  likeAnyOther('the page sends COOP `same-origin-allow-popups`', (visit) =>
    visit.card({ coop: 'same-origin-allow-popups' }),
  ),
  likeAnyOther('script tag loaded twice', (visit) => visit.card({ scripts: 'twice' })),
  likeAnyOther(
    'second copy of another version',
    (visit) => visit.card({ scripts: 'after another copy' }),
    async (card) => {
      expect(await card.run(() => document.querySelector('leaf-jd-connect')?.state)).toBe('connected');
    },
  ),
  likeAnyOther('strict CSP with Trusted Types', (visit) => visit.card({ policy: 'strict' })),
  {
    name: 'CSP that blocks the companion',
    observe: async (visit) => {
      const card = await visit.card({ policy: 'blind' });
      await card.reach('unavailable');
      await card.leadsOn();
      return seen('unavailable', 'Try again');
    },
  },
];
