/** What one situation of the failure lab is made of. */
import type { ScenarioChange } from '../simulator/scenarios.js';

/** How a page embeds the card. What is left out is as on any partner's page. */
export interface Embedding {
  /** Headers of the page itself; of the one around the frame, where there is a frame. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Directives of the page's Content-Security-Policy that are otherwise than on every page of this demo. */
  readonly policy?: Readonly<Record<string, string>>;
  /** The card is in a frame: of the same site unless said otherwise, sandboxed when there are tokens. */
  readonly frame?: { readonly crossSite?: true; readonly sandbox?: string };
  /** The page is on an origin that the companion does not allow. */
  readonly unknownOrigin?: true;
  /** Attributes that the tag lacks. */
  readonly without?: 'server-url' | 'session-url';
  /** Attributes that the tag has besides, or with another value. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** How long the sessions of the page are good for, in seconds. */
  readonly sessionSeconds?: number;
  readonly cards?: 2;
  /** A second script tag after the element's own, or a stranger's before it. */
  readonly scripts?: 'twice' | 'other-copy-first';
  /** What a button on the page does with the card. */
  readonly tool?: Tool;
  /** A browser that the page only plays, since no server can make it so. */
  readonly plays?: Played;
}

export type Tool = 'move' | 're-add' | 'remount';
export type Played = 'web-view' | 'popups-blocked' | 'closed-at-once';

export interface Situation {
  /** The last part of its address, `/lab/{id}`. */
  readonly id: string;
  readonly title: string;
  /** What is broken, and what really happens there. */
  readonly story: string;
  /** What to do. */
  readonly try: string;
  /** What the card should then show, and the one press that leads on. */
  readonly expect: string;
  /** What the simulated Leaf and John Deere do. */
  readonly switches?: ScenarioChange;
  /** What the gate in front of the companion does. */
  readonly gate?: { readonly refuse: true } | { readonly delayMs: number };
  /** The trouble starts when a button of the panel is pressed, not with the page. */
  readonly begins?: 'well';
  readonly embedding?: Embedding;
}

export interface Group {
  readonly title: string;
  readonly about: string;
  readonly situations: readonly Situation[];
}
