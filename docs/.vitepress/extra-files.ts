/** Files of the site that are no pages: what pages link to, and the simulated John Deere of the live cards. */
import { cpSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vitepress';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where each is on the site, and where in the repository. */
const FILES: Readonly<Record<string, string>> = {
  'openapi.json': 'docs/openapi.json',
  snippets: 'docs/snippets',
  'simulated-sign-in.html': 'demo/in-page/simulated-sign-in.html',
  'simulated-sign-in.css': 'demo/in-page/simulated-sign-in.css',
  'simulated-sign-in.js': 'demo/in-page/simulated-sign-in.js',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
};

export function copyExtraFiles(folder: string): void {
  for (const [name, path] of Object.entries(FILES)) cpSync(join(root, path), join(folder, name), { recursive: true });
}

type Plugin = NonNullable<NonNullable<UserConfig['vite']>['plugins']>[number];

/** For `npm run docs`, which copies nothing. */
export function serveExtraFiles(): Plugin {
  return {
    name: 'extra-files',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '', 'http://site');
        const name = pathname.slice(pathname.lastIndexOf('/') + 1);
        const path = FILES[name];
        if (path === undefined) {
          next();
          return;
        }
        response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/json');
        response.end(readFileSync(join(root, path)));
      });
    },
  };
}
