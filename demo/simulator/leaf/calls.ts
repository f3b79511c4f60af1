/** The record of calls that Leaf's API received, for whoever counts what a companion costs. */
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';

export interface Call {
  readonly method: string;
  /** The route's pattern, such as `/services/usermanagement/api/users/:id/john-deere-credentials`. */
  readonly route: string;
  readonly path: string;
  readonly leafUserId: string | undefined;
}

/** The callback and the control page are a person's visits, not calls, and are left out. */
export class Calls {
  #calls: Call[] = [];

  /** Every call since the last reset, oldest first. */
  get all(): readonly Call[] {
    return this.#calls;
  }

  reset(): void {
    this.#calls = [];
  }

  /** Writes down a call as it arrives, so that one which never gets an answer is counted too. */
  readonly record: MiddlewareHandler = async (c, next) => {
    this.#calls.push({
      method: c.req.method,
      route: matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? c.req.path,
      path: c.req.path,
      leafUserId: /\/users\/([^/]+)/.exec(c.req.path)?.[1],
    });
    await next();
  };
}
