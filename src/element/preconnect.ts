const hinted = new Set<string>();

/**
 * Has the browser lay the way to another origin (its name, a connection, TLS: three round trips) while the page's own answers
 * with a session. A page that links `rel=preconnect` itself gains more: the script is still on its way then.
 */
export function preconnect({ origin }: URL): void {
  if (origin === location.origin || hinted.has(origin)) return;
  hinted.add(origin);
  const link = document.createElement('link');
  link.rel = 'preconnect';
  link.href = origin;
  // As it is asked afterwards: without cookies.
  link.crossOrigin = 'anonymous';
  document.head.append(link);
}
