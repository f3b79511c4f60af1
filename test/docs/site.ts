/** The documentation as it is published: built once, and served under a path, by a server that knows nothing of it. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const BASE = '/the-docs/';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

export interface Site {
  /** Where its files are. */
  readonly folder: string;
  readonly url: string;
  readonly origin: string;
  close(): Promise<void>;
}

/** Rejects with what VitePress says when a link between pages leads nowhere. */
export async function openSite(): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'leaf-jd-connect-docs-'));
  const vitepress = join(root, 'node_modules/vitepress/bin/vitepress.js');
  // As on a machine that knows of no repository: files that are no pages are then named, and no link.
  const { GITHUB_REPOSITORY: _, ...environment } = process.env;
  const env = { ...environment, DOCS_BASE: BASE, DOCS_OUT: folder, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vitepress, 'build', 'docs'], { cwd: root, env });
  const server = createServer((request, response) => {
    const file = fileOf(folder, new URL(request.url ?? '', 'http://site').pathname);
    if (file === undefined) return response.writeHead(404).end();
    return response
      .writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' })
      .end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${String((server.address() as AddressInfo).port)}`;
  return {
    folder,
    origin,
    url: origin + BASE,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/** The file behind an address below the site's path. */
export function fileOf(folder: string, pathname: string): string | undefined {
  if (!pathname.startsWith(BASE)) return undefined;
  const path = join(folder, decodeURIComponent(pathname.slice(BASE.length)));
  const candidates = [path, `${path}.html`, join(path, 'index.html')];
  return candidates.find((file) => existsSync(file) && statSync(file).isFile());
}
