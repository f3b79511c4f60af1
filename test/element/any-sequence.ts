import * as fc from 'fast-check';
import type { ConnectionEvent } from '../../src/element/connection-machine.js';
import { CONNECTION_STATES, HEALTHS } from '../../src/protocol/vocabulary.js';
import type { Connection } from '../../src/protocol/wire.js';
import * as it from './situations.js';

/** Any answer of the companion, also one that makes little sense. */
const anyConnection = fc
  .record({
    state: fc.constantFrom(...CONNECTION_STATES),
    revision: fc.constantFrom(null, 'first', 'second'),
    health: fc.constantFrom(...HEALTHS),
    shared: fc.subarray([it.NORTH, it.SOUTH]),
  })
  .map(({ shared, ...said }): Connection => {
    return { ...it.NOTHING, ...said, organizations: { connected: shared, notConnected: [] } };
  });

/** An event that may depend on how many attempts were opened before it. */
type Step = (attempts: number) => ConnectionEvent;

const idOf = (attempt: number) => (attempt > 0 ? `a${attempt}` : undefined);
const startFails: Step = (attempts) => it.startFailed(`a${attempts}`);
const opens: Step = (attempts) => it.opened(`a${attempts + 1}`);
const hands: Step = (attempts) => it.handed(`a${attempts + 1}`);

const anyAnswer = fc
  .record({ connection: anyConnection, askedFor: fc.constantFrom('last', 'last', 'earlier', 'none') })
  .map(({ connection, askedFor }): Step => {
    const back = { last: 0, earlier: 1, none: Infinity }[askedFor];
    return (attempts) => it.answered(connection, idOf(attempts - back));
  });

/** An attempt that an earlier card left behind, in whatever condition. */
const resumes = fc
  .record({
    revision: fc.constantFrom(undefined, null, 'first', 'second'),
    health: fc.constantFrom(undefined, ...HEALTHS),
    handed: fc.boolean(),
    inPage: fc.boolean(),
    step: fc.constantFrom('sign-in' as const, 'organizations' as const),
    returned: fc.boolean(),
    heard: fc.boolean(),
  })
  .map((left): Step => {
    return (attempts) => ({
      type: 'resumed',
      attempt: { ...left, id: `a${attempts + 1}`, account: undefined, claim: undefined },
    });
  });

const anyHint = fc
  .constantFrom(
    it.RETURNED,
    it.MESSAGE,
    it.EMPTY_MESSAGE,
    it.FINISHED,
    it.QUESTIONS_ENDED,
    it.LINK_FOLLOWED,
    it.BLOCKED,
    it.FAILED,
    it.CANCELLED,
    it.EXPIRED,
  )
  .map((event): Step => {
    return () => event;
  });

/** Events in any order. Every attempt has an id of its own: `a1`, `a2` and so on. */
function sequenceOf(beginnings: fc.Arbitrary<Step>): fc.Arbitrary<ConnectionEvent[]> {
  return fc
    .array(
      fc.oneof(
        { weight: 5, arbitrary: anyAnswer },
        { weight: 3, arbitrary: beginnings },
        { weight: 1, arbitrary: fc.constant(startFails) },
        { weight: 4, arbitrary: anyHint },
      ),
      { maxLength: 30 },
    )
    .map((steps) => {
      let attempts = 0;
      return steps.map((step) => {
        const event = step(attempts);
        if (BEGINNINGS.includes(event.type)) attempts++;
        return event;
      });
    });
}

const BEGINNINGS: readonly ConnectionEvent['type'][] = ['opened', 'handed', 'resumed'];

/** Attempts begin in a window of the card's own. */
export const anySequence = sequenceOf(fc.constant(opens));

/** Attempts begin in whatever way there is. */
export const anyLife = sequenceOf(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(opens) },
    { weight: 1, arbitrary: fc.constant(hands) },
    { weight: 1, arbitrary: resumes },
  ),
);
