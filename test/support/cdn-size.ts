/** What a visitor downloads for the script tag, held against its budget. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

/** 25.55 kB. Every page that embeds the element pays this once. */
export const CDN_BUDGET_BYTES = 25_550;

/** Size of the built CDN file after brotli at its highest level, in bytes. Throws when it was not built. */
export function cdnBytes(): number {
  const file = new URL('../../dist/cdn/leaf-jd-connect.js', import.meta.url);
  return brotliCompressSync(readFileSync(file)).byteLength;
}
