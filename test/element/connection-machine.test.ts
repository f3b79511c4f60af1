import { describe, expect, it } from 'vitest';
import { transition, type Situation } from '../../src/element/connection-machine.js';
import type { Connection } from '../../src/protocol/wire.js';
import * as s from './situations.js';

/** Signing in for the first time. */
const FIRST = [s.answered(s.NOTHING), s.opened('a1')];
/** Signing in once more while the first credential is there. */
const SECOND = [s.answered(s.CONNECTED), s.opened('a1')];
/** Signing in before the companion has ever answered. */
const BLIND = [s.opened('a1')];

const confirmed = { id: 'a1', outcome: 'confirmed' };

describe('a sign-in is confirmed', () => {
  it('by the first credential', () => {
    const next = s.after(...FIRST, s.answered(s.CONNECTED, 'a1'));
    expect(next).toMatchObject({ state: 'connected', attempt: undefined, settled: confirmed });
  });

  it('by another credential than the one at the click', () => {
    const next = s.after(...SECOND, s.answered(s.renewed(s.CONNECTED), 'a1'));
    expect(next).toMatchObject({ state: 'connected', settled: confirmed });
  });

  it('by the credential at the click, once it has recovered', () => {
    const next = s.after(s.answered(s.REVOKED), s.opened('a1'), s.answered(s.CONNECTED, 'a1'));
    expect(next).toMatchObject({ state: 'connected', settled: confirmed });
  });

  it('by the credential at the click, when a message said so and the companion does too', () => {
    const next = s.after(...SECOND, s.MESSAGE, s.answered(s.CONNECTED, 'a1'));
    expect(next).toMatchObject({ state: 'connected', settled: confirmed });
  });

  it('by the credential at the click, when the companion’s last page spoke and its word is “connected”', () => {
    const next = s.after(...SECOND, s.FINISHED, s.answered(s.CONNECTED, 'a1'));
    expect(next).toMatchObject({ state: 'connected', settled: confirmed });
  });

  it('even when what it brought needs the grower again', () => {
    const next = s.after(...SECOND, s.answered(s.renewed(s.REVOKED), 'a1'));
    expect(next).toMatchObject({ state: 'attention', settled: confirmed });
  });

  it('and goes on while a permission is missing, so that it is told when it ends connected', () => {
    const limited = s.after(...FIRST, s.answered(s.LIMITED, 'a1'));
    expect(limited).toMatchObject({ state: 'attention', attempt: { id: 'a1', step: 'organizations' } });
    expect(transition(limited, s.answered(s.CONNECTED, 'a1'))).toMatchObject({
      state: 'connected',
      settled: confirmed,
    });
  });

  it('and nobody has cancelled it who shares nothing until its time is over', () => {
    const next = s.after(...FIRST, s.answered(s.NONE_SHARED, 'a1'), s.EXPIRED);
    expect(next).toMatchObject({ state: 'no-organizations', settled: confirmed });
  });
});

describe('a sign-in is not confirmed', () => {
  it('by the credential that was there at the click', () => {
    const next = s.after(...SECOND, s.answered(s.CONNECTED, 'a1'));
    expect(next).toMatchObject({ state: 'connecting', attempt: { id: 'a1' } });
  });

  it('by a message, however often it comes', () => {
    const next = s.after(...FIRST, s.MESSAGE, s.MESSAGE, s.RETURNED, s.MESSAGE);
    expect(next).toMatchObject({ state: 'connecting', attempt: { id: 'a1' }, settled: undefined });
  });

  it('by the companion’s last page alone, which names no organizations', () => {
    const next = s.after(...FIRST, s.FINISHED, s.FINISHED);
    expect(next).toMatchObject({ state: 'connecting', settled: undefined, attempt: { claim: undefined } });
    expect(s.after(...FIRST, s.FINISHED, s.answered(s.NOTHING, 'a1')).state).toBe('connecting');
  });

  it('by a message and a credential that is still revoked', () => {
    const next = s.after(s.answered(s.REVOKED), s.opened('a1'), s.MESSAGE, s.answered(s.REVOKED, 'a1'));
    expect(next).toMatchObject({ state: 'connecting', attempt: { id: 'a1' } });
  });

  it('by John Deere being away: that is no recovery', () => {
    const away: Connection = { ...s.CONNECTED, health: 'temporarily_unavailable' };
    const next = s.after(s.answered(s.REVOKED), s.opened('a1'), s.answered(away, 'a1'));
    expect(next).toMatchObject({ state: 'connecting', attempt: { id: 'a1' } });
  });

  it('by an answer without a revision, whatever else it says and whatever was heard', () => {
    const blank: Connection = { ...s.CONNECTED, revision: null };
    for (const before of [FIRST, SECOND, BLIND, [s.answered(s.REVOKED), s.opened('a1')]]) {
      const next = s.after(...before, s.MESSAGE, s.answered(blank, 'a1'));
      expect(next).toMatchObject({ state: 'connecting', attempt: { id: 'a1' } });
    }
  });

  it('by an answer that was asked for before the click', () => {
    const next = s.after(...FIRST, s.answered(s.CONNECTED));
    expect(next).toMatchObject({ state: 'connecting', connection: s.NOTHING });
  });

  it('by an answer that was asked for an attempt since replaced', () => {
    const before = s.after(...FIRST, s.opened('a2'));
    expect(transition(before, s.answered(s.CONNECTED, 'a1'))).toBe(before);
  });
});

describe('an answer for an attempt that is over', () => {
  it.each([
    ['cancelled', s.CANCELLED],
    ['expired', s.EXPIRED],
    ['never started', s.startFailed('a1')],
  ])('is dropped: %s', (_, end) => {
    const before = s.after(...FIRST, end);
    expect(transition(before, s.answered(s.CONNECTED, 'a1'))).toBe(before);
  });
});

describe('a sign-in begun before anything was known', () => {
  it('takes the first answer as what was so at the click', () => {
    const blind = s.after(...BLIND, s.answered(s.CONNECTED, 'a1'));
    expect(blind).toMatchObject({ state: 'connecting', attempt: { revision: 'first', health: 'ok' } });
    expect(transition(blind, s.answered(s.CONNECTED, 'a1')).state).toBe('connecting');
    expect(transition(blind, s.answered(s.renewed(s.CONNECTED), 'a1'))).toMatchObject({ settled: confirmed });
  });

  it('takes it also when it was asked for before the click, and believes nothing more of it', () => {
    const blind = s.after(...BLIND, s.answered(s.NOTHING));
    expect(blind).toMatchObject({ state: 'connecting', connection: s.NOTHING, attempt: { revision: null } });
    expect(transition(blind, s.answered(s.CONNECTED, 'a1'))).toMatchObject({ state: 'connected', settled: confirmed });
  });

  it('is confirmed by the recovery of a credential that the first answer called revoked', () => {
    const blind = s.after(...BLIND, s.answered(s.REVOKED, 'a1'));
    expect(transition(blind, s.answered(s.CONNECTED, 'a1'))).toMatchObject({ state: 'connected', settled: confirmed });
  });
});

describe('signed in with nothing shared', () => {
  const second = s.after(...FIRST, s.MESSAGE, s.RETURNED, s.answered(s.NONE_SHARED, 'a1'));

  it('goes on to the second step of the same attempt', () => {
    expect(second).toMatchObject({ state: 'no-organizations', settled: undefined });
    expect(second.attempt).toMatchObject({ id: 'a1', step: 'organizations', returned: false, claim: undefined });
  });

  it('stays there while nothing is shared, however often somebody comes back', () => {
    const next = [s.RETURNED, s.answered(s.NONE_SHARED, 'a1'), s.MESSAGE, s.QUESTIONS_ENDED].reduce(transition, second);
    expect(next).toMatchObject({ state: 'no-organizations', attempt: { step: 'organizations' } });
  });

  it('is connected, and the attempt settled, when one is shared', () => {
    const next = transition(second, s.answered(s.CONNECTED, 'a1'));
    expect(next).toMatchObject({ state: 'connected', attempt: undefined, settled: confirmed });
  });
});

describe('a credential that can list nothing any more', () => {
  const SILENT = { ...s.REVOKED, organizations: { connected: [], notConnected: [] } };

  it('keeps the organizations that were known of it', () => {
    const next = s.after(s.answered(s.CONNECTED), s.answered(SILENT));
    expect(next).toMatchObject({ state: 'attention', connection: { health: 'unauthenticated' } });
    expect(next.connection?.organizations).toBe(s.CONNECTED.organizations);
    expect(Object.isFrozen(next.connection)).toBe(true);
  });

  it('has none of another credential’s, and nothing that was not known', () => {
    expect(s.after(s.answered(s.CONNECTED), s.answered(s.renewed(SILENT))).connection?.organizations.connected).toEqual(
      [],
    );
    expect(s.after(s.answered(SILENT)).connection?.organizations.connected).toEqual([]);
  });

  it('loses them when somebody disconnects', () => {
    const next = s.after(s.answered(s.CONNECTED), s.answered(SILENT), s.answered(s.NOTHING));
    expect(next.connection?.organizations.connected).toEqual([]);
  });
});

describe('organizations that a message named', () => {
  const claimed = s.after(...FIRST, s.MESSAGE);
  const claimOf = ({ attempt }: Situation) => attempt?.claim?.connected.map(({ name }) => name);

  it('are shown at once, as not yet confirmed', () => {
    expect(claimed.state).toBe('connecting');
    expect(claimOf(claimed)).toEqual([s.NORTH.name]);
    expect(claimed.connection).toBe(s.NOTHING);
  });

  it('are kept by answers that know no credential yet, also for somebody who is back', () => {
    const next = s.after(...FIRST, s.MESSAGE, s.RETURNED, s.answered(s.NOTHING, 'a1'), s.FAILED);
    expect(claimOf(next)).toEqual([s.NORTH.name]);
    expect(next.state).toBe('connecting');
  });

  it('are replaced by the first answer that knows a credential', () => {
    const next = s.after(...SECOND, s.MESSAGE, s.answered(s.LIMITED, 'a1'));
    expect(next).toMatchObject({ state: 'connecting', attempt: { claim: undefined }, connection: s.LIMITED });
  });

  it('are dropped when the questions end, and a later answer can still connect', () => {
    const ended = transition(claimed, s.QUESTIONS_ENDED);
    expect(ended).toMatchObject({ state: 'unfinished', attempt: { claim: undefined, returned: true } });
    expect(transition(ended, s.answered(s.CONNECTED, 'a1'))).toMatchObject({ state: 'connected', settled: confirmed });
  });

  it('turn an unfinished sign-in back into one that is being confirmed', () => {
    const next = s.after(...FIRST, s.RETURNED, s.answered(s.NOTHING, 'a1'), s.MESSAGE);
    expect(next.state).toBe('connecting');
    expect(claimOf(next)).toEqual([s.NORTH.name]);
  });

  it('are heard by nobody once the attempt is over', () => {
    for (const end of [s.CANCELLED, s.EXPIRED, s.answered(s.CONNECTED, 'a1'), s.startFailed('a1')]) {
      const over = s.after(...FIRST, end);
      expect(transition(over, s.MESSAGE)).toBe(over);
    }
  });
});

describe('coming back', () => {
  it('is not an end: only the first answer after it makes the sign-in unfinished', () => {
    expect(s.after(...FIRST, s.RETURNED).state).toBe('connecting');
    expect(s.after(...FIRST, s.RETURNED, s.FAILED).state).toBe('connecting');
    expect(s.after(...FIRST, s.RETURNED, s.answered(s.NOTHING, 'a1'))).toMatchObject({
      state: 'unfinished',
      attempt: { id: 'a1' },
      fault: undefined,
    });
  });

  it('to a connection that the first look missed still connects', () => {
    const next = s.after(...FIRST, s.RETURNED, s.answered(s.NOTHING, 'a1'), s.answered(s.CONNECTED, 'a1'));
    expect(next).toMatchObject({ state: 'connected', settled: confirmed });
  });
});

describe('a blocked window', () => {
  const blocked = s.after(...FIRST, s.BLOCKED);

  it('keeps its link while the companion finds nothing', () => {
    const next = [s.answered(s.NOTHING, 'a1'), s.FAILED, s.answered(s.NOTHING, 'a1')].reduce(transition, blocked);
    expect(next).toMatchObject({ state: 'blocked', attempt: { id: 'a1' } });
  });

  it('may have opened all the same: an answer connects it', () => {
    expect(transition(blocked, s.answered(s.CONNECTED, 'a1'))).toMatchObject({
      state: 'connected',
      settled: confirmed,
      fault: undefined,
    });
  });

  it('is waited for like any other once its link was followed', () => {
    const next = [s.LINK_FOLLOWED, s.RETURNED, s.answered(s.NOTHING, 'a1')].reduce(transition, blocked);
    expect(next).toMatchObject({ state: 'unfinished', attempt: { id: 'a1' }, fault: undefined });
  });
});

describe('an attempt is over', () => {
  it('when another one takes its place', () => {
    const next = s.after(...FIRST, s.MESSAGE, s.opened('a2'));
    expect(next).toMatchObject({ state: 'connecting', settled: { id: 'a1', outcome: 'superseded' } });
    expect(next.attempt).toMatchObject({ id: 'a2', heard: false, returned: false, claim: undefined });
  });

  it.each([
    ['user', s.CANCELLED],
    ['expired', s.EXPIRED],
  ])('when it is given up (%s), and what was known before is shown again', (outcome, end) => {
    const next = s.after(...SECOND, s.RETURNED, end);
    expect(next).toMatchObject({ state: 'connected', attempt: undefined, settled: { id: 'a1', outcome } });
  });

  it('when it could not be started, with the reason', () => {
    const next = s.after(...FIRST, s.startFailed('a1'));
    expect(next).toMatchObject({ state: 'disconnected', attempt: undefined, settled: { id: 'a1', outcome: 'failed' } });
    expect(next.fault?.code).toBe('leaf_unavailable');
  });

  it('not when the start of an earlier one fails', () => {
    const before = s.after(...FIRST, s.opened('a2'));
    expect(transition(before, s.startFailed('a1'))).toBe(before);
  });
});

describe('a failure', () => {
  it('keeps what was known', () => {
    expect(s.after(s.answered(s.CONNECTED), s.FAILED)).toMatchObject({ state: 'connected', connection: s.CONNECTED });
  });

  it('is forgotten with the next answer', () => {
    expect(s.after(s.answered(s.CONNECTED), s.FAILED, s.answered(s.CONNECTED)).fault).toBeUndefined();
    expect(s.after(s.FAILED, s.answered(s.NOTHING))).toMatchObject({ state: 'disconnected', fault: undefined });
    expect(s.after(...FIRST, s.FAILED, s.answered(s.NOTHING, 'a1')).fault).toBeUndefined();
  });
});
