/** The state that a situation puts the simulated world into, for everybody at once. */
import { isDeepStrictEqual } from 'node:util';
import type { Gate } from '../gate.js';
import type { Simulator } from '../simulator/index.js';
import { ORDINARY } from '../simulator/scenarios.js';
import type { Situation } from './situation.js';

export class LabWorld {
  #situation: Situation | undefined;
  #broken = false;

  constructor(
    private readonly simulator: Simulator,
    private readonly gate: Gate,
  ) {}

  /** The situation that was entered last; undefined once the world was put back. */
  get situation(): Situation | undefined {
    return this.#situation;
  }

  /** Whether the situation's trouble is on. Always `false` for one that leaves the world alone. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Whether anything at all misbehaves, whoever caused it. */
  get troubled(): boolean {
    const { refusing, delayMs } = this.gate.state;
    return refusing || delayMs > 0 || !isDeepStrictEqual(this.simulator.scenario.get(), ORDINARY);
  }

  /** Puts everything back: the switches, what the test accounts ticked, and the gate. */
  reset(): void {
    this.simulator.reset();
    this.gate.open();
    this.#situation = undefined;
    this.#broken = false;
  }

  enter(situation: Situation): void {
    this.reset();
    this.#situation = situation;
    if (situation.begins !== 'well') this.break(situation);
  }

  /** Turns the situation's trouble on. What the test accounts ticked stays. */
  break(situation: Situation): void {
    const { switches, gate } = situation;
    this.mend();
    this.#broken = hasTrouble(situation);
    if (switches) this.simulator.scenario.set(switches);
    if (gate === undefined) return;
    if ('refuse' in gate) this.gate.refuse();
    else this.gate.delay(gate.delayMs);
  }

  /** Turns the trouble off. What the test accounts ticked stays. */
  mend(): void {
    this.simulator.scenario.reset();
    this.gate.open();
    this.#broken = false;
  }
}

/** Whether a situation is about the world, and not only about the page. */
export function hasTrouble({ switches, gate }: Situation): boolean {
  return switches !== undefined || gate !== undefined;
}
