/** Where the element's session comes from. A token is kept in memory only, never in storage, an attribute or an event. */
import { Session } from '../protocol/wire.js';
import { CompanionError } from './companion-error.js';

/** What a page may hand over as `fetchSession`. */
export type FetchSession = () => Promise<{ token: string; expiresAt?: string | undefined }>;

/** Whoever waits for a session waits for the card. */
const DEADLINE_MS = 15_000;

export class SessionSource {
  readonly #fetch: FetchSession;
  #session: Promise<string> | undefined;

  constructor(fetchSession: FetchSession) {
    this.#fetch = fetchSession;
  }

  /** The current token; asked for once, however many questions wait for it. Rejects with `session_missing`. */
  token(): Promise<string> {
    this.#session ??= this.#ask().catch((reason: unknown) => {
      this.#session = undefined;
      throw reason;
    });
    return this.#session;
  }

  /**
   * Forgets a token that was refused. The companion says when a session is over; `expiresAt` is not compared with the
   * clock of a device that may be an hour wrong.
   */
  forget(): void {
    this.#session = undefined;
  }

  async #ask(): Promise<string> {
    let answer: unknown;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise((_, reject) => {
      timer = setTimeout(reject, DEADLINE_MS, 'no answer');
    });
    try {
      answer = await Promise.race([this.#fetch(), silence]);
    } catch (reason) {
      throw reason instanceof CompanionError
        ? reason
        : new CompanionError('session_missing', `The page's session source failed: ${String(reason)}`);
    } finally {
      clearTimeout(timer);
    }
    const session = Session.safeParse(answer);
    if (session.success) return session.data.token;
    throw new CompanionError('session_missing', "The page's session source did not answer {token, expiresAt?}.");
  }
}

/** Asks an address of the page's own origin for a session, as the page's own visitor. */
export function sessionFrom(url: URL): FetchSession {
  return async () => {
    const response = await fetch(url, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    if (!response.ok) throw new Error(`session-url answered ${response.status}`);
    return (await response.json()) as Awaited<ReturnType<FetchSession>>;
  };
}
