/** `build/own-names.ts` says which names the script tag's file may shorten. None that anybody else knows is among them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ownNames } from '../../build/own-names.js';
import { LeafJdConnect } from '../../src/element/index.js';
import { en } from '../../src/element/texts/en.js';
import * as wire from '../../src/protocol/wire.js';

const own = new Set(ownNames());
const built = readFileSync(new URL('../../dist/cdn/leaf-jd-connect.js', import.meta.url), 'utf8');
const source = (name: string) => readFileSync(new URL(`../../src/element/${name}`, import.meta.url), 'utf8');

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

function keysOf({ properties = {}, items, anyOf = [] }: Shape): string[] {
  const inner = [...Object.values(properties), ...(items ? [items] : []), ...anyOf];
  return [...Object.keys(properties), ...inner.flatMap(keysOf)];
}

const onTheWire = Object.values(wire).flatMap((schema) => keysOf(z.toJSONSchema(schema, { io: 'input' }) as Shape));
const onTheElement = Object.getOwnPropertyNames(LeafJdConnect.prototype);
const inEvents = [...source('announcements.ts').matchAll(/^ {2,4}(\w+)\??:/gm)].map(([, name = '']) => name);
const inStorage = [...source('live-attempt.ts').matchAll(/^ {2}readonly (\w+)/gm)].map(([, name = '']) => name);
const ofLit = ['willUpdate', 'hostConnected', 'hostUpdated', 'requestUpdate', 'addController', 'updateComplete'];
const ofTheBrowser = ['addEventListener', 'adoptedStyleSheets', 'isIntersecting', 'replaceSync', 'userActivation'];

const PUBLIC = [
  ['the wire', onTheWire],
  ['the element', [...onTheElement, ...Object.keys(LeafJdConnect.properties), 'define']],
  ['the texts', Object.keys(en)],
  ['events', inEvents],
  ['what a tab keeps', inStorage],
  ['Lit', ofLit],
  ['the browser', ofTheBrowser],
] as const;

describe('names that may be shortened', () => {
  it('are names that the element alone uses', () => {
    expect([...own]).toEqual(expect.arrayContaining(['bySomebodyElse', 'stopManaging', 'windowSevered']));
  });

  it.each(PUBLIC)('are not of %s', (_, names) => {
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => own.has(name))).toEqual([]);
  });
});

describe('the file for a script tag', () => {
  it('has shortened the element’s own', () => {
    expect(built).not.toMatch(/bySomebodyElse|stopManaging|windowSevered/);
  });

  it.each(['attemptId', 'connectedOrganizations', 'displayMessage', 'fetchSession', 'managementUri', 'inPage'])(
    'has %s as it is',
    (name) => {
      expect(built).toMatch(new RegExp(`\\b${name}\\b`));
    },
  );
});
