/** `build/lean-lit.ts` cuts parts out of Lit for the script tag. The element must need none of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leanLit } from '../../build/lean-lit.js';
import { LeafJdConnect } from '../../src/element/index.js';

const folder = new URL('../../src/element/', import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));

const built = readFileSync(new URL('../../dist/cdn/leaf-jd-connect.js', import.meta.url), 'utf8');

/** What may be imported from Lit; all else may lean on something that is not there. */
const KNOWN = ['css', 'html', 'isServer', 'LitElement', 'nothing'];
const TYPES = ['PropertyValues', 'ReactiveController', 'ReactiveControllerHost', 'TemplateResult'];

describe('the element', () => {
  const imports = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/import (type )?\{([^}]+)\} from '(lit[^']*)'/g)].map(([, type, names = '', from]) => ({
      name,
      from,
      names: names.split(',').map((one) => (type ? `type ${one.trim()}` : one.trim())),
    })),
  );

  it('imports nothing from Lit that was looked at with something else in mind', () => {
    expect(imports.length).toBeGreaterThan(10);
    expect(imports.filter(({ from }) => from !== 'lit')).toEqual([]);
    const allowed = new Set([...KNOWN, ...TYPES.map((type) => `type ${type}`)]);
    expect(imports.flatMap(({ names }) => names).filter((name) => name && !allowed.has(name))).toEqual([]);
  });

  it('has properties that are a text, a flag, or no attribute at all', () => {
    for (const options of Object.values(LeafJdConnect.properties)) {
      const { attribute, reflect, type, ...others }: Record<string, unknown> = {
        ...options,
      };
      expect(others).toEqual({});
      expect([undefined, Boolean]).toContain(type);
      expect([undefined, true]).toContain(reflect);
      expect(['undefined', 'string', 'boolean']).toContain(typeof attribute);
    }
  });

  it('has no template with a comment, or with an element whose content is text', () => {
    const templates = sources.filter(({ text }) => text.includes('html`'));
    expect(templates.length).toBeGreaterThan(8);
    for (const { name, text } of templates)
      expect([name, /<(!--|script|style|textarea|title)\b/.exec(text)]).toEqual([name, null]);
  });

  it('has style sheets without expressions', () => {
    const sheets = sources.filter(({ text }) => text.includes('css`'));
    expect(sheets.length).toBeGreaterThan(4);
    for (const { name, text } of sheets) expect([name, /\$\{/.exec(text)]).toEqual([name, null]);
  });
});

describe('the file for a script tag', () => {
  it.each(['PolyfillSupport', 'HydrateSupport', 'litDirective', 'litPropertyMetadata', '<math>', 'litNonce'])(
    'is without %s',
    (word) => {
      expect(built).not.toContain(word);
    },
  );

  it('still has the Trusted Types policy of Lit', () => {
    expect(built).toContain('createPolicy("lit-html"');
  });
});

describe('another version of Lit', () => {
  it('fails the build', () => {
    const { transform } = leanLit();
    const { handler } = transform as {
      handler: (code: string, id: string) => unknown;
    };
    expect(() => handler('const other = 1;', '/node_modules/lit-html/lit-html.js')).toThrow('Lit has changed');
  });
});
