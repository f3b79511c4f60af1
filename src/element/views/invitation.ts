/** Before the click: what is shared, with whom, and what will happen. */
import { html } from 'lit';
import { note, paragraph, plainText, start, type Card, type Face } from './card.js';
import { sendLink } from './hand-over.js';
import { tick } from './icons.js';

export function invitation(card: Card): Face {
  const { text } = card;
  const shared = [text('sharedFields'), text('sharedWork'), text('sharedFiles')];
  return {
    tone: 'neutral',
    title: text('disconnectedTitle'),
    body: html`
      <slot></slot>
      ${paragraph(text('disconnectedText'))}
      <p class="label" id="shared">${text('sharedLabel')}</p>
      <ul class="shared" role="list" aria-labelledby="shared">
        ${shared.map((item) => html`<li>${tick()}<span>${item}</span></li>`)}
      </ul>
      ${note(text('sharedWith'))} ${plainText(card)}
    `,
    actions: html`${start(card, 'connect', () => card.flow.connect(), 'primary')} ${sendLink(card)}`,
  };
}
