/**
 * The one style sheet and the two scripts of the companion's pages. Constants, since their hashes stand in the policy:
 * what differs from page to page travels in data attributes.
 */
import { raw } from 'hono/html';
import { HANDSHAKE } from '../protocol/vocabulary.js';

/** A constant element, and the CSP source that allows exactly its text. */
export interface Asset {
  element: ReturnType<typeof raw>;
  source(): Promise<string>;
}

/** Made here and not inside a page's template, where a formatter that moves one space would break the hash. */
function asset(tag: 'style' | 'script', text: string): Asset {
  return {
    element: raw(`<${tag}>${text}</${tag}>`),
    source: async () => {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
    },
  };
}

export const PAGE_STYLE = asset(
  'style',
  `
:root {
  color-scheme: light dark;
  --surface: #fff;
  --ground: #f3f5f2;
  --text: #1c231e;
  --muted: #566159;
  --border: #d8ded9;
  --accent: #1f6b3a;
  --on-accent: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: #1b1f1c;
    --ground: #111412;
    --text: #e9eee9;
    --muted: #a5b0a8;
    --border: #333b35;
    --accent: #7fcf98;
    --on-accent: #0d1f13;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  display: grid;
  place-items: center;
  padding: 1rem;
  background: var(--ground);
  color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif;
}
main {
  width: 100%;
  max-width: 26rem;
  padding: 1.75rem 1.5rem;
  background: var(--surface);
  border: 1px solid var(--border);
  border-radius: 0.9rem;
  overflow-wrap: anywhere;
}
/* A page that the handshake sends on at once should not be seen flashing by. */
body:has(script) main { animation: show 0.15s 0.4s both; }
@keyframes show { from { opacity: 0; } }
.brand { margin: 0 0 0.75rem; color: var(--muted); font-size: 0.9rem; font-weight: 600; }
h1 { margin: 0 0 0.75rem; font-size: 1.35rem; line-height: 1.25; text-wrap: balance; }
p { margin: 0 0 0.75rem; }
.who { padding: 0.75rem 1rem; border: 1px solid var(--border); border-radius: 0.6rem; }
.who strong { display: block; font-size: 1.1rem; }
.muted { color: var(--muted); font-size: 0.9rem; }
form + .muted { margin-top: 1rem; }
main > :last-child { margin-bottom: 0; }
code { font: 0.85rem ui-monospace, monospace; unicode-bidi: isolate; user-select: all; }
button {
  width: 100%;
  min-height: 3rem;
  margin-top: 0.5rem;
  padding: 0.6rem 1rem;
  border: 1px solid transparent;
  border-radius: 0.6rem;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { filter: brightness(1.08); }
a { color: var(--accent); }
a:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
`,
);

/**
 * Asks the page that opened this window whether it did, and goes on by itself when that page, at exactly the attempt's
 * origin, says so. A window opened by anybody else keeps showing the naming page, and so does one that came back to it:
 * it would bounce a person forward who wanted to go back.
 */
export const HANDSHAKE_SCRIPT = asset(
  'script',
  `
(() => {
  const form = document.querySelector('form');
  const { attempt, origin } = form.dataset;
  const page = window.opener;
  if (!page || performance.getEntriesByType('navigation')[0]?.type === 'back_forward') return;
  const onMessage = ({ source, origin: from, data }) => {
    if (source !== page || from !== origin) return;
    if (data?.type !== ${JSON.stringify(HANDSHAKE.grant)} || data.attemptId !== attempt) return;
    removeEventListener('message', onMessage);
    form.submit();
  };
  addEventListener('message', onMessage);
  page.postMessage({ type: ${JSON.stringify(HANDSHAKE.ask)}, attemptId: attempt }, origin);
})();
`,
);

/**
 * Tells the page that opened this window, at exactly the attempt's origin, that there is nothing left to do in it, and
 * closes it. Either may be in vain: a sign-in page can have cut the window off, and a tab of its own cannot be closed.
 */
export const FINISHED_SCRIPT = asset(
  'script',
  `
(() => {
  const { attempt, origin } = document.querySelector('[data-attempt]').dataset;
  window.opener?.postMessage({ type: ${JSON.stringify(HANDSHAKE.finished)}, attemptId: attempt }, origin);
  window.close();
})();
`,
);
