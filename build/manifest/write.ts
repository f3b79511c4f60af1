/** Writes what editors and tools read into `dist/`; with `--readme`, the README's tables too. A gap fails the build. */
import { writeFileSync } from 'node:fs';
import { customElements, vsCode, webTypes } from './formats.js';
import { readElement } from './source.js';
import { readme, README_FILE } from './tables.js';

const element = readElement();
const formats = {
  'custom-elements.json': customElements(element),
  'vscode.html-custom-data.json': vsCode(element),
  'web-types.json': webTypes(element),
};
for (const [name, content] of Object.entries(formats)) {
  writeFileSync(new URL(`../../dist/${name}`, import.meta.url), `${JSON.stringify(content, null, 2)}\n`);
}
if (process.argv.includes('--readme')) writeFileSync(README_FILE, await readme(element));
