/** What a budget's file weighs, and of what the file for the script tag is made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { eachMapping, TraceMap } from '@jridgewell/trace-mapping';
import { build, type Rolldown } from 'vite';
import type { Budget } from './budgets.js';

export interface Weighed {
  readonly name: string;
  readonly bytes: number;
  readonly budget: number;
}

/** Throws when `dist` was not built. */
export async function weighAll(budgets: readonly Budget[], dist: string): Promise<Weighed[]> {
  const weighed: Weighed[] = [];
  for (const budget of budgets) {
    weighed.push({ name: budget.name, bytes: await weigh(budget, dist), budget: budget.bytes });
  }
  return weighed;
}

async function weigh({ file, bundled }: Budget, dist: string): Promise<number> {
  const path = join(dist, file);
  return brotliCompressSync(bundled ? await bundle(path, bundled) : readFileSync(path)).byteLength;
}

/** As a partner's bundler takes all that an entry point exports. */
async function bundle(entry: string, { without, platform }: NonNullable<Budget['bundled']>): Promise<string> {
  // A test runner's own NODE_ENV would have Lit's development build taken.
  const conditions = ['module', platform, 'production'];
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { conditions },
    ...(platform === 'node' && { ssr: { noExternal: true, resolve: { conditions } } }),
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      modulePreload: false,
      ssr: platform === 'node',
      rolldownOptions: {
        input: entry,
        external: [...without, /^node:/],
        preserveEntrySignatures: 'strict',
        output: { format: 'es', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  return result.output[0].code;
}

/** Which part of the bytes of a built file comes from where, by its source map: `src/element/views` → 0.13. */
export function sharesOf(code: string, map: string): Map<string, number> {
  const lines = code.split('\n');
  const bytes = new Map<string, number>();
  let last: { line: number; column: number; part: string } | undefined;
  const add = (line: number, column: number) => {
    // What is left of a line after its last mapping belongs to that one.
    if (!last) return;
    const end = line === last.line ? column : (lines[last.line - 1]?.length ?? 0);
    bytes.set(last.part, (bytes.get(last.part) ?? 0) + end - last.column);
  };
  eachMapping(new TraceMap(map), ({ generatedLine, generatedColumn, source }) => {
    add(generatedLine, generatedColumn);
    last = { line: generatedLine, column: generatedColumn, part: partOf(source) };
  });
  add(Infinity, 0);
  const all = [...bytes.values()].reduce((sum, some) => sum + some, 0);
  return new Map([...bytes].sort(([, one], [, other]) => other - one).map(([part, some]) => [part, some / all]));
}

/** The package that it comes from, or the folder of ours, with files of a folder that holds the rooms apart by name. */
function partOf(source: string | null): string {
  if (source === null) return 'the bundler';
  const [, installed] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  const [, own = source] = /((?:src|build)\/.*)$/.exec(source) ?? [];
  const [room, name, ...deeper] = own.split('/').slice(1);
  return installed ?? (deeper.length > 0 ? `src/${room ?? ''}/${name ?? ''}` : own);
}
