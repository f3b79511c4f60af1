/** The pages of a sign-in window that comes back from John Deere. */
import { html } from 'hono/html';
import type { Attempt } from './attempt.js';
import type { Config } from './config.js';
import { FINISHED_SCRIPT } from './page-assets.js';
import type { RenderPage } from './page-frame.js';
import { supportCode, wayBack } from './pages.js';
import type { ProblemError } from './problem.js';
import type { Texts } from './texts/en.js';

export interface CallbackPages {
  /** The end: tells the page that opened the window, and closes it. Without an attempt it only says so. */
  finished(request: Request, attempt?: Attempt): Promise<Response>;
  /** The grower said no. */
  declined(request: Request, attempt: Attempt): Promise<Response>;
  /** Nothing shows that this browser began the sign-in. */
  notBound(request: Request, requestId: string): Promise<Response>;
  /** What happened, where it can be tried again, and a code for the partner's support. */
  couldNotFinish(request: Request, problem: ProblemError, requestId: string, attempt?: Attempt): Promise<Response>;
}

export function createCallbackPages(config: Config, render: RenderPage): CallbackPages {
  const { companyName: company, pageOrigins, publicUrl } = config;

  /** To the start page, as its own button does. */
  const again = ({ token }: Attempt, texts: Texts) =>
    html`<form method="post" action="${publicUrl}/start/${token}"><button>${texts.tryAgain}</button></form>`;

  return {
    finished: (request, attempt) => {
      // Nobody waits in the window before a link that was handed to somebody, and a page may be allowed no more.
      const heard = attempt && !attempt.handed && pageOrigins.includes(attempt.origin);
      return render(request, (texts) => ({
        title: texts.finishedTitle,
        body: html`<p>${attempt?.handed ? texts.finishedLink : texts.finishedAdvice(company)}</p>
          ${heard && html`<p data-attempt="${attempt.attemptId}" data-origin="${attempt.origin}"></p>`}`,
        status: 200,
        ...(heard && { script: FINISHED_SCRIPT }),
      }));
    },

    declined: (request, attempt) =>
      render(request, (texts) => ({
        title: texts.declinedTitle,
        body: html`<p>${texts.declinedAdvice(company)}</p>
          ${again(attempt, texts)}`,
        status: 200,
      })),

    notBound: (request, requestId) =>
      render(request, (texts) => ({
        title: texts.notBoundTitle,
        body: html`<p>${texts.notBoundAdvice(company)}</p>
          ${supportCode(requestId, texts)}`,
        status: 403,
      })),

    couldNotFinish: (request, problem, requestId, attempt) =>
      render(request, (texts) => ({
        title: problem.code === 'rate_limited' ? texts.limitedTitle : texts.unfinishedTitle,
        body: html`<p>${adviceFor(problem, texts, company)}</p>
          ${attempt ? again(attempt, texts) : html`<p>${texts.closeAndGoBack(company)}</p>`}
          ${wayBack(attempt, config, texts)} ${supportCode(requestId, texts)}`,
        status: problem.status,
        headers: problem.headers,
      })),
  };
}

/** It is not always known what became of the last call, so that nothing is said about what was shared. */
function adviceFor({ code, retryable }: ProblemError, texts: Texts, company: string): string {
  if (code === 'rate_limited') return texts.unfinishedLimited;
  if (code === 'attempt_expired') return texts.unfinishedUsed;
  return retryable ? texts.unfinishedForNow : texts.unfinishedSetUp(company);
}
