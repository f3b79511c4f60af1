/** Questions to the TypeScript compiler, answered in words. */
import ts from 'typescript';

export class Types {
  readonly program: ts.Program;
  readonly #checker: ts.TypeChecker;

  constructor(program: ts.Program) {
    this.program = program;
    this.#checker = program.getTypeChecker();
  }

  /** A declaration of one of the files, by its name. */
  find<Kind extends ts.DeclarationStatement>(
    files: readonly ts.SourceFile[],
    is: (node: ts.Node) => node is Kind,
    name: string,
  ): Kind {
    const found = files.flatMap(({ statements }) => statements.filter(is)).find((it) => it.name?.text === name);
    if (!found) throw new Error(`${name} is not declared where it used to be.`);
    return found;
  }

  symbolOf(declaration: ts.DeclarationStatement): ts.Symbol {
    const symbol = declaration.name && this.#checker.getSymbolAtLocation(declaration.name);
    if (!symbol) throw new Error('A declaration without a name.');
    return symbol;
  }

  /** Inherited ones too. */
  membersOf(declaration: ts.DeclarationStatement): ts.Symbol[] {
    return this.#checker.getPropertiesOfType(this.#checker.getDeclaredTypeOfSymbol(this.symbolOf(declaration)));
  }

  /** Names that the class has because it says that it implements something. */
  promisedBy(declaration: ts.ClassDeclaration): Set<string> {
    const promises = (declaration.heritageClauses ?? []).filter(
      ({ token }) => token === ts.SyntaxKind.ImplementsKeyword,
    );
    const types = promises.flatMap((clause) => clause.types.map((type) => this.#checker.getTypeAtLocation(type)));
    return new Set(types.flatMap((type) => type.getProperties().map(({ name }) => name)));
  }

  /** The docstring, on one line. */
  describe(symbol: ts.Symbol): string {
    return oneLine(ts.displayPartsToString(symbol.getDocumentationComment(this.#checker)));
  }

  value(symbol: ts.Symbol): { type: string; values: readonly string[] } {
    const type = this.#checker.getNonNullableType(this.#checker.getTypeOfSymbol(symbol));
    const values = wordsOf(type) ?? [];
    return { type: values.length > 0 ? quoted(values) : this.#print(type, symbol.valueDeclaration), values };
  }

  signature(symbol: ts.Symbol): { parameters: { name: string; type: string }[]; returns: string } {
    const [signature] = this.#checker.getTypeOfSymbol(symbol).getCallSignatures();
    if (!signature) throw new Error(`${symbol.name} cannot be called.`);
    const parameters = signature.parameters.map((it) => ({ name: it.name, type: this.value(it).type }));
    return { parameters, returns: this.#print(signature.getReturnType()) };
  }

  /** `{attemptId, reason: 'user' | 'expired'}`: the names, and the words where there are few. */
  shape(symbol: ts.Symbol): string {
    const fields = this.#checker.getTypeOfSymbol(symbol).getProperties();
    return `{${fields.map((field) => this.#field(field)).join(', ')}}`;
  }

  /** The words that an expression of a template can be, or `undefined` when it can be anything. */
  words(expression: ts.Expression): readonly string[] | undefined {
    return wordsOf(this.#checker.getTypeAtLocation(expression));
  }

  #field(field: ts.Symbol): string {
    const name = field.flags & ts.SymbolFlags.Optional ? `${field.name}?` : field.name;
    const { values } = this.value(field);
    return values.length > 0 && values.length < 5 ? `${name}: ${quoted(values)}` : name;
  }

  /** As the source says it, for a name says more than what is behind it; a function has to show what it takes. */
  #print(type: ts.Type, declaration?: ts.Declaration): string {
    const written = declaration && 'type' in declaration ? (declaration.type as ts.TypeNode | undefined) : undefined;
    const isFunction = type.getCallSignatures().length > 0;
    if (written && !isFunction) return oneLine(written.getText()).replaceAll(/ \| (null|undefined)\b/g, '');
    return oneLine(this.#checker.typeToString(type, undefined, ts.TypeFormatFlags.InTypeAlias));
  }
}

function wordsOf(type: ts.Type): string[] | undefined {
  const kinds = type.isUnion() ? type.types : [type];
  const words = kinds.flatMap((kind) => (kind.isStringLiteral() ? [kind.value] : []));
  return words.length === kinds.length ? words : undefined;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' | ');
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
