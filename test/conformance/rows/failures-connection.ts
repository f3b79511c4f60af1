/** The connection: what was consented, shared, revoked, and what the links look like. */
import { expect } from 'vitest';
import type { ScenarioChange } from '../../../demo/simulator/scenarios.js';
import type { Card } from '../card.js';
import type { Account, SignInWindow } from '../sign-in-window.js';
import type { Visit } from '../visit.js';
import { connectedOnce } from './failures-window.js';
import { seen, type Row } from './row.js';

async function signIn(visit: Visit, account: Account): Promise<{ card: Card; popup: SignInWindow }> {
  const card = await visit.card();
  await card.ready();
  const popup = await card.open();
  await popup.allow(account);
  return { card, popup };
}

async function connected(visit: Visit): Promise<Card> {
  const { card } = await signIn(visit, 'several');
  await card.focus();
  await card.reach('connected');
  return card;
}

function refusedLink(name: string, managementUri: NonNullable<ScenarioChange['managementUri']>): Row {
  return {
    name,
    observe: async (visit) => {
      visit.world.demo.simulator.scenario.set({ managementUri });
      const card = await connected(visit);
      expect(await card.rows()).toHaveLength(4);
      const links = await card.run(
        () => document.querySelector('leaf-jd-connect')?.shadowRoot?.querySelectorAll('a[href]').length,
      );
      expect(links).toBe(0);
      return seen('the row stays', 'no link');
    },
  };
}

export const connectionFailures: readonly Row[] = [
  {
    name: 'consent refused',
    observe: async (visit) => {
      const card = await visit.card();
      await card.ready();
      const popup = await card.open();
      await popup.signInAs('refused');
      await popup.until('Leaf does not say so', () => location.pathname.includes('one-click-integration'));
      await popup.close();
      await card.reach('unfinished');
      expect(await card.waysOn()).toContain('Start again');
      return seen('unfinished', 'Start again');
    },
  },
  {
    name: 'no organizations',
    observe: async (visit) => {
      const { card } = await signIn(visit, 'empty');
      await card.reach('no-organizations');
      await card.reads('No organization found');
      expect(await card.details('leaf-connected')).toEqual([]);
      expect(await card.waysOn()).toContain('Start again');
      return seen('no-organizations', 'Start again');
    },
  },
  {
    name: 'none shared',
    observe: async (visit) => {
      const { card, popup } = await signIn(visit, 'unshared');
      await card.reach('no-organizations');
      await popup.until('the window is not led on', () => location.pathname.endsWith('/select-organizations'));
      await card.reads('Step 2 of 2');
      expect(await card.details('leaf-connected')).toEqual([]);
      return seen('no-organizations', 'the same window goes on');
    },
  },
  {
    name: 'none shared, in a severed window',
    observe: async (visit) => {
      visit.world.demo.simulator.scenario.set({ coop: 'same-origin' });
      const { card, popup } = await signIn(visit, 'unshared');
      await card.focus();
      await card.reach('no-organizations');
      const deere = await card.open('Choose organizations');
      await deere.press('Herdade do Monte');
      await deere.press('Save');
      await deere.reads('Your choice is saved');
      await deere.close();
      await card.focus();
      await card.reach('connected');
      expect(await popup.isOpen()).toBe(true);
      return seen('no-organizations', 'Choose organizations', 'connected', 'the first window is left open');
    },
  },
  {
    name: 'shared later',
    observe: async (visit) => {
      const { card, popup } = await signIn(visit, 'unshared');
      await card.reach('no-organizations');
      await popup.until('the window is not led on', () => location.pathname.endsWith('/select-organizations'));
      await popup.press('Herdade do Monte');
      await popup.press('Save');
      await popup.reads('Your choice is saved');
      await card.focus();
      await connectedOnce(card);
      expect(await popup.isOpen()).toBe(true);
      return seen('connected', 'the window is left open');
    },
  },
  {
    name: 'another one shared, by its own link',
    observe: async (visit) => {
      const card = await connected(visit);
      const deere = await card.open('Share Hill Pastures');
      await deere.press('Hill Pastures');
      await deere.press('Save');
      await deere.reads('Your choice is saved');
      await deere.close();
      await card.reads('Now shared: Hill Pastures.');
      return 'the row turns';
    },
  },
  {
    name: 'disconnected elsewhere',
    observe: async (visit) => {
      const card = await connected(visit);
      await visit.world.disconnectElsewhere(visit.visitor);
      await card.press('Check again');
      await card.reach('disconnected');
      expect(await card.waysOn()).toContain('Connect John Deere');
      return seen('disconnected', 'Connect John Deere');
    },
  },
  {
    name: 'credential revoked while the page is open',
    observe: async (visit) => {
      const card = await connected(visit);
      const { scenario } = visit.world.demo.simulator;
      scenario.set({ status: 'UNAUTHENTICATED' });
      await card.press('Check again');
      await card.reach('attention');
      const popup = await card.open('Sign in again');
      await popup.atSignIn();
      scenario.reset();
      await popup.allow('several');
      await card.focus();
      await card.reach('connected');
      return seen('attention', 'Sign in again', 'connected');
    },
  },
  refusedLink('`javascript:` URL in `managementUri`', 'javascript'),
  refusedLink('userinfo URL in `managementUri`', 'userinfo'),
  refusedLink('foreign URL in `managementUri`', 'foreign'),
];
