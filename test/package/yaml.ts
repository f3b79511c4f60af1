/** YAML as plain values, by the parser that comes with Prettier. Every scalar is a string. */
import { parsers } from 'prettier/plugins/yaml';

export type Yaml = string | undefined | readonly Yaml[] | { readonly [key: string]: Yaml };

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly (Node | null)[];
}

/** Throws a `SyntaxError` for what is no YAML, and an `Error` for a kind of it that no workflow needs. */
export async function parseYaml(text: string): Promise<Yaml> {
  return valueOf((await parsers.yaml.parse(text, {} as never)) as Node);
}

function valueOf(node: Node | undefined): Yaml {
  const children = (node?.children ?? []).filter((child) => child !== null);
  switch (node?.type) {
    case undefined:
    case 'null':
      return undefined;
    case 'plain':
    case 'quoteSingle':
    case 'quoteDouble':
    case 'blockLiteral':
    case 'blockFolded':
      return node.value;
    case 'mapping':
    case 'flowMapping':
      return Object.fromEntries(
        children.map(({ children: [key, value] = [] }) => [nameOf(key), valueOf(value ?? undefined)]),
      );
    case 'sequence':
    case 'flowSequence':
      return children.map(valueOf);
    case 'root':
    case 'document':
    case 'documentBody':
    case 'mappingKey':
    case 'mappingValue':
    case 'sequenceItem':
    case 'flowSequenceItem':
      return valueOf(children.find(({ type }) => type !== 'documentHead' && type !== 'comment'));
    default:
      throw new Error(`A workflow with YAML of the kind "${node?.type ?? ''}".`);
  }
}

function nameOf(key: Node | null | undefined): string {
  const name = valueOf(key ?? undefined);
  if (typeof name !== 'string') throw new Error('A workflow with a key that is no name.');
  return name;
}
