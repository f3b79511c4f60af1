/** `/simulator`: the scenario switches, for a person as a page of links and for a test as JSON. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { page, pageHeaders } from './pages.js';
import { SWITCHES, ScenarioChange, type Scenario, type Scenarios } from './scenarios.js';

/** @param reset puts the whole simulated world back: the switches, and what the test accounts ticked. */
export function controlRoutes(scenarios: Scenarios, reset: () => void): Hono {
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
    const { reset: resetting, ...change } = c.req.query();
    if (resetting !== undefined) reset();
    scenarios.set(ScenarioChange.parse(change));
    // A reload of an address that flips a switch would flip it again, so the page itself has a plain address.
    return new URL(c.req.url).search === '' ? c.html(controlPage(scenarios.get())) : c.redirect('/simulator', 303);
  });
  app.onError((error, c) => {
    const faults = error instanceof z.ZodError ? z.prettifyError(error) : 'The body is not JSON.';
    if (c.req.path.endsWith('/scenario')) return c.json({ faults }, 400);
    return c.html(page('Leaf', 'No such switch', html`<p role="alert">${faults}</p>`), 400);
  });
  return app;
}

function controlPage(scenario: Scenario) {
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
      )}`,
  );
}
