/**
 * Slots, parts and custom properties: what the docblocks say of them (`@slot`, `@csspart`, `@cssprop`), held against
 * what the templates and the style sheets have.
 */
import ts from 'typescript';
import { oneLine, type Types } from './types.js';

export interface Documented {
  readonly name: string;
  readonly description: string;
}

export interface CssProperty extends Documented {
  /** What is used where a page sets nothing. */
  readonly default: string;
}

export interface Markup {
  readonly slots: readonly Documented[];
  readonly parts: readonly Documented[];
  readonly cssProperties: readonly CssProperty[];
}

/** @param gaps is told what is in one place and not in the other. */
export function readMarkup(files: readonly ts.SourceFile[], types: Types, gaps: string[]): Markup {
  const texts = files.map(({ text }) => text);
  const defaults = new Map(texts.flatMap(cssDefaults));
  const templates = files.flatMap((file) => [...templatesOf(file)]);
  const check = (tag: string, kind: string, used: ReadonlySet<string>): Documented[] => {
    const told = texts.flatMap((text) => tagged(text, tag));
    const names = new Set(told.map(({ name }) => name));
    for (const name of used) if (!names.has(name)) gaps.push(`${kind} ${name || '(default)'} has no @${tag}`);
    for (const name of names)
      if (!used.has(name)) gaps.push(`@${tag} ${name || '(default)'}: there is no such ${kind}`);
    return told;
  };
  return {
    slots: check('slot', 'slot', new Set(templates.flatMap(slotsOf))),
    parts: check('csspart', 'part', new Set(templates.flatMap((template) => partsOf(template, types, gaps)))),
    cssProperties: check('cssprop', 'custom property', new Set(defaults.keys())).map((property) => ({
      ...property,
      default: defaults.get(property.name) ?? '',
    })),
  };
}

/** `@slot name - Text`, over several lines if need be; the default slot has no name. */
function tagged(text: string, tag: string): Documented[] {
  const blocks = text.match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  const tags = blocks.flatMap((block) =>
    block
      .slice(3, -2)
      .replaceAll(/^\s*\*? ?/gm, '')
      .split(/^(?=@)/m),
  );
  return tags.flatMap((it) => {
    const [found, name = '', description = ''] = new RegExp(`^@${tag} +(?:(\\S*\\w) +)?- (.*)`, 's').exec(it) ?? [];
    return found === undefined ? [] : [{ name, description: oneLine(description) }];
  });
}

function* templatesOf(node: ts.Node): Generator<ts.TemplateLiteral> {
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') yield node.template;
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* templatesOf(child);
}

function slotsOf(template: ts.TemplateLiteral): string[] {
  return [...template.getText().matchAll(/<slot(?: name="([^"]*)")?/g)].map(([, name = '']) => name);
}

/** The names of `part="a b"`, and of `part=${…}` by the words that its type allows. */
function partsOf(template: ts.TemplateLiteral, types: Types, gaps: string[]): string[] {
  const spans = ts.isTemplateExpression(template) ? template.templateSpans : [];
  const texts = ts.isTemplateExpression(template)
    ? [template.head, ...spans.map(({ literal }) => literal)]
    : [template];
  return texts.flatMap(({ text }, index) => {
    const whole = [...text.matchAll(/\spart="([^"]*)"/g)].flatMap(([, names = '']) => names.split(/\s+/));
    const begun = /\spart="?([^"<>]*)$/.exec(text)?.[1];
    const expression = spans[index]?.expression;
    if (begun === undefined || !expression) return whole;
    const words = types.words(expression);
    if (!words) gaps.push(`part=\${${expression.getText()}} could be anything`);
    return [...whole, ...[begun, ...(words ?? [])].flatMap((names) => names.split(/\s+/)).filter(Boolean)];
  });
}

/** `[name, fallback]` of every `var(--leaf-…, fallback)`; of two fallbacks the last one, for current browsers, counts. */
function cssDefaults(text: string): [string, string][] {
  return [...text.matchAll(/var\(\s*(--leaf-[\w-]+)\s*,?\s*/g)].map((match) => {
    const [whole, name = ''] = match;
    const rest = text.slice(match.index + whole.length);
    let depth = 1;
    const end = Array.from(rest).findIndex((sign) => (depth += sign === '(' ? 1 : sign === ')' ? -1 : 0) === 0);
    const fallback = oneLine(rest.slice(0, end));
    // What is worked out from other values is no default that anybody could write; its description tells what comes out.
    return [name, fallback.includes('--_') ? 'computed' : fallback];
  });
}
