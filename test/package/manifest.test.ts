import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import schema from 'custom-elements-manifest/schema.json' with { type: 'json' };
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readMarkup } from '../../build/manifest/markup.js';
import { readElement } from '../../build/manifest/source.js';
import { readme, README_FILE } from '../../build/manifest/tables.js';
import { Types } from '../../build/manifest/types.js';
import { LeafJdConnect } from '../../src/element/leaf-jd-connect.js';
import { ELEMENT_STATES, EVENT_NAMES } from '../../src/protocol/vocabulary.js';

const built = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../dist/${name}`, import.meta.url), 'utf8')) as unknown;
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
const element = readElement();

describe('custom-elements.json', () => {
  const manifest = built('custom-elements.json') as {
    modules: { path: string; declarations?: Record<string, { name: string; description?: string }[]>[] }[];
  };
  const [declaration] = manifest.modules[0]?.declarations ?? [];

  it('is a Custom Elements Manifest', () => {
    const parsed = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(manifest);
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(parsed.success).toBe(true);
  });

  it('names files that are there', () => {
    for (const { path } of manifest.modules) expect(readFileSync(root() + path, 'utf8')).not.toBe('');
  });

  it('knows every attribute, property, event and state that the element has at run time', () => {
    expect(names(declaration?.attributes ?? [])).toEqual(LeafJdConnect.observedAttributes);
    expect(names(declaration?.members ?? [])).toEqual(
      expect.arrayContaining([...Object.keys(LeafJdConnect.properties), 'state', 'connection']),
    );
    expect(names(declaration?.events ?? []).toSorted()).toEqual([...EVENT_NAMES].toSorted());
    expect(names(declaration?.cssStates ?? [])).toEqual(ELEMENT_STATES);
  });

  it('knows the public methods, and none that is for the card’s own parts', () => {
    expect(names(element.methods)).toEqual(['connect', 'cancel', 'refresh', 'disconnect']);
  });

  it('knows the contract’s slots, parts and custom properties', () => {
    expect(names(element.slots)).toEqual(['', 'logo', 'help', 'connected']);
    expect(names(element.parts)).toEqual(
      expect.arrayContaining(['base', 'heading', 'logo', 'button', 'status', 'error', 'organizations', 'organization']),
    );
    expect(names(element.parts)).toEqual(
      expect.arrayContaining(['organization-name', 'organization-link', 'actions', 'link-panel']),
    );
    for (const name of ['accent', 'on-accent', 'surface', 'text', 'muted', 'border', 'danger', 'success']) {
      expect(names(element.cssProperties)).toContain(`--leaf-${name}`);
    }
  });
});

describe('what editors read', () => {
  it('VS Code is offered every attribute, and the words that it may hold', () => {
    const { tags } = built('vscode.html-custom-data.json') as {
      tags: { name: string; attributes: { name: string; values?: { name: string }[] }[] }[];
    };
    expect(names(tags)).toEqual(['leaf-jd-connect']);
    expect(names(tags[0]?.attributes ?? [])).toEqual(LeafJdConnect.observedAttributes);
    const theme = tags[0]?.attributes.find(({ name }) => name === 'theme');
    expect(theme?.values).toEqual([{ name: 'light' }, { name: 'dark' }, { name: 'auto' }]);
  });

  it('JetBrains is offered the same', () => {
    const types = built('web-types.json') as {
      contributions: { html: { elements: { attributes: { name: string }[]; js: { events: { name: string }[] } }[] } };
    };
    const [tag] = types.contributions.html.elements;
    expect(names(tag?.attributes ?? [])).toEqual(LeafJdConnect.observedAttributes);
    expect(names(tag?.js.events ?? []).toSorted()).toEqual([...EVENT_NAMES].toSorted());
  });
});

describe('the README', () => {
  it('has the tables that the source makes; `npm run readme` writes them', async () => {
    expect(readFileSync(README_FILE, 'utf8')).toBe(await readme(element));
  });
});

describe('a gap in the docstrings', () => {
  /** What is amiss with one file of templates and styles. */
  function gapsOf(code: string): string[] {
    const file = `${root()}src/element/new.ts`;
    const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true);
    const host = ts.createCompilerHost({});
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) => (name === file ? source : read(name, ...rest));
    const program = ts.createProgram([file], { noLib: true, types: [] }, host);
    const gaps: string[] = [];
    readMarkup([source], new Types(program), gaps);
    return gaps;
  }
  const declared = 'declare const html: (...parts: unknown[]) => unknown; declare const css: typeof html;\n';

  it.each([
    ['a part', 'html`<p part="base  extra">`;', ['part base has no @csspart', 'part extra has no @csspart']],
    ['a part of many', 'declare const on: boolean; html`<p part=${on ? "a" : "b"}>`;', ['part a has', 'part b has']],
    ['a part beside one', 'declare const word: "b"; html`<p part="a ${word}">`;', ['part a has', 'part b has']],
    ['a part of any name', 'declare const word: string; html`<p part=${word}>`;', ['part=${word} could']],
    ['a slot', 'html`<slot name="logo"></slot>`;', ['slot logo has no @slot']],
    ['the default slot', 'html`<slot></slot>`;', ['slot (default) has no @slot']],
    ['a custom property', 'css`a { color: var(--leaf-new, red) }`;', ['custom property --leaf-new has no @cssprop']],
    ['what is told and not there', '/** @csspart gone - It. */ html``;', ['@csspart gone: there is no such part']],
  ])('is found: %s', (_, code, expected) => {
    const gaps = gapsOf(declared + code);
    expect(gaps).toHaveLength(expected.length);
    for (const [index, gap] of expected.entries()) expect(gaps[index]).toContain(gap);
  });

  it('is none where everything is told', () => {
    const told = '/**\n * @slot - Text.\n * @slot logo - A\n *   logo.\n * @csspart base - It. */\n';
    expect(gapsOf(`${declared}${told}html\`<p part="base"><slot></slot><slot name="logo"></slot></p>\`;`)).toEqual([]);
  });
});

function root(): string {
  return fileURLToPath(new URL('../..', import.meta.url));
}
