/**
 * The URL policy: which addresses may be opened, linked to or talked to. The companion holds Leaf's links against exact
 * origins; the element checks again what it can. Everything passes through `new URL`, so what is checked is what a
 * browser would open: backslashes, tabs and homographs are resolved before they are compared.
 */

/** Hosts of this machine. They alone may speak plain `http:`, which lets everything be tried without certificates. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

/** Parses an address that may carry traffic: `https:`, or `http:` on loopback, with no user info. */
export function parseSafeUrl(address: string, base?: string): URL | undefined {
  let url: URL;
  try {
    url = new URL(address, base);
  } catch {
    return undefined;
  }
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return secure && url.username === '' && url.password === '' ? url : undefined;
}

/** The normalised `href` when the address is safe and its origin is exactly one of `origins`; otherwise `null`. */
export function allowedHref(address: string, origins: readonly string[]): string | null {
  const url = parseSafeUrl(address);
  return url !== undefined && origins.includes(url.origin) ? url.href : null;
}

/**
 * What the element can check again without knowing the allowed origins: a safe address, and plain `http:` only when the
 * companion itself is on loopback.
 */
export function linkableHref(address: string, serverUrl: URL): string | null {
  const url = parseSafeUrl(address);
  if (url === undefined) return null;
  return url.protocol === 'https:' || isLoopback(serverUrl.hostname) ? url.href : null;
}

/** An address with a trailing slash never differs from the same address without one. */
export function withoutTrailingSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
