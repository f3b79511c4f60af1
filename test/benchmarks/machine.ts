/** What the machine was, and how much of it others had meanwhile: a benchmark on a busy machine measures that machine. */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), Node ${process.version}, ${process.platform}`;
}

/** The share of all cores that was used by others since; `undefined` where the system does not tell. */
export function watchOthers(): () => number | undefined {
  const before = timesSoFar();
  return () => {
    const { busy, all, ours } = timesSoFar();
    return ours === undefined || before.ours === undefined
      ? undefined
      : Math.max(0, busy - before.busy - (ours - before.ours)) / (all - before.all);
  };
}

/** Milliseconds of all cores, and of this process with the parts that have ended. */
function timesSoFar(): { busy: number; all: number; ours: number | undefined } {
  const times = cpus().map((core) => core.times);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const all = sum(times.flatMap(({ user, nice, sys, idle, irq }) => [user, nice, sys, idle, irq]));
  return { busy: all - sum(times.map(({ idle }) => idle)), all, ours: ownTime() };
}

/** `/proc/self/stat`: after the name, fields 14 to 17 are hundredths of a second of our own and of our ended children. */
function ownTime(): number | undefined {
  try {
    const [, fields = ''] = readFileSync('/proc/self/stat', 'utf8').split(') ');
    const own = fields.split(' ').slice(11, 15).map(Number);
    return own.reduce((total, ticks) => total + ticks * 10, 0);
  } catch {
    return undefined;
  }
}
