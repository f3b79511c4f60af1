/**
 * The parts of a benchmark, each a process of its own, so that none is slow because of another's event loop. Both ends are
 * here: how one is started and asked, and how it answers.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

export interface Part {
  /** Asks what the part said it answers. */
  ask<Answer>(question: string, detail?: unknown): Promise<Answer>;
  /** Tells it to end; its exit code, `null` when it had to be killed. */
  stop(): Promise<number | null>;
}

interface Question {
  id: number;
  question: string;
  detail: unknown;
}
interface Answer {
  id: number;
  answer: unknown;
}

/** When a part that was told to end has had all its time; in milliseconds. */
const STOP_MS = 25_000;

const here = (file: string) => new URL(file, import.meta.url);

/** `preload` is loaded before `script`; paths are from this directory. What it logs goes nowhere. */
export function startPart(
  script: string,
  { args = [], env = {}, preload = [] }: { args?: string[]; env?: Record<string, string>; preload?: string[] } = {},
): Part {
  const imports = ['tsx', ...preload.map((file) => here(file).href)].flatMap((module) => ['--import', module]);
  const child = fork(here(script), args, {
    execArgv: ['--expose-gc', ...imports],
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const pending = new Map<number, (answer: unknown) => void>();
  child.on('message', ({ id, answer }: Answer) => {
    pending.get(id)?.(answer);
    pending.delete(id);
  });
  let asked = 0;
  return {
    ask: <Answer>(question: string, detail?: unknown) => {
      const answer = new Promise<unknown>((resolve) => pending.set((asked += 1), resolve));
      child.send({ id: asked, question, detail } satisfies Question);
      const gone = exit.then((code) => {
        throw new Error(`${script} ended with ${code} instead of answering`);
      });
      return Promise.race([answer, gone]) as Promise<Answer>;
    },
    stop: async () => {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      child.kill('SIGTERM');
      const code = await exit;
      clearTimeout(timer);
      return code;
    },
  };
}

/** In a part: answers whoever started it, and does not outlive it. */
export function answerStarter(answers: Record<string, (detail: unknown) => unknown>): void {
  process.on('message', ({ id, question, detail }: Question) => {
    void Promise.resolve(answers[question]?.(detail)).then((answer) => process.send?.({ id, answer } satisfies Answer));
  });
  process.on('disconnect', () => process.exit());
  // Being ready to answer is no reason to stay.
  process.channel?.unref();
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
