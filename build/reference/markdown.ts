/** Words that the source says, as Markdown that GitHub and the documentation's site read alike. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';

export const REFERENCE = new URL('../../docs/reference/', import.meta.url);

/** The pages by the names of their files. */
export type Pages = Readonly<Record<string, string>>;

const MADE = '<!-- Made from the source by `npm run readme`: what is wrong here is mended there. -->';

/** A page as it has to stand in the repository. */
export async function page(title: string, ...parts: readonly string[]): Promise<string> {
  const text = [MADE, `# ${title}`, ...parts].join('\n\n');
  const file = fileURLToPath(new URL('page.md', REFERENCE));
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
}

/** The page as it stands there. */
export function written(name: string): string {
  return readFileSync(new URL(name, REFERENCE), 'utf8');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

export function fence(text: string, language = 'ts'): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** A docstring: what looks like a tag is text, but for what stands in code. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')))
    .join('');
}
