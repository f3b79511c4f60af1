/**
 * Subresource integrity: what a page says of a file that somebody else serves, so that the browser runs that file and no
 * other. The documents that name a file at an exact version name its hash with it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import manifest from '../package.json' with { type: 'json' };

const ROOT = new URL('../', import.meta.url);
const DIST = new URL('dist/', ROOT);

export interface Integrity {
  readonly version: string;
  /** By path below `dist/`. */
  readonly files: Readonly<Record<string, FileIntegrity>>;
}

export interface FileIntegrity {
  /** For the attribute `integrity`. */
  readonly integrity: string;
  readonly bytes: number;
}

/** Every file that a script tag may name: the card, and its languages. Throws when they were not built. */
export function readIntegrity(): Integrity {
  const scripts = ['cdn/leaf-jd-connect.js', ...scriptsIn('locales')];
  return { version: manifest.version, files: Object.fromEntries(scripts.map((path) => [path, integrityOf(path)])) };
}

function scriptsIn(folder: string): string[] {
  const url = new URL(`${folder}/`, DIST);
  if (!existsSync(url)) return [];
  const names = readdirSync(url).filter((name) => name.endsWith('.js'));
  return names.toSorted().map((name) => `${folder}/${name}`);
}

function integrityOf(path: string): FileIntegrity {
  const content = readFileSync(new URL(path, DIST));
  return {
    integrity: `sha384-${createHash('sha384').update(content).digest('base64')}`,
    bytes: content.byteLength,
  };
}

/** The documents that may name a file, as URLs. */
export function documents(): URL[] {
  const names = readdirSync(new URL('docs/', ROOT), { recursive: true, encoding: 'utf8' });
  const pages = names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name.replaceAll('\\', '/')}`);
  return ['README.md', ...pages.toSorted()].map((path) => new URL(path, ROOT));
}

const PINNED = /(\/leaf-jd-connect@)[^/\s"']+(\/)/g;
const TAG = /(\/leaf-jd-connect@[^/\s"']+\/dist\/([\w./-]+)"\s+integrity=")[^"]*(")/g;

/** The document with today's version, and today's hash in every script tag. Throws for a file that was not built. */
export function withIntegrity(text: string, { version, files }: Integrity): string {
  return text
    .replace(PINNED, (_, before: string, after: string) => before + version + after)
    .replace(TAG, (_, before: string, path: string, after: string) => {
      const file = files[path];
      if (file === undefined) throw new Error(`A script tag names dist/${path}, which is no file for one.`);
      return before + file.integrity + after;
    });
}
