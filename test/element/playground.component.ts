/** The theme playground: what it shows is what the card has, and what is copied is what was changed. */
import { expect, waitUntil } from '@open-wc/testing';
import { lead, simulateCompanion, type SituationName } from '../../demo/in-page/index.js';
import { contrast, colourOf, readings } from '../../demo/playground/contrast.js';
import { mountPlayground } from '../../demo/playground/index.js';
import { PRESETS, styleSheet, TOKENS } from '../../demo/playground/tokens.js';
import type { LeafJdConnect } from '../../src/element/define.js';
import { create, reached, root } from '../support/card.js';
import { PATIENCE } from '../support/patience.js';

simulateCompanion({ signInUrl: '/demo/in-page/simulated-sign-in.html' });

const SEEN: readonly SituationName[] = [
  'disconnected',
  'connecting',
  'blocked',
  'switches',
  'whose-farm',
  'unavailable',
];

describe('the playground', () => {
  let place: HTMLElement;
  let leave: (() => void) | undefined;

  beforeEach(() => {
    place = document.body.appendChild(document.createElement('div'));
  });

  afterEach(() => {
    leave?.();
    place.remove();
    history.replaceState(null, '', location.pathname + location.search);
  });

  function open(hash = ''): LeafJdConnect {
    history.replaceState(null, '', hash || '#');
    leave = mountPlayground(place);
    return found('leaf-jd-connect');
  }

  function found<Name extends keyof HTMLElementTagNameMap>(selector: Name): HTMLElementTagNameMap[Name];
  function found(selector: string): HTMLElement;
  function found(selector: string): HTMLElement {
    const one = place.querySelector<HTMLElement>(selector);
    if (!one) throw new Error(`The playground has no ${selector}.`);
    return one;
  }

  function type(token: string, value: string): void {
    const field = found(`#token-${token}`) as HTMLInputElement;
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function choose(label: string, value: string): void {
    const field = Array.from(place.querySelectorAll('label')).find((one) => one.textContent.startsWith(label));
    const select = field?.querySelector('select');
    if (!select) throw new Error(`There is no choice called ${label}.`);
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }

  const css = () => found('code:not(label code)').textContent;

  it('has a control for every custom property of the card, and shows each one’s own value', async () => {
    const card = open('#theme=light');
    await reached(card, 'disconnected');
    const probe = root(card).querySelector<HTMLElement>('#heading');
    if (!probe) throw new Error('unreachable');
    for (const scheme of ['light', 'dark'] as const) {
      found('.stage').style.colorScheme = scheme;
      for (const token of TOKENS.filter(({ kind, usual }) => kind === 'colour' && !usual)) {
        probe.style.color = `var(--_${token.name})`;
        expect(colourOf(getComputedStyle(probe).color), `${token.name}, ${scheme}`).to.deep.equal(
          colourOf(token[scheme]),
        );
      }
    }
    for (const { name, light } of TOKENS.filter(({ kind }) => kind === 'length'))
      expect(getComputedStyle(card).getPropertyValue(`--_${name}`)).to.equal(light);
  });

  it('paints the card, writes the CSS of what was changed, and nothing else', async () => {
    const card = open();
    await reached(card, 'disconnected');
    expect(css()).to.equal('/* Nothing is changed. */\n');
    type('accent', 'rebeccapurple');
    type('radius', '0');
    expect(css()).to.equal('leaf-jd-connect {\n  --leaf-accent: rebeccapurple;\n  --leaf-radius: 0;\n}\n');
    const button = root(card).querySelector('.primary');
    if (!button) throw new Error('unreachable');
    expect(getComputedStyle(button).backgroundColor).to.equal('rgb(102, 51, 153)');
    type('accent', '');
    type('radius', '');
    expect(css()).to.equal('/* Nothing is changed. */\n');
  });

  it('refuses what is no value, and says so', async () => {
    const card = open();
    await reached(card, 'disconnected');
    type('accent', 'rather green');
    expect(found('#token-accent').getAttribute('aria-invalid')).to.equal('true');
    expect(css()).to.equal('/* Nothing is changed. */\n');
  });

  it('keeps what was chosen in its address, and opens with it', async () => {
    const card = open();
    await reached(card, 'disconnected');
    type('accent', '#123456');
    choose('Situation', 'connected');
    choose('Direction', 'rtl');
    await reached(card, 'connected');
    const { hash } = location;
    leave?.();
    expect(place.childElementCount).to.equal(0);
    const again = open(hash);
    await reached(again, 'connected');
    expect(css()).to.contain('#123456');
    expect(found('.stage').dir).to.equal('rtl');
  });

  it('takes nothing from an address but what it knows', async () => {
    const card = open('#situation=nowhere&theme=purple&direction=up&unknown=1');
    await reached(card, 'disconnected');
    expect(css()).to.equal('/* Nothing is changed. */\n');
  });

  it('measures the contrast of what it shows, as it changes', async () => {
    const card = open('#theme=light');
    await reached(card, 'disconnected');
    const says = (words: string) => waitUntil(() => found('.worst').textContent.includes(words), words, PATIENCE);
    await says('Everything reaches AA');
    type('muted', '#bbb');
    await says('below AA');
    expect(found('.figures').textContent).to.contain('fails');
    expect(contrast(colourOf('#bbb'), colourOf('#fff'))).to.be.lessThan(4.5);
  });
});

describe('a preset', () => {
  for (const { name, values } of PRESETS) {
    it(`can be read in every state, on light and on dark: ${name}`, async () => {
      const card = create({ companyName: 'Fieldbook' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(styleSheet(values));
      document.adoptedStyleSheets.push(sheet);
      document.body.append(card);
      for (const situation of SEEN) {
        await lead(card, situation);
        for (const theme of ['light', 'dark']) {
          card.setAttribute('theme', theme);
          const poor = readings(root(card)).filter(({ ratio }) => ratio < 4.5);
          expect(poor.map(({ text, ratio }) => `${situation}, ${theme}: ${text} ${ratio}`)).to.deep.equal([]);
        }
      }
      document.adoptedStyleSheets.pop();
    });
  }
});
