/**
 * Every face as it looks, held against the picture that is kept of it. `npm run pictures -- --update` takes them anew, and
 * writes the gallery. A picture that has changed fails; what was seen and what differs lie in `test-results/pictures/`.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACES, leadTo, type Face } from './faces.js';
import { GALLERY, galleryText } from './gallery.js';
import { compare, small } from './picture.js';
import { openStage, type Stage, type Visit } from './stage.js';
import { show } from './variants.js';
import { fileName, VIEW_NAMES, VIEWS, type ViewName } from './views.js';

const KEPT = new URL('pictures/', import.meta.url);
const RESULTS = new URL('../../test-results/pictures/', import.meta.url);
const BYTES_IN_ALL = 1_500_000;

const updates = process.env.PICTURES === 'update';
const FONT = 'DejaVu Sans';
const hasFont = fontOf(FONT) === FONT;
if (!hasFont) console.log(`Pictures: not run, the font ${FONT} is not installed.`);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await mkdir(KEPT, { recursive: true });
  // What lies there is of this run.
  await rm(RESULTS, { recursive: true, force: true });
  await mkdir(RESULTS, { recursive: true });
});
afterAll(() => stage.close());

// On a build server the font is there, or it is an error.
describe.skipIf(!hasFont && !process.env.CI)(`pictures, in ${FONT}`, () => {
  it('are taken in the font that they are kept in', () => {
    expect(fontOf(FONT)).toBe(FONT);
  });

  it.each(Object.entries(FACES))('%s', async (name, face) => {
    const visit = await visitAt(face);
    const changed: string[] = [];
    for (const view of VIEW_NAMES) {
      const taken = await picture(visit, view);
      const file = fileName(name, view);
      if (updates) {
        const kept = await readFile(new URL(file, KEPT)).catch(() => undefined);
        // What looks the same stays the same file.
        if (!kept || compare(kept, taken).what) await writeFile(new URL(file, KEPT), small(taken));
      } else {
        const { what, png } = compare(await readFile(new URL(file, KEPT)), taken);
        if (!what) continue;
        changed.push(`${view}: ${what}`);
        await writeFile(new URL(file, RESULTS), taken);
        await writeFile(new URL(file.replace('.png', '.difference.png'), RESULTS), png);
      }
    }
    await visit.close();
    expect(changed, `see test-results/pictures/, and take them anew by: npm run pictures -- --update`).toEqual([]);
  });

  it('are as many as there are faces and views, and small', async () => {
    const wanted = Object.keys(FACES).flatMap((name) => VIEW_NAMES.map((view) => fileName(name, view)));
    const found = await readdir(KEPT);
    if (updates) for (const file of found) if (!wanted.includes(file)) await rm(new URL(file, KEPT));
    const kept = await readdir(KEPT);
    expect(kept.sort()).toEqual(wanted.sort());
    const sizes = await Promise.all(kept.map(async (file) => (await readFile(new URL(file, KEPT))).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BYTES_IN_ALL);
  });

  it('are all in the gallery', async () => {
    const text = await galleryText();
    if (updates) await writeFile(GALLERY, text);
    expect(await readFile(GALLERY, 'utf8')).toBe(text);
  });
});

describe('a picture is another', () => {
  /** What a change of the card's style comes to, against the same card before. */
  async function after(style: string): Promise<string> {
    const visit = await visitAt(FACES.switches);
    const before = small(await picture(visit, 'light'));
    expect(compare(before, await picture(visit, 'light')).what, 'the same card twice').toBe('');
    await visit.style(style);
    const { what } = compare(before, await picture(visit, 'light'));
    await visit.close();
    return what;
  }

  it.each([
    ['when a row is 2 px off', '.organization:nth-child(2) .who { translate: 0 2px }'],
    ['when the text of a button has another colour', '.organization:nth-child(1) .button { color: #4a5a50 }'],
    ['when a mark has another green', '.mark.good { background: #2f7d55 }'],
    ['when a line has another grey', '.card { border-color: #c0c8c2 }'],
    ['when a button is missing', '.organization:nth-child(3) .button { visibility: hidden }'],
    ['when a switch is off', '.switch[aria-checked=true]::before { rotate: 0deg }'],
    ['when it is taller', '.body { padding-block-end: 1px }'],
  ])('%s', async (_, style) => {
    expect(await after(style)).not.toBe('');
  });

  it('and not when glyphs are drawn a twentieth of a pixel further', async () => {
    expect(await after('h3, p, .note { transform: translateX(0.05px) }')).toBe('');
  });
});

async function visitAt(face: Face): Promise<Visit> {
  const visit = await stage.visit(face, { width: VIEWS.light.width });
  await leadTo(face, visit);
  await visit.frame.evaluate(() => {
    const { activeElement } = document;
    const active = activeElement?.shadowRoot?.activeElement ?? activeElement;
    if (active instanceof HTMLElement) active.blur();
  });
  await visit.page.mouse.move(0, 0);
  return visit;
}

async function picture(visit: Visit, view: ViewName): Promise<Buffer> {
  await show(visit, VIEWS[view]);
  return visit.card.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });
}

/** The font that is taken where this one is asked for. */
function fontOf(family: string): string {
  try {
    return execFileSync('fc-match', ['--format=%{family}', family], { encoding: 'utf8' });
  } catch {
    return 'unknown: there is no fc-match';
  }
}
