import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

/** These texts are no files, so there is nothing to look their types up in. */
const eslint = new ESLint({
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  overrideConfig: [tseslint.configs.disableTypeChecked],
});

async function refuses(file: string, code: string): Promise<boolean> {
  const results = await eslint.lintText(code, { filePath: file });
  const walls = ['no-restricted-imports', 'no-restricted-syntax'];
  return results.some(({ messages }) => messages.some(({ ruleId }) => ruleId !== null && walls.includes(ruleId)));
}

describe('imports run one way', () => {
  it.each([
    ['src/protocol/new.ts', '../element/styles.js'],
    ['src/protocol/new.ts', '../server/problem.js'],
    ['src/protocol/new.ts', 'zod'],
    ['src/protocol/new.ts', 'node:fs'],
    ['src/protocol/new.ts', 'lit'],
    ['src/element/new.ts', '../server/problem.js'],
    ['src/element/views/new.ts', '../../server/problem.js'],
    ['src/element/new.ts', '../cli/main.js'],
    ['src/element/new.ts', 'zod'],
    ['src/element/new.ts', 'node:crypto'],
    ['src/element/new.ts', 'hono'],
    ['src/element/new.ts', 'leaf-jd-connect/server'],
    ['src/element/new.ts', '../frameworks/react.js'],
    ['src/element/new.ts', 'react'],
    ['src/frameworks/new.ts', '../server/problem.js'],
    ['src/frameworks/new.ts', 'hono'],
    ['src/server/new.ts', '../element/styles.js'],
    ['src/server/leaf/new.ts', '../../element/texts/en.js'],
    ['src/server/new.ts', '../cli/environment.js'],
    ['src/server/new.ts', 'node:fs'],
    ['src/server/new.ts', '@hono/node-server'],
    ['src/server/new.ts', 'pino'],
    ['src/server/node.ts', '../element/styles.js'],
    ['src/cli/new.ts', '../element/styles.js'],
    ['src/cli/new.ts', '../../demo/start.js'],
    ['demo/new.ts', '../src/element/styles.js'],
  ])('%s is refused %s', async (file, source) => {
    expect(await refuses(file, `import { it } from '${source}';\nconsole.log(it);\n`)).toBe(true);
    expect(await refuses(file, `import type { It } from '${source}';\nexport type Mine = It;\n`)).toBe(true);
    expect(await refuses(file, `export { it } from '${source}';\n`)).toBe(true);
  });

  it.each([
    ['src/protocol/new.ts', './vocabulary.js'],
    ['src/protocol/new.ts', 'zod/mini'],
    ['src/element/new.ts', '../protocol/wire.js'],
    ['src/element/views/new.ts', '../texts/en.js'],
    ['src/element/views/new.ts', 'lit/directives/repeat.js'],
    ['src/frameworks/new.ts', '../element/index.js'],
    ['src/frameworks/new.ts', '../protocol/vocabulary.js'],
    ['src/frameworks/new.ts', 'react'],
    ['src/server/new.ts', '../protocol/wire.js'],
    ['src/server/leaf/new.ts', '../../protocol/links.js'],
    ['src/server/new.ts', 'hono/cors'],
    ['src/server/new.ts', 'zod'],
    ['src/server/node.ts', 'node:http'],
    ['src/server/node.ts', '@hono/node-server'],
    ['src/cli/new.ts', '../server/index.js'],
    ['src/cli/new.ts', 'pino'],
    ['demo/simulator/new.ts', 'oidc-provider'],
    ['demo/new.ts', '../src/server/index.js'],
  ])('%s may have %s', async (file, source) => {
    expect(await refuses(file, `import { it } from '${source}';\nexport { it };\n`)).toBe(false);
  });

  it('refuses an import that is hidden in an expression', async () => {
    expect(await refuses('src/element/new.ts', `export const late = import('../server/index.js');\n`)).toBe(true);
  });
});
