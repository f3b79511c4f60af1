/** Every page of `docs/reference`, made from the source. A gap in it is thrown: what can be used from outside has a docstring. */
import { en } from '../../src/element/texts/en.js';
import { ELEMENT_STATES } from '../../src/protocol/vocabulary.js';
import { readElement } from '../manifest/source.js';
import { tables } from '../manifest/tables.js';
import { codesOf, codesText } from './codes.js';
import { commandLineText, ENVIRONMENT } from './command-line.js';
import { httpText } from './http.js';
import { code, page, prose, table, type Pages } from './markdown.js';
import { moduleText } from './modules.js';
import { programOf, readModule, type Reading } from './source.js';

/** What can be imported from outside. */
const ENTRIES = {
  element: 'src/element/index.ts',
  server: 'src/server/index.ts',
  node: 'src/server/node.ts',
  react: 'src/frameworks/react.ts',
  vue: 'src/frameworks/vue.ts',
};

export async function referencePages(): Promise<Pages> {
  const card = readElement();
  const program = programOf([...Object.values(ENTRIES), ENVIRONMENT]);
  const read = (reading: Reading) => readModule(reading, program);
  const element = read({ file: ENTRIES.element, except: ['LeafJdConnect'] });
  const server = read({ file: ENTRIES.server });
  const node = read({ file: ENTRIES.node, except: ['Companion'] });
  const react = read({ file: ENTRIES.react, brief: true });
  const vue = read({ file: ENTRIES.vue, brief: true });
  const commandLine = commandLineText(server, program);
  return {
    'element.md': await page(
      'The element',
      prose(card.description),
      'Events bubble and are composed. Methods are idempotent, and harmless while the element is not on a page.',
      tables(card),
      `Its states, also as custom states (\`:state(connected)\`): ${ELEMENT_STATES.map(code).join(', ')}.`,
    ),
    'element-module.md': await page(
      'leaf-jd-connect/element',
      'The class alone: importing it defines no tag. `LeafJdConnect.define(tag?, registry?)` does. `leaf-jd-connect` defines it and exports the same. The class is told under [the element](element.md); these are its types.',
      moduleText(element),
    ),
    'frameworks.md': await page(
      'leaf-jd-connect/react and /vue',
      'Their properties and events are those of [the element](element.md), in the words of each framework.',
      '## leaf-jd-connect/react',
      moduleText(react, 3),
      '## leaf-jd-connect/vue',
      'Types for templates; there is nothing to run.',
      moduleText(vue, 3),
    ),
    'server.md': await page('leaf-jd-connect/server', 'The companion, for any host.', moduleText(server)),
    'node.md': await page(
      'leaf-jd-connect/server/node',
      'The companion as a Node server of its own.',
      moduleText(node),
    ),
    'http.md': await page(
      'The companion’s routes',
      'Addresses are relative to `publicUrl`. The same as a file: [openapi.json](../openapi.json).',
      httpText(),
    ),
    'command-line.md': await page('The command line', commandLine),
    'codes.md': await page('Codes', codesText(codesOf(element))),
    'texts.md': await page(
      'Texts',
      'The keys of `strings`, with the English text of each. What stands in braces is filled in.',
      table(
        ['key', 'English'],
        Object.entries(en).map(([key, text]) => [code(key), prose(text)]),
      ),
    ),
  };
}
