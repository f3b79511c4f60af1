/**
 * Text stays readable on any accent (WCAG 2.2, 1.4.3: 4.5:1), and what is no text can be told from what it stands on
 * (1.4.11: 3:1), in every state and both themes. Measured by the colours that the browser computed.
 */
import { expect } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import * as fc from 'fast-check';
import { lead, simulateCompanion, SITUATIONS, type SituationName } from '../../demo/in-page/index.js';
import { backgroundOf, colourOf, contrast, readings } from '../../demo/playground/contrast.js';
import type { LeafJdConnect } from '../../src/element/define.js';
import { create, part, parts, root } from '../support/card.js';

simulateCompanion({ signInUrl: '/demo/in-page/simulated-sign-in.html' });

const THEMES = ['light', 'dark'] as const;
const STEPS = [0, 85, 170, 255];
const GRID = STEPS.flatMap((red) => STEPS.flatMap((green) => STEPS.map((blue) => `rgb(${red} ${green} ${blue})`)));
/** Greys around the one on which black and white are read equally well, yellows, and other ways to write a colour. */
const NASTY = [
  ...[
    '#6f6f6f',
    '#757575',
    '#767676',
    '#777',
    '#7f7f7f',
    '#808080',
    '#949494',
    '#ff0',
    '#f2c300',
    '#ffde00',
    '#d4a200',
  ],
  ...['rebeccapurple', 'hsl(210 100% 45%)', 'oklch(70% 0.4 150)', 'color(display-p3 1 0.2 0)', 'lab(46.5% 0 0)'],
  'light-dark(#fafafa, #101010)',
];
const ACCENTS = [...GRID, ...NASTY];

async function led(name: SituationName): Promise<LeafJdConnect> {
  const card = create({ companyName: 'Fieldbook' });
  document.body.append(card);
  await lead(card, name);
  return card;
}

function paint(card: LeafJdConnect, theme: string, accent: string): void {
  card.setAttribute('theme', theme);
  card.style.setProperty('--leaf-accent', accent);
}

/** What cannot be read well enough, in words. */
function unreadable(card: LeafJdConnect): string[] {
  const all = readings(root(card));
  expect(all.length).to.be.greaterThan(1);
  return all.filter(({ ratio }) => ratio < 4.5).map(({ text, ratio }) => `“${text}” ${ratio.toFixed(2)}:1`);
}

/** Every accent, on light and on dark, that something cannot be read on. */
function failures(card: LeafJdConnect, accents: readonly string[] = ACCENTS): string[] {
  return THEMES.flatMap((theme) =>
    accents.flatMap((accent) => {
      paint(card, theme, accent);
      return unreadable(card).map((what) => `${theme}, ${accent}: ${what}`);
    }),
  );
}

/** The card's own rules, without those that only some browsers understand. */
function asIfOld(card: LeafJdConnect): void {
  const { adoptedStyleSheets } = root(card);
  root(card).adoptedStyleSheets = adoptedStyleSheets.map((sheet) => {
    const plain = new CSSStyleSheet();
    for (const rule of sheet.cssRules) {
      const computes = rule instanceof CSSSupportsRule && rule.conditionText.includes('from');
      if (!computes) plain.insertRule(rule.cssText, plain.cssRules.length);
    }
    return plain;
  });
}

function dress(card: LeafJdConnect, rules: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  root(card).adoptedStyleSheets = [...root(card).adoptedStyleSheets, sheet];
}

describe('with any accent', () => {
  for (const { name } of SITUATIONS) {
    it(`everything can be read: ${name}`, async () => {
      const card = await led(name);
      expect(failures(card)).to.deep.equal([]);
    });
  }

  it('everything can be read, for accents at random', async () => {
    const card = await led('disconnected');
    const channel = fc.nat(255);
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        expect(failures(card, [`rgb(${red} ${green} ${blue})`])).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });

  it('the button can be read under the mouse', async () => {
    const card = await led('disconnected');
    const { x, y, width, height } = part(card, 'button').getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(x + width / 2), Math.round(y + height / 2)] });
    expect(part(card, 'button').matches(':hover')).to.be.true;
    expect(failures(card)).to.deep.equal([]);
  });

  it('everything can be read in a browser that computes no colours', async () => {
    const card = await led('whose-farm');
    asIfOld(card);
    expect(failures(card)).to.deep.equal([]);
    const invited = await led('disconnected');
    asIfOld(invited);
    paint(invited, 'light', '#ff0');
    expect(getComputedStyle(part(invited, 'button')).backgroundColor).to.equal(
      getComputedStyle(part(invited, 'base')).color,
    );
    expect(failures(invited)).to.deep.equal([]);
  });

  it('the mark, the letter, the switch and the focus can be seen', async () => {
    const card = await led('switches');
    const [turnedOn, turnedOff] = parts(card, 'organization-switch');
    const mark = root(card).querySelector('.mark');
    if (!turnedOn || !turnedOff || !mark) throw new Error('unreachable');
    turnedOn.focus();
    const faint: string[] = [];
    for (const theme of THEMES) {
      for (const accent of ACCENTS) {
        paint(card, theme, accent);
        const surface = backgroundOf(part(card, 'base'));
        const track = (element: Element) => {
          const { color, backgroundColor, borderTopColor } = getComputedStyle(element, '::before');
          return { knob: colourOf(color), track: colourOf(backgroundColor), edge: colourOf(borderTopColor) };
        };
        const [on, off] = [track(turnedOn), track(turnedOff)];
        const ratios = {
          mark: contrast(colourOf(getComputedStyle(mark).color), backgroundOf(mark)),
          focus: contrast(colourOf(getComputedStyle(turnedOn).outlineColor), surface),
          knobOn: contrast(on.knob, on.track),
          knobOff: contrast(off.knob, off.track),
          edge: contrast(on.edge, surface),
        };
        for (const [what, ratio] of Object.entries(ratios))
          if (ratio < 3) faint.push(`${theme}, ${accent}: ${what} ${ratio.toFixed(2)}:1`);
      }
    }
    expect(faint).to.deep.equal([]);
    expect(getComputedStyle(turnedOn).outlineStyle).to.equal('solid');
  });
});

describe('the measuring', () => {
  it('knows what WCAG gives as examples', () => {
    expect(contrast(colourOf('#000'), colourOf('#fff'))).to.equal(21);
    expect(contrast(colourOf('#777'), colourOf('#fff'))).to.be.closeTo(4.48, 0.01);
    expect(contrast(colourOf('color(xyz 1e9 1e9 1e9)'), colourOf('#000'))).to.equal(21);
  });

  it('finds what white text on the accent, and the accent as text, used to be', async () => {
    const card = await led('disconnected');
    dress(card, '.primary { color: #fff } .letter { color: var(--_accent); background: transparent }');
    const found = failures(card, ['#ff0']).join();
    expect(found).to.contain(part(card, 'button').textContent.trim()).and.to.contain('“F”');
  });

  it('finds a card whose accent is brightened under the mouse', async () => {
    const card = await led('disconnected');
    dress(card, '.primary { filter: brightness(1.1) }');
    expect(() => readings(root(card))).to.throw('cannot be measured');
  });
});

describe('--leaf-on-accent', () => {
  it('is the author’s word', async () => {
    const card = await led('disconnected');
    card.style.setProperty('--leaf-on-accent', 'rgb(1, 2, 3)');
    expect(getComputedStyle(part(card, 'button')).color).to.equal('rgb(1, 2, 3)');
  });
});
