/** What may be downloaded at most: held, and seen to be held. */
import { randomBytes } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUDGETS } from '../support/budgets.js';
import { sharesOf, weighAll, type Weighed } from '../support/weigh.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
/** Five bundles on a busy machine. */
const PATIENCE_MS = 60_000;

describe('the budgets', () => {
  let weighed: readonly Weighed[];
  beforeAll(async () => {
    weighed = await weighAll(BUDGETS, dist);
  }, PATIENCE_MS);

  it.each(BUDGETS.map(({ name }) => name))('%s stays within its own', (name) => {
    const one = weighed.find((candidate) => candidate.name === name);
    expect(one?.bytes).toBeLessThanOrEqual(one?.budget ?? NaN);
  });

  it('cover every language that is built', async () => {
    const built = (await readdir(join(dist, 'locales'))).filter((file) => file.endsWith('.js'));
    const covered = BUDGETS.map(({ file }) => file).filter((file) => file.startsWith('locales/'));
    expect(covered.sort()).toEqual(built.map((file) => `locales/${file}`).sort());
  });
});

describe('a budget', () => {
  // Below the project, so that its packages are found from there.
  let broken: string;
  beforeAll(async () => {
    await mkdir(join(root, 'test-results'), { recursive: true });
    broken = await mkdtemp(join(root, 'test-results', 'broken-budgets-'));
    await cp(dist, broken, { recursive: true });
    for (const { file, bytes, bundled } of BUDGETS) {
      // What cannot be compressed, and as much of it as the whole budget.
      const ballast = `'${randomBytes(bytes).toString('hex')}'`;
      const code = bundled ? `export const ballast = ${ballast};` : `globalThis.ballast = ${ballast};`;
      await appendFile(join(broken, file), `\n${code}\n`);
    }
  });
  afterAll(() => rm(broken, { recursive: true, force: true }));

  it(
    'is broken by what is too heavy, whichever it is',
    async () => {
      const over = (await weighAll(BUDGETS, broken)).filter(({ bytes, budget }) => bytes > budget);
      expect(over.map(({ name }) => name)).toEqual(BUDGETS.map(({ name }) => name));
    },
    PATIENCE_MS,
  );
});

describe('what the file for the script tag is made of', () => {
  it('is told whole, by packages, folders and files of ours', async () => {
    const script = join(dist, 'cdn/leaf-jd-connect.js');
    const shares = sharesOf(await readFile(script, 'utf8'), await readFile(`${script}.map`, 'utf8'));
    expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect([...shares.keys()]).toEqual(
      expect.arrayContaining([
        'lit-html',
        'src/element/views',
        'src/element/connection-machine.ts',
        'src/protocol/wire.ts',
      ]),
    );
    expect(shares.get('the bundler') ?? 0).toBeLessThan(0.02);
  });

  it('is counted in the bytes between one mapping and the next', () => {
    // Ten characters of one source, then five of another, in the words of a source map.
    const map = JSON.stringify({
      version: 3,
      sources: ['/x/src/element/a.ts', '/x/node_modules/lit-html/b.js'],
      names: [],
      mappings: 'AAAA,UCAA',
    });
    expect([...sharesOf('0123456789abcde', map)]).toEqual([
      ['src/element/a.ts', expect.closeTo(2 / 3)],
      ['lit-html', expect.closeTo(1 / 3)],
    ]);
  });
});
