/** The contrast of what the card shows right now, worst first. */
import { readings, type Colour, type Reading } from './contrast.js';
import { make } from './make.js';

/** WCAG 2.2, 1.4.3 and 1.4.6, for text of usual size. */
const AA = 4.5;
const AAA = 7;

export interface Figures {
  readonly field: HTMLElement;
  measure(root: ShadowRoot): void;
}

export function figures(): Figures {
  const summary = make('p', { className: 'worst' });
  summary.setAttribute('role', 'status');
  const rows = make('tbody');
  const head = ['Contrast', 'Text', 'For example'].map((title) => make('th', { scope: 'col' }, title));
  const table = make('table', {}, make('thead', {}, make('tr', {}, ...head)), rows);
  let said = '';
  return {
    field: make('div', { className: 'figures' }, summary, table),
    measure: (root) => {
      const all = distinct(readings(root));
      const failing = all.filter(({ ratio }) => ratio < AA).length;
      const [worst] = all;
      const says = worst
        ? `${failing === 0 ? 'Everything reaches AA' : `${failing} below AA`}: the least is ${round(worst.ratio)}:1.`
        : '';
      // Said aloud only when it is another.
      if (says !== said) summary.textContent = said = says;
      summary.classList.toggle('fails', failing > 0);
      rows.replaceChildren(...all.map(row));
    },
  };
}

/** Each pair of colours once, the worst first. */
function distinct(all: readonly Reading[]): Reading[] {
  const pairs = new Map<string, Reading>();
  for (const reading of all) pairs.set(`${css(reading.foreground)} ${css(reading.background)}`, reading);
  return [...pairs.values()].sort((one, other) => one.ratio - other.ratio);
}

function row({ text, ratio, foreground, background }: Reading): HTMLElement {
  const sample = make('span', { className: 'sample', ariaHidden: 'true' }, 'Aa');
  sample.style.color = css(foreground);
  sample.style.backgroundColor = css(background);
  const grade = ratio >= AAA ? 'AAA' : ratio >= AA ? 'AA' : 'fails';
  return make(
    'tr',
    { className: grade },
    make('td', {}, `${round(ratio)}:1 `, make('strong', {}, grade)),
    make('td', {}, sample),
    make('td', {}, text.replace(/\s+/g, ' ').slice(0, 48)),
  );
}

function css([red, green, blue]: Colour): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
}

/** Downwards: 4.49 is not 4.5. */
function round(ratio: number): string {
  return (Math.floor(ratio * 100) / 100).toFixed(2);
}
