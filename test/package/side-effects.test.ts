/** What a bundler leaves of an import: nothing of what is not used, and all of what is imported for what it does. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../../build/pack.js';
import { packAlone, type Packed } from './packed.js';

let packed: Packed;
beforeAll(async () => {
  packed = await packAlone();
  for (const name of [...Object.keys(manifest.dependencies), 'react']) {
    const place = join(packed.home, 'node_modules', name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(join(root, 'node_modules', name), place, 'junction');
  }
}, 60_000);
afterAll(() => packed.remove());

/** The module as a partner's bundler leaves it, as code. */
async function bundled(code: string): Promise<string> {
  const entry = join(packed.home, 'main.js');
  await writeFile(entry, code);
  const { output } = (await build({
    root: packed.home,
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, modulePreload: false, rolldownOptions: { input: entry } },
  })) as Rolldown.RolldownOutput;
  return output[0].code;
}

/** What defines the tag, whatever a bundler calls the class. */
const DEFINES = /\.define\(\);/;

describe('a bundler', () => {
  it.each([
    "import { LeafJdConnect } from 'leaf-jd-connect/element';",
    "import { LeafJdConnect } from 'leaf-jd-connect/react';",
    "import { createLeafConnect } from 'leaf-jd-connect/server';",
    "import 'leaf-jd-connect/vue';",
  ])('leaves nothing of what is not used: %s', async (code) => {
    const left = await bundled(`${code}\nconsole.log('mine');`);
    expect(left.replace(/^\/\/.*$/gm, '').trim()).toBe('console.log("mine");');
  });

  it('takes the class without defining the tag', async () => {
    const code = await bundled("import { LeafJdConnect } from 'leaf-jd-connect/element'; console.log(LeafJdConnect);");
    expect(code).toContain('server-url');
    expect(code).not.toMatch(DEFINES);
  });

  it('keeps a bare import, which defines the tag', async () => {
    expect(await bundled("import 'leaf-jd-connect';")).toMatch(DEFINES);
  });

  it('keeps every language, which tells the card that it is there', async () => {
    const languages = packed.files.filter((path) => /^dist\/locales\/.*\.js$/.test(path));
    expect(languages.length).toBeGreaterThan(4);
    for (const path of languages) {
      const tag = basename(path, '.js');
      expect(await bundled(`import 'leaf-jd-connect/locales/${tag}';`)).toContain(`["${tag}"]`);
    }
  });

  it('keeps the file for a script tag', async () => {
    expect(await bundled("import 'leaf-jd-connect/cdn/leaf-jd-connect.js';")).toContain('server-url');
  });
});
