/** One situation, observed in each engine. */
import type { EngineName } from '../engines/engine.js';
import type { Visit } from '../visit.js';

export interface Row {
  /** As it stands in the table and names the test. */
  readonly name: string;
  /** Asserts what the element promises, and answers in a few words what was seen. */
  readonly observe: (visit: Visit) => Promise<string>;
  /** Why an engine cannot be brought into this situation from outside. */
  readonly notExpressible?: Partial<Record<EngineName, string>>;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Joins what was seen. */
export function seen(...facts: readonly (string | false | undefined)[]): string {
  return facts.filter(Boolean).join(' · ');
}
