/** `/lab`: the failure lab. Visiting a situation's link puts the simulated world into it. */
import { readFile } from 'node:fs/promises';
import { Hono, type Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Companion } from '../../src/server/index.js';
import { contentPolicy } from '../content-policy.js';
import type { Simulator } from '../simulator/index.js';
import type { SiteVisitors } from '../visitors.js';
import type { Activity } from './activity.js';
import { frameHeaders, originOfCard, pageHeaders, type Addresses } from './embed.js';
import { framedPage, listPage, situationPage } from './pages.js';
import { SITUATIONS } from './situations.js';
import type { Situation } from './situation.js';
import type { LabWorld } from './world.js';

export interface LabParts extends Addresses {
  readonly companion: Companion;
  readonly simulator: Simulator;
  readonly visitors: SiteVisitors;
  readonly world: LabWorld;
  readonly activity: Activity;
}

interface OfSituation {
  Variables: { situation: Situation };
}

const ASSET_TYPES = { js: 'text/javascript', css: 'text/css' } as const;

export function createLab(parts: LabParts): Hono {
  const { siteUrl, companionUrl, companion, simulator, visitors, world, activity } = parts;

  const known = createMiddleware<OfSituation>(async (c, next) => {
    const situation = SITUATIONS.find(({ id }) => id === c.req.param('id'));
    if (!situation) return c.text('No such situation. All of them: /lab', 404);
    c.set('situation', situation);
    return next();
  });
  /** Each situation finds a visitor as new as the first one did. */
  const leafUserOf = (visitor: string, { id }: Situation) => visitors.leafUserOf(`${visitor}/${id}`);
  /** A frame on another site has no cookie of this one, so its address says whose it is. */
  const visitorOf = (c: Context) => c.req.query('visitor') ?? visitors.of(c);

  const ofSituation = new Hono<OfSituation>()
    .use('/:id/*', known)
    .get('/:id', known, (c) => {
      const { situation } = c.var;
      const home = situation.embedding?.unknownOrigin ? unknownOrigin(siteUrl) : siteUrl;
      if (new URL(c.req.url).origin !== home) return c.redirect(`${home}/lab/${situation.id}`, 302);
      world.enter(situation);
      const showing = { situation, addresses: parts, visitor: visitors.of(c) };
      const panel = { switchesUrl: `${simulator.leafUrl}/simulator`, seen: activity.latest };
      return c.html(situationPage(showing, panel), 200, pageHeaders(situation, parts));
    })
    .get('/:id/frame', (c) => {
      const { situation } = c.var;
      const showing = { situation, addresses: parts, visitor: visitorOf(c) };
      return c.html(framedPage(showing), 200, frameHeaders(situation, parts));
    })
    .post('/:id/session', async (c) => {
      const { situation } = c.var;
      const ttlSeconds = situation.embedding?.sessionSeconds;
      return c.json(
        await companion.createSession({
          leafUserId: await leafUserOf(visitorOf(c), situation),
          origin: originOfCard(situation, parts),
          name: 'Demo visitor',
          ...(ttlSeconds !== undefined && { ttlSeconds }),
        }),
      );
    })
    .post('/:id/break', (c) => {
      world.break(c.var.situation);
      return c.body(null, 204);
    })
    .post('/:id/mend', (c) => {
      world.mend();
      return c.body(null, 204);
    })
    .post('/:id/start-over', (c) => {
      visitors.forget(c);
      return c.redirect(`/lab/${c.var.situation.id}`, 303);
    });

  const lab = new Hono();
  lab.use(async (c, next) => {
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cache-Control', 'no-store');
  });
  lab.get('/', (c) => {
    world.reset();
    return c.html(listPage(), 200, { 'Content-Security-Policy': contentPolicy(companionUrl) });
  });
  lab.get('/activity', (c) =>
    c.json({
      situation: world.situation?.id ?? null,
      broken: world.broken,
      lines: activity.after(Number(c.req.query('after') ?? 0)),
    }),
  );
  lab.get('/other-copy.js', async (c) => {
    const built = await readFile(new URL('../../dist/cdn/leaf-jd-connect.js', import.meta.url), 'utf8');
    const renamed = built.replace(/^(\/\*! leaf-jd-connect) \S+/, '$1 0.0.0-played-by-the-demo');
    return c.body(renamed, 200, { 'Content-Type': 'text/javascript; charset=utf-8' });
  });
  lab.get('/:file{[a-z]+\\.(?:js|css)}', async (c) => {
    const name = c.req.param('file');
    const type = name.endsWith('.css') ? ASSET_TYPES.css : ASSET_TYPES.js;
    const text = await readFile(new URL(`page/${name}`, import.meta.url), 'utf8').catch(() => undefined);
    return text === undefined ? c.notFound() : c.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` });
  });
  lab.route('/', ofSituation);
  return lab;
}

/** The same server under the other name of this machine: a page that the companion has never heard of. */
function unknownOrigin(siteUrl: string): string {
  return siteUrl.replace('//localhost:', '//127.0.0.1:');
}
