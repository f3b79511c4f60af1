/** What a browser counts of things that moved on a page (Layout Instability), from the first paint on. */
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { scriptTagGuide, STYLE } from './stage.js';

const DELAY_MS = 500;

/** As Chromium tells it; not among TypeScript's own types. */
interface Source {
  readonly node: Node | null;
  readonly previousRect: DOMRectReadOnly;
  readonly currentRect: DOMRectReadOnly;
}

/** Everything is in view: what moves below the fold does not count, and must not be what saves a test. */
const wide = (width: number) => ({ width, height: 3_000 });
export const [WIDE, PHONE] = [wide(1280), wide(390)];
export const WIDTHS = [WIDE, wide(500), PHONE, wide(320)];

/** The rules of the guides that keep room for the card. */
export async function roomForTheCard(): Promise<string> {
  const [style] = STYLE.exec(await scriptTagGuide()) ?? [];
  if (style === undefined) throw new Error('The guide has no style.');
  return style;
}

/** Before the page is opened: whatever moves is noted, and scripts and answers take so long that every step is painted. */
export async function watchShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts, steps: [] });
    new PerformanceObserver((list) => {
      // Shifts soon after a press count here too, which they do not elsewhere.
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as PerformanceEntry & { value: number; sources: Source[] };
        const moved = sources.map(({ node, previousRect, currentRect }) => {
          const name = node instanceof Element ? node.outerHTML.slice(0, 60) : (node?.textContent ?? 'something');
          return `${name} from ${previousRect.x},${previousRect.y} to ${currentRect.x},${currentRect.y}`;
        });
        shifts.push(`${value}: ${moved.join('; ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
    const look = () => {
      const steps = Reflect.get(window, 'steps') as string[];
      const card = document.querySelector('leaf-jd-connect');
      const step = card && (card.matches(':defined') ? card.state : `only its children: ${card.innerText.trim()}`);
      if (step && steps.at(-1) !== step) steps.push(step);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await context.route(/\/connection$|\.js$/, async (route) => {
    await pause(DELAY_MS);
    await route.continue().catch(() => undefined);
  });
}

/** What was painted of the card, in order, and what moved, once the last of it is there. */
export function seen(page: Page): Promise<{ steps: string[]; shifts: string[] }> {
  return page.evaluate(async () => {
    for (let frames = 0; frames < 10; frames++) await new Promise(requestAnimationFrame);
    const read = (name: string) => Reflect.get(window, name) as string[];
    return { steps: read('steps'), shifts: read('shifts') };
  });
}
