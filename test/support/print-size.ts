import { CDN_BUDGET_BYTES, cdnBytes } from './cdn-size.js';

const bytes = cdnBytes();
console.log(`CDN file: ${String(bytes)} of ${String(CDN_BUDGET_BYTES)} bytes (brotli)`);
process.exitCode = bytes <= CDN_BUDGET_BYTES ? 0 : 1;
