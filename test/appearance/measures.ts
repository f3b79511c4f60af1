/** What axe does not measure, read off the page as it is drawn. Every function answers what is wrong, in words. */
import type { Visit } from './stage.js';

/** WCAG 2.2, A and AA, and what axe calls best practices. */
export const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe's findings in the card and the page around it. */
export function axeFindings({ frame }: Visit, forcedColors: boolean): Promise<string[]> {
  return frame.evaluate(
    async ([rules, forced]) => {
      const { axe } = window as unknown as typeof globalThis & { axe: typeof import('axe-core') };
      const { violations } = await axe.run(document, {
        runOnly: { type: 'tag', values: rules },
        resultTypes: ['violations'],
        // Forced colours are the person's own, and axe reads the ones that they replace.
        rules: { 'color-contrast': { enabled: !forced } },
        // The frame of a page is looked into by itself.
        iframes: false,
        // No rule of these reads a style sheet as a file.
        preload: false,
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary = '' }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
      );
    },
    [RULES, forcedColors] as const,
  );
}

/**
 * WCAG 1.4.4, 1.4.10, 1.4.12: nothing scrolls sideways, is cut off, lies on other text, or leaves the card.
 * @param wholeWords Every word stands on one line.
 */
export function layoutFaults({ card }: Visit, wholeWords: boolean): Promise<string[]> {
  return card.evaluate((host, wantsWholeWords) => {
    const root = host.shadowRoot;
    if (!root) return ['no shadow root'];
    const faults: string[] = [];
    const { scrollingElement } = document;
    if (scrollingElement && scrollingElement.scrollWidth > innerWidth) {
      faults.push(`the page scrolls sideways: ${scrollingElement.scrollWidth} in ${innerWidth}`);
    }
    const base = root.querySelector('[part=base]')?.getBoundingClientRect();
    if (!base) return ['no card'];
    const label = (node: Node): string => `“${(node.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 40)}”`;
    const isHidden = (element: Element): boolean => {
      const style = getComputedStyle(element);
      return style.visibility === 'hidden' || style.clipPath !== 'none' || element.getClientRects().length === 0;
    };
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (isHidden(element) || element.closest('svg, style')) continue;
      const { left, right } = element.getBoundingClientRect();
      if (left < base.left - 0.5 || right > base.right + 0.5) faults.push(`outside the card: ${label(element)}`);
      // A field scrolls what does not fit, as fields do; what only decorates may be cut.
      if (element.matches('input, [aria-hidden=true] *')) continue;
      const { overflowX, overflowY } = getComputedStyle(element);
      if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
        faults.push(`cut off: ${label(element)}`);
      if (overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1)
        faults.push(`cut off: ${label(element)}`);
    }
    const boxes: { node: Node; box: DOMRect }[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      const parent = node.parentElement;
      if (!parent || !text.trim() || parent.closest('style') || isHidden(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.left < base.left - 0.5 || box.right > base.right + 0.5)
          faults.push(`text outside the card: ${label(node)}`);
        boxes.push({ node, box });
      }
      for (const { index, 0: word } of text.matchAll(/[\p{L}\p{M}]+/gu)) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top))).size;
        // One letter in a line is never right; a word that is longer than its line has to go on somewhere.
        if (lines > 1 && (wantsWholeWords || word.length / lines < 3))
          faults.push(`broken: “${word}” on ${lines} lines`);
      }
    }
    for (const [index, { node, box }] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        if (other.node === node) continue;
        const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (width > 1 && height > Math.min(box.height, other.box.height) / 3) {
          faults.push(`${label(node)} lies on ${label(other.node)}`);
        }
      }
    }
    return [...new Set(faults)];
  }, wholeWords);
}

/** WCAG 2.5.8 asks for 24 by 24 CSS pixels; this card for 44 by 44. */
export function targetFaults({ card }: Visit): Promise<string[]> {
  return card.evaluate((host) =>
    [...(host.shadowRoot?.querySelectorAll('button, a[href], input, summary') ?? [])]
      .map((target) => ({ target, box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 43.99 || box.height < 43.99)
      .map(({ target, box }) => `${target.textContent.trim()}: ${box.width} × ${box.height}`),
  );
}

/** WCAG 1.4.12: the distances that a reader may set, which the card has to bear. */
export const TEXT_SPACING = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;

/**
 * WCAG 2.1.1, 2.4.3, 2.4.7, 1.4.11: Tab leads through everything that can be pressed, in the order it is read, each with a
 * ring of 3 px in the colour of the text, and out of the card again.
 */
export async function tabFaults({ frame, page, card }: Visit): Promise<string[]> {
  await frame.locator('a', { hasText: 'Before the card' }).focus();
  const expected = await card.evaluate((host) =>
    [...(host.shadowRoot?.querySelectorAll('button, a[href], input, summary') ?? [])]
      .filter((it) => !it.matches(':disabled') && it.checkVisibility({ visibilityProperty: true }))
      .map((it) => it.textContent.trim() || it.id),
  );
  const found: string[] = [];
  for (const _ of expected) {
    await page.keyboard.press('Tab');
    found.push(
      await card.evaluate((host) => {
        const active = host.shadowRoot?.activeElement;
        if (!active) return 'nothing';
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(active);
        const { color } = getComputedStyle(active.closest('section') ?? host);
        const isSeen = outlineStyle === 'solid' && outlineWidth === '3px' && outlineColor === color;
        return `${active.textContent.trim() || active.id}${isSeen ? '' : ', without a ring'}`;
      }),
    );
  }
  await page.keyboard.press('Tab');
  const isOut = await frame.evaluate(() => document.activeElement?.textContent === 'After the card');
  const order = JSON.stringify(found);
  return [
    ...(order === JSON.stringify(expected) ? [] : [`Tab: ${order} in place of ${JSON.stringify(expected)}`]),
    ...(isOut ? [] : ['Tab did not lead out of the card']),
  ];
}

/** Animations and transitions that run. */
export function moving({ card }: Visit): Promise<string[]> {
  return card.evaluate((host) => (host.shadowRoot?.getAnimations() ?? []).map((it) => it.constructor.name));
}

/** All that is announced is announced by one polite region. */
export async function liveRegions({ card }: Visit): Promise<(string | null)[]> {
  const live = card.locator('[role=status], [role=alert], [role=log], [aria-live]');
  return live.evaluateAll((regions) => regions.map(({ role }) => role));
}
