/** The apps as pages of the demo's site, in front of the demo's companion. */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { contentPolicy } from '../../demo/content-policy.js';
import type { DemoOptions } from '../../demo/stack.js';
import { openStage, type Stage, type Visit } from '../end-to-end/stage.js';
import { browserCode, serverHalf, type App } from './apps.js';
import type { Heard } from './shared/page.js';

export interface Served {
  readonly app: App;
  /** The name of its page. */
  readonly path: string;
  /** The file that renders it on a server first. */
  readonly server?: string;
  /** The element's own script tag, and a policy that trusts nothing but one nonce. */
  readonly strict?: boolean;
  /** What else the page's head has. */
  readonly head?: string;
}

/** The style sheet of the guide for script tags. */
export const STYLE = /<style>[^]*<\/style>/;

/** What the guides' code says where a reader writes the address of a companion. */
const EXAMPLE_URL = 'https://connect.example.com';

const NONCE = 'bm9uY2U';

/** Builds the apps, and opens the demo with a page for each. */
export async function openApps(served: readonly Served[]): Promise<Stage> {
  return openStage({ routes: await buildPages(served) });
}

/** Builds the apps; answers what adds a page for each to the demo's site. */
export async function buildPages(served: readonly Served[]): Promise<NonNullable<DemoOptions['routes']>> {
  const codes = new Map([...new Set(served.map(({ app }) => app))].map((app) => [app, browserCode(app)]));
  const pages = await Promise.all(
    served.map(async (it) => ({
      ...it,
      script: (await codes.get(it.app)) ?? '',
      render: it.server === undefined ? undefined : await serverHalf(it.app, it.server),
    })),
  );
  return (site, { companionUrl }) => {
    for (const { path, strict = false, head = '', script, render } of pages) {
      site.get(`/${path}`, async (c) => {
        if (strict) c.header('Content-Security-Policy', strictPolicy(companionUrl));
        const scripts = strict ? `<script nonce="${NONCE}" src="/leaf-jd-connect.js" defer></script>` : '';
        const inside = (await render?.(companionUrl)) ?? '';
        return c.html(`<!doctype html>
<html lang="en" data-companion="${companionUrl}">
  <title>${path}</title>
  <link rel="icon" href="data:,">
  ${head}${scripts}
  <script${strict ? ` nonce="${NONCE}"` : ''} type="module" src="/${path}/app.js"></script>
  <body><div id="app">${inside}</div><p>The rest of the page.</p></body>
</html>`);
      });
      site.get(`/${path}/app.js`, (c) => {
        const type = { 'Content-Type': 'text/javascript; charset=utf-8' };
        return c.body(script.replaceAll(EXAMPLE_URL, companionUrl), 200, type);
      });
    }
    site.get('/script-tag-guide', async (c) => {
      return c.html((await scriptTagGuide()).replaceAll(EXAMPLE_URL, companionUrl));
    });
    // The guide's advice for a page without any rule: the script first, and nothing waits.
    site.get('/script-first', async (c) => {
      const guide = (await scriptTagGuide()).replaceAll(EXAMPLE_URL, companionUrl);
      return c.html(guide.replace(' defer', '').replace(STYLE, ''));
    });
    site.post('/leaf-session', (c) => c.redirect('/session', 307));
  };
}

/** The page of the guide for script tags. */
export function scriptTagGuide(): Promise<string> {
  return readFile(new URL('plain/guide.html', import.meta.url), 'utf8');
}

function strictPolicy(companionUrl: string): string {
  return contentPolicy(companionUrl, { 'script-src': `'nonce-${NONCE}' 'strict-dynamic'`, 'style-src': "'none'" });
}

export interface Opened {
  readonly visit: Visit;
  /** What a framework or the card says on the console. */
  readonly complaints: readonly string[];
  /** Questions to the companion that carried no session: a card that woke before it had its function. */
  readonly bare: readonly string[];
}

/** Opens an app's page. */
export async function open(stage: Stage, path: string): Promise<Opened> {
  const complaints: string[] = [];
  const bare: string[] = [];
  const listen = (page: Page) => {
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'warning' && !text.includes('Lit is in dev mode')) complaints.push(text);
    });
    page.on('request', (request) => {
      const isQuestion = request.url() === `${stage.demo.companionUrl}/connection`;
      if (isQuestion && !request.headers().authorization) bare.push(`${request.method()} ${request.url()}`);
    });
  };
  const prepare = (context: BrowserContext) => Promise.resolve(context.on('page', listen));
  return { visit: await stage.visit({ path: `/${path}`, prepare }), complaints, bare };
}

/** What the app's own listeners heard, the framework's way. */
export function handled({ page }: Visit): Promise<readonly Heard[]> {
  return page.evaluate(() => window.handled ?? []);
}

/** What a page finds of its card. Runs in the page: it needs nothing from outside. */
export function mounted() {
  const card = document.querySelector('leaf-jd-connect');
  if (!card) return undefined;
  const { companyName, heading, allowDisconnect, disabled, className } = card;
  const slotted = [...(card.shadowRoot?.querySelectorAll('slot') ?? [])].flatMap((slot) =>
    slot.assignedElements().map((child) => `${slot.name}: ${child.textContent}`),
  );
  const kinds = [typeof card.fetchSession, typeof card.strings];
  return { ...{ companyName, heading, allowDisconnect, disabled, className }, slotted, kinds };
}

/** What every app gives to its card. */
export const GIVEN: ReturnType<typeof mounted> = {
  companyName: 'Fieldbook',
  heading: 'Machine data',
  allowDisconnect: true,
  disabled: false,
  className: 'mine',
  slotted: [': Intro of the page', 'help: Help of the page'],
  kinds: ['function', 'object'],
};
