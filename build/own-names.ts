/**
 * Names that the script-tag build may shorten wherever they name a property: words of the element's own code that nobody
 * else has a use for. No property of the browser's, of Lit's or of the wire is called so, no text in quotes is the word,
 * no page sees it. A template's `.name=` sets a property of the browser's. `test/package/own-names.test.ts` holds the list
 * to all that.
 */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const ROOT = new URL('../', import.meta.url);

/** What a page sees of the element, and what a tab keeps for the next version of the card. */
const SEEN = /\/(leaf-jd-connect|announcements|live-attempt|texts\/en)\.ts$/;

const OTHERS: readonly (readonly [folder: string, files: RegExp])[] = [
  ['node_modules/typescript/lib/', /^lib\.(dom|es)[\w.]*\.d\.ts$/],
  ['node_modules/lit-html/', /^lit-html\.js$/],
  ['node_modules/lit-element/', /^lit-element\.js$/],
  ['node_modules/@lit/reactive-element/', /^reactive-element\.js$/],
  ['src/protocol/', /\.ts$/],
  ['build/', /^(guards|adopting)\.ts$/],
];

export function ownNames(): string[] {
  const own = new Set<string>();
  const taken = new Set<string>();
  for (const file of OTHERS.flatMap(([folder, files]) => filesIn(folder, files)))
    for (const word of wordsOf(read(file))) taken.add(word);
  for (const file of filesIn('src/element/', /\.ts$/)) {
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) (SEEN.test(file) ? taken : own).add(node.text);
      else if (ts.isStringLiteralLike(node)) taken.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest));
  }
  return [...own].filter((name) => !taken.has(name));
}

function filesIn(folder: string, files: RegExp): string[] {
  const names = readdirSync(new URL(folder, ROOT), {
    recursive: true,
    encoding: 'utf8',
  });
  return names.filter((name) => files.test(name)).map((name) => folder + name);
}

function read(file: string): string {
  return readFileSync(new URL(file, ROOT), 'utf8');
}

/** Every word of a program but those of its comments. */
function wordsOf(text: string): string[] {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').match(/[\w$]+/g) ?? [];
}
