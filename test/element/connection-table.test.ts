/** Every state × every event, with the state that must follow. */
import { describe, expect, it } from 'vitest';
import { transition, type ConnectionEvent, type Situation } from '../../src/element/connection-machine.js';
import { ELEMENT_STATES, type ElementState } from '../../src/protocol/vocabulary.js';
import * as s from './situations.js';

/** How a state is written in the table; `·` is an event without any effect. */
const WORDS: Readonly<Record<string, ElementState>> = {
  load: 'loading',
  disc: 'disconnected',
  conn: 'connecting',
  block: 'blocked',
  unfin: 'unfinished',
  noorg: 'no-organizations',
  done: 'connected',
  attn: 'attention',
  unav: 'unavailable',
};

const connecting = [s.answered(s.NOTHING), s.opened('a1')];

/** The columns. Attempts are called `a1`, and `a0` is one that ended before. */
const SITUATIONS: Readonly<Record<string, Situation>> = {
  load: s.after(),
  unav: s.after(s.FAILED),
  disc: s.after(s.answered(s.NOTHING)),
  noorg: s.after(s.answered(s.NONE_SHARED)),
  done: s.after(s.answered(s.CONNECTED)),
  attn: s.after(s.answered(s.REVOKED)),
  conn: s.after(...connecting),
  /** Started by the page before the companion ever answered. */
  blind: s.after(s.FAILED, s.opened('a1')),
  /** Signing in once more with a credential that was revoked. */
  again: s.after(s.answered(s.REVOKED), s.opened('a1')),
  /** A message has named organizations. */
  claim: s.after(...connecting, s.MESSAGE),
  /** The person is back, and no question was answered since. */
  back: s.after(...connecting, s.RETURNED),
  block: s.after(...connecting, s.BLOCKED),
  unfin: s.after(...connecting, s.RETURNED, s.answered(s.NOTHING, 'a1')),
  /** A link was made for somebody else. */
  handed: s.after(s.answered(s.NOTHING), s.handed('a1')),
  /** Signed in, and choosing organizations. */
  step2: s.after(...connecting, s.answered(s.NONE_SHARED, 'a1')),
};

/** The rows. An answer is to a question asked for whatever is going on, unless its name says otherwise. */
const EVENTS: Readonly<Record<string, (at: Situation) => ConnectionEvent>> = {
  'nothing is connected': (at) => s.answered(s.NOTHING, at.attempt?.id),
  'nothing is shared': (at) => s.answered(s.NONE_SHARED, at.attempt?.id),
  'nothing is shared, new': (at) => s.answered(s.renewed(s.NONE_SHARED), at.attempt?.id),
  connected: (at) => s.answered(s.CONNECTED, at.attempt?.id),
  'connected, new': (at) => s.answered(s.renewed(s.CONNECTED), at.attempt?.id),
  revoked: (at) => s.answered(s.REVOKED, at.attempt?.id),
  'revoked, new': (at) => s.answered(s.renewed(s.REVOKED), at.attempt?.id),
  limited: (at) => s.answered(s.LIMITED, at.attempt?.id),
  'connected, asked for none': () => s.answered(s.CONNECTED),
  'connected, asked for a0': () => s.answered(s.CONNECTED, 'a0'),
  failed: () => s.FAILED,
  opened: () => s.opened('a2'),
  handed: () => s.handed('a2'),
  resumed: () => s.resumed('a2'),
  blocked: () => s.BLOCKED,
  'link-followed': () => s.LINK_FOLLOWED,
  returned: () => s.RETURNED,
  message: () => s.MESSAGE,
  'message, empty': () => s.EMPTY_MESSAGE,
  'questions-ended': () => s.QUESTIONS_ENDED,
  'ended by the user': () => s.CANCELLED,
  'ended by time': () => s.EXPIRED,
  'start-failed': () => s.startFailed('a1'),
  'start-failed for a0': () => s.startFailed('a0'),
};

const TABLE = `
                          | load  unav  disc  noorg done  attn  | conn  blind again claim back  block unfin handed step2
nothing is connected      | disc  disc  disc  disc  disc  disc  | conn  conn  conn  conn  unfin block unfin conn   disc
nothing is shared         | noorg noorg noorg noorg noorg noorg | noorg conn  noorg noorg noorg noorg noorg noorg  noorg
nothing is shared, new    | noorg noorg noorg noorg noorg noorg | noorg conn  noorg noorg noorg noorg noorg noorg  noorg
connected                 | done  done  done  done  done  done  | done  conn  done  done  done  done  done  done   done
connected, new            | done  done  done  done  done  done  | done  conn  done  done  done  done  done  done   done
revoked                   | attn  attn  attn  attn  attn  attn  | attn  conn  conn  attn  attn  attn  attn  attn   attn
revoked, new              | attn  attn  attn  attn  attn  attn  | attn  conn  attn  attn  attn  attn  attn  attn   attn
limited                   | attn  attn  attn  attn  attn  attn  | attn  conn  conn  attn  attn  attn  attn  attn   attn
connected, asked for none | done  done  done  done  done  done  | ·     conn  ·     ·     ·     ·     ·     ·      ·
connected, asked for a0   | ·     ·     ·     ·     ·     ·     | ·     conn  ·     ·     ·     ·     ·     ·      ·
failed                    | unav  unav  disc  noorg done  attn  | conn  conn  conn  conn  conn  block unfin conn   noorg
opened                    | conn  conn  conn  conn  conn  conn  | conn  conn  conn  conn  conn  conn  conn  conn   conn
handed                    | conn  conn  conn  conn  conn  conn  | conn  conn  conn  conn  conn  conn  conn  conn   conn
resumed                   | conn  conn  conn  conn  conn  conn  | ·     ·     ·     ·     ·     ·     ·     ·      ·
blocked                   | ·     ·     ·     ·     ·     ·     | block block block block block block block block  block
link-followed             | ·     ·     ·     ·     ·     ·     | ·     ·     ·     ·     ·     conn  ·     ·      ·
returned                  | ·     ·     ·     ·     ·     ·     | conn  conn  conn  conn  conn  block unfin conn   noorg
message                   | ·     ·     ·     ·     ·     ·     | conn  conn  conn  conn  conn  conn  conn  conn   ·
message, empty            | ·     ·     ·     ·     ·     ·     | conn  conn  conn  conn  conn  conn  conn  conn   ·
questions-ended           | ·     ·     ·     ·     ·     ·     | ·     ·     ·     unfin ·     ·     ·     ·      ·
ended by the user         | ·     ·     ·     ·     ·     ·     | disc  load  attn  disc  disc  disc  disc  disc   noorg
ended by time             | ·     ·     ·     ·     ·     ·     | disc  load  attn  disc  disc  disc  disc  disc   noorg
start-failed              | ·     ·     ·     ·     ·     ·     | disc  unav  attn  disc  disc  disc  disc  disc   noorg
start-failed for a0       | ·     ·     ·     ·     ·     ·     | ·     ·     ·     ·     ·     ·     ·     ·      ·
`;

const [columns = [], ...rows] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [name = '', ...cells] = line.split('|');
    return [name.trim(), ...cells.join(' ').trim().split(/ +/)];
  });

const cells = rows.flatMap(([event = '', ...words]) =>
  words.map((word, index) => ({ event, from: columns[index + 1] ?? '', word })),
);

describe('the table', () => {
  it('has a column in each state, and none that pretends to be in another', () => {
    expect(columns.slice(1)).toEqual(Object.keys(SITUATIONS));
    expect(new Set(Object.values(SITUATIONS).map(({ state }) => state))).toEqual(new Set(ELEMENT_STATES));
    for (const [name, { state }] of Object.entries(SITUATIONS)) expect(state).toBe(WORDS[name] ?? state);
  });

  it('has a row of each type of event', () => {
    // Typed by the machine: a new type of event does not compile before it is here.
    const types: Record<ConnectionEvent['type'], true> = {
      answered: true,
      failed: true,
      opened: true,
      handed: true,
      resumed: true,
      blocked: true,
      'link-followed': true,
      returned: true,
      message: true,
      'questions-ended': true,
      ended: true,
      'start-failed': true,
    };
    expect(rows.map(([name]) => name)).toEqual(Object.keys(EVENTS));
    expect(new Set(Object.values(EVENTS).map((event) => event(s.after()).type))).toEqual(new Set(Object.keys(types)));
  });

  it('has a cell wherever a column and a row meet', () => {
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => columns.length));
    expect(cells.filter(({ word }) => word !== '·' && !(word in WORDS))).toEqual([]);
  });
});

it.each(cells)('$from, then $event: $word', ({ from, event, word }) => {
  const before = SITUATIONS[from] ?? expect.fail(from);
  const happens = EVENTS[event] ?? expect.fail(event);
  const next = transition(before, happens(before));
  if (word === '·') expect(next).toBe(before);
  else expect(next.state).toBe(WORDS[word]);
});
