/** Pages with the element on them, embedded as partners embed it: real headers, real frames, a visitor of their own. */
import { readFile } from 'node:fs/promises';
import type { Context, Hono } from 'hono';
import { contentPolicy } from '../../../demo/content-policy.js';
import type { Demo } from '../../../demo/stack.js';
import { EVENT_NAMES } from '../../../src/protocol/vocabulary.js';
import { PAGE_BUTTON } from './raw-pages.js';

export interface Embedding {
  /** The page's Cross-Origin-Opener-Policy. */
  readonly coop?: string;
  readonly referrer?: string;
  /** The strictest policy that the element is made for, with Trusted Types; `blind` forbids it to call its companion. */
  readonly policy?: 'strict' | 'blind';
  readonly elements?: 1 | 2;
  readonly scripts?: 'once' | 'twice' | 'after another copy';
  /** Minutes by which the page's clock is wrong. Played: the machine's own clock is everybody's. */
  readonly clock?: number;
  /** Seconds that the companion takes each session for good. */
  readonly sessionSeconds?: number;
  readonly hostedLink?: boolean;
  /** Played: what the page says of the browser that it is in. */
  readonly userAgent?: string;
  /** Played: a timer that comes due while the page is hidden waits a minute, as it does after some minutes in the dark. */
  readonly throttled?: boolean;
}

/** A person at the partner's site. */
export interface Visitor {
  readonly id: string;
  readonly leafUserId: string;
  /** Cleared when the partner's own server no longer knows who this is. */
  signedIn: boolean;
}

export function pathOf(visitor: Visitor, embedding: Embedding): string {
  return `/conformance/card?${new URLSearchParams({ visitor: visitor.id, embedding: JSON.stringify(embedding) }).toString()}`;
}

export function cardRoutes(
  site: Hono,
  { siteUrl, companionUrl, companion }: Omit<Demo, 'close'>,
  visitors: Map<string, Visitor>,
) {
  const script = new URL('../../../dist/cdn/leaf-jd-connect.js', import.meta.url);
  const asked = (c: Context) => JSON.parse(c.req.query('embedding') ?? '{}') as Embedding;

  site.get('/conformance/card', (c) => {
    const { coop, referrer, policy, elements = 1, scripts = 'once', hostedLink } = asked(c);
    if (coop !== undefined) c.header('Cross-Origin-Opener-Policy', coop);
    if (referrer !== undefined) c.header('Referrer-Policy', referrer);
    if (policy !== undefined) {
      const changes = { 'frame-ancestors': '*', ...(policy === 'blind' && { 'connect-src': "'self'" }) };
      c.header('Content-Security-Policy', contentPolicy(companionUrl, changes));
    }
    c.header('Cache-Control', 'no-store');
    const query = new URL(c.req.url).searchParams.toString().replaceAll('&', '&amp;');
    const session = `/conformance/session?${query}`;
    const element = `<leaf-jd-connect server-url="${companionUrl}" session-url="${session}" company-name="Fieldbook"
      allow-disconnect ${hostedLink === true ? 'hosted-link="start"' : ''}></leaf-jd-connect>`;
    const sources = {
      once: ['leaf-jd-connect.js'],
      twice: ['leaf-jd-connect.js', 'leaf-jd-connect.js?again'],
      'after another copy': ['leaf-jd-connect.js', 'another-copy.js'],
    }[scripts];
    return c.html(`<!doctype html><html lang="en"><title>Partner</title><link rel="icon" href="data:,">
      <script src="/conformance/recorder.js?${query}"></script>
      ${sources.map((source) => `<script src="/conformance/${source}" defer></script>`).join('')}
      <main>${element.repeat(elements)}</main><p>A test’s own page. <button id="own">act</button></p>`);
  });

  site.post('/conformance/session', async (c) => {
    const visitor = visitors.get(c.req.query('visitor') ?? '');
    if (visitor?.signedIn !== true) return c.json({ error: 'Nobody is signed in here.' }, 401);
    const { leafUserId } = visitor;
    const session = { leafUserId, origin: siteUrl, name: 'A visitor' };
    const { sessionSeconds } = asked(c);
    if (sessionSeconds === undefined) return c.json(await companion.createSession(session));
    // The companion forgives a clock half a minute: a session that is to end soon has to be an old one.
    const age = LEEWAY_S + 1 - sessionSeconds;
    return c.json(await inThePast(age, () => companion.createSession({ ...session, ttlSeconds: 1 })));
  });

  const javascript = (text: string) =>
    new Response(text, { headers: { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-store' } });
  site.get('/conformance/recorder.js', (c) => javascript(recorder(asked(c), c.req.query('visitor') ?? '')));
  site.get('/conformance/leaf-jd-connect.js', async () => javascript(await readFile(script, 'utf8')));
  // Another version of the element is another class under the same tag: the very same code, run a second time.
  site.get('/conformance/another-copy.js', async () => javascript(`(() => {${await readFile(script, 'utf8')}\n})()`));
}

export interface Heard {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** When, and when the page last got the focus, on the page's own monotonic clock. */
  readonly at: number;
  readonly focusedAt: number;
}

declare global {
  interface Window {
    heard: Heard[];
    pageErrors: string[];
  }
}

/** How late the companion still takes a session. */
const LEEWAY_S = 30;

/** Turns the clock back for as long as something begins. */
function inThePast<T>(seconds: number, begin: () => T): T {
  const { now } = Date;
  Date.now = () => now() - seconds * 1_000;
  try {
    return begin();
  } finally {
    Date.now = now;
  }
}

/** Listens before the element is defined. What is played is played from here on, before anybody looks. */
function recorder({ clock = 0, userAgent, throttled }: Embedding, visitor: string): string {
  return `
    ${PAGE_BUTTON}
    // Another visitor is another person, who would have come with a browser of their own.
    if (sessionStorage.visitor !== ${JSON.stringify(visitor)}) sessionStorage.clear();
    sessionStorage.visitor = ${JSON.stringify(visitor)};
    window.heard = [];
    window.pageErrors = [];
    let focusedAt = 0;
    addEventListener('focus', () => { focusedAt = performance.now(); });
    addEventListener('error', ({ message }) => pageErrors.push(message));
    addEventListener('unhandledrejection', ({ reason }) => pageErrors.push(String(reason)));
    for (const name of ${JSON.stringify(EVENT_NAMES)}) document.addEventListener(name, ({ detail }) => {
      heard.push({ name, detail: JSON.parse(JSON.stringify(detail)), at: performance.now(), focusedAt });
    });
    ${clock === 0 ? '' : wrongClock(clock)}
    ${throttled === true ? THROTTLE : ''}
    ${userAgent === undefined ? '' : `Object.defineProperty(navigator, 'userAgent', { value: ${JSON.stringify(userAgent)} });`}
  `;
}

function wrongClock(minutes: number): string {
  return `
    const RealDate = Date;
    const wrong = () => RealDate.now() + ${minutes} * 60000;
    window.Date = class extends RealDate {
      constructor(...values) { if (values.length === 0) super(wrong()); else super(...values); }
      static now() { return wrong(); }
    };
  `;
}

const THROTTLE = `
  const realTimeout = window.setTimeout.bind(window);
  window.setTimeout = (act, ms, ...values) => {
    const due = () => document.hidden ? realTimeout(due, 60000) : act(...values);
    return realTimeout(due, ms);
  };
  window.setInterval = (act, ms, ...values) => {
    const again = () => { act(...values); window.setTimeout(again, ms); };
    window.setTimeout(again, ms);
  };
`;
