/** Pictures as files: small ones, compared as an eye compares them, and a third that shows where two differ. */
import { crc32, deflateSync } from 'node:zlib';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/**
 * How far a pixel's colour may be off, from 0 to 1, before it counts: a browser of another version draws the same glyph a
 * little differently. Pixels at the edge of a glyph, which are half one colour and half another, never count.
 */
const COLOUR_TOLERANCE = 0.05;
/** Pixels that may count all the same. A label in another grey, a row that is 2 px off, a switch that is off are more. */
const PIXELS_ALLOWED = 120;

/** Fewer make smaller files. */
const COLOURS = 32;

export interface Difference {
  /** In words; empty when the two are the same to the eye. */
  readonly what: string;
  /** A picture of it, as a PNG file. */
  readonly png: Buffer;
}

export function compare(expected: Buffer, actual: Buffer): Difference {
  const [before, after] = [PNG.sync.read(expected), PNG.sync.read(actual)];
  const [width, height] = [Math.max(before.width, after.width), Math.max(before.height, after.height)];
  const shown = new PNG({ width, height });
  const [one, other] = [onto(before, width, height), onto(after, width, height)];
  const pixels = pixelmatch(one.data, other.data, shown.data, width, height, { threshold: COLOUR_TOLERANCE });
  const sizes = [before, after].map((it) => `${it.width} × ${it.height}`);
  const isSame = sizes[0] === sizes[1] && pixels <= PIXELS_ALLOWED;
  return {
    what: isSame ? '' : `${pixels} pixels differ; ${sizes.join(' was, ')} is`,
    png: PNG.sync.write(shown),
  };
}

function onto(picture: PNG, width: number, height: number): PNG {
  const ground = new PNG({ width, height });
  PNG.bitblt(picture, ground, 0, 0, picture.width, picture.height, 0, 0);
  return ground;
}

/** The same picture with a table of colours: a third of what a browser writes. */
export function small(png: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(png);
  const { palette, indices } = inColours(data);
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) lines[y * (width + 1) + x + 1] = indices[y * width + x] ?? 0;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits a pixel, which are places in the table.
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * The commonest colours, exactly: flat areas keep theirs. Of the rest, which are edges of glyphs, the one that is furthest
 * from all so far, again and again; what is left takes the nearest.
 */
function inColours(data: Buffer): { palette: number[]; indices: number[] } {
  const colours = Array.from({ length: data.length / 4 }, (_, pixel) => data.readUInt32BE(pixel * 4) >>> 8);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const all = [...counts].sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || one - other).map(([it]) => it);
  const palette = all.slice(0, COLOURS / 2);
  const distances = all.map((colour) => Math.min(...palette.map((it) => distance(it, colour))));
  while (palette.length < Math.min(COLOURS, all.length)) {
    const furthest = all[distances.indexOf(Math.max(...distances))] ?? 0;
    palette.push(furthest);
    all.forEach((colour, at) => (distances[at] = Math.min(distances[at] ?? 0, distance(furthest, colour))));
  }
  const places = new Map(
    all.map((colour) => {
      const each = palette.map((it) => distance(it, colour));
      return [colour, each.indexOf(Math.min(...each))];
    }),
  );
  return { palette, indices: colours.map((colour) => places.get(colour) ?? 0) };
}

function distance(one: number, other: number): number {
  return [16, 8, 0].reduce((sum, part) => sum + (((one >> part) & 255) - ((other >> part) & 255)) ** 2, 0);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
