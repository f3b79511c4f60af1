/** Reads a QR code from SVG path data as a phone would read it from a screen: drawn first, by nobody's rules but SVG's. */
import { decodeQR } from 'qr/decode.js';

type Point = readonly [x: number, y: number];

/** Pixels a module: below two, no scanner finds the corners. */
const SCALE = 3;

/** The filled squares of a path, by rows. The square's side is the largest number in the path. */
export function drawPath(path: string): boolean[][] {
  const side = sideOf(path);
  const modules = Array.from({ length: side }, () => Array.from({ length: side }, () => false));
  for (const outline of outlinesOf(path)) {
    const [left, right] = extent(outline.map(([x]) => x));
    const [top, bottom] = extent(outline.map(([, y]) => y));
    for (let y = top; y < bottom; y += 1) {
      const row = modules[y];
      if (row === undefined || left < 0 || right > side) throw new Error('The path leaves its square');
      for (let x = left; x < right; x += 1) row[x] ||= isInside(outline, [x + 0.5, y + 0.5]);
    }
  }
  return modules;
}

function extent(numbers: readonly number[]): [least: number, most: number] {
  return [Math.min(...numbers), Math.max(...numbers)];
}

export function sideOf(path: string): number {
  return Math.max(...(path.match(/\d+/g) ?? []).map(Number));
}

/** The text of the QR code that a path draws. Throws when there is none to be read. */
export function readQr(path: string): string {
  const modules = drawPath(path);
  const size = modules.length * SCALE;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (modules[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)])
        data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  // Without a limit of time, so that a busy machine reads what an idle one does.
  return decodeQR({ width: size, height: size, data }, { timeLimit: Infinity });
}

/** The corners of each subpath. Knows the commands that a path of runs is made of, and throws on any other. */
function outlinesOf(path: string): Point[][] {
  const outlines: Point[][] = [];
  let [x, y] = [0, 0];
  for (const [, command = '', rest = ''] of path.matchAll(/([a-z])([^a-z]*)/gi)) {
    const [a = NaN, b = NaN] = (rest.match(/-?\d+/g) ?? []).map(Number);
    if (command === 'M') [x, y] = [a, b];
    else if (command === 'm') [x, y] = [x + a, y + b];
    else if (command === 'h') x += a;
    else if (command === 'v') y += a;
    else if (command === 'z') [x, y] = outlines.at(-1)?.[0] ?? [NaN, NaN];
    else throw new Error(`Nothing is known of ${command}`);
    if (Number.isNaN(x + y)) throw new Error(`Too few numbers after ${command}`);
    if (command.toLowerCase() === 'm') outlines.push([]);
    outlines.at(-1)?.push([x, y]);
  }
  return outlines;
}

/** Whether a ray from the point to the right crosses the outline an odd number of times. */
function isInside(outline: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  outline.forEach(([x1, y1], at) => {
    const [x2, y2] = outline[(at + 1) % outline.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  });
  return inside;
}
