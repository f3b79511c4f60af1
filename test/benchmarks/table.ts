/** What the benchmark has to say, as Markdown, and its place in the docs. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

/** One line of the table: what was to be reached, what was measured, and whether it is enough. */
export interface Figure {
  line: string;
  target: string;
  measured: string;
  /** `undefined` for what is not measured here. */
  reached: boolean | undefined;
}

/** What comes after it, up to `END`, is the benchmark's. `script` is the one of `package.json` that writes it. */
const startOf = (script: string) => `<!-- figures: written by \`npm run ${script} -- --write\` -->`;
const END = '<!-- end of figures -->';

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lineOf = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [lineOf(head), lineOf(head.map(() => '---')), ...rows.map(lineOf)].join('\n');
}

/** A miss is printed as a miss. */
export function figuresTable(figures: readonly Figure[]): string {
  const word = (reached: boolean | undefined) => (reached === undefined ? '–' : reached ? 'reached' : '**missed**');
  return tableOf(
    ['', 'target', 'measured', 'result'],
    figures.map(({ line, target, measured, reached }) => [line, target, measured, word(reached)]),
  );
}

/** Puts `figures` between the markers of `text`, in place of what was there. Throws when it lacks them. */
export function withFigures(text: string, script: string, figures: string): string {
  const start = startOf(script);
  const [before, rest] = split(text, start);
  const [, after] = split(rest, END);
  return `${before}${start}\n\n${figures}\n\n${END}${after}`;
}

function split(text: string, marker: string): [string, string] {
  const at = text.indexOf(marker);
  if (at < 0) throw new Error(`There is no line ${marker}`);
  return [text.slice(0, at), text.slice(at + marker.length)];
}

export async function writeFigures(file: string, script: string, figures: string): Promise<void> {
  const text = withFigures(await readFile(file, 'utf8'), script, figures);
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
