/** The README's tables of the element, between `<!-- the element -->` and `<!-- /the element -->`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import type { ElementSource } from './source.js';

export const README_FILE = fileURLToPath(new URL('../../README.md', import.meta.url));

const MARKED = /(<!-- the element: [^>]*-->)[\s\S]*?(<!-- \/the element -->)/;

/** The README as it has to be. Throws when it has no place for the tables. */
export async function readme(element: ElementSource): Promise<string> {
  const text = readFileSync(README_FILE, 'utf8');
  if (!MARKED.test(text)) throw new Error('README.md has no place for the tables of the element.');
  const whole = text.replace(
    MARKED,
    (_, before: string, after: string) => `${before}\n\n${tables(element)}\n\n${after}`,
  );
  return prettier.format(whole, { ...(await prettier.resolveConfig(README_FILE)), filepath: README_FILE });
}

export function tables({ properties, methods, events, slots, parts, cssProperties }: ElementSource): string {
  const settable = properties.filter(({ readonly }) => !readonly);
  return [
    table(
      ['attribute', 'property', 'type', 'meaning'],
      settable.map((it) => [it.attribute ? code(it.attribute) : '–', code(it.name), code(it.type), it.description]),
    ),
    table(
      ['read-only', 'meaning'],
      properties.filter(({ readonly }) => readonly).map((it) => [code(it.name), it.description]),
    ),
    table(
      ['method', 'meaning'],
      methods.map((it) => [code(`${it.name}()`), it.description]),
    ),
    table(
      ['event', 'detail', 'meaning'],
      events.map((it) => [code(it.name), code(it.shape), it.description]),
    ),
    table(
      ['slot', 'meaning'],
      slots.map((it) => [it.name ? code(it.name) : 'default', it.description]),
    ),
    table(
      ['part', 'meaning'],
      parts.map((it) => [code(it.name), it.description]),
    ),
    table(
      ['custom property', 'default', 'meaning'],
      cssProperties.map((it) => [code(it.name), code(it.default), it.description]),
    ),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
