/** What a page can see of the window that it opened, and the other way round. Plain pages, without the element. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { SignInWindow } from '../sign-in-window.js';
import { View } from '../view.js';
import type { Visit } from '../visit.js';
import { seen, type Row } from './row.js';

/** Everything here was the same in all engines when it was measured, and the element is built on it. */
async function promised(facts: string, wanted: string): Promise<string> {
  expect(facts).toBe(wanted);
  return Promise.resolve(facts);
}

/** Presses the page's button, which opens `url`. */
async function open(visit: Visit, page: View, url: string): Promise<SignInWindow> {
  await page.run((address) => {
    sessionStorage.setItem('copied', 'yes');
    window.whenPressed(() => {
      window.seen.openedAt = performance.now();
      window.seen.handle = window.open(address, 'named', 'popup,width=400,height=400');
    });
  }, url);
  await page.press('act');
  return visit.other();
}

/** Opens a sign-in that ends on the page's own site, and tells what is left between the two. */
async function roundTrip(visit: Visit, page: View, url: string): Promise<string> {
  const popup = await open(visit, page, url);
  await popup.reads('Back, with');
  await pause(300);
  return seen(await seenOpen(page), await opener(popup), await messages(page));
}

async function seenOpen(page: View): Promise<string> {
  const [closed, after] = await page.run(() => [window.seen.handle?.closed, window.seen.closedAfterMs] as const);
  if (closed === false) return 'seen open';
  return after !== undefined && after < 1_000 ? 'seems closed within 1 s' : 'seems closed';
}

async function opener(popup: View): Promise<string> {
  return (await popup.words()).includes('Back, with opener') ? 'opener kept' : 'opener lost';
}

async function messages(page: View): Promise<string> {
  const heard = await page.run(() => window.seen.messages);
  const ways = ['postMessage', 'BroadcastChannel'].filter((way) => heard.includes(`${way}:hello`));
  return ways.length === 0 ? 'nothing arrives' : `${ways.join(' and ')} arrive${ways.length > 1 ? '' : 's'}`;
}

const SEVERED = 'seems closed within 1 s · opener lost · BroadcastChannel arrives';
const WHOLE = 'seen open · opener kept · postMessage and BroadcastChannel arrive';

export const windowOpen: readonly Row[] = [
  {
    name: 'no COOP anywhere',
    observe: async (visit) => {
      const page = await visit.page('/page');
      return promised(await roundTrip(visit, page, visit.away('/hop', { next: visit.home('/back') })), WHOLE);
    },
  },
  ...['same-origin', 'same-origin-allow-popups'].map((coop): Row => ({
    name: `the sign-in page sends COOP \`${coop}\``,
    observe: async (visit) => {
      const page = await visit.page('/page');
      return promised(await roundTrip(visit, page, visit.away('/hop', { coop, next: visit.home('/back') })), SEVERED);
    },
  })),
  {
    name: 'a 302 on the way sends COOP `same-origin`, and no page does',
    observe: async (visit) => {
      const page = await visit.page('/page');
      const signIn = visit.away('/hop', { next: visit.home('/back') });
      return promised(
        await roundTrip(visit, page, visit.away('/redirect', { coop: 'same-origin', next: signIn })),
        SEVERED,
      );
    },
  },
  {
    name: 'the embedding page sends COOP `same-origin`',
    observe: async (visit) => {
      const page = await visit.page('/page', { coop: 'same-origin' });
      return promised(await roundTrip(visit, page, visit.away('/hop', { next: visit.home('/back') })), SEVERED);
    },
  },
  {
    name: 'the embedding page sends COOP `same-origin-allow-popups`',
    observe: async (visit) => {
      const page = await visit.page('/page', { coop: 'same-origin-allow-popups' });
      return promised(await roundTrip(visit, page, visit.away('/hop', { next: visit.home('/back') })), WHOLE);
    },
  },
  {
    name: 'it ends on a foreign page of JSON, without COOP',
    observe: async (visit) => {
      const page = await visit.page('/page');
      const popup = await open(visit, page, visit.away('/hop', { next: visit.away('/json') }));
      await popup.until('the JSON does not come', () => location.pathname === '/json');
      await pause(300);
      const facts = seen(await seenOpen(page), await messages(page));
      await page.run(() => window.seen.handle?.close());
      await page.until('the opener cannot close it', () => window.seen.handle?.closed === true);
      await pause(500);
      expect(await visit.others()).toEqual([]);
      return promised(seen(facts, 'the opener closes it'), 'seen open · nothing arrives · the opener closes it');
    },
  },
  {
    name: 'it ends on a foreign page of JSON, with COOP on the way',
    observe: async (visit) => {
      const page = await visit.page('/page');
      const popup = await open(visit, page, visit.away('/hop', { coop: 'same-origin', next: visit.away('/json') }));
      await popup.until('the JSON does not come', () => location.pathname === '/json');
      await pause(300);
      const facts = seen(await seenOpen(page), await messages(page));
      await page.run((url) => {
        if (window.seen.handle) window.seen.handle.location.href = url;
        window.seen.handle?.close();
      }, visit.away('/stay'));
      await pause(700);
      expect(await popup.run(() => location.pathname)).toBe('/json');
      return promised(
        seen(facts, 'close() and location do nothing'),
        'seems closed within 1 s · nothing arrives · close() and location do nothing',
      );
    },
  },
  {
    name: 'opened in a cross-site frame, no COOP',
    observe: async (visit) => {
      const page = await visit.framedPage({ at: 'away' }, '/page');
      return promised(
        await roundTrip(visit, page, visit.away('/hop', { next: visit.home('/back') })),
        'seen open · opener kept · postMessage arrives',
      );
    },
  },
  {
    name: 'opened in a cross-site frame, and the sign-in page sends COOP',
    observe: async (visit) => {
      const page = await visit.framedPage({ at: 'away' }, '/page');
      return promised(
        await roundTrip(visit, page, visit.away('/hop', { coop: 'same-origin', next: visit.home('/back') })),
        'seems closed within 1 s · opener lost · nothing arrives',
      );
    },
  },
  {
    name: 'what a COOP page takes and leaves',
    observe: async (visit) => {
      const page = await visit.page('/page');
      const popup = await open(visit, page, visit.away('/hop', { coop: 'same-origin', next: visit.home('/back') }));
      await popup.reads('Back, without opener');
      const [name, copied] = await popup.run(() => [window.name, sessionStorage.getItem('copied')]);
      return promised(
        seen(
          `\`window.name\` ${name === '' ? 'cleared' : 'kept'}`,
          `copied \`sessionStorage\` ${copied === 'yes' ? 'kept' : 'lost'}`,
        ),
        '`window.name` cleared · copied `sessionStorage` kept',
      );
    },
  },
  {
    name: '40 messages posted just before the window closes itself',
    observe: async (visit) => {
      const page = await visit.page('/page');
      const popup = await open(visit, page, visit.home('/many'));
      await popup.press('act');
      await page.until('the window does not close', () => window.seen.handle?.closed === true);
      await page.until('not all messages came', () => window.seen.messages.length === 40);
      return '40 of 40 arrive';
    },
  },
  {
    name: 'the window is severed, then left for the page',
    observe: async (visit) => {
      const page = await visit.page('/page');
      await open(visit, page, visit.away('/stay', { coop: 'same-origin' }));
      await page.until('it is not severed', () => window.seen.handle?.closed === true);
      await page.until('the page keeps the focus', () => !document.hasFocus());
      await page.run(() => window.seen.focusEvents.splice(0));
      await pause(700);
      const severing = await page.run(() => window.seen.focusEvents.includes('focus'));
      await page.focus();
      await page.until('no focus event', () => window.seen.focusEvents.includes('focus'));
      return promised(
        seen(`severing: ${severing ? 'a' : 'no'} \`focus\``, 'coming back: `focus`, `closed`'),
        'severing: no `focus` · coming back: `focus`, `closed`',
      );
    },
  },
  ...['no COOP', 'same-origin'].map((coop): Row => ({
    name: `a person closes the window (${coop === 'no COOP' ? coop : 'severed by COOP'})`,
    observe: async (visit) => {
      const page = await visit.page('/page');
      const query = coop === 'no COOP' ? {} : { coop };
      const popup = await open(visit, page, visit.away('/stay', query));
      await popup.reads('Somebody types here');
      await page.until('the page keeps the focus', () => !document.hasFocus());
      await page.run(() => window.seen.focusEvents.splice(0));
      await popup.close();
      await page.until('no focus event', () => window.seen.focusEvents.includes('focus'));
      const closed = await page.until('it is not seen closed', () => window.seen.handle?.closed);
      return promised(seen('`focus`', closed && '`closed`'), '`focus` · `closed`');
    },
  })),
];
