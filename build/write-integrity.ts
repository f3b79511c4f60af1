/** Writes `dist/integrity.json`; with `--readme`, the hashes in the README and in the guides too. */
import { readFileSync, writeFileSync } from 'node:fs';
import { documents, readIntegrity, withIntegrity } from './integrity.js';

const integrity = readIntegrity();
writeFileSync(new URL('../dist/integrity.json', import.meta.url), `${JSON.stringify(integrity, null, 2)}\n`);
if (process.argv.includes('--readme')) {
  for (const file of documents()) {
    const text = readFileSync(file, 'utf8');
    const current = withIntegrity(text, integrity);
    if (current !== text) writeFileSync(file, current);
  }
}
