/** `mode="redirect"`: the whole page goes through the sign-in and comes back. Only some ways of signing in come back. */
import { parseSafeUrl } from '../protocol/links.js';
import type { DiagnosticCode } from '../protocol/vocabulary.js';
import type { Connection } from '../protocol/wire.js';
import type { Fault } from './connection-machine.js';
import type { Diagnose } from './embedding.js';

/** How the sign-in is shown: in a window of its own, or in place of the page. */
export type Mode = 'popup' | 'redirect';

export interface RedirectWish {
  readonly mode: Mode | null | undefined;
  readonly returnUrl: string | null | undefined;
}

export class Redirect {
  readonly #host: RedirectWish & { readonly diagnose: Diagnose };
  readonly #connection: () => Connection | undefined;
  #refused: string | undefined;

  constructor(host: RedirectWish & { readonly diagnose: Diagnose }, connection: () => Connection | undefined) {
    this.#host = host;
    this.#connection = connection;
  }

  /** Where the page comes back to, if it is to go through the sign-in in place of a window. */
  get returnUrl(): string | undefined {
    const wanted = readReturn(this.#host, this.#connection());
    return wanted instanceof URL && wanted.href !== this.#refused ? wanted.href : undefined;
  }

  /** Tells why a window will be opened all the same. */
  answered(): void {
    const wanted = readReturn(this.#host, this.#connection());
    if (typeof wanted === 'string') this.#host.diagnose(wanted);
  }

  /** The companion leads nobody to an address that it does not know. The next press opens a window. */
  startFailed({ code }: Fault): void {
    const { returnUrl } = this;
    if (code !== 'bad_request' || returnUrl === undefined) return;
    this.#refused = returnUrl;
    this.#host.diagnose('return_url_invalid');
  }
}

/** Where the sign-in comes back to; the reason why a window is opened all the same; or `undefined`: nothing else is wanted. */
function readReturn(
  { mode, returnUrl }: RedirectWish,
  connection: Connection | undefined,
): URL | DiagnosticCode | undefined {
  if (mode !== 'redirect' || !connection) return undefined;
  if (!connection.returns) return 'redirect_unsupported';
  return parseSafeUrl(returnUrl || location.href, document.baseURI) ?? 'return_url_invalid';
}
