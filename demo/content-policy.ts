/** The Content-Security-Policy of the demo's pages. */

/**
 * As strict as a careful partner's: the element has to live with it. `lit-html` is the policy that Lit registers.
 * @param changes Directives that a page has otherwise, or in addition.
 */
export function contentPolicy(companionUrl: string, changes: Readonly<Record<string, string>> = {}): string {
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'connect-src': `'self' ${companionUrl}`,
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'lit-html',
    ...changes,
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
