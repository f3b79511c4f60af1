/** A link for another device: of the person who has the John Deere login, or the grower's own phone. */
import { html, nothing, type TemplateResult } from 'lit';
import { button, cancel, note, paragraph, start, type Card, type Face } from './card.js';
import { moment } from '../texts/moment.js';
import type { TextKey } from '../texts/texts.js';

/** Only what draws a path: the text comes from the companion, and goes into an attribute. */
const PATH_DATA = /^[MmHhVvLlZz\d\s,.-]*$/;

export function sendLink(card: Card): TemplateResult | typeof nothing {
  const { flow, host } = card;
  if (!host.hostedLink || !flow.may('connect')) return nothing;
  return button(card, 'sendLink', () => void flow.start.bySomebodyElse(), 'quiet', host.disabled, 'send');
}

/** The link was made; whoever has the login may take a day. On a page that Leaf hosts nothing tells when they are done. */
export function handedOver(card: Card): Face {
  const { text, flow } = card;
  const { link } = flow.signIn;
  const until = link && moment(link.expiresAt, text.locale);
  return {
    tone: 'busy',
    title: text('handedTitle'),
    body: html`${until ? paragraph(text('handedText', { until })) : nothing} ${paragraph(text('handedWarning'))}
      <div part="link-panel">${link ? address(card, link.url) : note(text('wait'))} ${qrCode(card, 'scan')}</div>
      ${note(text('handedWaiting'))}`,
    actions: html`${start(card, 'connectHere', () => flow.start.byWindow())} ${cancel(card, 'back')}`,
  };
}

/** The link, to be copied or sent. Where the browser may not copy, its text can be selected at least. */
export function address(card: Card, url: string): TemplateResult {
  const { text } = card;
  return html`<div class="address">
    <input
      id="link"
      readonly
      dir="ltr"
      aria-label=${text('linkLabel')}
      .value=${url}
      @focus=${({ target }: Event) => (target as HTMLInputElement).select()}
    />
    ${
      'share' in navigator
        ? button(card, 'handedTitle', () => void navigator.share({ url }).catch(() => undefined))
        : nothing
    }
    ${button(card, card.memory.copied ? 'copied' : 'copyLink', () => void copy(card, url))}
  </div>`;
}

async function copy({ memory, host }: Card, url: string): Promise<void> {
  // Only secure pages have a clipboard.
  const { clipboard } = navigator as Partial<Navigator>;
  memory.copied = await Promise.resolve(clipboard?.writeText(url)).then(
    () => clipboard !== undefined,
    () => false,
  );
  host.requestUpdate();
}

/** Dark on light in every theme: many phones read no other. Its place is kept while it comes, so that no button moves. */
export function qrCode({ flow, text }: Card, caption: TextKey): TemplateResult | typeof nothing {
  const { link, makingLink } = flow.signIn;
  const qr = link && PATH_DATA.test(link.qr) ? link.qr : '';
  const side = Math.max(...Array.from(qr.matchAll(/\d+/g), Number));
  if (!(side > 0) && !makingLink) return nothing;
  return html`<figure class="qr">
    <svg viewBox="0 0 ${Math.max(side, 1)} ${Math.max(side, 1)}" role="img" aria-label=${text('qrLabel')}>
      <path d=${qr} />
    </svg>
    <figcaption class="note">${text(caption)}</figcaption>
  </figure>`;
}
