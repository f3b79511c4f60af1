/** How well the card can be read: WCAG's contrast of every text that is on it, from the colours that the browser computed. */

/** Red, green, blue from 0 to 255, and opacity from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

export interface Reading {
  readonly text: string;
  readonly element: Element;
  readonly foreground: Colour;
  readonly background: Colour;
  /** From 1 to 21. */
  readonly ratio: number;
}

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
const known = new Map<string, Colour>();

/** What a screen shows of a computed colour, in whatever way it is written: `color(xyz …)` is brought to sRGB as it is drawn. */
export function colourOf(computed: string): Colour {
  const before = known.get(computed);
  if (before) return before;
  if (!canvas) throw new Error('Colours cannot be computed here.');
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = computed;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
  const colour: Colour = [red, green, blue, alpha / 255];
  known.set(computed, colour);
  return colour;
}

/** WCAG 2.2, relative luminance. */
export function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number): number => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** WCAG 2.2, contrast ratio of two opaque colours. */
export function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Every text in the root that can be seen, and is not of something disabled. */
export function readings(root: ShadowRoot): Reading[] {
  const found = new Map<Element, string>();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim();
    const { parentElement } = walker.currentNode;
    if (text && parentElement && !(parentElement instanceof HTMLStyleElement)) found.set(parentElement, text);
  }
  for (const input of root.querySelectorAll('input')) found.set(input, input.value || 'a field');
  return Array.from(found, ([element, text]) => ({ element, text }))
    .filter(({ element }) => element.checkVisibility() && !element.closest(':disabled'))
    .map(({ element, text }) => {
      const background = backgroundOf(element);
      const foreground = over(colourOf(getComputedStyle(element).color), background);
      return { text, element, foreground, background, ratio: contrast(foreground, background) };
    });
}

/** What is seen behind an element: its own background, and through it those of what it stands on. Throws for pictures. */
export function backgroundOf(element: Element): Colour {
  const layers: Colour[] = [];
  for (let at: Element | null = element; at; at = above(at)) {
    const { backgroundColor, backgroundImage, filter, opacity } = getComputedStyle(at);
    if (backgroundImage !== 'none' || filter !== 'none' || opacity !== '1')
      throw new Error(`The contrast of <${at.localName} class="${at.className}"> cannot be measured.`);
    const layer = colourOf(backgroundColor);
    layers.push(layer);
    if (layer[3] === 1) break;
  }
  return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1] as Colour);
}

function over(layer: Colour, below: Colour): Colour {
  const [, , , alpha] = layer;
  const mixed = (channel: 0 | 1 | 2): number => layer[channel] * alpha + below[channel] * (1 - alpha);
  return [mixed(0), mixed(1), mixed(2), 1];
}

function above(element: Element): Element | null {
  const root = element.getRootNode();
  return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
