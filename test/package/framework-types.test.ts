/** The frameworks' own compilers over the apps, which hold what has to be refused as well as what has to be taken. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packInto } from '../support/packed.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the compiler prints; nothing when it is content. */
function compile(compiler: string, app: string): Promise<string> {
  const args = [`node_modules/${compiler}`, '--noEmit', '-p', `test/frameworks/${app}`];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (failure, stdout, stderr) => {
      resolve(failure ? stdout + stderr || failure.message : stdout);
    });
  });
}

describe('the types', () => {
  it.each([
    ['React 18', 'typescript/bin/tsc', 'react18'],
    ['React 19', 'typescript/bin/tsc', 'react19'],
    ['Vue', 'vue-tsc/bin/vue-tsc.js', 'vue3'],
    ['Solid', 'typescript/bin/tsc', 'solid'],
    ['no framework', 'typescript/bin/tsc', 'plain'],
  ])('are right for %s', { timeout: 60_000 }, async (_, compiler, app) => {
    expect(await compile(compiler, app)).toBe('');
  });

  it.each([
    ['react19/types.tsx', '@ts-expect-error'],
    ['vue3/types.vue', '@vue-expect-error'],
  ])('%s expects refusals', (file, mark) => {
    const text = readFileSync(`${root}/test/frameworks/${file}`, 'utf8');
    expect(text.split(mark).length).toBeGreaterThan(8);
  });

  it('are known to Angular’s templates: each mistake is refused, and nothing else', { timeout: 60_000 }, async () => {
    const app = 'angular/tsconfig.refused.json';
    await packInto(`${root}/test/frameworks/angular`);
    const said = await compile('@angular/compiler-cli/bundles/src/bin/ngc.js', app);
    const faults = said.replace(/\u001b\[\d+m/g, '').matchAll(/refused\.ts:(\d+):\d+ - error (TS\d+)/g);
    expect([...faults].map(([, line, code]) => `${line} ${code}`)).toEqual([
      '10 TS2339',
      '11 TS2345',
      '12 TS2339',
      '13 TS2551',
    ]);
  });
});
