/** Links of organizations, as far as the element can check them again. */
import { linkableHref } from '../protocol/links.js';
import type { Organization } from '../protocol/wire.js';

/** The organization's own link as it may be shown here, or `null`. */
export function linkOf({ managementUri }: Organization, serverUrl: URL | undefined): string | null {
  return managementUri === null || !serverUrl ? null : linkableHref(managementUri, serverUrl);
}

/** The first link among organizations that may be shown here, or `null`. Those not shared yet all have the same. */
export function firstLink(organizations: readonly Organization[], serverUrl: URL | undefined): string | null {
  for (const organization of organizations) {
    const link = linkOf(organization, serverUrl);
    if (link !== null) return link;
  }
  return null;
}
