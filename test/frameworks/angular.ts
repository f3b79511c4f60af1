/** Angular's own command over its app, with the package among the app's modules as npm would put it there. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packInto } from '../support/packed.js';

const run = promisify(execFile);
const app = fileURLToPath(new URL('angular/', import.meta.url));

/** Rejects with what the compiler has to say. */
export async function buildAngular(): Promise<string> {
  await packInto(app);
  const ng = createRequire(import.meta.url).resolve('@angular/cli/bin/ng.js');
  const env = { ...process.env, NG_CLI_ANALYTICS: 'false' };
  await run(process.execPath, [ng, 'build'], { cwd: app, env }).catch((failure: unknown) => {
    const { stdout, stderr } = failure as { stdout: string; stderr: string };
    throw new Error(`Angular's build failed.\n${stdout}${stderr}`);
  });
  return readFile(`${app}dist/main.js`, 'utf8');
}
