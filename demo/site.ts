/** The demo's site: an index, and Fieldbook, an invented partner whose page carries the element. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Companion } from '../src/server/index.js';
import { USUAL_PORTS } from './addresses.js';
import type { Simulator } from './simulator/index.js';

export const COMPANY = 'Fieldbook';

const VISITOR_COOKIE = 'fieldbook_visitor';

export interface SiteParts {
  readonly siteUrl: string;
  readonly companionUrl: string;
  readonly companion: Companion;
  /** A Leaf user for a visitor who has none yet. */
  readonly newLeafUser: () => Promise<string>;
  /** Absent when the companion talks to the real Leaf. */
  readonly simulator?: Simulator;
}

/** @param routes is given the site before it has any route of its own, and may add some. */
export function createSite(parts: SiteParts, routes?: (site: Hono) => void): Hono {
  const { siteUrl, companionUrl, companion, newLeafUser, simulator } = parts;
  const leafUsers = new Map<string, Promise<string>>();
  const site = new Hono();
  routes?.(site);
  site.use(strictHeaders(companionUrl));

  site.get('/', pageFrom('index.html', parts));
  site.get('/partner', pageFrom('partner.html', parts));
  site.get('/site.css', file('site/site.css', 'text/css'));
  site.get('/partner.js', file('site/partner.js', 'text/javascript'));
  site.get('/leaf-jd-connect.js', file('../dist/cdn/leaf-jd-connect.js', 'text/javascript'));

  // What a partner's own server does: it knows its visitor, and says so to the companion.
  site.post('/session', async (c) => {
    const visitor = visitorOf(c);
    const leafUserId = leafUsers.get(visitor) ?? newLeafUser();
    leafUsers.set(visitor, leafUserId);
    return c.json(
      await companion.createSession({ leafUserId: await leafUserId, origin: siteUrl, name: 'Demo visitor' }),
    );
  });

  site.post('/start-over', (c) => {
    deleteCookie(c, VISITOR_COOKIE);
    simulator?.reset();
    return c.redirect('/partner', 303);
  });

  return site;
}

/** The visitor of a request; a newcomer is given a cookie. */
function visitorOf(c: Context): string {
  const visitor = getCookie(c, VISITOR_COOKIE) ?? randomUUID();
  setCookie(c, VISITOR_COOKIE, visitor, { httpOnly: true, sameSite: 'Lax', path: '/' });
  return visitor;
}

/** As strict as a careful partner's: the element has to live with it. `lit-html` is the policy that Lit registers. */
function strictHeaders(companionUrl: string): MiddlewareHandler {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${companionUrl}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
  return async (c, next) => {
    await next();
    c.header('Content-Security-Policy', policy);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cache-Control', 'no-store');
  };
}

/** The pages are written for the usual ports and the simulated world; elsewhere, they are told where they are. */
function pageFrom(name: string, { siteUrl, companionUrl, simulator }: SiteParts): MiddlewareHandler {
  const told = {
    [`http://localhost:${USUAL_PORTS.site}`]: siteUrl,
    [`http://localhost:${USUAL_PORTS.companion}`]: companionUrl,
    [`http://127.0.0.1:${USUAL_PORTS.leaf}`]: simulator?.leafUrl ?? '',
    'data-world="simulated"': `data-world="${simulator ? 'simulated' : 'real'}"`,
  };
  return async (c) => {
    const written = await readFile(new URL(`site/${name}`, import.meta.url), 'utf8');
    return c.html(Object.entries(told).reduce((text, [usual, actual]) => text.replaceAll(usual, actual), written));
  };
}

function file(path: string, type: string): MiddlewareHandler {
  return async (c) => {
    const text = await readFile(new URL(path, import.meta.url), 'utf8');
    return c.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` });
  };
}
