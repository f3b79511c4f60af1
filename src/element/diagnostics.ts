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
  server_url_invalid: [
    'The attribute server-url is not a usable address.',
    'It must be https:, or http: on loopback, without a user name.',
  ],
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
    'The companion’s start URL is not on the companion’s own origin.',
    'Set publicUrl (PUBLIC_URL) to the address that server-url points to.',
  ],
  duplicate_definition: ['This tag was defined by another copy.', 'Load leaf-jd-connect once.'],
};

export function diagnostic(code: DiagnosticCode): Diagnostic {
  const [message, help] = DIAGNOSTICS[code];
  return { code, message, help };
}

export function warn({ code, message, help }: Diagnostic): void {
  console.warn(`<leaf-jd-connect> ${code}: ${message} ${help}`);
}
