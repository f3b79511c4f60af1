/** The pages of the sign-in window on its way to John Deere. */
import { html } from 'hono/html';
import type { Attempt } from './attempt.js';
import type { Config } from './config.js';
import { HANDSHAKE_SCRIPT } from './page-assets.js';
import type { RenderPage } from './page-frame.js';
import type { ProblemError } from './problem.js';
import { allowedReturnUrl } from './return-url.js';
import type { Texts } from './texts/en.js';

export interface Pages {
  /** Names who will receive the data, and asks before it goes on. */
  naming(request: Request, attempt: Attempt, status?: number): Promise<Response>;
  /** What happened, "try again", and a code for the partner's support. */
  couldNotStart(request: Request, problem: ProblemError, requestId: string, attempt?: Attempt): Promise<Response>;
  /** For a start URL that is forged (no attempt) or too old: there is nothing to try again here. */
  expired(request: Request, attempt?: Attempt): Promise<Response>;
}

/** `returns`: whether the sign-in comes back to the companion, and ends on a page of its own. */
export function createPages(config: Config, render: RenderPage, returns: boolean): Pages {
  const { companyName: company, pageOrigins } = config;
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
          ${attempt.handed && html`<p class="muted">${returns ? texts.handedReturn : texts.handedEnd}</p>`}`,
        status,
        // A page that may no longer ask is not asked either, and for a link no page can vouch.
        ...(!attempt.handed && pageOrigins.includes(attempt.origin) && { script: HANDSHAKE_SCRIPT }),
      })),

    couldNotStart: (request, problem, requestId, attempt) =>
      render(request, (texts) => ({
        title: problem.code === 'rate_limited' ? texts.limitedTitle : texts.failedTitle,
        body: html`<p>${adviceFor(problem, texts, company)}</p>
          <form method="post"><button>${texts.tryAgain}</button></form>
          ${wayBack(attempt, config, texts)} ${supportCode(requestId, texts)}`,
        status: problem.status,
        headers: problem.headers,
      })),

    expired: (request, attempt) =>
      render(request, (texts) => ({
        title: attempt?.handed ? texts.expiredLinkTitle : texts.expiredTitle,
        body: html`<p>${attempt?.handed ? texts.expiredLinkAdvice : texts.expiredAdvice(company)}</p>
          ${wayBack(attempt, config, texts)}`,
        status: 410,
      })),
  };
}

/** For a sign-in that took the place of a page: there is no window to close. */
export function wayBack(attempt: Attempt | undefined, config: Config, texts: Texts) {
  const address = attempt?.returnUrl && allowedReturnUrl(attempt.returnUrl, config);
  return address && html`<p><a href="${address}">${texts.backTo(config.companyName)}</a></p>`;
}

export function supportCode(requestId: string, texts: Texts) {
  return html`<p class="muted">${texts.supportCode} <code>${requestId}</code></p>`;
}

function adviceFor({ code, retryable }: ProblemError, texts: Texts, company: string): string {
  if (code === 'rate_limited') return texts.limitedAdvice;
  // What does not pass by itself is for the partner to put right, and never the grower's fault.
  return retryable ? texts.failedForNow : texts.failedSetUp(company);
}
