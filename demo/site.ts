/** The demo's site: an index, and Fieldbook, an invented partner whose page carries the element. */
import { readFile } from 'node:fs/promises';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Companion } from '../src/server/index.js';
import { USUAL_PORTS } from './addresses.js';
import { bundleOf } from './bundle.js';
import { contentPolicy } from './content-policy.js';
import type { Activity } from './lab/activity.js';
import { createLab } from './lab/lab.js';
import { LabWorld } from './lab/world.js';
import type { Gate } from './gate.js';
import type { Simulator } from './simulator/index.js';
import { SiteVisitors } from './visitors.js';

export const COMPANY = 'Fieldbook';

/** What there is to make trouble with. */
export interface Simulation {
  readonly simulator: Simulator;
  /** Stands in front of the companion. */
  readonly gate: Gate;
  /** The site's pages again, on another site. */
  readonly elsewhereUrl: string;
  /** What the companion and the gate did. */
  readonly activity: Activity;
}

export interface SiteParts {
  readonly siteUrl: string;
  readonly companionUrl: string;
  readonly companion: Companion;
  /** A Leaf user for a visitor who has none yet. */
  readonly newLeafUser: () => Promise<string>;
  /** Absent when the companion talks to the real Leaf. */
  readonly simulation?: Simulation;
}

/** @param routes is given the site before it has any route of its own, and may add some. */
export function createSite(parts: SiteParts, routes?: (site: Hono) => void): Hono {
  const { siteUrl, companionUrl, companion, newLeafUser, simulation } = parts;
  const visitors = new SiteVisitors(newLeafUser);
  const world = simulation && new LabWorld(simulation.simulator, simulation.gate);
  const site = new Hono();
  routes?.(site);
  // Before the headers: what the lab is about are headers of its own.
  if (simulation && world)
    site.route('/lab', createLab({ siteUrl, companionUrl, companion, visitors, world, ...simulation }));
  site.use(strictHeaders(companionUrl));

  site.get('/', pageFrom('site/index.html', parts, world));
  site.get('/partner', pageFrom('site/partner.html', parts, world));
  site.get('/site.css', file('site/site.css', 'text/css'));
  site.get('/partner.js', file('site/partner.js', 'text/javascript'));
  site.get('/onboarding', pageFrom('onboarding/index.html', parts, world));
  site.get('/onboarding/onboarding.css', file('onboarding/onboarding.css', 'text/css'));
  site.get('/onboarding/onboarding.js', file('onboarding/onboarding.js', 'text/javascript'));
  site.get('/onboarding/logo.svg', file('onboarding/logo.svg', 'image/svg+xml'));
  site.get('/playground', (c) => c.redirect('/playground/', 308));
  site.get('/playground/', file('playground/index.html', 'text/html'));
  site.get('/playground/playground.css', file('playground/playground.css', 'text/css'));
  site.get('/playground/playground.js', async (c) =>
    c.body(await bundleOf('playground/page.ts'), 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  for (const [ending, type] of Object.entries({ html: 'text/html', css: 'text/css', js: 'text/javascript' })) {
    site.get(`/playground/simulated-sign-in.${ending}`, file(`in-page/simulated-sign-in.${ending}`, type));
  }
  for (const tag of ['es', 'pt-BR', 'fr', 'de', 'ar']) {
    site.get(`/playground/locales/${tag}.js`, file(`../dist/locales/${tag}.js`, 'text/javascript'));
  }
  site.get('/leaf-jd-connect.js', file('../dist/cdn/leaf-jd-connect.js', 'text/javascript'));

  // What a partner's own server does: it knows its visitor, and says so to the companion.
  site.post('/session', async (c) => {
    const leafUserId = await visitors.leafUserOf(visitors.of(c));
    return c.json(await companion.createSession({ leafUserId, origin: siteUrl, name: 'Demo visitor' }));
  });

  site.post('/start-over', (c) => {
    visitors.forget(c);
    world?.reset();
    return c.redirect('/partner', 303);
  });

  return site;
}

function strictHeaders(companionUrl: string): MiddlewareHandler {
  const policy = contentPolicy(companionUrl);
  return async (c, next) => {
    await next();
    c.header('Content-Security-Policy', policy);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cache-Control', 'no-store');
  };
}

/** The pages are written for the usual ports and the simulated world; elsewhere, they are told where they are. */
function pageFrom(
  name: string,
  { siteUrl, companionUrl, simulation }: SiteParts,
  world: LabWorld | undefined,
): MiddlewareHandler {
  const simulator = simulation?.simulator;
  const told = () => ({
    [`http://localhost:${USUAL_PORTS.site}`]: siteUrl,
    [`http://localhost:${USUAL_PORTS.companion}`]: companionUrl,
    [`http://127.0.0.1:${USUAL_PORTS.leaf}`]: simulator?.leafUrl ?? '',
    'data-world="simulated"': `data-world="${simulator ? 'simulated' : 'real'}"`,
    'data-trouble="none"': `data-trouble="${world?.troubled ? 'some' : 'none'}"`,
  });
  return async (c) => {
    const written = await readFile(new URL(name, import.meta.url), 'utf8');
    return c.html(Object.entries(told()).reduce((text, [usual, actual]) => text.replaceAll(usual, actual), written));
  };
}

function file(path: string, type: string): MiddlewareHandler {
  return async (c) => {
    const text = await readFile(new URL(path, import.meta.url), 'utf8');
    return c.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` });
  };
}
