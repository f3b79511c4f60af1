/** What every part of the card is given, and the few pieces that all of them share. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Connection } from '../../protocol/wire.js';
import type { ConnectFlow } from '../connect-flow.js';
import type { Situation } from '../connection-machine.js';
import type { TextKey, Translate } from '../texts/texts.js';

export interface Card {
  readonly flow: ConnectFlow;
  readonly situation: Situation;
  readonly text: Translate;
  /** No sign-in can be started; everything else can be pressed. */
  readonly disabled: boolean;
  /** *Disconnect* is offered for good. */
  readonly allowDisconnect: boolean;
  /** The first connection was just made: "Are these your organizations?" */
  readonly askOwner: boolean;
  /** Ids of organizations that turned with the last change. */
  readonly added: ReadonlySet<string>;
  /** The grower said that the organizations are theirs. */
  readonly confirmOwner: () => void;
}

/** How a state feels: it colours the mark beside the title, and never carries meaning alone. */
export type Tone = 'neutral' | 'busy' | 'good' | 'attention';

/** A state of the card: a title that is announced, what it says, and what can be pressed. */
export interface Face {
  readonly tone: Tone;
  readonly title: string;
  readonly body: TemplateResult | typeof nothing;
  readonly actions: TemplateResult | typeof nothing;
}

type Weight = 'primary' | 'secondary' | 'quiet';

export function button(
  card: Card,
  label: TextKey,
  press: () => void,
  weight: Weight = 'secondary',
  disabled = false,
): TemplateResult {
  return html`<button
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

export function count({ organizations }: Connection): number {
  return organizations.connected.length + organizations.notConnected.length;
}

export function showWindow(card: Card, weight: Weight): TemplateResult {
  return button(card, 'showWindow', () => card.flow.connect(), weight);
}

export function startAgain(card: Card, weight?: Weight): TemplateResult {
  return button(card, 'startAgain', () => card.flow.startAgain(), weight, card.disabled);
}

/** The button that asks again, for whoever does not want to wait. */
export function checkAgain(card: Card): TemplateResult {
  return button(card, card.flow.refreshing ? 'checking' : 'checkAgain', () => void card.flow.refresh(true), 'quiet');
}
