/** *Disconnect* asks once, on the card itself: what it ends, and what it leaves. */
import { html, nothing, type TemplateResult } from 'lit';
import { linkableHref } from '../../protocol/links.js';
import { button, note, outwardLink, paragraph, type Card } from './card.js';

export function disconnect(card: Card): TemplateResult | typeof nothing {
  const { host, flow, text, memory, situation } = card;
  if (!host.allowDisconnect || !flow.may('disconnect')) return nothing;
  const ask = (sure: boolean) => () => {
    memory.sure = sure;
    host.requestUpdate();
  };
  // The same id on the way in and out: whoever uses a keyboard is led to “Cancel”, and from there back.
  if (!memory.sure) return button(card, 'disconnect', ask(true), 'quiet', false, 'disconnect');
  const { grantUrl } = situation.connection ?? {};
  const grant = grantUrl && flow.serverUrl ? linkableHref(grantUrl, flow.serverUrl) : null;
  return html`<div class="question" role="group" aria-labelledby="sure" aria-describedby="ends">
    <p class="label" id="sure">${text('sureTitle')}</p>
    <div class="body" id="ends">${paragraph(text('sureText'))} ${note(text('sureGrant'))}</div>
    <div class="actions">
      ${button(card, 'cancel', ask(false), 'secondary', false, 'disconnect')} ${disconnectNow(card, 'disconnect')}
      ${grant === null ? nothing : outwardLink(card, grant, 'openLink', 'quiet')}
    </div>
  </div>`;
}

/** One press, and it is done. */
export function disconnectNow(card: Card, label: 'disconnect' | 'yoursNo'): TemplateResult {
  const { flow } = card;
  return button(card, flow.disconnection.pending ? 'disconnecting' : label, () => void flow.disconnect());
}
