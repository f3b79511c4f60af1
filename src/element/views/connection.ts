/** Once signed in: nothing shared yet, connected, or in need of the grower. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Connection } from '../../protocol/wire.js';
import {
  button,
  checkAgain,
  count,
  note,
  outwardLink,
  paragraph,
  showWindow,
  start,
  startAgain,
  type Card,
  type Face,
} from './card.js';
import { firstLink } from '../organization-links.js';
import { sendLink } from './hand-over.js';
import { organizations } from './organizations.js';

/** Signing in is not connecting: the commonest half-finished state, and the one nobody explains. */
export function nothingShared(card: Card, connection: Connection): Face {
  const { text, flow, situation } = card;
  const choose = firstLink(connection.organizations.notConnected, flow.serverUrl);
  const second = situation.attempt?.step === 'organizations';
  if (count(connection) === 0) return noOrganization(card, connection);
  const inWindow = second && flow.signIn.window.reachable;
  return {
    tone: 'neutral',
    title: text('noneSharedTitle'),
    body: html`${second ? html`<p class="label">${text('secondStep')}</p>` : nothing}
    ${paragraph(text(inWindow ? 'noneSharedWindow' : 'noneSharedText'))}
    ${second && !inWindow && !situation.attempt.handed ? note(text('closeWindow')) : nothing} ${away(card, connection)}
    ${organizations(card, connection)} ${note(text('takesMinutes'))}`,
    actions: html`${
      inWindow
        ? showWindow(card, 'primary')
        : choose === null
          ? nothing
          : outwardLink(card, choose, 'chooseOrganizations')
    }
    ${checkAgain(card)} ${startAgain(card, 'quiet')} ${disconnect(card)}`,
  };
}

/** The wrong John Deere account, or the wrong environment. */
function noOrganization(card: Card, { environment }: Connection): Face {
  const { text } = card;
  return {
    tone: 'attention',
    title: text('noOrganizationTitle'),
    body: html`${paragraph(text('noOrganizationText'))}
    ${environment === 'STAGE' ? note(text('noOrganizationStage')) : nothing}`,
    actions: html`${startAgain(card, 'primary')} ${checkAgain(card)} ${disconnect(card)}`,
  };
}

export function connected(card: Card, connection: Connection): Face {
  const { text, flow } = card;
  return {
    tone: 'good',
    title: text('connectedTitle'),
    body: html`${paragraph(text('connectedText'))}
      ${card.memory.askOwner && flow.signIn.windowLeft ? note(text('closeWindow')) : nothing} ${away(card, connection)}
      ${organizations(card, connection)} ${whose(card)} <slot name="connected"></slot>`,
    actions: html`${checkAgain(card)} ${disconnect(card)}`,
  };
}

export function attention(card: Card, connection: Connection): Face {
  const { text, flow } = card;
  const rows = count(connection) > 0 ? organizations(card, connection) : nothing;
  if (connection.health === 'unauthenticated') {
    return {
      tone: 'attention',
      title: text('unauthenticatedTitle'),
      body: html`${paragraph(text('unauthenticatedText'))} ${rows}`,
      actions: html`${start(card, 'reconnect', () => flow.connect(), 'primary')} ${sendLink(card)} ${disconnect(card)}`,
    };
  }
  return {
    tone: 'attention',
    title: text('missingTitle'),
    body: html`${paragraph(text('missingText'))} ${rows}`,
    actions: html`${checkAgain(card)} ${disconnect(card)}`,
  };
}

/** John Deere does not answer: nothing to do, and nothing to be alarmed about. */
function away({ text }: Card, { health }: Connection): TemplateResult | typeof nothing {
  return health === 'temporarily_unavailable' ? note(text('deereAway')) : nothing;
}

/** Somebody else's sign-in may have been finished on this account; names make that visible, one press undoes it. */
function whose(card: Card): TemplateResult | typeof nothing {
  const { text, flow } = card;
  if (!card.memory.askOwner || !flow.may('disconnect')) return nothing;
  return html`<div class="question" role="group" aria-labelledby="whose">
    <p class="label" id="whose">${text('yoursTitle')}</p>
    <div class="actions">
      ${button(card, 'yoursYes', () => {
        card.memory.askOwner = false;
        card.changed();
      })}
      ${button(card, flow.disconnection.pending ? 'disconnecting' : 'yoursNo', () => void flow.disconnect())}
    </div>
  </div>`;
}

function disconnect(card: Card): TemplateResult | typeof nothing {
  const { flow } = card;
  if (!card.allowDisconnect || !flow.may('disconnect')) return nothing;
  return button(
    card,
    flow.disconnection.pending ? 'disconnecting' : 'disconnect',
    () => void flow.disconnect(),
    'quiet',
  );
}
