/** Examples of the documentation, read by the compiler of this house as modules of somebody who uses the package. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

const ENTRIES = {
  'leaf-jd-connect': ['src/element/define.ts'],
  'leaf-jd-connect/element': ['src/element/index.ts'],
  'leaf-jd-connect/react': ['src/frameworks/react.ts'],
  'leaf-jd-connect/vue': ['src/frameworks/vue.ts'],
  'leaf-jd-connect/server': ['src/server/index.ts'],
  'leaf-jd-connect/server/node': ['src/server/node.ts'],
  'leaf-jd-connect/locales/*': ['dist/locales/*.d.ts'],
};

/** Examples leave types out where a reader can guess them. */
const isImplicitAny = ({ code }: ts.Diagnostic) => code >= 7005 && code < 7060;

/** In JavaScript there is nothing to tell the compiler what may be missing, or which event is heard. */
const isOfTypesAlone = ({ code, messageText }: ts.Diagnostic) =>
  [2345, 2531].includes(code) || ts.flattenDiagnosticMessageText(messageText, ' ').endsWith("on type 'Event'.");

/**
 * What is wrong with them, each beginning with the example's name.
 * @param examples By names; JavaScript where the name ends with `.js`, else TypeScript.
 * @param around Declarations of what a reader has already.
 */
export function faultsOf(examples: Readonly<Record<string, string>>, around = ''): string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const paths = Object.entries(ENTRIES).map(([name, files]) => [name, files.map((file) => root + file)]);
  const settings = { ...options, paths: Object.fromEntries(paths) as Record<string, string[]> };
  const texts = new Map([
    [`${root}around.d.ts`, around],
    // A module each: what one declares is no business of the others.
    ...Object.entries(examples).map(([name, code]): [string, string] => [`${root}${name}.ts`, `${code}\nexport {};\n`]),
  ]);
  const host = ts.createCompilerHost(settings);
  const files = { ...host };
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name);
    return text === undefined
      ? files.getSourceFile(name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (name) => texts.has(name) || files.fileExists(name);
  host.readFile = (name) => texts.get(name) ?? files.readFile(name);
  const program = ts.createProgram([...texts.keys()], settings, host);
  return [...texts.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return diagnostics
      .filter((diagnostic) => !isImplicitAny(diagnostic))
      .filter((diagnostic) => !name.endsWith('.js.ts') || !isOfTypesAlone(diagnostic))
      .map(({ messageText }) => `${name.slice(root.length)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}
