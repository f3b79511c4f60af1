/** Magic Links: an address that Leaf hosts, where a person connects a Leaf user without any page of the partner's. */
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { page, pageHeaders } from '../pages.js';
import type { AppKeys } from './app-keys.js';
import type { Connections } from './connections.js';
import type { OneClick } from './one-click.js';
import { problem } from './problem.js';
import { knownUser, type OfUser } from './routes.js';
import { currentCredential, type LeafUser, type LeafUsers } from './users.js';

/** Where the hosted pages are; the real ones have a host of their own. */
export const MAGIC_LINK_PATH = '/magic-link';

const LEAST_S = 900;
const YEAR_S = 365 * 24 * 60 * 60;

const NewLink = z.object({
  expiresIn: z.int().min(LEAST_S).max(YEAR_S).default(YEAR_S),
  provider: z.literal('JohnDeere'),
  settings: z
    .object({
      companyName: z.string(),
      companyLogo: z.string(),
      backgroundColor: z.string(),
      headerImage: z.string(),
      showLeafUserName: z.boolean(),
      disconnectEnabled: z.boolean(),
    })
    .partial()
    .default({}),
});

interface MagicLink {
  id: string;
  user: LeafUser;
  settings: z.infer<typeof NewLink>['settings'];
  createdAt: Date;
  expiresAt: Date;
  lastAccessedAt: Date | undefined;
  usageCount: number;
}

export class MagicLinks {
  readonly #links = new Map<string, MagicLink>();

  constructor(
    private readonly leafUrl: string,
    private readonly users: LeafUsers,
    private readonly appKeys: AppKeys,
    private readonly oneClick: OneClick,
    private readonly connections: Connections,
  ) {}

  /** Below `/services/widgets/api/magic-link`. */
  routes() {
    const ofUser = new Hono<OfUser>().use(knownUser(this.users)).post('/authentication', async (c) => {
      const body = NewLink.safeParse(await c.req.json().catch(() => undefined));
      if (!body.success)
        return problem(c, 400, 'invalidMagicLink', 'The link is not described, or is too short-lived.');
      const { expiresIn, settings } = body.data;
      const createdAt = new Date();
      const link: MagicLink = {
        id: randomBytes(16).toString('hex'),
        user: c.var.user,
        settings,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + expiresIn * 1000),
        lastAccessedAt: undefined,
        usageCount: 0,
      };
      this.#links.set(link.id, link);
      return c.json(this.#shown(link), 201);
    });

    return new Hono()
      .route('/users/:id', ofUser)
      .get('/authentication', (c) => c.json([...this.#links.values()].map((link) => this.#shown(link))))
      .on(['GET', 'DELETE'], '/authentication/:linkId', (c) => {
        const link = this.#links.get(c.req.param('linkId'));
        if (!link) return problem(c, 404, 'magicLinkNotFound', 'No such link.');
        if (c.req.method === 'GET') return c.json(this.#shown(link));
        this.#links.delete(link.id);
        return c.body(null, 204);
      });
  }

  /** The hosted page: whoever has the address may use it, as often as they like until it expires. */
  pages() {
    return new Hono().use(pageHeaders).on(['GET', 'POST'], '/:linkId', async (c) => {
      const link = this.#links.get(c.req.param('linkId'));
      if (!link || link.expiresAt < new Date())
        return c.html(page('Leaf', 'This link is over', html`<p>Ask who sent it to you for another.</p>`), 404);
      const { user } = link;
      if (c.req.method === 'GET') {
        link.lastAccessedAt = new Date();
        link.usageCount += 1;
        return c.html(hostedPage(link));
      }
      const answer = (await c.req.formData()).get('answer');
      if (answer === 'disconnect' && link.settings.disconnectEnabled) {
        this.connections.forget(user);
        return c.html(hostedPage(link));
      }
      const [appKey] = this.appKeys.all;
      if (!appKey)
        return c.html(page('Leaf', 'No application', html`<p>The sender has not registered their keys.</p>`), 400);
      return c.redirect(this.oneClick.signInUrl(user, appKey), 303);
    });
  }

  #shown({ id, user, settings, createdAt, expiresAt, lastAccessedAt, usageCount }: MagicLink) {
    return {
      id,
      link: `${this.leafUrl}${MAGIC_LINK_PATH}/${id}`,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      lastAccessedAt: lastAccessedAt?.toISOString() ?? null,
      leafUserId: user.id,
      maxUsage: null,
      usageCount,
      widget: 'AUTHENTICATION',
      settings,
      allowedProviders: ['JohnDeere'],
    };
  }
}

function hostedPage({ user, settings }: MagicLink) {
  const { companyName = 'A company', showLeafUserName, disconnectEnabled } = settings;
  const connected = currentCredential(user) !== undefined;
  return page(
    'Leaf',
    `${companyName} asks for your farm data`,
    html`<p>This page is hosted by the simulated Leaf.</p>
      ${showLeafUserName ? html`<p>For ${user.name}.</p>` : ''}
      <p>${connected ? 'John Deere is connected.' : 'John Deere is not connected yet.'}</p>
      <form method="post">
        <button class="main" name="answer" value="connect">Connect John Deere</button>
        ${connected && disconnectEnabled ? html`<button name="answer" value="disconnect">Disconnect</button>` : ''}
      </form>`,
  );
}
