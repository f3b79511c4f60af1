/**
 * The cases of Custom Elements Everywhere (https://custom-elements-everywhere.com) for React and Vue, as far as this
 * element has what they are about: with each, a framework does what it does for elements of its own.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../src/protocol/vocabulary.js';
import type { Stage } from '../end-to-end/stage.js';
import { REACT_18, REACT_19, VUE, WRAPPER_19 } from './apps.js';
import type { Value } from './shared/everywhere.js';
import { openApps } from './stage.js';

const PAGES = [
  { app: { ...REACT_18, entry: 'everywhere.tsx' }, path: 'react-18' },
  { app: { ...WRAPPER_19, entry: 'everywhere.tsx' }, path: 'react-19-wrapper' },
  { app: { ...REACT_19, entry: 'everywhere.tsx' }, path: 'react-19-bare' },
  { app: { ...VUE, entry: 'everywhere.ts' }, path: 'vue-3' },
] as const;
type Path = (typeof PAGES)[number]['path'];

/** Before the tag is defined, frameworks that look for a property find none, and write attributes. */
const WRAPPERS: readonly Path[] = ['react-18', 'react-19-wrapper'];
const BARE: readonly Path[] = ['react-19-bare', 'vue-3'];
const ALL = [...WRAPPERS, ...BARE];

interface Case {
  readonly name: string;
  readonly given: readonly [as: string, value: Value];
  readonly property: string;
  /** Where it reaches the card that is defined already, and where it reaches one that is defined later. */
  readonly defined: readonly Path[];
  readonly later: readonly Path[];
}

const CASES: readonly Case[] = [
  { name: 'a string', given: ['heading', 'text'], property: 'heading', defined: ALL, later: ALL },
  {
    name: 'a string of a name with a capital',
    given: ['companyName', 'text'],
    property: 'companyName',
    defined: ALL,
    later: WRAPPERS,
  },
  {
    name: 'a string of a name with a dash',
    given: ['company-name', 'text'],
    property: 'companyName',
    defined: BARE,
    later: BARE,
  },
  { name: 'a boolean that is true', given: ['disabled', 'yes'], property: 'disabled', defined: ALL, later: ALL },
  {
    name: 'a boolean that is false',
    given: ['disabled', 'no'],
    property: 'disabled',
    defined: ALL,
    // Vue writes `false` out as text.
    later: ALL.filter((path) => path !== 'vue-3'),
  },
  {
    name: 'a boolean of a name with a capital',
    given: ['allowDisconnect', 'yes'],
    property: 'allowDisconnect',
    defined: ALL,
    later: WRAPPERS,
  },
  { name: 'an object', given: ['strings', 'object'], property: 'strings', defined: ALL, later: WRAPPERS },
  {
    name: 'a function of a name with a capital',
    given: ['fetchSession', 'function'],
    property: 'fetchSession',
    defined: ALL,
    later: WRAPPERS,
  },
  {
    name: 'an object that is said to be a property (`.strings`)',
    given: ['.strings', 'object'],
    property: 'strings',
    defined: ['vue-3'],
    later: ['vue-3'],
  },
];

let stage: Stage;
beforeAll(async () => {
  stage = await openApps(PAGES);
}, 120_000);
afterAll(() => stage.close());

describe.each(PAGES)('$path', ({ path }) => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await stage.visit({ path: `/${path}` }));
  });
  // The tag is not defined yet.
  beforeEach(() => page.reload());

  it.each(CASES.filter(({ defined }) => defined.includes(path)))(
    'hands $name to a card that is defined',
    async ({ given: [as, value], property }) => {
      const read = ([name, what, from]: readonly [string, Value, string]) => {
        window.everywhere.define();
        window.everywhere.show({ [name]: what });
        return window.everywhere.read(from);
      };
      expect(await page.evaluate(read, [as, value, property] as const)).toBe(value);
    },
  );

  it.each(CASES.filter(({ defined }) => defined.includes(path)))(
    'hands $name to a card that is defined later, or is known not to',
    async ({ given: [as, value], property, later }) => {
      const read = async ([name, what, from]: readonly [string, Value, string]) => {
        window.everywhere.show({ [name]: what });
        window.everywhere.define();
        // What was set on it before is taken over with its first update.
        await document.querySelector('leaf-jd-connect')?.updateComplete;
        return window.everywhere.read(from);
      };
      const reaches = (await page.evaluate(read, [as, value, property] as const)) === value;
      expect(reaches).toBe(later.includes(path));
    },
  );

  it('shows a card without children, and one with children in their slots, and takes them away and back', async () => {
    const seen = await page.evaluate(() => {
      const { everywhere } = window;
      everywhere.define();
      everywhere.show({ heading: 'text' });
      const without = [everywhere.read('heading'), ...everywhere.children()];
      everywhere.show({ heading: 'text' }, true);
      const added = everywhere.children();
      everywhere.hide();
      const hidden = document.querySelector('leaf-jd-connect') === null;
      everywhere.show({ heading: 'text' }, true);
      return { without, added, hidden, again: everywhere.children() };
    });
    const both = [': Intro', 'help: Help'];
    expect(seen).toEqual({ without: ['text'], added: both, hidden: true, again: both });
  });

  it('hears an event of a name with a dash: by its own means, added by hand, and above the card', async () => {
    const heard = await page.evaluate(() => {
      window.everywhere.define();
      return window.everywhere.hear();
    });
    expect(heard).toEqual({ declared: 1, added: 1, above: 1 });
  });
});

describe('what the other cases are about', () => {
  it('is not here: events are named in lower case with dashes, never in one word, with capitals or all in capitals', () => {
    for (const name of EVENT_NAMES) expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });

  it('is not here: no property is a number or an array', async () => {
    const manifest = JSON.parse(
      await readFile(new URL('../../dist/custom-elements.json', import.meta.url), 'utf8'),
    ) as {
      modules: { declarations?: { attributes?: { name: string; type: { text: string } }[] }[] }[];
    };
    const attributes = manifest.modules.flatMap(({ declarations = [] }) =>
      declarations.flatMap((declaration) => declaration.attributes ?? []),
    );
    expect(attributes.map(({ name }) => name)).toContain('server-url');
    for (const { type } of attributes) expect(type.text).not.toMatch(/number|\[\]|Array/);
  });
});
