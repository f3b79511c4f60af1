/**
 * A QR code as SVG path data: digits and a few letters, so that a page can draw it without a string of markup. The format
 * is the one that `Link` in the wire's schemas promises.
 */
import { encodeQR } from 'qr';

/** The quiet zone that the standard (ISO/IEC 18004) asks for, in modules. Scanners take less; some of them badly. */
const BORDER = 4;

/** What fits into the largest QR code (version 40) with low error correction. */
export const MAX_QR_BYTES = 2_953;

/**
 * One closed rectangle for each run of dark modules in a row. Error correction is low: a screen is not torn or stained,
 * and fewer, larger modules are what a phone reads from further away. Throws above `MAX_QR_BYTES`.
 */
export function qrPath(text: string): string {
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: BORDER });
  const side = rows.length;
  let path = `M0 0M${side} ${side}`;
  let [fromX, fromY] = [side, side];
  rows.forEach((row, y) => {
    for (const [x, width] of darkRuns(row)) {
      path += `m${x - fromX} ${y - fromY}h${width}v1h-${width}z`;
      // Closing a rectangle leads back to the corner where it began.
      [fromX, fromY] = [x, y];
    }
  });
  return path;
}

/** Where each run of dark modules begins, and how wide it is. */
function darkRuns(row: readonly boolean[]): [x: number, width: number][] {
  const runs: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = runs.at(-1);
    if (!dark) return;
    if (last !== undefined && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  });
  return runs;
}
