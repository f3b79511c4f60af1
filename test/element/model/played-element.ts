/**
 * The card without its DOM: the real flow, the real announcements and the real templates, held together as
 * `leaf-jd-connect.ts` does it. Whatever it announces is heard by a witness.
 */
import type { TemplateResult } from 'lit';
import type { Announcement } from '../../../src/element/announcements.js';
import type { ConnectFlow } from '../../../src/element/connect-flow.js';
import type { FlowHost } from '../../../src/element/flow-host.js';
import type { Situation } from '../../../src/element/connection-machine.js';
import type { ConnectSettings } from '../../../src/element/settings.js';
import type { Card } from '../../../src/element/views/card.js';
import { pressables, type Pressable } from './pressables.js';

/** The modules as one page load has them: a reload brings fresh ones, and with them whatever they keep. */
export interface Modules {
  readonly ConnectFlow: typeof ConnectFlow;
  readonly CardMemory: typeof import('../../../src/element/card-memory.js').CardMemory;
  readonly readSettings: typeof import('../../../src/element/settings.js').readSettings;
  readonly announcements: typeof import('../../../src/element/announcements.js').announcements;
  readonly frame: (card: Card) => TemplateResult;
}

export interface ElementWitness {
  changed(previous: Situation, next: Situation): void;
  /** @param next What the announcement is about; `undefined` when it is about no change. */
  heard(announcement: Announcement, next?: Situation): void;
  updated(): void;
}

export class PlayedElement implements FlowHost {
  readonly flow: ConnectFlow;
  disabled = false;
  mode: FlowHost['mode'];
  hostedLink: FlowHost['hostedLink'];
  readonly returnUrl = undefined;
  readonly selectOrganizations = true;
  readonly showData = true;
  attached = false;
  /** How often it asked to be drawn again. */
  updates = 0;
  readonly #modules: Modules;
  readonly #witness: ElementWitness;
  #memory: Card['memory'];

  constructor(modules: Modules, witness: ElementWitness) {
    this.#modules = modules;
    this.#witness = witness;
    this.#memory = new modules.CardMemory();
    this.flow = new modules.ConnectFlow(this);
  }

  greet(): void {
    // Its window has no document.
  }

  attach(): void {
    this.attached = true;
    this.flow.hostConnected();
  }

  remove(): void {
    this.attached = false;
    this.flow.hostDisconnected();
  }

  configure(settings: ConnectSettings | undefined): void {
    this.flow.configure(settings);
    this.#memory = new this.#modules.CardMemory();
  }

  /** What can be pressed now; a label is the key of its text. */
  get offers(): Pressable[] {
    const { flow, disabled } = this;
    const card: Card = {
      host: {
        heading: '',
        companyName: 'Acme',
        companyLogo: undefined,
        disabled,
        allowDisconnect: true,
        hostedLink: 'start',
        selectOrganizations: this.selectOrganizations,
        showData: this.showData,
        requestUpdate: () => this.requestUpdate(),
      },
      flow,
      situation: flow.situation,
      text: Object.assign((key: string) => key, { lang: 'en', dir: 'ltr', locale: 'en' } as const),
      memory: this.#memory,
    };
    return pressables(this.#modules.frame(card));
  }

  requestUpdate(): void {
    this.updates++;
    this.#witness.updated();
  }

  situationChanged(previous: Situation, next: Situation): void {
    this.#witness.changed(previous, next);
    for (const announcement of this.#modules.announcements(previous, next, (code) => code)) {
      this.#memory.note(announcement);
      this.#witness.heard(announcement, next);
    }
  }

  announce(announcement: Announcement): boolean {
    this.#witness.heard(announcement);
    return true;
  }

  diagnose(): void {}
}
