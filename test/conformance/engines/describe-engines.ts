import { describe, it } from 'vitest';
import { ENGINES, type Engine, type EngineName } from './engine.js';
import { findEngines } from './find-engines.js';

export interface FoundEngine {
  readonly name: EngineName;
  /** @param display The X display whose windows it shows. */
  readonly start: (display: string) => Promise<Engine>;
}

/** One group of tests for each of these engines. One that is not on this machine is skipped, and says why. */
export function describeEngines(
  { names = ENGINES, notRun }: { names?: readonly EngineName[]; notRun?: (name: EngineName, why: string) => void },
  tests: (engine: FoundEngine) => void,
): void {
  const engines = findEngines().filter(({ name }) => names.includes(name));
  describe.each(engines)('$name', ({ name, found }) => {
    if ('start' in found) {
      tests({ name, start: found.start });
      return;
    }
    notRun?.(name, found.missing);
    // On a machine that is there to run all of them, a missing one is a fault.
    it('is on this machine', ({ skip }) => {
      if (process.env.CI) throw new Error(`${name} is not run: ${found.missing}`);
      skip(`${name} is not run: ${found.missing}`);
    });
  });
}
