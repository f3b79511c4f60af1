/** Looks for programs on this machine, as a shell would. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** WebKitGTK's small browser lies outside everybody's PATH. */
const MINI_BROWSERS = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/libexec/webkit2gtk-4.1/MiniBrowser',
];

/** The path of the first of these programs that can be started. */
export function findProgram(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(canStart);
}

export function findMiniBrowser(): string | undefined {
  return MINI_BROWSERS.find(canStart);
}

function canStart(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
