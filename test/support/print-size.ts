/** `npm run size`: every budget and what is left of it, and of what the file for the script tag is made. Fails when one is broken. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUDGETS } from './budgets.js';
import { sharesOf, weighAll } from './weigh.js';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
for (const { name, bytes, budget } of await weighAll(BUDGETS, dist)) {
  console.log(`${name}: ${bytes} of ${budget} bytes (brotli)${bytes > budget ? ' — too much' : ''}`);
  if (bytes > budget) process.exitCode = 1;
}

const script = `${dist}cdn/leaf-jd-connect.js`;
console.log('\nOf the file for the script tag, before compression:');
for (const [part, share] of sharesOf(readFileSync(script, 'utf8'), readFileSync(`${script}.map`, 'utf8'))) {
  console.log(`${(share * 100).toFixed(1).padStart(6)} % ${part}`);
}
