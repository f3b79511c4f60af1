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
  step,
  type Card,
  type Face,
} from './card.js';
import { firstLink } from '../organization-links.js';
import { disconnect, disconnectNow } from './disconnect.js';
import { sendLink } from './hand-over.js';
import { organizations } from './organizations.js';
import { supportHistory } from './support-history.js';

/** Signing in is not connecting: the commonest half-finished state, and the one nobody explains. */
export function nothingShared(card: Card, connection: Connection): Face {
  const { text, flow, situation } = card;
  const choose = firstLink(connection.organizations.notConnected, flow.serverUrl);
  const second = situation.attempt?.step === 'organizations';
  if (count(connection) === 0) return noOrganization(card, connection);
  const inWindow = second && flow.signIn.window.reachable;
  const { inPage, handed, returned } = situation.attempt ?? {};
  // Where the sign-in comes back it has led the window on, though nobody here can reach it.
  const ledOn = inWindow || (second && connection.returns && !inPage && !handed && !returned);
  return {
    tone: 'neutral',
    title: text('noneSharedTitle'),
    body: html`${second ? step(card, 2) : nothing} ${paragraph(text(ledOn ? 'noneSharedWindow' : 'noneSharedText'))}
    ${second && !ledOn && !handed && !inPage ? note(text('closeWindow')) : nothing} ${away(card, connection)}
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
      ${card.memory.askOwner && flow.signIn.windowLeft && !connection.returns ? note(text('closeWindow')) : nothing}
      ${away(card, connection)} ${arrived(card)} ${organizations(card, connection)} ${whose(card)}
      <slot name="connected"></slot> ${supportHistory(card)}`,
    actions: html`${isAway(connection) ? nothing : checkAgain(card)} ${disconnect(card)}`,
  };
}

export function attention(card: Card, connection: Connection): Face {
  const { text, flow } = card;
  const rows = html`${count(connection) > 0 ? organizations(card, connection) : nothing} ${supportHistory(card)}`;
  if (connection.health === 'unauthenticated') {
    return {
      tone: 'attention',
      title: text('unauthenticatedTitle'),
      body: html`${paragraph(text('unauthenticatedText'))} ${rows}`,
      actions: html`${start(card, 'reconnect', () => flow.connect(), 'primary')} ${sendLink(card)} ${disconnect(card)}`,
    };
  }
  const { connected, notConnected } = connection.organizations;
  const barred = connected.filter(({ id }) => flow.extras.statusOf(id) === 'BLOCKED');
  const allow = firstLink([...barred, ...notConnected, ...connected], flow.serverUrl);
  return {
    tone: 'attention',
    title: text('missingTitle'),
    body: html`${paragraph(text('missingText'))} ${rows}`,
    actions: html`${allow === null ? nothing : outwardLink(card, allow, 'allow')} ${checkAgain(card)}
    ${disconnect(card)}`,
  };
}

function isAway({ health }: Connection): boolean {
  return health === 'temporarily_unavailable';
}

/** John Deere does not answer: nothing to do, and nothing to be alarmed about. */
function away({ text }: Card, connection: Connection): TemplateResult | typeof nothing {
  return isAway(connection) ? note(text('deereAway')) : nothing;
}

/** What has come of it so far: Leaf may need hours for the first fields. */
function arrived({ text, flow, host }: Card): TemplateResult | typeof nothing {
  const { data } = flow.extras;
  if (!host.showData || !data) return nothing;
  const { farms, fields } = data;
  return note(farms + fields > 0 ? text('arrived', { farms, fields }) : text('arriving'));
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
        card.host.requestUpdate();
      })}
      ${disconnectNow(card, 'yoursNo')}
    </div>
  </div>`;
}
