/**
 * What the page around the card does to it: causes that nobody but the page's developer can mend, and that no grower
 * would guess. Each is told once, as a diagnostic; none changes what the card shows.
 */
import type { DiagnosticCode, ErrorCode } from '../protocol/vocabulary.js';
import type { ConnectSettings } from './settings.js';

export type Diagnose = (code: DiagnosticCode, about?: string) => void;

export class Embedding {
  readonly #diagnose: Diagnose;
  #settings: ConnectSettings | undefined;
  #watching: AbortController | undefined;
  #pageAsked = false;

  constructor(diagnose: Diagnose) {
    this.#diagnose = diagnose;
  }

  use(settings: ConnectSettings | undefined): void {
    this.#settings = settings;
    const sandbox = sandboxOfFrame();
    if (sandbox?.contains('allow-popups') && !sandbox.contains('allow-popups-to-escape-sandbox'))
      this.#diagnose('sandboxed_window');
  }

  watch(): void {
    this.#watching ??= new AbortController();
    const { signal } = this.#watching;
    document.addEventListener('securitypolicyviolation', this.#onViolation, { signal });
  }

  unwatch(): void {
    this.#watching?.abort();
    this.#watching = undefined;
  }

  /** `window.open` answered nothing. A popup blocker that is the grower's own is no fault of the page's. */
  windowRefused({ gesture, threw }: { gesture: boolean; threw: boolean }): void {
    // Only Firefox throws, and only in a sandbox. Elsewhere the attribute tells, where this page may read it.
    const sandboxed = threw || sandboxOfFrame()?.contains('allow-popups') === false;
    if (sandboxed) this.#diagnose('sandboxed_frame');
    else if (!gesture) this.#diagnose('no_user_gesture');
    else if (isFramed()) this.#diagnose('frame_refused');
  }

  /**
   * The window is out of reach while somebody is in it. Either John Deere's page did that or this page's own header did,
   * which its own server can tell; mostly the answer is in the browser's cache.
   */
  async windowSevered(): Promise<void> {
    if (this.#pageAsked || isFramed()) return;
    this.#pageAsked = true;
    if (crossOriginIsolated || (await this.#sendsSameOrigin())) this.#diagnose('page_cuts_window');
  }

  /** A question got no answer. */
  companionFailed(code: ErrorCode): void {
    if (code === 'origin_not_allowed' || code === 'session_missing') this.#diagnose(code);
    if (code === 'server_unreachable' && isSecurePage() && this.#settings?.serverUrl.protocol === 'http:')
      this.#diagnose('mixed_content');
  }

  /** Asks only where the page's policy lets it talk to its own origin for sure: a refusal would be an error in its console. */
  async #sendsSameOrigin(): Promise<boolean> {
    if (!this.#settings?.asksOwnOrigin) return false;
    const page = await fetch(location.href, { method: 'HEAD', cache: 'force-cache' }).catch(() => undefined);
    return /^\s*same-origin\s*(;|$)/.test(page?.headers.get('cross-origin-opener-policy') ?? '');
  }

  readonly #onViolation = ({ blockedURI, effectiveDirective, disposition }: SecurityPolicyViolationEvent): void => {
    const ours = this.#settings?.addresses.some((address) => `${blockedURI}/`.startsWith(`${address}/`));
    if (ours && effectiveDirective === 'connect-src' && disposition === 'enforce')
      this.#diagnose('csp_blocked', effectiveDirective);
  };
}

/** Whether this page is in a frame of another. */
export function isFramed(): boolean {
  return window !== window.top;
}

function isSecurePage(): boolean {
  return location.protocol === 'https:';
}

/** The sandbox of the frame that this page is in, where its owner is of the same origin. */
function sandboxOfFrame(): DOMTokenList | undefined {
  try {
    const frame = window.frameElement;
    return frame?.hasAttribute('sandbox') ? (frame as HTMLIFrameElement).sandbox : undefined;
  } catch {
    return undefined;
  }
}
