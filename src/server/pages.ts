/**
 * The companion's own pages, shown in the sign-in window. Built with Hono's escaping templates; one style sheet and, on
 * the naming page, one script, both pinned by hash in the page's own policy.
 */
import { html } from 'hono/html';
import type { Attempt } from './attempt.js';
import { LEAF_ORIGINS, type Config } from './config.js';
import { HANDSHAKE_SCRIPT, PAGE_STYLE, type Asset } from './page-assets.js';
import type { ProblemError } from './problem.js';
import { chooseLanguage } from './texts/choose.js';
import type { Texts } from './texts/en.js';

interface Page {
  title: string;
  body: ReturnType<typeof html>;
  status: number;
  headers?: Record<string, string>;
  script?: Asset;
}

export interface Pages {
  /** Names who will receive the data, and asks before it goes on. */
  naming(request: Request, attempt: Attempt, status?: number): Promise<Response>;
  /** What happened, "try again", and a code for the partner's support. */
  couldNotStart(request: Request, problem: ProblemError, requestId: string): Promise<Response>;
  /** For a start URL that is forged (no attempt) or too old: there is nothing to try again here. */
  expired(request: Request, attempt?: Attempt): Promise<Response>;
}

export function createPages(config: Config): Pages {
  const { companyName: company, pageOrigins } = config;

  /** Renders a page in the language that the request asks for. */
  async function render(request: Request, describe: (texts: Texts) => Page): Promise<Response> {
    const { tag, texts } = chooseLanguage(request.headers.get('Accept-Language') ?? '');
    const { title, body, status, headers, script } = describe(texts);
    const markup = await html`<!doctype html>
      <html lang="${tag}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title}</title>
          ${PAGE_STYLE.element}
        </head>
        <body>
          <main>
            <p class="brand">${company}</p>
            <h1>${title}</h1>
            ${body}
          </main>
          ${script?.element}
        </body>
      </html>`;
    return new Response(markup.toString(), {
      status,
      headers: {
        ...headers,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': await policyOf(config, script),
        // The form's own POST must say where it comes from; `no-referrer` would turn its Origin into "null".
        'Referrer-Policy': 'same-origin',
      },
    });
  }

  return {
    naming: (request, attempt, status = 200) =>
      render(request, (texts) => ({
        title: texts.namingTitle(company),
        body: html`<p class="who">
            ${texts.namingWho} <strong><bdi>${company}</bdi></strong>
            ${attempt.name && html`<span class="muted">${texts.namingAccount} <bdi>${attempt.name}</bdi></span>`}
          </p>
          ${attempt.handed && html`<p>${texts.handedFarm}</p>`}
          <p>${texts.namingAdvice}</p>
          <form method="post" data-attempt="${attempt.attemptId}" data-origin="${attempt.origin}">
            <button>${texts.namingButton}</button>
          </form>
          ${attempt.handed && html`<p class="muted">${texts.handedEnd}</p>`}`,
        status,
        // A page that may no longer ask is not asked either, and for a link no page can vouch.
        ...(!attempt.handed && pageOrigins.includes(attempt.origin) && { script: HANDSHAKE_SCRIPT }),
      })),

    couldNotStart: (request, problem, requestId) =>
      render(request, (texts) => ({
        title: problem.code === 'rate_limited' ? texts.limitedTitle : texts.failedTitle,
        body: html`<p>${adviceFor(problem, texts, company)}</p>
          <form method="post"><button>${texts.failedButton}</button></form>
          <p class="muted">${texts.supportCode}: <code>${requestId}</code></p>`,
        status: problem.status,
        headers: problem.headers,
      })),

    expired: (request, attempt) =>
      render(request, (texts) => ({
        title: attempt?.handed ? texts.expiredLinkTitle : texts.expiredTitle,
        body: html`<p>${attempt?.handed ? texts.expiredLinkAdvice : texts.expiredAdvice(company)}</p>`,
        status: 410,
      })),
  };
}

function adviceFor({ code, retryable }: ProblemError, texts: Texts, company: string): string {
  if (code === 'rate_limited') return texts.limitedAdvice;
  // What does not pass by itself is for the partner to put right, and never the grower's fault.
  return retryable ? texts.failedForNow : texts.failedSetUp(company);
}

async function policyOf({ signInOrigins, messageOrigins, leaf }: Config, script: Asset | undefined): Promise<string> {
  // Chromium holds every redirect that follows a form against form-action. A grower who is signed in already is sent on
  // to Leaf's callback without seeing a page of John Deere's, so Leaf's origins belong to the chain. They are named here
  // whether their messages are heard or not, which is the partner's to say.
  const leafOrigins = [new URL(leaf.apiUrl).origin, ...LEAF_ORIGINS, ...messageOrigins];
  const formTargets = new Set(["'self'", ...signInOrigins, ...leafOrigins]);
  return [
    "default-src 'none'",
    `style-src ${await PAGE_STYLE.source()}`,
    ...(script === undefined ? [] : [`script-src ${await script.source()}`]),
    `form-action ${[...formTargets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
