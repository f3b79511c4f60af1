/** What a module of the package exports, read by the TypeScript compiler: names, types and docstrings, and where one is missing. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { oneLine } from '../manifest/types.js';

export interface Member {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly optional: boolean;
  /** Of a member that is a bundle of others, as `credentials` of a client is. */
  readonly members: readonly Member[];
}

export interface Entry {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'type';
  /** Whether it can be imported, or is only named by what can. */
  readonly exported: boolean;
  readonly description: string;
  /** How it is called, or the right side of its type where that says more than its members. */
  readonly text: string | undefined;
  readonly members: readonly Member[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Types that their members say everything of. */
const PLAIN_OBJECT = /^(\{|Omit<|Pick<|z\.)/;

/** A field of a schema that is another schema, or a list of it. */
const NAMED_SCHEMA = /^(?:z\.(?:optional|nullable)\()?(z\.array\()?([A-Z]\w*)\)*$/;

export interface Reading {
  /** Below the root of the repository, or elsewhere if it begins with a slash. */
  readonly file: string;
  /** Names that are looked at; left out, all of them. */
  readonly only?: readonly string[];
  /** Names that another page explains. */
  readonly except?: readonly string[];
  /** Says only what is exported, and not what each is made of. */
  readonly brief?: boolean;
}

/**
 * Reads the exports of a module, and after them the types of ours that they name. Throws an error that names everything
 * in it that has no docstring.
 */
export function readModule(
  { file, only, except = [], brief = false }: Reading,
  program: ts.Program = programOf([file]),
): Entry[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(pathOf(file));
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} is no module.`);
  const gaps: string[] = [];
  const target = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const isOurs = (symbol: ts.Symbol) =>
    (symbol.declarations ?? []).some((it) => !program.isSourceFileFromExternalLibrary(it.getSourceFile())) &&
    !(symbol.declarations ?? []).some((it) => program.isSourceFileDefaultLibrary(it.getSourceFile()));

  const isWanted = (symbol: ts.Symbol) =>
    isOurs(symbol) && !except.includes(symbol.name) && (only?.includes(symbol.name) ?? true);
  // By the name that it has outside.
  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [target(symbol), symbol.name]));
  const queue = [...exported.keys()].filter(isWanted);
  const entries: Entry[] = [];
  for (const symbol of queue) {
    entries.push(readEntry(symbol));
    if (brief) continue;
    for (const named of namedBy(symbol)) if (isWanted(named) && !queue.includes(named)) queue.push(named);
  }
  if (gaps.length > 0) throw new Error(`${file} has gaps:\n${gaps.join('\n')}`);
  return entries;

  function readEntry(symbol: ts.Symbol): Entry {
    const description = describe(symbol) || describeWords(symbol);
    if (!description) gaps.push(`${symbol.name} has no docstring`);
    const kind =
      symbol.flags & ts.SymbolFlags.Class
        ? 'class'
        : symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)
          ? 'type'
          : 'function';
    const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration)?.type;
    const isOfWords = alias && !ts.isUnionTypeNode(alias);
    const written = alias && ((isOfWords && wordsOf(checker.getTypeAtLocation(alias))) || textOf(alias));
    const plain = written === undefined || PLAIN_OBJECT.test(written);
    return {
      name: exported.get(symbol) ?? symbol.name,
      kind,
      exported: exported.has(symbol),
      description,
      text: kind === 'function' ? called(symbol) : plain ? undefined : written,
      members:
        kind === 'function' || brief || (alias && !hasMembers(alias))
          ? []
          : membersOf(symbol, symbol.name, alias && ts.isUnionTypeNode(alias)),
    };
  }

  /** Members that our own source declares: what every element or error has is no news. */
  function membersOf(of: ts.Symbol, path: string, described = false): Member[] {
    const type =
      of.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Class)
        ? checker.getDeclaredTypeOfSymbol(of)
        : checker.getNonNullableType(checker.getTypeOfSymbol(of));
    const fields = fieldsOf(of);
    const parts = type.isUnion() ? type.types : [type];
    const members = new Map<string, Member>();
    const symbols = parts.flatMap((part) => checker.getPropertiesOfType(part));
    // Of a choice of objects, the one that explains a member is the one that has it.
    for (const symbol of symbols.toSorted((a, b) => Number(describe(a) === '') - Number(describe(b) === ''))) {
      const field = fields.get(symbol.name) ?? symbol;
      if (members.has(symbol.name) || isHidden(field) || !isOurs(field)) continue;
      members.set(symbol.name, readMember(symbol, field, path, described));
    }
    return [...members.values()];
  }

  /** @param field Where its docstring is: the symbol itself, or the field of a schema. */
  function readMember(symbol: ts.Symbol, field: ts.Symbol, path: string, described: boolean): Member {
    const name = `${path}.${symbol.name}`;
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const written = typeNodeOf(field);
    const description = describe(field);
    // Of a bundle, either the whole is explained or each of its parts.
    const members = written && ts.isTypeLiteralNode(written) ? membersOf(field, name, description !== '') : [];
    if (!description && !described && members.length === 0) gaps.push(`${name} has no docstring`);
    const calls = checker.getNonNullableType(checker.getTypeOfSymbol(symbol)).getCallSignatures();
    const isMethod = (symbol.flags & ts.SymbolFlags.Method) !== 0 && calls.length > 0;
    return {
      name: symbol.name,
      description,
      optional,
      type: isMethod ? called(symbol) : typeText(symbol, field, optional),
      members,
    };
  }

  function describe(symbol: ts.Symbol): string {
    return oneLine(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  }

  /** A type that is the words of a list (`(typeof STATES)[number]`) is explained where the list is. */
  function describeWords(symbol: ts.Symbol): string {
    const value = valueBehind(symbol);
    return value ? describe(value) : '';
  }

  /** `X` of a type that is made of `typeof X`. */
  function valueBehind(symbol: ts.Symbol): ts.Symbol | undefined {
    const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration);
    const name = /\btypeof (\w+)/.exec(alias?.type.getText() ?? '')?.[1];
    const value = alias && name !== undefined && checker.resolveName(name, alias, ts.SymbolFlags.Value, true);
    return value ? target(value) : undefined;
  }

  function called(symbol: ts.Symbol): string {
    const [call] = checker.getTypeOfSymbol(symbol).getCallSignatures();
    const { valueDeclaration } = symbol;
    const constant = valueDeclaration && ts.isVariableDeclaration(valueDeclaration) && valueDeclaration.type;
    if (constant) return `${symbol.name}: ${textOf(constant)}`;
    if (!call?.declaration) throw new Error(`${symbol.name} is neither called nor of a type that is written out.`);
    const parameters = call.declaration.parameters.map((it) => parameterText(it as ts.ParameterDeclaration));
    const result = call.declaration.type?.getText() ?? checker.typeToString(call.getReturnType());
    return `${symbol.name}(${parameters.join(', ')}): ${oneLine(result)}`;
  }

  /** As the source writes it, for a name says more than what is behind it. */
  function typeText(symbol: ts.Symbol, field: ts.Symbol, optional: boolean): string {
    const written = typeNodeOf(field);
    if (written) return textOf(written);
    const [, list, schema] = NAMED_SCHEMA.exec(initializerOf(field)?.getText() ?? '') ?? [];
    if (schema !== undefined) return list ? `${schema}[]` : schema;
    const type = checker.getTypeOfSymbol(symbol);
    const shown = optional ? checker.getNonNullableType(type) : type;
    return oneLine(checker.typeToString(shown, undefined, ts.TypeFormatFlags.NoTruncation)).replaceAll('"', "'");
  }

  /** Where a type is inferred from a schema, the fields of the schema have the docstrings. */
  function fieldsOf(symbol: ts.Symbol): Map<string, ts.Symbol> {
    const schema = valueBehind(symbol)?.declarations?.find(ts.isVariableDeclaration);
    const shape = schema && checker.getPropertyOfType(checker.getTypeAtLocation(schema), 'shape');
    const fields = shape ? checker.getPropertiesOfType(checker.getTypeOfSymbol(shape)) : [];
    return new Map(fields.map((field) => [field.name, field]));
  }

  /** Types of ours that the words of a declaration name. What a function does with them is its own affair. */
  function namedBy(symbol: ts.Symbol): ts.Symbol[] {
    const found: ts.Symbol[] = [];
    const look = (node: ts.Node): void => {
      // What makes a class is handed to it by ourselves.
      if (ts.isBlock(node) || ts.isConstructorDeclaration(node) || isPrivate(node)) return;
      const name = ts.isTypeReferenceNode(node) ? node.typeName : ts.isIdentifier(node) ? node : undefined;
      const named = name && checker.getSymbolAtLocation(name);
      if (named) found.push(target(named));
      node.forEachChild(look);
    };
    symbol.declarations?.forEach(look);
    const isType = ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias;
    return found.filter((it) => (it.flags & isType) !== 0 && isOurs(it));
  }
}

/** The compiler's view of these modules, and of all that they import. Making one takes seconds. */
export function programOf(files: readonly string[]): ts.Program {
  const config = ts.readConfigFile(`${root}tsconfig.build.json`, (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const { rootDir: _, outDir: __, ...rest } = options;
  return ts.createProgram(files.map(pathOf), { ...rest, noErrorTruncation: true });
}

function pathOf(file: string): string {
  return file.startsWith('/') ? file : root + file;
}

/** Whether a type is one of things with members, and not a word, a list or a function. */
function hasMembers(node: ts.TypeNode): boolean {
  if (ts.isTypeReferenceNode(node)) return PLAIN_OBJECT.test(node.getText());
  if (ts.isIntersectionTypeNode(node) || ts.isUnionTypeNode(node)) return node.types.some(hasMembers);
  return ts.isTypeLiteralNode(node) || (ts.isParenthesizedTypeNode(node) && hasMembers(node.type));
}

function isHidden(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(isPrivate);
}

function isPrivate(node: ts.Node): boolean {
  if (!ts.isClassElement(node)) return false;
  const modifiers = ts.getCombinedModifierFlags(node);
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  return (modifiers & hidden) !== 0 || (node.name !== undefined && ts.isPrivateIdentifier(node.name));
}

function typeNodeOf(symbol: ts.Symbol): ts.TypeNode | undefined {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  return declaration && 'type' in declaration ? (declaration.type as ts.TypeNode | undefined) : undefined;
}

function initializerOf(symbol: ts.Symbol): ts.Expression | undefined {
  const declaration = symbol.declarations?.find(ts.isPropertyAssignment);
  return declaration?.initializer;
}

/** `'a' | 'b'`, of a type that is nothing but such words. */
function wordsOf(type: ts.Type): string | undefined {
  const kinds = type.isUnion() ? type.types : [type];
  const words = kinds.flatMap((kind) => (kind.isStringLiteral() ? [`'${kind.value}'`] : []));
  // The compiler has no order of its own.
  return words.length === kinds.length ? words.toSorted().join(' | ') : undefined;
}

/** On one line and without its comments, which have a column of their own. */
function textOf(node: ts.Node): string {
  return oneLine(node.getText().replaceAll(/\/\*\*[\s\S]*?\*\//g, '')).replace(/^\| /, '');
}

function parameterText({ name, type, questionToken, initializer }: ts.ParameterDeclaration): string {
  // A parameter that is taken apart at once has no name; its type says what it is.
  const called = ts.isIdentifier(name) ? name.text : 'options';
  return `${called}${questionToken || initializer ? '?' : ''}${type ? `: ${oneLine(type.getText())}` : ''}`;
}
