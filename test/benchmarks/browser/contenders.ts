/** What is compared, each as one page with one script, and what stands in for whoever it asks. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { disconnected } from '../../support/answers.js';
import { bundleAsOurs, bundlePeer } from './bundle.js';
import { PEERS, type PeerFolder } from './peers.js';
import type { Answer, Site } from './site.js';

export interface Contender {
  readonly name: string;
  readonly path: string;
  /** An expression of the page's: an array of the elements that are pressed to connect. */
  readonly buttons: string;
  /** Bytes of its script, brotli. */
  readonly scriptBytes: number;
}

/** Names by which the figures speak of them. */
export const BARE_LIT = 'a bare Lit element';
export const OURS = 'leaf-jd-connect';
export const OURS_100 = 'leaf-jd-connect, companion in 100 ms';
export const OURS_REAL = 'leaf-jd-connect, companion in 100 ms on another origin, with a session';
export const INCUMBENT = `@withleaf.io/leaflink-react ${PEERS['@withleaf.io/leaflink-react']}: its first button`;
export const INCUMBENT_LIST = `@withleaf.io/leaflink-react: its button for John Deere`;
export const NANGO = `@nangohq/frontend ${PEERS['@nangohq/frontend']}`;
export const PLAID = `react-plaid-link ${PEERS['react-plaid-link']}`;

interface Plan {
  readonly name: string;
  readonly path: string;
  readonly script: string;
  readonly buttons: string;
  readonly body: string;
  /** Puts more of it on the page. */
  readonly more?: string;
}

/** What `selector` finds inside the shadow roots of these elements. */
const inside = (tag: string, selector: string) =>
  `Array.from(document.querySelectorAll('${tag}')).flatMap(({ shadowRoot }) => shadowRoot?.querySelector('${selector}') ?? [])`;
const inPage = (selector: string) => `Array.from(document.querySelectorAll('${selector}'))`;

function ours(name: string, path: string, attributes: string): Plan {
  const tag = `<leaf-jd-connect ${attributes}></leaf-jd-connect>`;
  return {
    name,
    path,
    script: 'leaf-jd-connect',
    buttons: inside('leaf-jd-connect', '[part=button]'),
    body: tag,
    more: moreOf(tag),
  };
}

const moreOf = (tag: string) => `document.body.append(document.createRange().createContextualFragment(\`${tag}\`))`;

const REACT_ROOT = '<div id="app"></div>';

const PEER_PLANS: readonly (Plan & { stubbed?: Record<string, string> })[] = [
  {
    name: INCUMBENT,
    path: '/leaflink',
    script: 'leaflink-react',
    buttons: inPage('#app button'),
    body: REACT_ROOT,
    stubbed: {
      'https://api.withleaf.io/': '/leaf/',
      'https://ff.withleaf.io/': '/flags/',
      'https://d2bkrhd64jf4kw.cloudfront.net/assets/': '/icons/',
      'https://static.thenounproject.com/png/101791-200.png': '/icons/search.png',
    },
  },
  {
    name: NANGO,
    path: '/nango',
    script: 'nango',
    buttons: inPage('button'),
    body: '',
  },
  {
    name: PLAID,
    path: '/plaid',
    script: 'plaid-link',
    buttons: inPage('#app button'),
    body: REACT_ROOT,
    stubbed: { 'https://cdn.plaid.com/link/v2/stable/link-initialize.js': '/plaid-loader.js' },
  },
];

const json = (value: unknown): Answer => ({ type: 'application/json', body: JSON.stringify(value) });
const script = (body: string): Answer => ({ type: 'text/javascript; charset=utf-8', body });
/** A picture of one dot, for each that is asked for. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Everything that peers ask, in the shapes that their code reads, answered at once. */
function stubPeers(site: Site): void {
  const provider = (name: string) => ({ provider: name, appName: 'app', clientEnvironment: 'PRODUCTION' });
  const users = '/leaf/services/usermanagement/api';
  const providers = ['JohnDeere', 'ClimateFieldView', 'CNHI', 'Trimble', 'AgLeader'];
  site.put(`${users}/app-keys`, json(providers.map(provider)));
  site.put(`${users}/users/user/provider-connections`, json([]));
  site.put('/flags/features', json([{ id: 'environment', features: [] }]));
  for (const icon of [
    'ag-leader-icon.png',
    'climate-icon.png',
    'cnhi-icons.jpeg',
    'jd-icon.png',
    'search.png',
    'trimble.png',
  ])
    site.put(`/icons/${icon}`, { type: 'image/png', body: DOT });
  site.put('/plaid-loader.js', script('window.Plaid={create:()=>({open(){},exit(){},destroy(){}})}'));
}

/** Builds everything and puts it on the site. Without `peers`, this project's own and the floor. */
export async function prepare(site: Site, peers: PeerFolder | undefined): Promise<Contender[]> {
  for (const [name, delayMs] of [
    ['at-once', 0],
    ['in-100', 100],
  ] as const)
    site.companions.set(name, { connection: disconnected(), delayMs });
  site.put('/session', json({ token: 'token', expiresAt: new Date(Date.now() + 3_600_000).toISOString() }));
  stubPeers(site);

  const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  const codes = new Map([
    ['bare-lit', await bundleAsOurs(here('contenders/bare-lit.ts'))],
    ['leaf-jd-connect', await readFile(here('../../../dist/cdn/leaf-jd-connect.js'), 'utf8')],
  ]);
  const bareLit: Plan = {
    name: BARE_LIT,
    path: '/bare-lit',
    script: 'bare-lit',
    buttons: inside('bare-lit', 'button'),
    body: '<bare-lit></bare-lit>',
    more: moreOf('<bare-lit></bare-lit>'),
  };
  const plans = [
    bareLit,
    ours(OURS, '/ours', 'server-url="/companion/at-once"'),
    ours(OURS_100, '/ours-100', 'server-url="/companion/in-100"'),
    ours(OURS_REAL, '/ours-real', `server-url="${site.elsewhere}/companion/in-100" session-url="/session"`),
  ];
  for (const { stubbed, ...plan } of peers ? PEER_PLANS : []) {
    codes.set(plan.script, await bundlePeer((await peers?.place(`${plan.script}.js`)) ?? '', stubbed));
    plans.push(plan);
    if (plan.name === INCUMBENT) plans.push(listOf(plan));
  }

  const scriptBytes = new Map([...codes].map(([name, code]) => [name, site.put(`/${name}.js`, script(code))]));
  return plans.map((plan) => {
    site.put(plan.path, { type: 'text/html; charset=utf-8', body: pageOf(plan) });
    const { name, path, buttons } = plan;
    return { name, path, buttons, scriptBytes: scriptBytes.get(plan.script) ?? NaN };
  });
}

/** Whoever wants John Deere of it presses its first button before; here the page does, in the frame that brings it. */
function listOf(plan: Plan): Plan {
  const press = `(function press() {
    const first = document.querySelector('#app button');
    if (first) first.click();
    else requestAnimationFrame(press);
  })();`;
  return {
    ...plan,
    name: INCUMBENT_LIST,
    path: '/leaflink-list',
    buttons: inPage('[data-testid=provider-available-box]'),
    body: `${plan.body}<script>${press}</script>`,
  };
}

function pageOf({ script, body, more }: Plan): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>${script}</title>
  <link rel="icon" href="data:,">
  <script src="/${script}.js" defer></script>
  <body>
    ${body}
    ${more ? `<script>more = (count) => { while (count--) ${more}; };</script>` : ''}
  </body>
</html>
`;
}
