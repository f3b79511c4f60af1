/** The ways in which Leaf can fail a caller. */
import { once } from 'node:events';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Scenario } from '../scenarios.js';
import { problem } from './problem.js';

type Trouble = Exclude<Scenario['start'] | Scenario['leaf'], 'ok' | 'foreign-host'>;

export async function trouble(c: Context<{ Bindings: HttpBindings }>, kind: Trouble): Promise<Response> {
  switch (kind) {
    case '500':
      return problem(c, 500, 'internalServerError', 'Simulated failure.');
    case '429':
      c.header('Retry-After', '2');
      return problem(c, 429, 'tooManyRequests', 'Simulated rate limit.');
    case 'html':
      return c.html('<!doctype html><title>Maintenance</title><p>Simulated maintenance.</p>');
    case 'empty':
      return c.body(null, 200);
    case 'redirect':
      // 307 asks the caller to send its body, client secret included, to wherever this points.
      return c.redirect('/elsewhere', 307);
    case 'refuse-auth':
      return problem(c, 401, 'unauthorized', 'Simulated refusal of a token.');
    case 'hang':
      await once(c.env.outgoing, 'close');
      return c.body(null);
  }
}
