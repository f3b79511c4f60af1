/** Organizations as rows: name, state, and a link of each one's own. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Connection, Organization } from '../../protocol/wire.js';
import { linkOf } from '../organization-links.js';
import { note, type Card } from './card.js';
import { tick } from './icons.js';

interface Row {
  readonly organization: Organization;
  readonly shared: boolean;
}

/** Rows are ordered by name, so that one that turns stays where it was pressed. */
export function organizations(card: Card, { organizations: { connected, notConnected } }: Connection): TemplateResult {
  const rows: Row[] = [
    ...connected.map((organization) => ({ organization, shared: true })),
    ...notConnected.map((organization) => ({ organization, shared: false })),
  ].sort((one, other) => one.organization.name.localeCompare(other.organization.name));
  return html`<ul part="organizations" class="organizations" aria-label=${card.text('organizationsLabel')}>
      ${rows.map((entry) => row(card, entry))}
    </ul>
    ${notConnected.length > 1 ? note(card.text('oneVisit')) : nothing}`;
}

function row(card: Card, { organization, shared }: Row): TemplateResult {
  const { text } = card;
  const { id, name } = organization;
  const turned = shared && card.added.has(id);
  return html`<li part="organization" class="organization ${shared ? 'is-shared' : ''} ${turned ? 'turned' : ''}">
    <span class="state">${shared ? tick() : nothing}</span>
    <span class="who">
      <span part="organization-name" class="name">${name}</span>
      <span class="badge">${text(shared ? 'shared' : 'notShared')}</span>
    </span>
    ${link(card, organization, shared)}
  </li>`;
}

function link(card: Card, organization: Organization, shared: boolean): TemplateResult {
  const { text, flow } = card;
  const href = linkOf(organization, flow.serverUrl);
  if (href === null) return html`<span class="note no-link">${text('noLink')}</span>`;
  return html`<a
    part="organization-link"
    class="button secondary"
    href=${href}
    target="_blank"
    rel="noreferrer"
    aria-label=${text(shared ? 'manageNamed' : 'shareNamed', { name: organization.name })}
    @click=${() => flow.manage()}
    >${text(shared ? 'manage' : 'share')}</a
  >`;
}
