/** Has the window manager bring a window to the front, as a person does who presses its title bar. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Does nothing when no window has such a title: whoever asked sees that the focus did not come. */
export async function activate(display: string, titlePattern: RegExp): Promise<void> {
  const found = ['search', '--onlyvisible', '--name', titlePattern.source];
  const env = { ...process.env, DISPLAY: display };
  await promisify(execFile)('xdotool', [...found, 'windowactivate'], { env }).catch(() => undefined);
}

/** A pattern for exactly this title, between what the browser puts around it. */
export function titled(title: string, before: string, after: string): RegExp {
  return new RegExp(`^${escaped(before + title + after)}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
