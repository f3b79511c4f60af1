/** What is wrong with the embedding, said to the page's developer: one event and one console line each, never a grower's text. */
import type { DiagnosticCode } from '../protocol/vocabulary.js';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly help: string;
}

const DIAGNOSTICS: Record<DiagnosticCode, readonly [message: string, help: string]> = {
  server_url_missing: [
    'The attribute server-url is missing.',
    'Set it to the base URL of your companion, such as https://connect.example.com.',
  ],
  server_url_invalid: ['The attribute server-url is not a usable address.', 'It must be https:, or http: on loopback.'],
  session_missing: [
    'There is no session for the companion.',
    'Let session-url or fetchSession answer what createSession makes for the signed-in visitor.',
  ],
  session_url_invalid: [
    'The attribute session-url is not an address of this page’s own origin.',
    'Only your own server knows who the visitor is.',
  ],
  company_logo_refused: [
    'The attribute company-logo was not used.',
    'It must be https:, data:image/ or of this page’s own origin.',
  ],
  origin_not_allowed: [
    'The companion most likely does not allow this page’s origin.',
    'Add it to allowedOrigins (ALLOWED_ORIGINS).',
  ],
  start_url_refused: [
    'The start URL is not on the companion’s own origin.',
    'Set publicUrl (PUBLIC_URL) to the address that server-url points to.',
  ],
  return_url_invalid: [
    'The attribute return-url is no address to come back to.',
    'Use one of the companion’s returnUrls (RETURN_URLS).',
  ],
  redirect_unsupported: [
    'The companion’s way of signing in does not come back, so a window is opened.',
    'Set flow (JD_FLOW) to authorization-code.',
  ],
  duplicate_definition: ['Another copy has defined this tag.', 'Load leaf-jd-connect once.'],
  locale_missing: [
    'There are no texts in the language of the attribute locale.',
    'Load leaf-jd-connect/locales/… of that language.',
  ],
  locale_outdated: ['The language file is of another version than the card.', 'Load both of the same version.'],
  no_user_gesture: [
    'The method connect() was called outside a click or key press.',
    'Call it in one, with nothing awaited before.',
  ],
  sandboxed_frame: [
    'This page is in a sandboxed frame that may open no window.',
    'Add allow-popups and allow-popups-to-escape-sandbox to its sandbox attribute.',
  ],
  sandboxed_window: [
    'This page’s sandbox goes on in the sign-in window, where no form can be sent.',
    'Add allow-popups-to-escape-sandbox to the sandbox attribute.',
  ],
  frame_refused: [
    'No window could be opened from this frame.',
    'Its sandbox may lack allow-popups; or the top page sends Cross-Origin-Opener-Policy: same-origin, and the window is open all the same.',
  ],
  page_cuts_window: [
    'This page’s Cross-Origin-Opener-Policy: same-origin cuts the sign-in window off.',
    'Send same-origin-allow-popups instead.',
  ],
  csp_blocked: [
    'This page’s Content-Security-Policy blocked a request of the card.',
    'Allow the companion’s origin, and your session-url, in this directive:',
  ],
  mixed_content: [
    'The attribute server-url is http: on a page that is https:.',
    'Give the companion an https: address.',
  ],
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
