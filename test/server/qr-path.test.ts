import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qrPath } from '../../src/server/qr-path.js';
import { drawPath, readQr, sideOf } from './read-qr.js';

/** Synthetic: as long as the links of a companion are, and as mixed. */
const URL_OF_400 = `https://connect.partner.test/jd/start/${'aB3_-9xZ.q'.repeat(37)}`.slice(0, 400);

describe('the path of a QR code', () => {
  it('is read as the text that it was made of', () => {
    expect(readQr(qrPath(URL_OF_400))).toBe(URL_OF_400);
  });

  it('of any URL is read as that URL', () => {
    const token = fc.string({
      unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.')),
      maxLength: 1500,
      size: 'max',
    });
    const origin = fc.constantFrom('http://localhost:8787', 'https://a.test', 'https://connect.partner.test/jd');
    fc.assert(
      fc.property(origin, token, (base, text) => {
        const url = `${base}/start/${text}`;
        expect(readQr(qrPath(url))).toBe(url);
      }),
      { numRuns: 25 },
    );
  });

  it('begins with both corners of its square, whose side is the largest number in it', () => {
    const path = qrPath(URL_OF_400);
    const [, width, height] = /^M0 0M(\d+) (\d+)m/.exec(path) ?? [];
    expect([Number(width), Number(height)]).toEqual([sideOf(path), sideOf(path)]);
    // A QR code is 21 modules wide, or by some fours more.
    expect((sideOf(path) - 8 - 21) % 4).toBe(0);
  });

  it('leaves a quiet zone of exactly four modules on each side', () => {
    const modules = drawPath(qrPath(URL_OF_400));
    const last = modules.length - 1;
    const dark = modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [[x, y] as const] : [])));
    const [columns, rows] = [dark.map(([x]) => x), dark.map(([, y]) => y)];
    for (const places of [columns, rows]) {
      expect([Math.min(...places), Math.max(...places)]).toEqual([4, last - 4]);
    }
  });

  it('is drawn with relative runs and nothing else, small enough to travel with an answer', () => {
    const path = qrPath(URL_OF_400);
    expect(path).toMatch(/^M0 0M\d+ \d+(m-?\d+ -?\d+h\d+v1h-\d+z)+$/);
    expect(path.length).toBeLessThan(20_000);
  });

  it('of a longer URL has more modules, and of a short one few, which are easier to read', () => {
    expect(sideOf(qrPath('https://a.test'))).toBe(29);
    expect(sideOf(qrPath(URL_OF_400))).toBeLessThanOrEqual(81);
  });

  it('cannot be made of more than a QR code holds', () => {
    expect(() => qrPath('x'.repeat(2954))).toThrow();
    expect(sideOf(qrPath('x'.repeat(2953)))).toBe(185);
  });
});
