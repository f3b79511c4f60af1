/** While somebody signs in: what to do in the window, and a way on from every turn it can take. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { isFramed } from '../embedding.js';
import type { Claim } from '../live-attempt.js';
import { cancel, note, paragraph, plainText, showWindow, startAgain, step, type Card, type Face } from './card.js';
import { address, handedOver, qrCode } from './hand-over.js';

export function connecting(card: Card): Face {
  const { text, flow, situation } = card;
  if (situation.attempt?.handed) return handedOver(card);
  const { claim, heard, inPage, returned } = situation.attempt ?? {};
  const reachable = flow.signIn.window.reachable;
  if (inPage) {
    return {
      tone: 'busy',
      title: text(returned ? 'checking' : 'wait'),
      body: nothing,
      actions: html`${startAgain(card)} ${cancel(card)}`,
    };
  }
  const { returns, state } = situation.connection ?? {};
  return {
    tone: 'busy',
    title: text(heard ? 'confirmingTitle' : 'connectingTitle'),
    body: heard
      ? claim
        ? claimed(card, claim)
        : nothing
      : html`${returns && state === 'disconnected' ? step(card, 1) : nothing}
          <ol class="steps">
            <li>${text('stepSignIn')}</li>
            <li>${text('stepAllow')}</li>
            <li>${text(returns ? 'closesItself' : 'plainText')}</li>
          </ol>
          ${note(text(reachable || flow.signIn.starting ? 'waiting' : 'severed'))}`,
    actions: html`${reachable ? showWindow(card, 'primary') : nothing} ${startAgain(card)} ${cancel(card)}`,
  };
}

export function unfinished(card: Card): Face {
  const { text, flow, situation } = card;
  return {
    tone: 'neutral',
    title: text('unfinishedTitle'),
    body: html`${paragraph(text('unfinishedText'))}
    ${situation.attempt?.inPage ? nothing : paragraph(text('connectingTitle'))}`,
    actions: html`${startAgain(card, 'primary')}
    ${flow.signIn.window.reachable ? showWindow(card, 'secondary') : nothing} ${cancel(card)}`,
  };
}

/** A real link opens where a script may not. It names the same window, so the two never become two. */
export function blocked(card: Card): Face {
  const { text, flow } = card;
  const { startUrl, window, link } = flow.signIn;
  // A sandbox refuses links as well, and no page can tell whether it is in one.
  const framed = isFramed();
  return {
    tone: 'attention',
    title: text('blockedTitle'),
    body: html`${paragraph(text(framed ? 'blockedFrameText' : 'blockedText'))}
      <div part="link-panel">
        ${
          startUrl === undefined
            ? note(text('wait'))
            : html`<a
                part="button"
                class="button primary"
                href=${startUrl}
                target=${window.name}
                rel="opener"
                @click=${() => flow.start.followed()}
                >${text('openLink')}</a
              >`
        }
        ${qrCode(card, 'scan')} ${framed && link ? address(card, link.url) : nothing}
      </div>
      ${plainText(card)}`,
    actions: html`${cancel(card)}`,
  };
}

/** Names of a claim that are shown: it is on the card for some seconds. */
const CLAIMED_AT_MOST = 20;

/** What a message named and the companion has not confirmed: shown as such, without links. */
function claimed({ text }: Card, { connected, notConnected }: Claim): TemplateResult {
  return html`<ul part="organizations" class="organizations" role="list" aria-label=${text('organizationsLabel')}>
    ${[...connected, ...notConnected].slice(0, CLAIMED_AT_MOST).map(
      ({ name }) =>
        html`<li part="organization" class="organization">
          <span part="organization-name" class="name">${name}</span>
          <span class="badge">${text('confirmingTitle')}</span>
        </li>`,
    )}
  </ul>`;
}
