/** The card around every state: logo, heading, the title that is announced, what went wrong, and what can be pressed. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Fault } from '../connection-machine.js';
import { readLogo } from '../settings.js';
import { errorText } from '../texts/texts.js';
import { blocked, connecting, unfinished } from './attempt.js';
import { button, paragraph, type Card, type Face } from './card.js';
import { attention, connected, nothingShared } from './connection.js';
import { field, mark } from './icons.js';
import { invitation } from './invitation.js';
import { organizations } from './organizations.js';

/**
 * @csspart base - The card.
 * @csspart heading - Its title.
 * @csspart logo - The image of `company-logo`.
 * @csspart status - How things stand, in one line that is announced.
 * @csspart error - What went wrong last.
 * @csspart button - The one thing to do next; a link where a window cannot be opened.
 * @csspart button-secondary - Everything else that can be pressed.
 * @csspart organizations - The list.
 * @csspart organization - One row of it.
 * @csspart organization-name - The organization's name.
 * @csspart organization-link - The way to its page at John Deere, an `<a href>`.
 * @csspart organization-switch - Whether Leaf fetches what it has; a button of role `switch`.
 * @csspart actions - What stands below: the buttons.
 * @csspart link-panel - A link to send, or to open by hand, with its QR code.
 */
export function frame(card: Card): TemplateResult {
  const { host, text, memory } = card;
  const { tone, title, body, actions } = face(card);
  const rows = kept(card);
  const shown = card.situation.state === 'loading' ? 'ghost' : '';
  return html`<section
    part="base"
    class="card"
    lang=${text.lang}
    dir=${text.dir}
    aria-labelledby="heading"
    tabindex="-1"
    @keydown=${takeBack}
  >
    <header>
      <div class="bridge ${tone}" aria-hidden="true">
        <span class="tile"><slot name="logo">${logoImage(host)}</slot></span>
        <span class="line"></span>
        <span class="tile">${field()}</span>
      </div>
      <h2 part="heading" id="heading">${host.heading || text('heading')}</h2>
    </header>
    <div part="status" class="status" role="status" aria-atomic="false">
      ${mark(tone)}
      <div>
        <h3 id="title">${title}</h3>
        <span class="note">${memory.announcement(text)}</span>
        <span class="heard">${progress(card)} ${memory.found} ${memory.copied ? text('copied') : ''}</span>
      </div>
      ${trouble(card)}
    </div>
    <div class="body ${shown}">${body} ${rows}</div>
    <div part="actions" class="actions ${shown}">${actions}</div>
    <slot name="help" class=${shown}></slot>
  </section>`;
}

/** Escape does what “Cancel” does in a question or a panel that was opened here, and nothing else on the page. */
function takeBack(event: KeyboardEvent): void {
  const { key, target, currentTarget } = event;
  const card = currentTarget as Element;
  // What the page has put into a slot is not of the card, and an Escape in it is not for the card.
  if (key !== 'Escape' || (target as Element).id === 'filter' || !card.contains(target as Node)) return;
  const back = card.querySelector<HTMLElement>('#back, .question #disconnect');
  if (!back) return;
  event.preventDefault();
  event.stopPropagation();
  back.focus();
  back.click();
}

/** Is heard and not seen: the pressed button shows it as its label. */
function progress({ flow, text }: Card): string {
  return flow.disconnection.pending ? text('wait') : flow.refreshing ? text('checking') : '';
}

function face(card: Card): Face {
  const { state, connection } = card.situation;
  switch (state) {
    case 'disconnected':
      return invitation(card);
    case 'connecting':
      return connecting(card);
    case 'blocked':
      return blocked(card);
    case 'unfinished':
      return unfinished(card);
    case 'unavailable':
      return unavailable(card);
  }
  if (!connection) return loading(card);
  switch (state) {
    case 'no-organizations':
      return nothingShared(card, connection);
    case 'connected':
      return connected(card, connection);
    case 'attention':
      return attention(card, connection);
    case 'loading':
      return loading(card);
  }
}

/** What was connected stays in sight while somebody signs in again. */
function kept(card: Card): TemplateResult | typeof nothing {
  const { attempt, connection } = card.situation;
  const showsNone = attempt?.step === 'sign-in' && !attempt.claim;
  return showsNone && connection?.organizations.connected.length ? organizations(card, connection) : nothing;
}

/** As tall as the invitation that most often comes next, unseen: nothing below the card moves when it does. */
function loading(card: Card): Face {
  const { host, text } = card;
  const { title, body } = invitation(card);
  return {
    tone: 'busy',
    title: html`<span class="stack" data-next=${title}><span>${text('checking')}</span></span>`,
    body: html`<div class="stack">
      <div class="skeleton"><span></span><span></span></div>
      <div class="body">${body}</div>
    </div>`,
    actions: html`${ghost(text('connect'))} ${host.hostedLink ? ghost(text('sendLink')) : nothing}`,
  };
}

function ghost(label: string): TemplateResult {
  return html`<span class="button primary">${label}</span>`;
}

function unavailable(card: Card): Face {
  const { text, flow } = card;
  return {
    tone: 'attention',
    title: text('unavailableTitle'),
    body: flow.serverUrl ? paragraph(text('unavailableText')) : paragraph(text('errorSetup')),
    actions: flow.serverUrl
      ? html`${button(card, flow.refreshing ? 'checking' : 'tryAgain', () => void flow.refresh(), 'primary')}`
      : // Nothing here can be pressed that would ask anybody; a page that was mended meanwhile is one load away.
        button(card, 'reload', () => location.reload(), 'primary'),
  };
}

/** What went wrong last, in the grower's words, with the code that support can look up. */
function trouble({ text, situation, flow }: Card): TemplateResult | typeof nothing {
  const { fault, state } = situation;
  if (!navigator.onLine) return html`<p part="error" class="error">${text('offline')}</p>`;
  if (!fault || !flow.serverUrl || state === 'blocked') return nothing;
  return html`<p part="error" class="error">${text(errorText(fault.code))} ${supportCode(text, fault)}</p>`;
}

function supportCode(text: Card['text'], { requestId }: Fault): TemplateResult | typeof nothing {
  return requestId === undefined ? nothing : html`<small>${text('supportCode', { code: requestId })}</small>`;
}

function logoImage({ companyName, companyLogo }: Card['host']): TemplateResult {
  const logo = readLogo(companyLogo);
  return logo === undefined
    ? html`<b class="letter">${Array.from(companyName || '·')[0]}</b>`
    : html`<img part="logo" src=${logo} alt="" />`;
}
