/** What is wrong with the embedding, said to the page's developer: one event and one console line each, never a grower's text. */
import type { DiagnosticCode } from '../protocol/vocabulary.js';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly help: string;
}

/** What mends it, or what is wrong where that says more than the code. */
const MESSAGES: Record<DiagnosticCode, string> = {
  server_url_missing: 'Set server-url to the base URL of your companion.',
  server_url_invalid: 'The server-url must be https:, or http: on loopback.',
  session_missing: 'Let session-url or fetchSession answer what createSession makes for the visitor.',
  session_url_invalid: 'The session-url must be of this page’s origin.',
  company_logo_refused: 'The company-logo must be https:, data:image/ or of this page’s origin.',
  origin_not_allowed: 'The companion’s allowedOrigins (ALLOWED_ORIGINS) most likely lack this page’s origin.',
  start_url_refused: 'The companion’s publicUrl (PUBLIC_URL) must be where server-url points.',
  return_url_invalid: 'The return-url must be one of the companion’s returnUrls (RETURN_URLS).',
  redirect_unsupported: 'The companion leads a page back only with the flow (JD_FLOW) authorization-code.',
  duplicate_definition: 'Load leaf-jd-connect once: another copy has defined this tag.',
  locale_missing: 'Load the file for this locale from leaf-jd-connect/locales.',
  locale_outdated: 'Load the language file of this version.',
  no_user_gesture: 'Call connect() in a click or key press, before any await.',
  sandboxed_frame: 'This page’s sandbox lacks allow-popups and allow-popups-to-escape-sandbox.',
  sandboxed_window: 'This page’s sandbox lacks allow-popups-to-escape-sandbox: no form can be sent in the window.',
  frame_refused:
    'This page’s sandbox may lack allow-popups, or the top page’s Cross-Origin-Opener-Policy hides the window.',
  page_cuts_window: 'This page’s Cross-Origin-Opener-Policy cuts the window off: send same-origin-allow-popups.',
  csp_blocked: 'This page’s Content-Security-Policy blocked a request of the card.',
  mixed_content: 'This https: page cannot ask a companion at an http: address.',
};

/** The page of the documentation that explains each code at length. */
const EXPLAINED_IN = 'docs/diagnostics.md';

/** @param about What exactly it is about, such as the directive that blocked. */
export function diagnostic(code: DiagnosticCode, about?: string): Diagnostic {
  return { code, message: MESSAGES[code], help: `${about ? `${about}. ` : ''}See ${EXPLAINED_IN}#${code}` };
}

/** One event, which bubbles to the page, and one line on the console, where a developer looks first. */
export function warn(detail: Diagnostic, target: EventTarget): void {
  const { code, message, help } = detail;
  console.warn(`<leaf-jd-connect> ${code}: ${message} ${help}`);
  target.dispatchEvent(new CustomEvent('leaf-diagnostic', { detail, bubbles: true, composed: true }));
}
