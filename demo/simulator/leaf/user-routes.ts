/** `/users`: the Leaf users of an API owner. */
import { Hono } from 'hono';
import * as z from 'zod';
import type { Connections } from './connections.js';
import { pageOf, paging } from './paging.js';
import { problem } from './problem.js';
import { currentCredential, type LeafUser, type LeafUsers } from './users.js';

const About = z.object({ name: z.string().min(1), email: z.string().optional(), externalId: z.string().optional() });
const Whole = About.extend({ id: z.string(), johnDeereCredentials: z.object({ id: z.string() }).optional() });

const Search = z.object({ name: z.string(), email: z.string(), externalId: z.string() }).partial();
const Page = Search.extend(paging);

export function userRoutes(users: LeafUsers, connections: Connections) {
  /** With the credential, and every secret in it. */
  const shown = (user: LeafUser) => {
    const { id, name, email, externalId } = user;
    return { id, name, email, externalId, johnDeereCredentials: currentCredential(user) };
  };

  return new Hono()
    .get('/', (c) => {
      const asked = Page.safeParse(c.req.query());
      if (!asked.success) return problem(c, 400, 'invalidPage', 'A page holds 1 to 100 users.');
      const { page, size, ...wanted } = asked.data;
      return c.json(pageOf(users.search(wanted), page, size).map(shown));
    })
    .post('/', async (c) => {
      const about = About.safeParse(await c.req.json().catch(() => undefined));
      if (!about.success) return problem(c, 400, 'invalidLeafUser', 'A Leaf user needs a name.');
      return c.json(shown(users.create(about.data)), 201);
    })
    .put('/', async (c) => {
      const whole = Whole.safeParse(await c.req.json().catch(() => undefined));
      const user = users.find(whole.data?.id ?? '');
      if (!whole.success || !user) return problem(c, 404, 'leafUserNotFound', 'No such Leaf user.');
      const { id: _, johnDeereCredentials, ...about } = whole.data;
      Object.assign(user, about);
      // The body is all that the user is from now on: a credential that it does not name is gone.
      if (johnDeereCredentials?.id !== currentCredential(user)?.id) connections.forget(user);
      return c.json(shown(user));
    });
}
