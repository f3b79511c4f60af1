/** What is published, file by file: what a stranger's page and server need, its papers, and nothing of the workshop. */
import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { packAlone, type Packed } from './packed.js';

const PAPERS = ['CHANGELOG.md', 'LICENSE', 'README.md', 'docs/diagnostics.md', 'package.json'];

/** Below `dist`, each with what may be in it. */
const BUILT: Readonly<Record<string, RegExp | undefined>> = {
  cdn: /^(leaf-jd-connect\.js|leaf-jd-connect\.js\.map|licenses\.md)$/,
  cli: /^[\w/-]+(\.js|\.d\.ts)$/,
  element: /^[\w/-]+(\.js|\.d\.ts)$/,
  frameworks: /^[\w/-]+(\.js|\.d\.ts)$/,
  locales: /^[\w-]+(\.js|\.d\.ts)$/,
  protocol: /^[\w/-]+(\.js|\.d\.ts)$/,
  server: /^[\w/.-]+(\.js|\.d\.ts)$/,
};
const DATA = ['custom-elements.json', 'integrity.json', 'vscode.html-custom-data.json', 'web-types.json'];

let packed: Packed;
beforeAll(async () => {
  packed = await packAlone();
}, 60_000);
afterAll(() => packed.remove());

const read = (path: string) => readFileSync(join(packed.folder, path), 'utf8');

function isExpected(path: string): boolean {
  if (PAPERS.includes(path)) return true;
  const [dist, room = '', ...rest] = path.split('/');
  if (dist !== 'dist') return false;
  return rest.length === 0 ? DATA.includes(room) : (BUILT[room]?.test(rest.join('/')) ?? false);
}

describe('the published package', () => {
  it('has its papers and its data', () => {
    expect(packed.files).toEqual(expect.arrayContaining([...PAPERS, ...DATA.map((name) => `dist/${name}`)]));
  });

  it('has nothing that is not listed here', () => {
    expect(packed.files.filter((path) => !isExpected(path))).toEqual([]);
    // The list itself lets nothing of the workshop through.
    for (const path of ['src/cli/main.ts', 'dist/element/card.test.js', 'dist/test/a.js', '.env', 'dist/a.js']) {
      expect([path, isExpected(path)]).toEqual([path, false]);
    }
  });

  it('has types before anything else in every entry, where resolvers look first', () => {
    const entries = Object.entries(manifest.exports).flatMap(([name, entry]) =>
      typeof entry === 'string' ? [] : [[name, Object.keys(entry)] as const],
    );
    expect(entries.length).toBeGreaterThan(5);
    for (const [name, conditions] of entries) expect([name, ...conditions]).toEqual([name, 'types', 'default']);
  });

  it('has maps that hold their sources, none of which is outside', () => {
    const maps = packed.files.filter((path) => path.endsWith('.map'));
    expect(maps).toEqual(['dist/cdn/leaf-jd-connect.js.map']);
    for (const path of maps) {
      const map = JSON.parse(read(path)) as { sources: string[]; sourcesContent: (string | null)[] };
      expect(map.sources.length).toBeGreaterThan(20);
      expect(map.sources.filter((source) => /^([/\\.]|\w+:)/.test(normalize(join('dist/cdn', source))))).toEqual([]);
      expect(map.sourcesContent.map((content) => typeof content)).toEqual(map.sources.map(() => 'string'));
    }
  });

  it('points at no map that is not there', () => {
    const scripts = packed.files.filter((path) => path.endsWith('.js') || path.endsWith('.d.ts'));
    const pointing = scripts.filter((path) => /^\/\/# sourceMappingURL=/m.test(read(path)));
    expect(pointing).toEqual(['dist/cdn/leaf-jd-connect.js']);
  });

  it('is MIT, and names the licences of what its file for a script tag contains', () => {
    expect(manifest.license).toBe('MIT');
    expect(read('LICENSE')).toMatch(/^MIT License\n/);
    const [banner = ''] = read('dist/cdn/leaf-jd-connect.js').split('\n');
    expect(banner).toBe(`/*! ${manifest.name} ${manifest.version} | MIT, others: licenses.md */`);
    const map = JSON.parse(read('dist/cdn/leaf-jd-connect.js.map')) as { sources: string[] };
    const bundled = map.sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
    expect(new Set(bundled).size).toBeGreaterThan(2);
    for (const name of new Set(bundled)) expect(read('dist/cdn/licenses.md')).toContain(`## ${name} - `);
  });
});
