/** A display of the suite's own, with a window manager: without one, no window ever has or loses the focus. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from './programs.js';

export interface Display {
  readonly name: string;
  close(): Promise<void>;
}

/** Why there can be no display here; `undefined` when there can. */
export function displayMissing(): string | undefined {
  const missing = ['Xvfb', 'openbox', 'xdotool'].filter((program) => findProgram(program) === undefined);
  return missing.length === 0 ? undefined : `${missing.join(', ')} not installed`;
}

/** Never the display of whoever runs the tests: their windows would take the focus, and ours would take theirs. */
export async function openDisplay(): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const name = `:${await firstLine(server)}`;
  const manager = spawn('openbox', ['--sm-disable'], { stdio: 'ignore', env: { ...process.env, DISPLAY: name } });
  return {
    name,
    close: async () => {
      await end(manager);
      await end(server);
    },
  };
}

async function firstLine(server: ChildProcess): Promise<string> {
  const channel = server.stdio[3];
  if (!channel) throw new Error('Xvfb was given no channel to name its display on.');
  const died = once(server, 'exit').then(() => {
    throw new Error('Xvfb did not start.');
  });
  const [line] = (await Promise.race([once(channel, 'data'), died])) as [Buffer];
  return line.toString().trim();
}

/** Asks a program to end, and insists after three seconds. */
export async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  const insist = setTimeout(() => program.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(insist);
}
