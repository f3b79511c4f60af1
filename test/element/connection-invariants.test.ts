/** What is true of the machine whatever happens, in whatever order. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { INITIAL, transition, type ConnectionEvent, type Situation } from '../../src/element/connection-machine.js';
import { anyLife } from './any-sequence.js';

interface Step {
  readonly before: Situation;
  readonly event: ConnectionEvent;
  readonly next: Situation;
}

/** Holds thousands of sequences to a promise about each single step. */
function everyStep(holds: (step: Step) => void): void {
  fc.assert(
    fc.property(anyLife, (events) => {
      let before = INITIAL;
      for (const event of events) {
        const next = transition(frozen(before), frozen(event));
        holds({ before, event, next });
        before = next;
      }
    }),
    { numRuns: 10_000 },
  );
}

it('says connected only while the last answer says so', () => {
  everyStep(({ next: { state, connection } }) => {
    if (state === 'connected') expect(connection?.state).toBe('connected');
  });
});

it('learns of a connection from answers alone, and forgets none', () => {
  everyStep(({ before, event, next }) => {
    const { connection } = next;
    if (connection === before.connection) return;
    const told = event.type === 'answered' ? event.connection : undefined;
    if (connection === told) return;
    // The one exception: rows of a credential that can list nothing any more.
    expect(told).toMatchObject({ health: 'unauthenticated', revision: before.connection?.revision });
    expect(told?.organizations).toEqual({ connected: [], notConnected: [] });
    expect(connection).toEqual({ ...told, organizations: before.connection?.organizations });
  });
});

it('is in a state of its connection when no attempt is live', () => {
  everyStep(({ next: { state, connection, attempt } }) => {
    if (!attempt) expect(connection ? [connection.state] : ['loading', 'unavailable']).toContain(state);
  });
});

it('is in a state of an attempt while one is live', () => {
  everyStep(({ next: { state, attempt } }) => {
    if (!attempt) return;
    expect(['connecting', 'blocked', 'unfinished', 'no-organizations', 'attention']).toContain(state);
    if (state === 'no-organizations' || state === 'attention') expect(attempt.step).toBe('organizations');
  });
});

it('keeps a claim only until a sign-in is confirmed, and only if it was heard', () => {
  everyStep(({ next: { attempt } }) => {
    if (attempt?.claim) expect(attempt).toMatchObject({ heard: true, step: 'sign-in' });
  });
});

it('settles every attempt that goes, when it goes, and no other', () => {
  everyStep(({ before, next }) => {
    const gone = before.attempt && before.attempt.id !== next.attempt?.id ? before.attempt.id : undefined;
    if (gone === undefined) expect(next.settled).toBe(before.settled);
    else expect(next.settled?.id).toBe(gone);
  });
});

it('confirms a sign-in only by an answer to its own question that knows a credential', () => {
  everyStep(({ before, event, next }) => {
    const ended = next.settled !== before.settled && next.settled?.outcome === 'confirmed';
    const stepped = next.attempt?.step === 'organizations' && before.attempt?.step === 'sign-in';
    if (!before.attempt || !(ended || stepped)) return;
    // Confirmed before, and nothing was shared until it expired.
    if (before.attempt.step === 'organizations' && event.type === 'ended') {
      expect(event.reason).toBe('expired');
      return;
    }
    expect(event).toMatchObject({ type: 'answered', attemptId: before.attempt.id });
    if (before.attempt.step === 'sign-in') expect(next.connection?.revision).not.toBeNull();
  });
});

it('confirms a sign-in by another credential, one that recovered, or a message that the companion bears out', () => {
  everyStep(({ before: { attempt }, event, next }) => {
    if (event.type !== 'answered' || attempt?.step !== 'sign-in') return;
    if (next.attempt?.step !== 'organizations' && !settledNow(next, attempt.id)) return;
    const { revision, health, state } = event.connection;
    const another = attempt.revision !== undefined && revision !== attempt.revision;
    const recovered = attempt.health === 'unauthenticated' && health === 'ok';
    expect(another || recovered || (attempt.heard && state === 'connected')).toBe(true);
  });
});

function settledNow({ settled }: Situation, id: string): boolean {
  return settled?.id === id && settled.outcome === 'confirmed';
}

/** A machine that changed what it was given would throw. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
