import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announcements, type Announcement } from '../../src/element/announcements.js';
import { INITIAL, transition, type ConnectionEvent, type Fault } from '../../src/element/connection-machine.js';
import { PROBLEM_STATUS, type ErrorCode } from '../../src/protocol/vocabulary.js';
import type { Connection } from '../../src/protocol/wire.js';
import { anySequence } from './any-sequence.js';
import * as s from './situations.js';

/** Everything that is said while these events happen, in order, to a card that was just put on the page. */
function said(...events: readonly ConnectionEvent[]): Announcement[] {
  let before = INITIAL;
  return events.flatMap((event) => {
    const previous = before;
    before = transition(previous, event);
    return announcements(previous, before, (code) => `sentence for ${code}`);
  });
}

type Detail<Name extends Announcement['name']> = Extract<Announcement, { name: Name }>['detail'];

function detailsOf<Name extends Announcement['name']>(name: Name, all: readonly Announcement[]): Detail<Name>[] {
  return all.filter((one) => one.name === name).map((one) => one.detail as Detail<Name>);
}

const FIRST = [s.answered(s.NOTHING), s.opened('a1')];
const BOTH: Connection = { ...s.CONNECTED, organizations: { connected: [s.NORTH, s.SOUTH], notConnected: [] } };

describe('the first load', () => {
  it.each([s.NOTHING, s.NONE_SHARED, s.CONNECTED, s.REVOKED])(
    'of $state tells of the state and nothing else',
    (known) => {
      expect(said(s.answered(known))).toEqual([
        { name: 'leaf-state-change', detail: { state: known.state, previous: 'loading' } },
      ]);
    },
  );

  it('tells of a failure once', () => {
    expect(said(s.FAILED, s.FAILED).map(({ name }) => name)).toEqual(['leaf-state-change', 'leaf-error']);
  });
});

describe('leaf-state-change', () => {
  it('is said of every change, and of nothing that stays', () => {
    const all = said(...FIRST, s.RETURNED, s.answered(s.NOTHING, 'a1'), s.answered(s.CONNECTED, 'a1'), s.FAILED);
    expect(detailsOf('leaf-state-change', all)).toEqual([
      { state: 'disconnected', previous: 'loading' },
      { state: 'connecting', previous: 'disconnected' },
      { state: 'unfinished', previous: 'connecting' },
      { state: 'connected', previous: 'unfinished' },
    ]);
  });
});

describe('leaf-connected', () => {
  it('is said once, with what the companion confirmed', () => {
    const all = said(...FIRST, s.answered(s.CONNECTED, 'a1'), s.answered(s.CONNECTED), s.answered(BOTH));
    expect(detailsOf('leaf-connected', all)).toEqual([{ connection: s.CONNECTED }]);
  });

  it('waits for the second step to share something', () => {
    const first = [...FIRST, s.answered(s.NONE_SHARED, 'a1'), s.answered(s.NONE_SHARED, 'a1')];
    expect(detailsOf('leaf-connected', said(...first))).toEqual([]);
    expect(detailsOf('leaf-connected', said(...first, s.answered(s.CONNECTED, 'a1')))).toHaveLength(1);
  });

  it('is said of each attempt that connects', () => {
    const again = [s.opened('a2'), s.answered(s.renewed(s.CONNECTED), 'a2')];
    expect(detailsOf('leaf-connected', said(...FIRST, s.answered(s.CONNECTED, 'a1'), ...again))).toHaveLength(2);
  });

  it('is not said without an attempt, nor of one that was given up', () => {
    expect(detailsOf('leaf-connected', said(s.answered(s.NOTHING), s.answered(s.CONNECTED)))).toEqual([]);
    expect(detailsOf('leaf-connected', said(...FIRST, s.CANCELLED, s.answered(s.CONNECTED)))).toEqual([]);
  });

  it('is not said of a sign-in that ends in need of the grower', () => {
    expect(detailsOf('leaf-connected', said(...FIRST, s.answered(s.LIMITED, 'a1')))).toEqual([]);
  });
});

describe('leaf-organizations-change', () => {
  it('names what began to be shared, and what ceased to be', () => {
    const { connected, notConnected } = s.CONNECTED.organizations;
    const all = said(s.answered(s.CONNECTED), s.answered(BOTH), s.answered(s.CONNECTED));
    expect(detailsOf('leaf-organizations-change', all)).toEqual([
      { connected: [s.NORTH, s.SOUTH], notConnected: [], added: [s.SOUTH], removed: [] },
      { connected, notConnected, added: [], removed: [s.SOUTH] },
    ]);
  });

  it('tells of one that can be shared now, though none began to be', () => {
    const more: Connection = { ...s.CONNECTED, organizations: { connected: [s.NORTH], notConnected: [] } };
    const [change, ...others] = detailsOf('leaf-organizations-change', said(s.answered(more), s.answered(s.CONNECTED)));
    expect(change).toMatchObject({ notConnected: [s.SOUTH], added: [], removed: [] });
    expect(others).toEqual([]);
  });

  it('is not said of the same organizations, read again in another order', () => {
    const turned: Connection = { ...BOTH, organizations: { connected: [s.SOUTH, s.NORTH], notConnected: [] } };
    expect(detailsOf('leaf-organizations-change', said(s.answered(BOTH), s.answered(turned)))).toEqual([]);
  });

  it('is said of what a sign-in brought and of what its end took away', () => {
    const all = said(...FIRST, s.answered(s.CONNECTED, 'a1'), s.answered(s.NOTHING));
    expect(detailsOf('leaf-organizations-change', all)).toMatchObject([
      { added: [s.NORTH], removed: [] },
      { added: [], removed: [s.NORTH] },
    ]);
  });
});

describe('leaf-cancelled', () => {
  it.each([
    ['user', s.CANCELLED],
    ['expired', s.EXPIRED],
    ['superseded', s.opened('a2')],
  ])('is said once of an attempt that ends: %s', (reason, end) => {
    const all = said(...FIRST, end, s.answered(s.CONNECTED, 'a1'), s.FAILED);
    expect(detailsOf('leaf-cancelled', all)).toEqual([{ attemptId: 'a1', reason }]);
  });

  it('is not said of an attempt that could not be started: that is an error', () => {
    const all = said(...FIRST, s.startFailed('a1'));
    expect(detailsOf('leaf-cancelled', all)).toEqual([]);
    expect(detailsOf('leaf-error', all)).toMatchObject([{ code: 'leaf_unavailable' }]);
  });
});

describe('leaf-error', () => {
  const failed = (code: ErrorCode, requestId?: string): ConnectionEvent => {
    const fault: Fault = { code, message: `message of ${code}`, requestId };
    return { type: 'failed', fault };
  };

  it('carries both messages and the support code', () => {
    expect(detailsOf('leaf-error', said(failed('leaf_timeout', 'r1')))).toEqual([
      {
        code: 'leaf_timeout',
        message: 'message of leaf_timeout',
        displayMessage: 'sentence for leaf_timeout',
        userRecoverable: true,
        requestId: 'r1',
      },
    ]);
  });

  it('has no empty place for a support code that there is not', () => {
    const [detail] = detailsOf('leaf-error', said(failed('server_unreachable')));
    expect(Object.keys(detail ?? {})).not.toContain('requestId');
  });

  it('is not repeated for the same code and request, and is for another of either', () => {
    const all = said(
      failed('leaf_timeout', 'r1'),
      failed('leaf_timeout', 'r1'),
      failed('leaf_timeout', 'r2'),
      failed('leaf_unavailable', 'r2'),
    );
    expect(detailsOf('leaf-error', all).map(({ code, requestId }) => [code, requestId])).toEqual([
      ['leaf_timeout', 'r1'],
      ['leaf_timeout', 'r2'],
      ['leaf_unavailable', 'r2'],
    ]);
  });

  it('is said again of what fails again after it was well', () => {
    const all = said(s.FAILED, s.answered(s.NOTHING), s.FAILED);
    expect(detailsOf('leaf-error', all)).toHaveLength(2);
  });

  it('is said of each window that is blocked', () => {
    const all = said(...FIRST, s.BLOCKED, s.opened('a2'), s.BLOCKED);
    expect(detailsOf('leaf-error', all).map(({ code }) => code)).toEqual(['popup_blocked', 'popup_blocked']);
  });

  it.each(Object.entries(recoverability()))('says of %s whether the grower can mend it: %s', (code, recoverable) => {
    const [detail] = detailsOf('leaf-error', said(failed(code as ErrorCode)));
    expect(detail?.userRecoverable).toBe(recoverable);
  });

  it('knows every code that a companion can send', () => {
    expect(Object.keys(recoverability())).toEqual(expect.arrayContaining(Object.keys(PROBLEM_STATUS)));
  });
});

it('tells of each attempt at most once how it ended, whatever happens', () => {
  fc.assert(
    fc.property(anySequence, (events) => {
      const all = said(...events);
      const ends = detailsOf('leaf-cancelled', all).map(({ attemptId }) => attemptId);
      expect(new Set(ends).size).toBe(ends.length);
      const begun = events.filter(({ type }) => type === 'opened').length;
      expect(ends.length + detailsOf('leaf-connected', all).length).toBeLessThanOrEqual(begun);
    }),
    { numRuns: 300 },
  );
});

/** Whether trying again, waiting or allowing the window helps. What remains is the page's to mend. */
function recoverability(): Record<ErrorCode, boolean> {
  return {
    popup_blocked: true,
    server_unreachable: true,
    leaf_unavailable: true,
    leaf_timeout: true,
    leaf_rate_limited: true,
    access_denied: true,
    attempt_expired: true,
    rate_limited: true,
    session_missing: false,
    session_expired: false,
    origin_not_allowed: false,
    bad_request: false,
    not_found: false,
    bad_response: false,
    leaf_rejected: false,
    leaf_auth_failed: false,
    unknown: false,
  };
}
