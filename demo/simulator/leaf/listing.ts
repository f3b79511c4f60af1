/** How Leaf shows a list of organizations: with the management links that the scenario asks for. */
import type { Scenario } from '../scenarios.js';
import type { Listing, Organization } from './users.js';

export function dressedListing(listing: Listing, links: Scenario['managementUri']): Listing {
  const dress = (organizations: Organization[]) =>
    organizations.map(({ id, name, managementUri }) => ({
      id,
      name,
      managementUri: dressedLink(managementUri, links),
    }));
  return {
    connectedOrganizations: dress(listing.connectedOrganizations),
    notConnectedOrganizations: dress(listing.notConnectedOrganizations),
  };
}

export function dressedLink(managementUri: string, links: Scenario['managementUri']): string {
  const url = new URL(managementUri);
  switch (links) {
    case 'normal':
      return url.href;
    case 'javascript':
      return `javascript:alert(${JSON.stringify(url.pathname)})`;
    case 'userinfo':
      url.username = 'connections.deere.com';
      url.password = 'signed-in';
      return url.href;
    case 'foreign':
      return `https://connections.deere.example${url.pathname}${url.search}`;
  }
}
