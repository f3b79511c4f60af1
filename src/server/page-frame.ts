/**
 * What the companion's own pages have in common. Built with Hono's escaping templates; one style sheet and, where there is
 * one, a script, both pinned by hash in the page's own policy.
 */
import { html } from 'hono/html';
import { LEAF_ORIGINS, type Config } from './config.js';
import { PAGE_STYLE, type Asset } from './page-assets.js';
import { chooseLanguage } from './texts/choose.js';
import type { Texts } from './texts/en.js';

export interface Page {
  title: string;
  body: ReturnType<typeof html>;
  status: number;
  headers?: Record<string, string>;
  script?: Asset;
}

/** Renders a page in the language that the request asks for. */
export type RenderPage = (request: Request, describe: (texts: Texts) => Page) => Promise<Response>;

/** `returns`: whether the sign-in comes back to the companion. */
export function createPageFrame(config: Config, returns: boolean): RenderPage {
  const targets = formTargets(config, returns).join(' ');
  return async (request, describe) => {
    const { tag, dir, texts } = chooseLanguage(request.headers.get('Accept-Language') ?? '');
    const { title, body, status, headers, script } = describe(texts);
    const markup = await html`<!doctype html>
      <html lang="${tag}" dir="${dir}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title}</title>
          ${PAGE_STYLE.element}
        </head>
        <body>
          <main>
            <p class="brand"><bdi>${config.companyName}</bdi></p>
            <h1>${title}</h1>
            ${body}
          </main>
          ${script?.element}
        </body>
      </html>`;
    const policy = [
      "default-src 'none'",
      `style-src ${await PAGE_STYLE.source()}`,
      ...(script === undefined ? [] : [`script-src ${await script.source()}`]),
      `form-action ${targets}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ];
    return new Response(markup.toString(), {
      status,
      headers: {
        ...headers,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Language': tag,
        'Content-Security-Policy': policy.join('; '),
        // The form's own POST must say where it comes from; `no-referrer` would turn its Origin into "null".
        'Referrer-Policy': 'same-origin',
      },
    });
  };
}

/**
 * Chromium holds every redirect that follows a form against form-action. A grower who is signed in already is sent on
 * without seeing a page of John Deere's: to the choice of organizations and the page to come back to, or to Leaf's callback,
 * whether Leaf's messages are heard or not, which is the partner's to say.
 */
function formTargets(config: Config, returns: boolean): string[] {
  const { signInOrigins, managementOrigins, returnUrls, messageOrigins, leaf } = config;
  const onward = returns
    ? [...managementOrigins, ...returnUrls.map((url) => new URL(url).origin)]
    : [new URL(leaf.apiUrl).origin, ...LEAF_ORIGINS, ...messageOrigins];
  return [...new Set(["'self'", ...signInOrigins, ...onward])];
}
