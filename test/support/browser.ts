/** The page that the tests run on: its windows, its console, its clocks and its focus. All of it is put back by `tidy`. */
import { waitUntil } from '@open-wc/testing';
import { PATIENCE } from './patience.js';

/** One call of `window.open`, and what came of it. */
export interface Opening {
  readonly url: string;
  readonly name: string;
  readonly features: string;
  readonly handle: Window | null;
}

/** Every `window.open` of the running test. */
export const openings: Opening[] = [];

/** What nobody may cause: errors on the console, and rejections or exceptions that nobody caught. */
const trouble: string[] = [];
const warnings: string[] = [];
let undo: (() => void)[] = [];

const open = window.open.bind(window);

/** Nobody pressed anything while this module loads, so a browser with a popup blocker refuses. */
const probe = open('about:blank');
const blocksPopups = probe === null;
probe?.close();

window.open = (url = '', name = '', features = ''): Window | null => {
  // A headless shell has no popup blocker. There, and only there, its rule is played: no gesture, no window.
  const handle = blocksPopups || navigator.userActivation.isActive ? open(url, name, features) : null;
  openings.push({ url: String(url), name, features, handle });
  return handle;
};

console.error = (...texts: unknown[]) => trouble.push(`console.error: ${texts.join(' ')}`);
const { warn } = console;
console.warn = (...texts: unknown[]) => {
  const text = texts.join(' ');
  if (text.startsWith('<leaf-jd-connect>')) warnings.push(text);
  else warn.call(console, ...texts);
};
addEventListener('error', ({ message }) => trouble.push(`error: ${message}`));
addEventListener('unhandledrejection', ({ reason }) => trouble.push(`unhandled rejection: ${String(reason)}`));

/** The card's console lines since this was last called. A test that expects some takes them. */
export function takeWarnings(): string[] {
  return warnings.splice(0);
}

/** Puts another `open` in place of the browser's until the test is over. */
export function replaceOpen(replacement: typeof window.open): void {
  const before = window.open.bind(window);
  window.open = replacement;
  undo.push(() => (window.open = before));
}

/** Waits until every window that was opened from here is gone. */
export async function windowsClosed(): Promise<void> {
  await waitUntil(() => openings.every(({ handle }) => handle?.closed ?? true), 'a window stayed open', PATIENCE);
}

/** Waits until the last click no longer counts as a user gesture, which takes Chromium five seconds. */
export async function gestureOver(): Promise<void> {
  await waitUntil(() => !navigator.userActivation.isActive, 'the last gesture never ended', PATIENCE);
}

/** Moves both clocks of the page on. Timers that run already stay as they are. */
export function travel(milliseconds: number): void {
  const now = Date.now.bind(Date);
  const monotonic = performance.now.bind(performance);
  Date.now = () => now() + milliseconds;
  performance.now = () => monotonic() + milliseconds;
  undo.push(() => {
    Date.now = now;
    performance.now = monotonic;
  });
}

/**
 * Synthetic: headless Chromium reports the focus on every window at once and sends neither `blur` nor `focus` when one
 * opens or closes, so the tests send what a desktop does.
 */
export function leavePage(): void {
  document.hasFocus = () => false;
  undo.push(() => Reflect.deleteProperty(document, 'hasFocus'));
  window.dispatchEvent(new Event('blur'));
}

/** Synthetic, as `leavePage`. */
export function comeBack(): void {
  Reflect.deleteProperty(document, 'hasFocus');
  window.dispatchEvent(new Event('focus'));
}

/** Closes windows, puts clocks and focus back; answers what went wrong meanwhile. */
export function tidy(): string[] {
  for (const { handle } of openings.splice(0)) handle?.close();
  for (const step of undo.reverse()) step();
  undo = [];
  return [...trouble.splice(0), ...takeWarnings()];
}
