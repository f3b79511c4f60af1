/** Collects what was seen, and makes the table of it. */
import { ENGINES, type Engine, type EngineName } from './engines/engine.js';
import { SECTIONS } from './rows/sections.js';

/** What one engine showed: a cell for each situation, and a line about the engine itself. */
export interface Column {
  readonly summary: string;
  readonly cells: ReadonlyMap<string, string>;
}

export type Columns = ReadonlyMap<EngineName, Column>;

export class Results {
  readonly #cells = new Map<EngineName, Map<string, string>>();
  readonly #versions = new Map<EngineName, string>();
  readonly #missing = new Map<EngineName, string>();
  readonly #returns = new Map<EngineName, readonly number[]>();

  runs({ name, version }: Pick<Engine, 'name' | 'version'>): void {
    this.#versions.set(name, version);
  }

  notRun(name: EngineName, reason: string): void {
    this.#missing.set(name, reason);
  }

  add(row: string, engine: EngineName, observed: string): void {
    const cells = this.#cells.get(engine) ?? new Map<string, string>();
    this.#cells.set(engine, cells.set(row, observed));
  }

  /** Milliseconds from `focus` to the right state, one for each return. */
  addReturns(engine: EngineName, milliseconds: readonly number[]): void {
    this.#returns.set(engine, [...(this.#returns.get(engine) ?? []), ...milliseconds]);
  }

  get columns(): Columns {
    return new Map(
      ENGINES.map((name) => [name, { summary: this.#summary(name), cells: this.#cells.get(name) ?? new Map() }]),
    );
  }

  /** The engines that showed every situation. */
  get complete(): Columns {
    const rows = SECTIONS.flatMap((section) => section.rows);
    return new Map(
      [...this.columns].filter(
        ([name, { cells }]) => this.#versions.has(name) && rows.every((row) => cells.has(row.name)),
      ),
    );
  }

  #summary(name: EngineName): string {
    const version = this.#versions.get(name);
    if (version === undefined) return `${name}: not run (${this.#missing.get(name) ?? 'not asked for'})`;
    const times = [...(this.#returns.get(name) ?? [])].sort((one, other) => one - other);
    const [median = 0, worst = 0] = [times[Math.floor(times.length / 2)], times.at(-1)];
    const figures = `median ${Math.round(median)} ms, worst ${Math.round(worst)} ms of ${times.length}`;
    return `${name} ${version}: ${times.length === 0 ? 'not measured' : figures}`;
  }
}

/** The figures first, then a table for each section. */
export function markdown(columns: Columns): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const figures = ENGINES.map((name) => `- ${columns.get(name)?.summary ?? `${name}: not run`}`);
  const nothingSeen = [...columns.values()].every(({ cells }) => cells.size === 0);
  const tables = (nothingSeen ? [] : SECTIONS).map(({ title, rows }) =>
    [
      `### ${title}`,
      '',
      line(['situation', ...ENGINES]),
      line(['---', ...ENGINES.map(() => '---')]),
      ...rows.map(({ name }) => line([name, ...ENGINES.map((engine) => columns.get(engine)?.cells.get(name) ?? '–')])),
    ].join('\n'),
  );
  return [
    'From the `focus` of coming back to the right state, with a Leaf that takes 100 ms for each call:',
    figures.join('\n'),
    ...tables,
  ].join('\n\n');
}
