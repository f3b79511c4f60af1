/** The table in `docs/browsers.md`: read and written here, and nowhere by hand. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { ENGINES } from './engines/engine.js';
import { markdown, type Column, type Columns } from './results.js';

const DOCS = new URL('../../docs/browsers.md', import.meta.url);
const [BEGIN, END] = ['<!-- table: begin -->', '<!-- table: end -->'];

/** Replaces the columns of these engines; what is there of the others was seen in an earlier run, and stays. */
export async function writeColumns(seen: Columns): Promise<void> {
  const text = await readFile(DOCS, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const [table = '', after = ''] = rest.split(END);
  const columns = new Map([...columnsOf(table), ...seen]);
  const written = `${before}${BEGIN}\n\n${markdown(columns)}\n\n${END}${after}`;
  await writeFile(DOCS, await format(written, { ...(await resolveConfig(DOCS)), parser: 'markdown' }));
}

/** The situations that the documentation has, in its order. */
export async function rowsInDocs(): Promise<string[]> {
  return lines(await readFile(DOCS, 'utf8')).map(([name = '']) => name);
}

function columnsOf(table: string): Columns {
  const rows = lines(table);
  const summaries = table.split('\n').filter((line) => line.startsWith('- '));
  return new Map(
    ENGINES.map((engine, index): [typeof engine, Column] => [
      engine,
      {
        summary: summaries[index]?.slice(2) ?? `${engine}: not run`,
        cells: new Map(rows.map((cells) => [cells[0] ?? '', cells[index + 1] ?? '–'])),
      },
    ]),
  );
}

/** The cells of every line of a table, but for its head. */
function lines(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (situation |-)/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
}
