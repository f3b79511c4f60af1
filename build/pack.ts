/** The package as npm would install it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Packs what lies in `dist`; answers the file's path. */
export async function pack(folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: root },
  );
  return join(folder, (JSON.parse(stdout) as [{ filename: string }])[0].filename);
}
