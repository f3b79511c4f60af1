/** The figures in `docs/accessibility.md` are those of the tests; `npm run pictures -- --update` writes them. */
import { readFile, writeFile } from 'node:fs/promises';
import axe from 'axe-core';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { ELEMENT_STATES } from '../../src/protocol/vocabulary.js';
import { FACES } from './faces.js';
import { VARIANTS } from './variants.js';

const DOCS = new URL('../../docs/accessibility.md', import.meta.url);
const [BEGIN, END] = ['<!-- figures: begin -->', '<!-- figures: end -->'];

function figures(): string {
  const faces = Object.values(FACES);
  const states = new Set(faces.map(({ state }) => state));
  expect([...states].sort(), 'every state has a face').toEqual([...ELEMENT_STATES].sort());
  return `${faces.length} faces, which are all ${states.size} states and everything that can be opened in them, each in ${VARIANTS.length} combinations of light and dark,
English, Arabic (from right to left) and German, the usual colours and forced ones, 800 and 320 px, text at 100 and 200 %:
**${(faces.length * VARIANTS.length).toLocaleString('en')} combinations**, by axe-core ${axe.version} among others.`;
}

it('names the faces and combinations that are tested', async () => {
  const text = await readFile(DOCS, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const [, after = ''] = rest.split(END);
  const wanted = await format(`${before}${BEGIN}\n\n${figures()}\n\n${END}${after}`, {
    ...(await resolveConfig(DOCS)),
    parser: 'markdown',
  });
  if (process.env.PICTURES === 'update') await writeFile(DOCS, wanted);
  else expect(text).toBe(wanted);
});
