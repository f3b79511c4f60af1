/** The window: refused, cut off, closed, forged, doubled. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Card } from '../card.js';
import type { SignInWindow } from '../sign-in-window.js';
import type { Visit } from '../visit.js';
import { seen, type Row } from './row.js';

/** One sign-in was confirmed, once, and nothing was reported as cancelled. */
export async function connectedOnce(card: Card): Promise<void> {
  await card.reach('connected');
  expect(await card.details('leaf-connected')).toHaveLength(1);
  expect(await card.details('leaf-cancelled')).toEqual([]);
}

/** The card says no longer that something went wrong. */
export async function noFault(card: Card): Promise<void> {
  await card.until(
    'the fault stays',
    () => !document.querySelector('leaf-jd-connect')?.shadowRoot?.querySelector('[part~="error"]'),
  );
}

/** A page of the simulated Leaf: the one origin whose messages the card listens to. */
async function toLeaf(visit: Visit, popup: SignInWindow): Promise<void> {
  await visit.engine.goto(popup.window, `${visit.world.demo.simulator.leafUrl}/simulator`);
}

const REPLY = {
  status: 'CREDENTIAL_ASSIGNED',
  connectedOrganizations: [{ id: '1', name: 'Forged Farm', managementUri: 'https://connections.deere.com/' }],
};

export const windowFailures: readonly Row[] = [
  {
    name: 'blocked',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      await card.run(() => void setTimeout(() => document.querySelector('leaf-jd-connect')?.connect(), 0));
      await card.reach('blocked');
      expect(await card.hears('leaf-error')).toMatchObject({ code: 'popup_blocked', userRecoverable: true });
      await (await card.open('Open John Deere')).allow('several');
      await card.focus();
      await connectedOnce(card);
      return seen('blocked', 'a press on the real link', 'connected');
    },
  },
  {
    name: 'throws in sandbox',
    observe: async (visit) => {
      const card = await visit.framedCard({ sandbox: 'allow-scripts allow-same-origin allow-forms' });
      await card.ready();
      await card.press('Connect John Deere');
      await card.reach('blocked');
      expect(await visit.others()).toEqual([]);
      expect(await card.run(() => window.pageErrors)).toEqual([]);
      expect(await card.waysOn()).toContain('Open John Deere');
      // The sandbox refuses the link as well; another device does not.
      await card.until('there is no QR code', () =>
        document
          .querySelector('leaf-jd-connect')
          ?.shadowRoot?.querySelector('[part~="link-panel"] svg path')
          ?.getAttribute('d'),
      );
      return seen('blocked', 'a link', 'a code to scan');
    },
  },
  {
    name: 'severed by sign-in page',
    observe: async (visit) => {
      visit.world.demo.simulator.scenario.set({ coop: 'same-origin' });
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      await card.reads('We cannot show the window');
      expect(await card.state()).toBe('connecting');
      await popup.allow('several');
      await card.focus();
      await connectedOnce(card);
      expect(await popup.isOpen()).toBe(true);
      return seen('stays connecting', 'connected', 'the window is left open');
    },
  },
  {
    name: 'severed by embedding page',
    observe: async (visit) => {
      const card = await visit.card({ coop: 'same-origin' });
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      await card.reads('We cannot show the window');
      await popup.allow('several');
      await card.focus();
      await connectedOnce(card);
      expect(await popup.isOpen()).toBe(true);
      return seen('stays connecting', 'connected', 'the window is left open');
    },
  },
  {
    name: 'closed at once (played: the page closes what it opens)',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      await card.run(() => {
        const open = window.open.bind(window);
        window.open = (...values) => {
          const handle = open(...values);
          handle?.close();
          return handle;
        };
      });
      await card.press('Connect John Deere');
      await card.reach('blocked');
      expect(await card.waysOn()).toContain('Open John Deere');
      return seen('blocked', 'a real link');
    },
  },
  {
    name: 'closed after consent but before Leaf knows',
    observe: async (visit) => {
      visit.world.demo.simulator.scenario.set({ knowsAfterMs: 3_500 });
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.allow('several');
      await popup.close();
      await card.reach('unfinished');
      expect(await card.waysOn()).toEqual(expect.arrayContaining(['Start again', 'Cancel']));
      await connectedOnce(card);
      return seen('unfinished', 'connected by itself');
    },
  },
  {
    name: 'never returns',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      // Looking at the page ends nothing while the window is there.
      await card.focus();
      await pause(1_500);
      expect(await card.state()).toBe('connecting');
      expect(await card.waysOn()).toEqual(
        expect.arrayContaining(['Show the John Deere window', 'Start again', 'Cancel']),
      );
      await card.press('Cancel');
      await card.reach('disconnected');
      expect(await card.details('leaf-cancelled')).toMatchObject([{ reason: 'user' }]);
      expect(await popup.isOpen()).toBe(true);
      return seen('stays connecting', 'Cancel', 'the window is left open');
    },
  },
  {
    name: 'window closed without signing in',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      await popup.close();
      await card.reach('unfinished');
      expect(await card.details('leaf-cancelled')).toEqual([]);
      await (await card.open('Start again')).allow('several');
      await card.focus();
      await card.reach('connected');
      expect(await card.details('leaf-cancelled')).toMatchObject([{ reason: 'superseded' }]);
      return seen('unfinished', 'Start again', 'connected');
    },
  },
  {
    name: 'returns twice',
    observe: async (visit) => {
      visit.world.demo.simulator.scenario.set({ coop: 'same-origin' });
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      await card.reads('We cannot show the window');
      await card.focus();
      await card.reach('unfinished');
      await popup.focus();
      await popup.allow('several');
      await card.focus();
      await connectedOnce(card);
      return seen('unfinished', 'connected');
    },
  },
  {
    name: 'forged message: wrong origin, wrong source',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      await popup.run((reply) => (opener as Window).postMessage(reply, '*'), REPLY);
      await card.run((reply) => window.postMessage(reply, '*'), REPLY);
      await pause(300);
      expect(await card.state()).toBe('connecting');
      expect(await card.words()).not.toContain('Forged Farm');
      return seen('ignored', 'still connecting');
    },
  },
  {
    name: 'forged message: wrong shape, `null`, 10 MB',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      await toLeaf(visit, popup);
      await popup.run((reply) => {
        const page = opener as Window;
        for (const message of [null, 'x'.repeat(10_000_000), { ...reply, connectedOrganizations: 1 }, [reply], {}])
          page.postMessage(message, '*');
      }, REPLY);
      await pause(500);
      expect(await card.state()).toBe('connecting');
      expect(await card.words()).not.toContain('Forged Farm');
      expect(await card.run(() => window.pageErrors)).toEqual([]);
      return seen('ignored', 'still connecting');
    },
  },
  {
    name: 'a message that the companion does not confirm',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.atSignIn();
      await toLeaf(visit, popup);
      await popup.run((reply) => (opener as Window).postMessage(reply, '*'), REPLY);
      await card.reads('Forged Farm');
      await card.reads('Confirming');
      expect(await card.state()).toBe('connecting');
      expect(await card.details('leaf-connected')).toEqual([]);
      return seen('shown as confirming', 'not connected');
    },
  },
  {
    name: 'message from an older attempt',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      const older = await card.open();
      await older.atSignIn();
      await card.focus();
      await pause(1_100);
      const newer = await card.open('Start again');
      await newer.atSignIn();
      await toLeaf(visit, older);
      await older.run((reply) => (opener as Window).postMessage(reply, '*'), REPLY);
      await pause(500);
      expect(await card.words()).not.toContain('Forged Farm');
      expect(await card.state()).toBe('connecting');
      expect(await older.isOpen()).toBe(true);
      return seen('ignored', 'both windows are left open');
    },
  },
  {
    name: 'message from Leaf’s last page',
    observe: async (visit) => {
      visit.world.demo.simulator.scenario.set({ callback: 'message' });
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.signInAs('several');
      await popup.press('Allow access');
      await connectedOnce(card);
      return 'connected';
    },
  },
  {
    name: 'double click',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      await card.pressTwice('Connect John Deere');
      const popup = await visit.other();
      await popup.atSignIn();
      expect(await visit.others()).toHaveLength(1);
      expect(await card.details('leaf-connect')).toHaveLength(1);
      await popup.allow('several');
      await card.focus();
      await connectedOnce(card);
      return seen('one window', 'connected');
    },
  },
];
