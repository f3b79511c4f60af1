/** The element's public face, read from its source by the TypeScript compiler, so that nothing is said of it twice. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { LeafJdConnect } from '../../src/element/leaf-jd-connect.js';
import { ELEMENT_STATES } from '../../src/protocol/vocabulary.js';
import { readMarkup, type Documented, type Markup } from './markup.js';
import { Types } from './types.js';

export interface Property extends Documented {
  readonly type: string;
  /** The words that it may hold, when those are all there are. */
  readonly values: readonly string[];
  readonly readonly: boolean;
  readonly attribute: string | undefined;
  readonly reflects: boolean;
}

export interface Method extends Documented {
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returns: string;
}

export interface ElementEvent extends Documented {
  /** The type of its detail, in full, and as short as a table wants it. */
  readonly type: string;
  readonly shape: string;
}

export interface ElementSource extends Documented, Markup {
  readonly className: string;
  readonly properties: readonly Property[];
  readonly methods: readonly Method[];
  readonly events: readonly ElementEvent[];
  readonly states: readonly string[];
}

/** As Lit reads them. */
const OPTIONS: Readonly<Record<string, { attribute?: string | boolean; reflect?: boolean }>> = LeafJdConnect.properties;

const ROOM = '/src/element/';
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Reads everything. Throws an error that names every gap at once: what has no docstring, or a docstring and nothing else. */
export function readElement(): ElementSource {
  const types = new Types(program());
  const files = types.program.getSourceFiles().filter(({ fileName }) => fileName.includes(ROOM));
  const gaps: string[] = [];
  const element: ElementSource = {
    ...readClass(types, files),
    events: readEvents(types, files),
    states: ELEMENT_STATES,
    ...readMarkup(files, types, gaps),
  };
  const { properties, methods, events, slots, parts, cssProperties } = element;
  for (const { name, description } of [element, properties, methods, events, slots, parts, cssProperties].flat()) {
    if (!description) gaps.push(`${name || 'the default slot'} has no docstring`);
  }
  if (gaps.length > 0) throw new Error(`The manifest has gaps:\n${gaps.join('\n')}`);
  return element;
}

function program(): ts.Program {
  const config = ts.readConfigFile(`${root}/tsconfig.build.json`, (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  return ts.createProgram([`${root}/src/element/index.ts`], { ...options, noErrorTruncation: true });
}

function readClass(
  types: Types,
  files: readonly ts.SourceFile[],
): Pick<ElementSource, 'className' | 'name' | 'description' | 'properties' | 'methods'> {
  const declaration = types.find(files, ts.isClassDeclaration, LeafJdConnect.name);
  const symbols = types.membersOf(declaration).filter((symbol) => isPublic(symbol, types));
  const named = (name: string) => types.membersOf(declaration).find((symbol) => symbol.name === name);
  const readonly = symbols.filter((symbol) => symbol.flags & ts.SymbolFlags.GetAccessor);
  return {
    className: LeafJdConnect.name,
    name: 'leaf-jd-connect',
    description: types.describe(types.symbolOf(declaration)),
    properties: [
      ...Object.keys(OPTIONS).map((name) => readProperty(name, named(name), types)),
      ...readonly.map((symbol) => readProperty(symbol.name, symbol, types)),
    ],
    methods: symbols
      .filter((symbol) => symbol.flags & ts.SymbolFlags.Method)
      .map((symbol) => ({ name: symbol.name, description: types.describe(symbol), ...types.signature(symbol) })),
  };
}

function readProperty(name: string, symbol: ts.Symbol | undefined, types: Types): Property {
  if (!symbol) throw new Error(`${name} is a property of the element that its class does not declare.`);
  const options = OPTIONS[name];
  const attribute = options?.attribute ?? name.toLowerCase();
  return {
    name,
    description: types.describe(symbol),
    ...types.value(symbol),
    readonly: options === undefined,
    attribute: options && typeof attribute === 'string' ? attribute : undefined,
    reflects: options?.reflect ?? false,
  };
}

/** Methods of the platform and of Lit are no news, and those of an interface are for whoever holds the element by it. */
function isPublic(symbol: ts.Symbol, types: Types): boolean {
  const declaration = symbol.valueDeclaration;
  if (!declaration?.getSourceFile().fileName.includes(ROOM) || !ts.isClassDeclaration(declaration.parent)) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  const name = ts.getNameOfDeclaration(declaration);
  if (ts.getCombinedModifierFlags(declaration) & hidden || (name && ts.isPrivateIdentifier(name))) return false;
  return !types.promisedBy(declaration.parent).has(symbol.name);
}

function readEvents(types: Types, files: readonly ts.SourceFile[]): ElementEvent[] {
  const details = types.find(files, ts.isInterfaceDeclaration, 'LeafConnectEventDetails');
  return types.membersOf(details).map((symbol) => ({
    name: symbol.name,
    description: types.describe(symbol),
    type: types.value(symbol).type,
    shape: types.shape(symbol),
  }));
}
