/** Reads what a page's author wrote into attributes, and says what is wrong with it. */
import { parseSafeUrl } from '../protocol/links.js';
import type { DiagnosticCode } from '../protocol/vocabulary.js';
import { sessionFrom, SessionSource, type FetchSession } from './session-source.js';

export interface AuthorSettings {
  readonly serverUrl: string | null | undefined;
  readonly sessionUrl: string | null | undefined;
  readonly fetchSession: FetchSession | undefined;
}

export interface ConnectSettings {
  readonly serverUrl: URL;
  readonly session: SessionSource | undefined;
  /** Addresses that are asked: the companion's origin, and the page's own session address. */
  readonly addresses: readonly string[];
  /** The card talks to the page's own origin anyway. */
  readonly asksOwnOrigin: boolean;
}

/** The settings to work with, or the code of the first thing that is wrong with them. */
export function readSettings({
  serverUrl,
  sessionUrl,
  fetchSession,
}: AuthorSettings): ConnectSettings | DiagnosticCode {
  if (!serverUrl?.trim()) return 'server_url_missing';
  const server = parseSafeUrl(serverUrl, document.baseURI);
  if (!server) return 'server_url_invalid';
  server.search = '';
  server.hash = '';
  const settings = (session?: SessionSource, source?: URL): ConnectSettings => ({
    serverUrl: server,
    session,
    addresses: source ? [server.origin, source.href] : [server.origin],
    asksOwnOrigin: source !== undefined || server.origin === location.origin,
  });
  if (fetchSession) return settings(new SessionSource(fetchSession));
  if (!sessionUrl?.trim()) return settings();
  const source = resolve(sessionUrl);
  return source?.origin === location.origin
    ? settings(new SessionSource(sessionFrom(source)), source)
    : 'session_url_invalid';
}

/** The address of a logo that may be shown, or `undefined`. */
export function readLogo(address: string | null | undefined): string | undefined {
  if (!address) return undefined;
  const url = resolve(address);
  const shown = url?.protocol === 'https:' || url?.origin === location.origin || /^data:image\//i.test(address);
  return shown ? url?.href : undefined;
}

function resolve(address: string): URL | undefined {
  try {
    return new URL(address, document.baseURI);
  } catch {
    return undefined;
  }
}
