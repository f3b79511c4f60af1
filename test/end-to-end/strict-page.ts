/**
 * `docs/strict-pages.md` as a page: its headers, its HTML and its script, word for word, at the addresses of a test. The
 * card's own file comes from another origin, as from a CDN.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Hono } from 'hono';
import { readIntegrity, withIntegrity } from '../../build/integrity.js';
import { addressOf } from '../../demo/addresses.js';
import { listenerOf, openOrigin } from '../../demo/simulator/origin.js';
import type { SimulatedDemo } from '../../demo/stack.js';
import { EVENT_NAMES } from '../../src/protocol/vocabulary.js';

export interface StrictPage {
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** One change of the recipe; what it replaces has to be there. */
export type Change = (page: StrictPage) => StrictPage;

/** What the page saw, from before anything else ran. */
export interface Recorded {
  /** `<directive> <what was blocked>` */
  readonly violations: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

declare global {
  interface Window {
    recorded: Recorded;
  }
}

export interface StrictPages {
  readonly cdnUrl: string;
  /** Puts the page of the document on the site, changed or not, and answers its path. */
  put(...changes: Change[]): Promise<string>;
  /** Serves another script from the site's own origin, at `/strict/{name}`. */
  script(name: string, code: string): void;
  close(): Promise<void>;
}

const document = readFileSync(new URL('../../docs/strict-pages.md', import.meta.url), 'utf8');
const dist = new URL('../../dist/', import.meta.url);

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" width="8" height="8"><rect width="8" height="8"/></svg>';

/** A block of a language, as somebody copies it; the first one, if not told otherwise. */
function block(language: string, index = 0): string {
  const blocks = [...document.matchAll(new RegExp('^```' + language + '\\n([\\s\\S]*?)^```$', 'gm'))];
  const code = blocks[index]?.[1];
  if (code === undefined) throw new Error(`docs/strict-pages.md has no block of ${language}.`);
  return code;
}

/** The document breaks the policy into lines; a header is one. */
function headersOf(text: string): Record<string, string> {
  const lines = text.trim().replaceAll(/\n\s+/g, ' ').split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

const RECORDER = `
  window.heard = [];
  window.recorded = { violations: [], errors: [], warnings: [] };
  for (const name of ${JSON.stringify(EVENT_NAMES)}) document.addEventListener(name, ({ detail }) => {
    heard.push({ name, detail: JSON.parse(JSON.stringify(detail)), at: 0, focusedAt: 0 });
  });
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    recorded.violations.push(effectiveDirective + ' ' + blockedURI);
  });
  addEventListener('error', ({ message }) => { if (message) recorded.errors.push(message); });
  const { warn } = console;
  console.warn = (...words) => { recorded.warnings.push(words.join(' ')); warn.apply(console, words); };
`;

/** A script with another hash is never run, and every test would wait for it in vain. */
function checkHash(): void {
  if (withIntegrity(document, readIntegrity()) !== document)
    throw new Error('docs/strict-pages.md has the hash of another build: `npm run readme` writes the one of this.');
}

/** @param demo Is asked for when a page is opened, since the site is made before it. */
export async function strictPages(demo: () => SimulatedDemo): Promise<StrictPages & { routes(site: Hono): void }> {
  checkHash();
  const cdn = await openOrigin('127.0.0.1', 0);
  const cdnUrl = addressOf(cdn.url);
  cdn.answerWith(listenerOf(answerAsCdn));
  const pages = new Map<string, StrictPage & { readonly leafUserId: string }>();
  const scripts = new Map([
    ['recorder.js', RECORDER],
    ['page.js', block('js')],
  ]);

  return {
    cdnUrl,
    put: async (...changes) => {
      const here = (text: string) =>
        text
          .replaceAll('https://connect.example.com', demo().companionUrl)
          .replaceAll('https://cdn.example.com', cdnUrl);
      // The one thing that the document does not say: the recorder, before anything else can happen.
      const html = here(block('html')).replace(
        '<meta charset="utf-8" />',
        '$& <script src="/strict/recorder.js"></script>',
      );
      const written: StrictPage = { headers: headersOf(here(block('http'))), html };
      const page = changes.reduce((it, change) => change(it), written);
      const path = `/strict-${pages.size}`;
      pages.set(path, { ...page, leafUserId: await demo().simulator.createLeafUser() });
      return path;
    },
    script: (name, code) => scripts.set(name, code),
    close: () => cdn.close(),
    routes: (site) => {
      site.get('/:page{strict-\\d+}', (c) => {
        const page = pages.get(c.req.path);
        if (page === undefined) return c.notFound();
        c.header('Set-Cookie', `strict=${c.req.path}; Path=/; HttpOnly; SameSite=Lax`);
        return c.html(page.html, 200, page.headers);
      });
      site.post('/leaf-session', async (c) => {
        const { leafUserId = '' } = pages.get(/strict=([^;]+)/.exec(c.req.header('Cookie') ?? '')?.[1] ?? '') ?? {};
        return c.json(await demo().companion.createSession({ leafUserId, origin: demo().siteUrl, name: 'A visitor' }));
      });
      const javascript = (code = '') =>
        new Response(code, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } });
      site.get('/page.js', () => javascript(scripts.get('page.js')));
      site.get('/strict/:name', (c) => javascript(scripts.get(c.req.param('name'))));
      site.get('/page.css', (c) => c.body('body { margin: 2rem }', 200, { 'Content-Type': 'text/css' }));
      site.get('/logo.svg', (c) => c.body(LOGO, 200, { 'Content-Type': 'image/svg+xml' }));
    },
  };
}

/** As any CDN of npm packages: `/{package}@{version}/{path}`, for every origin to read. */
async function answerAsCdn(request: Request): Promise<Response> {
  const [, path] =
    /^\/leaf-jd-connect@[^/]+\/dist\/((?:cdn|locales)\/[\w-]+\.js)$/.exec(new URL(request.url).pathname) ?? [];
  if (path === undefined) return new Response(null, { status: 404 });
  return new Response(await readFile(new URL(path, dist)), {
    headers: { 'Content-Type': 'text/javascript; charset=utf-8', 'Access-Control-Allow-Origin': '*' },
  });
}

/** Replaces a part of the policy. */
export function policy(before: string | RegExp, after: string): Change {
  return ({ headers, html }) => {
    const name = 'Content-Security-Policy';
    return { html, headers: { ...headers, [name]: replaced(headers[name] ?? '', before, after) } };
  };
}

export function header(name: string, value: string): Change {
  return ({ headers, html }) => ({ html, headers: { ...headers, [name]: value } });
}

export function markup(before: string | RegExp, after: string): Change {
  return ({ headers, html }) => ({ headers, html: replaced(html, before, after) });
}

/** The document's own change, for a page with a Lit of its own. */
export const TWO_LITS: Change = policy('trusted-types lit-html', block('http', 1).trim());

function replaced(text: string, before: string | RegExp, after: string): string {
  const changed = text.replace(before, after);
  if (changed === text) throw new Error(`"${String(before)}" is not in the recipe, so nothing would be tried.`);
  return changed;
}
