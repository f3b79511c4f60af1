/** The floor: what Lit itself weighs and takes, with one button and nothing behind it. */
import { html, LitElement, type TemplateResult } from 'lit';

customElements.define(
  'bare-lit',
  class extends LitElement {
    protected override render(): TemplateResult {
      return html`<button>Connect John Deere</button>`;
    }
  },
);
