/** Reads JavaScript the way a browser of a given year does. */
import { parse, type AnyNode, type ecmaVersion, type Program } from 'acorn';

/** The syntax tree. Throws a `SyntaxError` for anything that is newer than `year`. */
export function parseAs(sourceType: 'script' | 'module', code: string, year: ecmaVersion): Program {
  return parse(code, { sourceType, ecmaVersion: year, allowHashBang: true });
}

/** Every node below `node`, itself included. */
export function* nodesOf(node: AnyNode): Generator<AnyNode> {
  yield node;
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) yield* nodesOf(child);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** What a module imports, statically or not; an import of a computed address counts as `*`. */
export function importsOf(program: Program): string[] {
  const sources: string[] = [];
  for (const node of nodesOf(program)) {
    const source = 'source' in node ? node.source : undefined;
    if (source) sources.push(source.type === 'Literal' ? String(source.value) : '*');
  }
  return sources;
}
