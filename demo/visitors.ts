/** Who visits the partner's site, and which Leaf user each of them is. What a partner's own accounts would say. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const COOKIE = 'fieldbook_visitor';

export class SiteVisitors {
  readonly #leafUsers = new Map<string, Promise<string>>();

  /** @param newLeafUser makes a Leaf user for a visitor who has none yet. */
  constructor(private readonly newLeafUser: () => Promise<string>) {}

  /** The visitor of a request; a newcomer is given a cookie. */
  of(c: Context): string {
    const visitor = getCookie(c, COOKIE) ?? randomUUID();
    setCookie(c, COOKIE, visitor, { httpOnly: true, sameSite: 'Lax', path: '/' });
    return visitor;
  }

  /** The Leaf user of this visitor, always the same one. */
  leafUserOf(visitor: string): Promise<string> {
    const leafUser = this.#leafUsers.get(visitor) ?? this.newLeafUser();
    this.#leafUsers.set(visitor, leafUser);
    return leafUser;
  }

  /** The next request of this browser is a newcomer's. */
  forget(c: Context): void {
    deleteCookie(c, COOKIE);
  }
}
