/** What every part of the card is given, and the few pieces that all of them share. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LinkKind } from '../../protocol/vocabulary.js';
import type { Connection } from '../../protocol/wire.js';
import type { CardMemory } from '../card-memory.js';
import type { ConnectFlow } from '../connect-flow.js';
import type { Situation } from '../connection-machine.js';
import type { TextKey, Translate } from '../texts/texts.js';
import { isWebView } from '../web-view.js';

export interface Card {
  readonly host: CardHost;
  readonly flow: ConnectFlow;
  readonly situation: Situation;
  readonly text: Translate;
  readonly memory: CardMemory;
}

/** The element, with what its author wishes. */
export interface CardHost {
  readonly heading: string | null | undefined;
  readonly companyName: string | null | undefined;
  readonly companyLogo: string | null | undefined;
  /** No sign-in can be started; everything else can be pressed. */
  readonly disabled: boolean;
  /** *Disconnect* is offered for good. */
  readonly allowDisconnect: boolean;
  /** "Send a link" is offered to whoever has no John Deere login. */
  readonly hostedLink: LinkKind | null | undefined;
  /** A switch per organization is shown. */
  readonly selectOrganizations: boolean;
  /** What has arrived is shown. */
  readonly showData: boolean;
  /** Something in `memory` changed. */
  requestUpdate(): void;
}

/** How a state feels: it colours the mark beside the title, and never carries meaning alone. */
export type Tone = 'neutral' | 'busy' | 'good' | 'attention';

/** A state of the card: a title that is announced, what it says, and what can be pressed. */
export interface Face {
  readonly tone: Tone;
  readonly title: string | TemplateResult;
  readonly body: TemplateResult | typeof nothing;
  readonly actions: TemplateResult | typeof nothing;
}

type Weight = 'primary' | 'secondary' | 'quiet';

export function button(
  card: Card,
  label: TextKey,
  press: (event: Event) => void,
  weight: Weight = 'secondary',
  disabled = false,
  id?: string,
): TemplateResult {
  return html`<button
    id=${id ?? nothing}
    part=${weight === 'primary' ? 'button' : 'button-secondary'}
    class=${weight}
    type="button"
    ?disabled=${disabled}
    @click=${press}
  >
    ${card.text(label)}
  </button>`;
}

/** A link that looks like a button and opens John Deere in a window of its own. */
export function outwardLink(card: Card, href: string, label: TextKey, weight: Weight = 'primary'): TemplateResult {
  return html`<a
    part=${weight === 'primary' ? 'button' : 'button-secondary'}
    class="button ${weight}"
    href=${href}
    target="_blank"
    rel="noreferrer"
    @click=${() => card.flow.manage()}
    >${card.text(label)}</a
  >`;
}

export function paragraph(text: string): TemplateResult {
  return html`<p>${text}</p>`;
}

export function note(text: string): TemplateResult {
  return html`<p class="note">${text}</p>`;
}

/** How a sign-in ends that does not come back: on a page that explains nothing. */
export function plainText({ text, situation }: Card): TemplateResult | typeof nothing {
  return situation.connection?.returns ? nothing : note(text('plainText'));
}

export function step({ text }: Card, number: number): TemplateResult {
  return html`<p class="label">${text('step', { number: String(number) })}</p>`;
}

export function count({ organizations }: Connection): number {
  return organizations.connected.length + organizations.notConnected.length;
}

export function showWindow(card: Card, weight: Weight): TemplateResult {
  return button(card, 'showWindow', () => card.flow.connect(), weight);
}

/** Opens the sign-in. Where a page can open no window it is a real link, which the browser opens as it can. */
export function start(card: Card, label: TextKey, press: () => void, weight?: Weight): TemplateResult {
  const { flow, text } = card;
  const { disabled } = card.host;
  const href = disabled || !isWebView() || flow.signIn.inPage ? undefined : flow.signIn.nextUrl;
  if (href === undefined) return button(card, label, press, weight, disabled);
  return html`<a
    id="start-${label}"
    part=${weight === 'primary' ? 'button' : 'button-secondary'}
    class="button ${weight}"
    href=${href}
    target="_blank"
    rel="opener"
    @click=${(event: Event) => {
      if (!flow.start.byLink()) event.preventDefault();
    }}
    >${text(label)}</a
  >`;
}

export function startAgain(card: Card, weight?: Weight): TemplateResult {
  return start(card, 'startAgain', () => card.flow.start.byWindow(), weight);
}

export function cancel(card: Card, id?: string): TemplateResult {
  return button(card, 'cancel', () => card.flow.cancel(), 'quiet', false, id);
}

/** The button that asks again, for whoever does not want to wait. */
export function checkAgain(card: Card): TemplateResult {
  return button(card, card.flow.refreshing ? 'checking' : 'checkAgain', () => void card.flow.refresh(true), 'quiet');
}
