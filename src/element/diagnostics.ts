/** What is wrong with the embedding, said to the page's developer: one event and one console line each, never a grower's text. */
import type { DiagnosticCode } from '../protocol/vocabulary.js';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly help: string;
}

const DIAGNOSTICS: Record<DiagnosticCode, readonly [message: string, help: string]> = {
  server_url_missing: ['There is no server-url.', 'Set it to the base URL of your companion.'],
  server_url_invalid: ['The server-url cannot be used.', 'It must be https:, or http: on loopback.'],
  session_missing: [
    'There is no session for the companion.',
    'Let session-url or fetchSession answer what createSession makes for the visitor.',
  ],
  session_url_invalid: ['The session-url is not of this page’s origin.', 'Only your own server knows the visitor.'],
  company_logo_refused: ['The company-logo was not used.', 'It must be https:, data:image/ or of this page’s origin.'],
  origin_not_allowed: [
    'The companion most likely does not allow this page’s origin.',
    'Add it to allowedOrigins (ALLOWED_ORIGINS).',
  ],
  start_url_refused: [
    'The start URL is not of the companion’s origin.',
    'Set publicUrl (PUBLIC_URL) to where server-url points.',
  ],
  return_url_invalid: [
    'The return-url is no address to come back to.',
    'Use one of the companion’s returnUrls (RETURN_URLS).',
  ],
  redirect_unsupported: ['The companion’s sign-in does not come back.', 'Set flow (JD_FLOW) to authorization-code.'],
  duplicate_definition: ['Another copy has defined this tag.', 'Load leaf-jd-connect once.'],
  locale_missing: ['There is no file for this locale.', 'Load it from leaf-jd-connect/locales.'],
  locale_outdated: ['The language file is of another version.', 'Load both of one version.'],
  no_user_gesture: ['There was no click or key press.', 'Call connect() in one, before any await.'],
  sandboxed_frame: [
    'This page’s sandbox may open no window.',
    'Add allow-popups and allow-popups-to-escape-sandbox to it.',
  ],
  sandboxed_window: [
    'This page’s sandbox goes on in the sign-in window, where no form can be sent.',
    'Add allow-popups-to-escape-sandbox to it.',
  ],
  frame_refused: [
    'No window could be opened from this frame.',
    'Its sandbox may lack allow-popups; or the top page’s Cross-Origin-Opener-Policy hides the window.',
  ],
  page_cuts_window: [
    'This page’s Cross-Origin-Opener-Policy cuts the sign-in window off.',
    'Send same-origin-allow-popups.',
  ],
  csp_blocked: ['This page’s Content-Security-Policy blocked a request of the card.', 'Allow it in this directive:'],
  mixed_content: ['The server-url is http: on an https: page.', 'Give the companion an https: address.'],
};

/** The page of the documentation that explains each code at length. */
const EXPLAINED_IN = 'docs/diagnostics.md';

/** @param about What exactly it is about, such as the directive that blocked. */
export function diagnostic(code: DiagnosticCode, about = ''): Diagnostic {
  const [message, help] = DIAGNOSTICS[code];
  return { code, message, help: `${help} ${about && `${about}. `}See ${EXPLAINED_IN}#${code}` };
}

/** One event, which bubbles to the page, and one line on the console, where a developer looks first. */
export function warn(detail: Diagnostic, target: EventTarget): void {
  const { code, message, help } = detail;
  console.warn(`<leaf-jd-connect> ${code}: ${message} ${help}`);
  target.dispatchEvent(new CustomEvent('leaf-diagnostic', { detail, bubbles: true, composed: true }));
}
