/** What the simulator's pages share: the frame with its banner, the headers, the style sheet. */
import { readFile } from 'node:fs/promises';
import { html } from 'hono/html';
import type { MiddlewareHandler } from 'hono';

export type Markup = ReturnType<typeof html>;

/** A page under a banner that says what it is not. Nobody may take a simulation for the real thing. */
export function page(company: 'John Deere' | 'Leaf', title: string, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} (simulation)</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/simulator/style.css" />
      </head>
      <body>
        <header class="banner"><strong>Simulation &mdash; not ${company}.</strong> Everything here is invented.</header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
}

/** No `form-action`: browsers hold redirects to it too, and a sign-in is redirected to another origin. */
export const pageHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  );
};

/** Serves a file that lies beside this one. */
export function asset(name: string, type: string): MiddlewareHandler {
  const file = new URL(name, import.meta.url);
  return async (c) => c.body(await readFile(file, 'utf8'), 200, { 'Content-Type': `${type}; charset=utf-8` });
}
