/** How a situation's page embeds the card, in the words of HTTP and HTML. */
import { contentPolicy } from '../content-policy.js';
import type { Situation } from './situation.js';

/** The addresses of the demo's parts. */
export interface Addresses {
  readonly siteUrl: string;
  /** The same pages on another site, for frames. */
  readonly elsewhereUrl: string;
  readonly companionUrl: string;
}

/** The origin of the page that carries the card itself. */
export function originOfCard({ embedding }: Situation, { siteUrl, elsewhereUrl }: Addresses): string {
  return embedding?.frame?.crossSite ? elsewhereUrl : siteUrl;
}

/** The address of the page in the frame. A cross-site frame gets no cookies, so it is told whose it is. */
export function frameAddress(situation: Situation, addresses: Addresses, visitor: string): string {
  return `${originOfCard(situation, addresses)}/lab/${situation.id}/frame?visitor=${visitor}`;
}

/** The headers of the page itself: of the one around the frame, where there is one. */
export function pageHeaders(situation: Situation, addresses: Addresses): Record<string, string> {
  const { headers, frame, policy } = situation.embedding ?? {};
  const frames = frame && { 'frame-src': originOfCard(situation, addresses) };
  return {
    'Content-Security-Policy': contentPolicy(addresses.companionUrl, { ...policy, ...frames }),
    ...headers,
  };
}

/** The headers of the page in the frame. */
export function frameHeaders({ embedding }: Situation, { siteUrl, companionUrl }: Addresses): Record<string, string> {
  const changes = { ...embedding?.policy, 'frame-ancestors': siteUrl };
  return { 'Content-Security-Policy': contentPolicy(companionUrl, changes) };
}

/**
 * The attributes of the tag. An empty text is an attribute without a value.
 * @param query Tells whose session it is, where there are no cookies.
 */
export function tagAttributes({ id, embedding }: Situation, companionUrl: string, query = ''): Record<string, string> {
  const { without, attributes } = embedding ?? {};
  return {
    ...(without !== 'server-url' && { 'server-url': companionUrl }),
    ...(without !== 'session-url' && { 'session-url': `/lab/${id}/session${query}` }),
    'company-name': 'Fieldbook',
    'hosted-link': 'start',
    'allow-disconnect': '',
    ...attributes,
  };
}

/** The script tags that define the element, in their order. */
export function elementScripts({ embedding }: Situation): string[] {
  const own = '/leaf-jd-connect.js';
  if (embedding?.scripts === 'twice') return [own, own];
  return embedding?.scripts === 'other-copy-first' ? ['/lab/other-copy.js', own] : [own];
}
