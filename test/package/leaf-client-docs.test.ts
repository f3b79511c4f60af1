/** `docs/leaf-client.md` is for copying: its examples compile, all of them together, and none of them calls what is not there. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { LeafClient } from '../../src/server/index.js';
import { PATIENCE } from '../support/patience.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}docs/leaf-client.md`, 'utf8');
const examples = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);

/** What the compiler of this house has to say of a module. */
function faultsOf(code: string): string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const file = `${root}examples.ts`;
  const settings = { ...options, paths: { 'leaf-jd-connect/server': [`${root}src/server/index.ts`] } };
  const files = ts.createCompilerHost(settings);
  const host: ts.CompilerHost = {
    ...files,
    getSourceFile: (name, ...rest) =>
      name === file ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2022) : files.getSourceFile(name, ...rest),
    fileExists: (name) => name === file || files.fileExists(name),
    readFile: (name) => (name === file ? code : files.readFile(name)),
  };
  const program = ts.createProgram([file], settings, host);
  const diagnostics = [
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(program.getSourceFile(file)),
  ];
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Every group of methods; checked by types. */
const GROUPS: Record<keyof LeafClient, true> = {
  credentials: true,
  oneClick: true,
  providerConnections: true,
  organizations: true,
  configuration: true,
  users: true,
  ensureLeafUser: true,
};

describe('the examples', () => {
  it('compile', { timeout: PATIENCE.timeout * 12 }, () => {
    expect(faultsOf(examples.join('\n'))).toEqual([]);
  });

  it('would not, if one of them called what is not there', { timeout: PATIENCE.timeout * 12 }, () => {
    const wrong = faultsOf(`${examples.join('\n')}\nawait leaf.users.remove(leafUserId);`);
    expect(wrong).toEqual([expect.stringContaining("Property 'remove' does not exist")]);
  });

  it.each(Object.keys(GROUPS))('use %s', (group) => {
    expect(examples.join('\n')).toContain(`leaf.${group}`);
  });
});
