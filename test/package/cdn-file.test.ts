import { readFileSync } from 'node:fs';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { describe, expect, it } from 'vitest';
import { importsOf, nodesOf, parseAs } from './syntax.js';

const folder = new URL('../../dist/cdn/', import.meta.url);
const code = readFileSync(new URL('leaf-jd-connect.js', folder), 'utf8');
const script = parseAs('script', code, 2022);

describe('the file for a script tag', () => {
  it('parses as a module too, so that both kinds of script tag work', () => {
    expect(() => parseAs('module', code, 2022)).not.toThrow();
  });

  it('declares nothing on the page', () => {
    expect(script.body.map(({ type }) => type)).toEqual(['ExpressionStatement']);
  });

  it('loads no further code', () => {
    expect(importsOf(script)).toEqual([]);
  });

  it('compiles no code at run time, which a strict content security policy forbids', () => {
    const compilers = [...nodesOf(script)].flatMap((node) =>
      (node.type === 'NewExpression' || node.type === 'CallExpression') && node.callee.type === 'Identifier'
        ? [node.callee.name]
        : [],
    );
    expect(compilers).not.toContain('eval');
    expect(compilers).not.toContain('Function');
  });

  it('holds the element, the protocol and Lit, and nothing else', () => {
    const map = JSON.parse(readFileSync(new URL('leaf-jd-connect.js.map', folder), 'utf8')) as { sources: string[] };
    const known =
      /\/(src\/(element|protocol)|build\/(guards|adopting)\.ts$|node_modules\/(lit|lit-html|lit-element|@lit\/reactive-element)\/)/;
    expect(map.sources.filter((source) => !known.test(source))).toEqual([]);
  });

  it('is plain ASCII, so that a page in any encoding shows its texts right', () => {
    expect(code.match(/[^\x00-\x7f]/g)).toBeNull();
    expect(code).toContain('\\u2019');
  });

  it('has a source map that leads back to the source', () => {
    const map = new TraceMap(readFileSync(new URL('leaf-jd-connect.js.map', folder), 'utf8'));
    const lines = code.slice(0, code.indexOf('leaf-jd-connect:may-i-start')).split('\n');
    const { source } = originalPositionFor(map, { line: lines.length, column: lines.at(-1)?.length ?? 0 });
    expect(source).toMatch(/src\/protocol\/vocabulary\.ts$/);
    expect(code).toContain('//# sourceMappingURL=leaf-jd-connect.js.map');
  });

  it('keeps the licences of what it contains beside it', () => {
    expect(readFileSync(new URL('licenses.md', folder), 'utf8')).toMatch(/lit - .*BSD-3-Clause/);
  });
});
