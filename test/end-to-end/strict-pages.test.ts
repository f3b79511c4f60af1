/** The recipe of `docs/strict-pages.md`, as it is written and with one line changed, in a real Chromium. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Request } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readIntegrity } from '../../build/integrity.js';
import { en } from '../../src/element/texts/en.js';
import manifest from '../../package.json' with { type: 'json' };
import { allow, openStage, type Stage, type Visit } from './stage.js';
import {
  header,
  markup,
  policy,
  strictPages,
  TWO_LITS,
  type Change,
  type Recorded,
  type StrictPages,
} from './strict-page.js';

const HELP = 'If there is no button here, call us';
const HASH = /integrity="sha384-[^"]{64}"/;
const OWN_SCRIPT = '<script src="/page.js" defer></script>';
const defining = fileURLToPath(new URL('../../dist/element/define.js', import.meta.url));
const file = readFileSync(new URL('../../dist/cdn/leaf-jd-connect.js', import.meta.url), 'utf8');

let stage: Stage;
let pages: StrictPages;
beforeAll(async () => {
  const strict = await strictPages(() => stage.demo);
  pages = strict;
  stage = await openStage({ routes: (site) => strict.routes(site) });
  pages.script('own-copy.js', file);
  pages.script('bundle.js', await bundled(`import ${JSON.stringify(defining)};`));
  pages.script('own-lit.js', await ownLit());
  pages.script('older.js', file.replaceAll(manifest.version, '0.0.9'));
}, 60_000);
afterAll(async () => {
  await stage.close();
  await pages.close();
});
beforeEach(() => {
  stage.demo.simulator.reset();
});

/** What a partner's bundler makes of a module. */
async function bundled(code: string): Promise<string> {
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      { name: 'own', resolveId: (id) => (id === 'own' ? id : null), load: (id) => (id === 'own' ? code : null) },
    ],
    build: { write: false, rolldownOptions: { input: 'own', output: { format: 'iife' } } },
  })) as Rolldown.RolldownOutput;
  return output[0].code;
}

/** A page's own element, by a Lit of another version. Played: it is the same Lit, which calls itself otherwise. */
async function ownLit(): Promise<string> {
  const code = await bundled(`import { html, LitElement } from 'lit';
    customElements.define('own-element', class extends LitElement { render() { return html\`<b>own</b>\`; } });`);
  const older = code.replaceAll(/(?<=push\([`"])3\.[\d.]+/g, '2.8.0');
  expect(older).not.toBe(code);
  return older;
}

async function open(...changes: Change[]): Promise<Visit> {
  return stage.visit({ path: await pages.put(...changes) });
}

/** Warnings of the card alone: the Lit of a test's own bundle has some too. */
async function recorded({ page }: Visit): Promise<Recorded> {
  const { warnings, ...rest } = await page.evaluate(() => window.recorded);
  return { ...rest, warnings: warnings.filter((it) => it.startsWith('<leaf-jd-connect>')) };
}

const isDefined = ({ page }: Visit) => page.evaluate(() => customElements.get('leaf-jd-connect') !== undefined);

async function connects(visit: Visit): Promise<void> {
  await visit.reach('disconnected');
  const popup = await visit.open();
  await allow(popup, 'several');
  await visit.comeBack();
  await visit.reach('connected');
  expect(await visit.page.locator('#shared').innerText()).toBe('2');
}

/** The tag is there, nothing defines it, and a person can read what stands in it. */
async function staysReadable(visit: Visit): Promise<void> {
  await visit.page.waitForLoadState('load');
  expect(await isDefined(visit)).toBe(false);
  expect(await visit.page.getByText(HELP).isVisible()).toBe(true);
}

describe('the recipe', () => {
  it('connects a farm, and no line of it is in anything’s way', async () => {
    const asked: Request[] = [];
    const visit = await stage.visit({
      path: await pages.put(),
      prepare: (context) => Promise.resolve(context.on('request', (request) => asked.push(request))),
    });
    await connects(visit);
    expect(await recorded(visit)).toEqual({ violations: [], errors: [], warnings: [] });
    expect(visit.faults).toEqual([]);

    // Nobody else was asked, and nothing else was loaded, by the page itself.
    const { siteUrl, companionUrl } = stage.demo;
    const ofPage = asked.filter((it) => it.frame().page() === visit.page);
    const kinds = ofPage.map((it) => `${new URL(it.url()).origin} ${it.resourceType()}`);
    expect([...new Set(kinds)].toSorted()).toEqual(
      [
        ...['document', 'fetch', 'image', 'other', 'script', 'stylesheet'].map((kind) => `${siteUrl} ${kind}`),
        `${pages.cdnUrl} script`,
        `${companionUrl} fetch`,
      ].toSorted(),
    );
  });

  it('shows the logo, and the QR code of a link', async () => {
    const visit = await open();
    await visit.press(en.sendLink);
    await visit.card.locator('[part="link-panel"] svg path').waitFor();
    const width = () =>
      visit.card.locator('img[part="logo"]').evaluate((logo) => (logo as HTMLImageElement).naturalWidth);
    await expect.poll(width).toBeGreaterThan(0);
    expect((await recorded(visit)).violations).toEqual([]);
  });

  it('needs no style-src: the card looks the same, and writes no style attribute', async () => {
    const looks = async (visit: Visit) => {
      await visit.reach('disconnected');
      return visit.button.evaluate((button) => {
        const { backgroundColor, padding, borderRadius, font } = getComputedStyle(button);
        return { backgroundColor, padding, borderRadius, font };
      });
    };
    const usual = await looks(await open());
    const visit = await open(policy("style-src 'self'", "style-src 'none'"), markup(/<link rel="stylesheet".*\n/, ''));
    expect(await looks(visit)).toEqual(usual);
    expect(usual.backgroundColor).not.toBe('rgb(239, 239, 239)');
    expect(await visit.card.locator('[style]').count()).toBe(0);
    expect((await recorded(visit)).violations).toEqual([]);
  });

  it('has room for a language, from below the same address', async () => {
    const { integrity } = readIntegrity().files['locales/es.js'] ?? {};
    const src = `${pages.cdnUrl}/leaf-jd-connect@${manifest.version}/dist/locales/es.js`;
    const tag = `<script src="${src}" integrity="${integrity ?? ''}" crossorigin="anonymous" defer></script>`;
    const visit = await open(markup('lang="en"', 'lang="es"'), markup('</head>', `${tag}</head>`));
    await visit.reach('disconnected');
    await expect.poll(() => visit.card.locator('[part="base"]').getAttribute('lang')).toBe('es');
    expect((await recorded(visit)).violations).toEqual([]);
  });

  it('works under Cross-Origin-Embedder-Policy: require-corp', async () => {
    const visit = await open(header('Cross-Origin-Embedder-Policy', 'require-corp'));
    await connects(visit);
    expect((await recorded(visit)).violations).toEqual([]);
  });

  it('leaves a link to be selected by hand where copying and sharing are forbidden', async () => {
    const visit = await open(header('Permissions-Policy', 'clipboard-write=(), web-share=()'));
    await visit.press(en.sendLink);
    await visit.press(en.copyLink);
    const link = visit.card.getByRole('textbox', { name: en.linkLabel });
    expect(await link.inputValue()).toContain(`${stage.demo.companionUrl}/start/`);
    await link.focus();
    expect(await visit.page.evaluate(() => getSelection()?.toString())).toContain('/start/');
    expect(await visit.card.getByRole('button', { name: en.copied }).count()).toBe(0);
    expect(visit.faults.filter((fault) => !fault.includes('Permissions policy violation'))).toEqual([]);
  });
});

describe('a line that the recipe has', () => {
  const SCRIPT: [line: string, change: Change, violation: RegExp][] = [
    ['the address of the script', policy(/ http:\S+dist\/;/, ';'), /^script-src-elem http/],
    ['the version in it', policy(`@${manifest.version}/`, '@0.0.1/'), /^script-src-elem http/],
    ['the name of Lit’s policy', policy('trusted-types lit-html', "trusted-types 'none'"), /^trusted-types /],
  ];

  it.each(SCRIPT)(
    'is needed: without %s there is no card, and its content stays readable',
    async (_, change, violation) => {
      const visit = await open(change);
      await staysReadable(visit);
      expect((await recorded(visit)).violations).toEqual([expect.stringMatching(violation)]);
    },
  );

  const ASKING: [line: string, change: Change, asked: () => string][] = [
    [
      'one’s own origin to ask',
      policy("connect-src 'self'", 'connect-src'),
      () => `${stage.demo.siteUrl}/leaf-session`,
    ],
    ['the companion to ask', policy(/(connect-src 'self') [^;]+/, '$1'), () => `${stage.demo.companionUrl}/connection`],
  ];

  it.each(ASKING)('is needed: without %s the card cannot ask, and says so', async (_, change, asked) => {
    const visit = await open(change);
    await visit.reach('unavailable');
    expect((await recorded(visit)).violations).toContain(`connect-src ${asked()}`);
    expect(await visit.eventsNamed('leaf-diagnostic')).toContainEqual(expect.objectContaining({ code: 'csp_blocked' }));
  });

  it('is needed: without img-src there is no logo', async () => {
    const visit = await open(policy("img-src 'self'", "img-src 'none'"), markup(/<link rel="icon".*\n/, ''));
    await visit.reach('disconnected');
    expect((await recorded(visit)).violations).toEqual([`img-src ${stage.demo.siteUrl}/logo.svg`]);
  });
});

describe('the script', () => {
  const NONCE = "'nonce-bm9uY2U'";
  const noncePage = markup(/<script(?= |\n)/g, '<script nonce="bm9uY2U"');
  const WAYS: [way: string, ...changes: Change[]][] = [
    ['by a nonce', policy(/script-src [^;]+/, `script-src 'self' ${NONCE}`), noncePage],
    ["by 'strict-dynamic'", policy(/script-src [^;]+/, `script-src ${NONCE} 'strict-dynamic'`), noncePage],
    [
      'from one’s own server',
      policy(/script-src [^;]+/, "script-src 'self'"),
      markup(/src="http\S+"/, 'src="/strict/own-copy.js"'),
    ],
  ];

  it.each(WAYS)('may be allowed %s as well', async (_, ...changes) => {
    const visit = await open(...changes);
    await visit.reach('disconnected');
    expect((await recorded(visit)).violations).toEqual([]);
  });

  it('is not run when it is not what its hash says, and what stands in the tag stays readable', async () => {
    const visit = await open(markup(HASH, `integrity="sha384-${'A'.repeat(64)}"`));
    await staysReadable(visit);
    expect(visit.faults).toEqual([
      expect.stringContaining("Failed to find a valid digest in the 'integrity' attribute"),
    ]);
    // The rest of the page goes on.
    expect(await visit.page.locator('#shared').innerText()).toBe('none yet');
  });

  it('is not run without crossorigin, since the browser may not look into it', async () => {
    await staysReadable(await open(markup(/crossorigin="anonymous"\s+/, '')));
  });
});

describe('a second Lit on the page', () => {
  const before = markup(OWN_SCRIPT, `<script src="/strict/own-lit.js" defer></script> ${OWN_SCRIPT}`);
  const shown = ({ page }: Visit) => page.evaluate(() => customElements.get('own-element') !== undefined);

  it('is allowed by ’allow-duplicates’, and both work', async () => {
    const visit = await open(TWO_LITS, before, markup('</body>', '<own-element></own-element></body>'));
    await connects(visit);
    expect(await visit.page.locator('own-element b').innerText()).toBe('own');
    expect(await visit.page.evaluate(() => (Reflect.get(window, 'litHtmlVersions') as string[]).length)).toBe(2);
    expect(await recorded(visit)).toEqual({ violations: [], errors: [], warnings: [] });
  });

  it('keeps the card from being defined without it, and what stands in the tag stays readable', async () => {
    const visit = await open(before);
    await staysReadable(visit);
    expect(await shown(visit)).toBe(true);
    expect((await recorded(visit)).violations).toEqual([expect.stringMatching(/^trusted-types /)]);
  });
});

describe('the card twice on one page', () => {
  const also = (src: string, kind = 'defer') =>
    markup('</head>', `<script src="/strict/${src}" ${kind}></script></head>`);
  const twice = also('own-copy.js');
  const COPIES: [what: string, ...changes: Change[]][] = [
    ['by the same script tag', twice],
    ['in another version', also('older.js')],
    [
      'from a CDN and from a bundle',
      markup('<body>', '<body><div id="app"></div>'),
      also('bundle.js', 'type="module"'),
    ],
  ];

  it.each(COPIES)('%s: is defined once, says so once, and works', async (_, ...changes) => {
    const visit = await open(TWO_LITS, ...changes);
    await connects(visit);
    expect(await recorded(visit)).toEqual({
      violations: [],
      errors: [],
      warnings: [expect.stringMatching(/^<leaf-jd-connect> duplicate_definition: /)],
    });
  });

  it('works where the second copy is stopped by the policy', async () => {
    const visit = await open(twice);
    await connects(visit);
    expect((await recorded(visit)).violations).toEqual([expect.stringMatching(/^trusted-types /)]);
  });
});

describe('a page that does not say who it is', () => {
  it('asks for no other press with no-referrer: its window asks its opener', async () => {
    await connects(await open(header('Referrer-Policy', 'no-referrer')));
  });

  it('leads to the naming page where nobody can be asked', async () => {
    const visit = await open(
      header('Referrer-Policy', 'no-referrer'),
      header('Cross-Origin-Opener-Policy', 'same-origin'),
    );
    await visit.reach('disconnected');
    const popup = await visit.open();
    await popup.getByText('Fieldbook').first().waitFor();
    await popup.getByRole('button').click();
    await allow(popup, 'several');
    await visit.comeBack();
    await visit.reach('connected');
  });
});
