/**
 * Pages without the element, on two sites that know nothing of each other: what a browser does with plain `window.open`.
 * Headers, frames and windows are real; the pages stand for a partner's page (home) and for a sign-in elsewhere (away).
 */
import { listenerOf, openOrigin, type Origin } from '../../../demo/simulator/origin.js';

export interface RawPages {
  readonly home: string;
  readonly away: string;
  close(): Promise<void>;
}

export async function openRawPages(): Promise<RawPages> {
  const origins: Origin[] = [await openOrigin('127.0.0.1', 0), await openOrigin('127.0.0.2', 0)];
  for (const origin of origins) origin.answerWith(listenerOf(answer));
  const [home = '', away = ''] = origins.map(({ url }) => url);
  return {
    home,
    away,
    close: async () => {
      await Promise.all(origins.map((origin) => origin.close()));
    },
  };
}

async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const asked = (name: string) => searchParams.get(name);
  const headers = new Headers({ 'Cache-Control': 'no-store', 'Content-Type': 'text/html; charset=utf-8' });
  const coop = asked('coop');
  if (coop !== null) headers.set('Cross-Origin-Opener-Policy', coop);
  switch (pathname) {
    case '/page':
      return new Response(page('Page', `<button id="own">act</button><script>${RECORDER}${PAGE_BUTTON}</script>`), {
        headers,
      });
    case '/frame':
      return new Response(page('Frame', frame(asked('src') ?? '', asked('sandbox'))), { headers });
    case '/hop':
      return new Response(
        page('Sign-in', `<script>setTimeout(() => location.replace(${quoted(asked('next'))}), 900)</script>`),
        {
          headers,
        },
      );
    case '/redirect':
      headers.set('Location', asked('next') ?? '/');
      return new Response(null, { status: 302, headers });
    case '/stay':
      return new Response(page('Sign-in', '<p>Somebody types here.</p>'), { headers });
    case '/form':
      if (request.method === 'POST') return new Response(page('Submitted', '<p>Submitted</p>'), { headers });
      return new Response(page('Sign-in', '<form method="post"><button>Sign in</button></form>'), { headers });
    case '/json':
      headers.set('Content-Type', 'application/json');
      return new Response('{"status":"DONE"}', { headers });
    case '/back':
      return new Response(page('Back', `<script>${MESSENGER}</script>`), { headers });
    case '/many':
      return new Response(page('Many', `<button>act</button><script>${MANY}</script>`), { headers });
    case '/slow':
      await new Promise((resolve) => setTimeout(resolve, Number(asked('ms'))));
      return new Response('done', { headers });
    default:
      return new Response(null, { status: 404 });
  }
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,"><h1>${title} (a test's own page)</h1>${body}`;
}

function frame(src: string, sandbox: string | null): string {
  const rules = sandbox === null ? '' : ` sandbox="${sandbox}"`;
  return `<iframe src="${src.replaceAll('&', '&amp;')}"${rules} width="600" height="300"></iframe>`;
}

/** For a script inside HTML. */
function quoted(text: string | null): string {
  return JSON.stringify(text ?? '').replaceAll('<', '\\u003c');
}

/** What the page sees of the window that it opened. */
export interface Seen {
  handle?: Window | null;
  other?: Window | null;
  openedAt?: number;
  closedAfterMs?: number;
  threw?: string;
  focusEvents: string[];
  messages: string[];
}

declare global {
  interface Window {
    seen: Seen;
    /** What the page's own button does. What it throws is seen. */
    whenPressed: (act: () => unknown) => void;
  }
}

/** For every page that has a button of its own. */
export const PAGE_BUTTON = `
  window.whenPressed = (act) => {
    document.querySelector('#own').onclick = () => {
      try { act(); } catch (error) { (window.seen ??= {}).threw = error.name; }
    };
  };
`;

const RECORDER = `
  window.seen = { focusEvents: [], messages: [] };
  const note = (how) => ({ data }) => seen.messages.push(how + ':' + data);
  addEventListener('message', note('postMessage'));
  new BroadcastChannel('conformance').addEventListener('message', note('BroadcastChannel'));
  for (const name of ['focus', 'blur']) addEventListener(name, () => seen.focusEvents.push(name));
  setInterval(() => {
    if (seen.handle?.closed && seen.closedAfterMs === undefined) seen.closedAfterMs = performance.now() - seen.openedAt;
  }, 5);
`;

/** Says what is left of its opener, and speaks on both ways that a page has. */
const MESSENGER = `
  sessionStorage.copied ??= 'no';
  document.title = opener ? 'Back, with opener' : 'Back, without opener';
  document.body.append(document.title);
  opener?.postMessage('hello', '*');
  new BroadcastChannel('conformance').postMessage('hello');
`;

const MANY = `
  document.querySelector('button').onclick = () => {
    for (let i = 0; i < 40; i++) opener.postMessage('hello', '*');
    close();
  };
`;
