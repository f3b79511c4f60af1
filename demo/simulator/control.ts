/** `/simulator`: the scenario switches, for a person as a page of links and for a test as JSON. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import type { Accounts } from './accounts.js';
import { page, pageHeaders } from './pages.js';
import { SWITCHES, ScenarioChange, type Scenario, type Scenarios } from './scenarios.js';

/**
 * @param reset puts the whole simulated world back: the switches, and what the test accounts ticked.
 * @param revoke ends at John Deere what an account has allowed.
 */
export function controlRoutes(
  scenarios: Scenarios,
  reset: () => void,
  revoke: (accountId: string) => void,
  accounts: Accounts,
): Hono {
  const app = new Hono();
  app.get('/scenario', (c) => c.json(scenarios.get()));
  app.put('/scenario', async (c) => {
    scenarios.set(ScenarioChange.parse(await c.req.json()));
    return c.json(scenarios.get());
  });
  app.delete('/scenario', (c) => {
    scenarios.reset();
    return c.json(scenarios.get());
  });
  app.get('/', pageHeaders, (c) => {
    const { reset: resetting, revoke: revoked, ...change } = c.req.query();
    if (resetting !== undefined) reset();
    if (revoked !== undefined) revoke(revoked);
    scenarios.set(ScenarioChange.parse(change));
    // A reload of an address that flips a switch would flip it again, so the page itself has a plain address.
    return new URL(c.req.url).search === ''
      ? c.html(controlPage(scenarios.get(), accounts))
      : c.redirect('/simulator', 303);
  });
  app.onError((error, c) => {
    const faults = error instanceof z.ZodError ? z.prettifyError(error) : 'The body is not JSON.';
    if (c.req.path.endsWith('/scenario')) return c.json({ faults }, 400);
    return c.html(page('Leaf', 'No such switch', html`<p role="alert">${faults}</p>`), 400);
  });
  return app;
}

function controlPage(scenario: Scenario, accounts: Accounts) {
  return page(
    'Leaf',
    'Scenario switches',
    html`<p>What the simulated Leaf and John Deere do to everybody, until it is changed here.</p>
      <p><a href="?reset">Put everything back</a>, the test accounts&rsquo; organizations too.</p>
      ${SWITCHES.map(
        ({ name, about, values }) =>
          html`<h2 id="${name}"><code>${name}</code></h2>
            <p>${about}</p>
            <ul class="switch" aria-labelledby="${name}">
              ${[...values].map(
                (value) =>
                  html`<li>
                    <a href="?${name}=${value}" ${String(scenario[name]) === value ? html`aria-current="true"` : ''}
                      >${value}</a
                    >
                  </li>`,
              )}
            </ul>`,
      )}
      <h2 id="revoke">Access</h2>
      <p>Ends at John Deere what a test account has allowed: Leaf&rsquo;s next call is refused.</p>
      <ul class="switch" aria-labelledby="revoke">
        ${accounts.all.map(({ id }) => html`<li><a href="?revoke=${id}">${id}</a></li>`)}
      </ul>`,
  );
}
