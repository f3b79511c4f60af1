/** Pictures drawn for this card. None is a brand's: John Deere's and Leaf's marks are theirs. */
import { html, type TemplateResult } from 'lit';
import type { Tone } from './card.js';

/** One path each, drawn with a stroke of the text's colour. */
const MARKS: Record<Tone, string> = {
  neutral: 'M5 12h14m-5-5 5 5-5 5',
  busy: 'M12 3a9 9 0 1 1-9 9',
  good: 'm6 12.5 4 4 8-9',
  attention: 'M12 6v7m0 4v.5',
};
const FIELD = 'M3 20c3-7 6-11 9-14M9 20c1-6 2-10 3-14m3 14c-1-6-2-10-3-14m9 14c-3-7-6-11-9-14M2 9h5m10 0h5';

export function mark(tone: Tone): TemplateResult {
  return stroke(MARKS[tone], `mark ${tone}`);
}

export function tick(): TemplateResult {
  return stroke(MARKS.good, 'tick');
}

/** Rows of a field running to the horizon. */
export function field(): TemplateResult {
  return stroke(FIELD, 'field');
}

function stroke(path: string, className: string): TemplateResult {
  return html`<svg class=${className} viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;
}
