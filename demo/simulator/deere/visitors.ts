/** Who is signed in in which browser, for the connections pages. The authorization server asks anew every time. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Accounts, DeereAccount } from '../accounts.js';

const COOKIE = 'simulated_deere_visitor';

export class Visitors {
  readonly #accountIds = new Map<string, string>();

  constructor(private readonly accounts: Accounts) {}

  remember(c: Context, account: DeereAccount): void {
    const visitor = randomUUID();
    this.#accountIds.set(visitor, account.id);
    setCookie(c, COOKIE, visitor, { httpOnly: true, sameSite: 'Lax', path: '/' });
  }

  current(c: Context): DeereAccount | undefined {
    return this.accounts.find(this.#accountIds.get(getCookie(c, COOKIE) ?? ''));
  }
}
