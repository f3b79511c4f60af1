/** The hashes that a page names: of what was built, in every document that shows a script tag, and the same on every machine. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { documents, withIntegrity, type Integrity } from '../../build/integrity.js';
import manifest from '../../package.json' with { type: 'json' };

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const built = (path: string) => readFileSync(join(root, 'dist', path));
const integrity = JSON.parse(built('integrity.json').toString()) as Integrity;

/** As a browser works it out. */
const hashOf = (content: Buffer) => `sha384-${createHash('sha384').update(content).digest('base64')}`;

const SAMPLE: Integrity = { version: '2.3.4', files: { 'cdn/a.js': { integrity: 'sha384-abc', bytes: 1 } } };

describe('dist/integrity.json', () => {
  it('is of this version, and knows every file for a script tag', () => {
    const languages = existsSync(join(root, 'dist/locales')) ? readdirSync(join(root, 'dist/locales')) : [];
    const scripts = languages.filter((name) => name.endsWith('.js')).map((name) => `locales/${name}`);
    expect(integrity.version).toBe(manifest.version);
    expect(Object.keys(integrity.files)).toEqual(['cdn/leaf-jd-connect.js', ...scripts.toSorted()]);
  });

  it.each(Object.entries(integrity.files))('says what a browser will find in %s', (path, file) => {
    expect(file).toEqual({ integrity: hashOf(built(path)), bytes: built(path).byteLength });
  });
});

describe('a document', () => {
  it.each(documents().map((file) => ({ file, name: file.pathname.slice(root.length) })))(
    '$name names the version and the hashes of what was built',
    ({ file }) => {
      const text = readFileSync(file, 'utf8');
      expect(text, '`npm run readme` writes the hashes of today’s source').toBe(withIntegrity(text, integrity));
    },
  );

  it('is given the version wherever an address has one, and the hash in the script tag', () => {
    const text = (version: string, hash: string) =>
      `script-src https://x.example/leaf-jd-connect@${version}/\n` +
      `<script src="https://x.example/leaf-jd-connect@${version}/dist/cdn/a.js"\n  integrity="${hash}" defer></script>`;
    expect(withIntegrity(text('0.0.1', ''), SAMPLE)).toBe(text('2.3.4', 'sha384-abc'));
  });

  it('is refused when it names a file that is none for a script tag', () => {
    const tag = '<script src="/leaf-jd-connect@1/dist/cdn/b.js" integrity=""></script>';
    expect(() => withIntegrity(tag, SAMPLE)).toThrow('dist/cdn/b.js');
  });
});

describe('the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const tags = [...readme.matchAll(/<script\s+([^>]*leaf-jd-connect@[^>]*)><\/script>/g)].map(([, tag = '']) =>
    tag.trim().split(/\s+/),
  );

  it.each(Object.entries(integrity.files))('has a script tag for %s that any page can copy', (path, file) => {
    expect(tags).toContainEqual([
      `src="https://cdn.example.com/${manifest.name}@${manifest.version}/dist/${path}"`,
      `integrity="${file.integrity}"`,
      'crossorigin="anonymous"',
      'defer',
    ]);
  });
});

describe('the file for a script tag', () => {
  it('comes out the same in another folder, at another time and in another environment', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    try {
      for (const part of ['src', 'build', 'package.json', 'tsconfig.json', 'vite.config.ts']) {
        cpSync(join(root, part), join(copy, part), { recursive: true });
      }
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
      const vite = join(root, 'node_modules/vite/bin/vite.js');
      const env = { ...process.env, NODE_ENV: 'development', TZ: 'Pacific/Chatham', LC_ALL: 'C' };
      await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: copy, env });
      expect(hashOf(readFileSync(join(copy, 'dist/cdn/leaf-jd-connect.js')))).toBe(
        hashOf(built('cdn/leaf-jd-connect.js')),
      );
    } finally {
      rmSync(copy, { recursive: true });
    }
  }, 60_000);
});
