/** The apps as pages of the demo's site, in front of the demo's companion. */
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
}

const NONCE = 'bm9uY2U';

/** Builds the apps, and opens the demo with a page for each. */
export async function openApps(served: readonly Served[]): Promise<Stage> {
  return openStage({ routes: await buildPages(served) });
}

/** Builds the apps; answers what adds a page for each to the demo's site. */
export async function buildPages(served: readonly Served[]): Promise<NonNullable<DemoOptions['routes']>> {
  const pages = await Promise.all(
    served.map(async (it) => ({
      ...it,
      script: await browserCode(it.app),
      render: it.server === undefined ? undefined : await serverHalf(it.app, it.server),
    })),
  );
  return (site, { companionUrl }) => {
    for (const { path, strict = false, script, render } of pages) {
      site.get(`/${path}`, async (c) => {
        if (strict) c.header('Content-Security-Policy', strictPolicy(companionUrl));
        return c.html(pageOf(path, strict, companionUrl, (await render?.(companionUrl)) ?? ''));
      });
      site.get(`/${path}/app.js`, (c) => c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
    }
  };
}

function pageOf(path: string, strict: boolean, companionUrl: string, inside: string): string {
  const nonce = strict ? ` nonce="${NONCE}"` : '';
  return `<!doctype html>
<html lang="en" data-companion="${companionUrl}">
  <title>${path}</title>
  <link rel="icon" href="data:,">
  ${strict ? `<script${nonce} src="/leaf-jd-connect.js" defer></script>` : ''}
  <script${nonce} type="module" src="/${path}/app.js"></script>
  <body><div id="app">${inside}</div></body>
</html>`;
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
