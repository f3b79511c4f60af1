import { describe, expect, it } from 'vitest';
import { CREDENTIAL_ASSIGNED, ELEMENT_STATES, PROBLEM_STATUS } from '../../src/protocol/vocabulary.js';
import * as wire from '../../src/protocol/wire.js';
import { pathsOf, SAMPLES, valueAt, withValue } from './samples.js';

/** One of each type of JSON, and what only a message between windows can carry. */
const JUNK = [null, true, 7, NaN, Infinity, '', 'anything', [], [null], {}, { 0: 'x' }, () => 'x', new Date(0)];

it('there is a sample of each kind, and a list has one of its rows', () => {
  expect([...SAMPLES.map(({ name }) => name), 'CredentialEvents'].sort()).toEqual(Object.keys(wire).sort());
});

describe('CredentialEvents', () => {
  const { CredentialEvents } = wire;
  const event = { id: 'e-1', createdDate: '2026-11-02T10:00:00Z', statusCode: null };

  it('is a list, be it empty, of what is one', () => {
    for (const list of [[], [event], [event, event]]) expect(CredentialEvents.parse(list)).toEqual(list);
    expect(CredentialEvents.parse([{ ...event, body: 'secret' }])).toEqual([event]);
  });

  it.each([[[event, null]], [[{}]], [event], [{ 0: event, length: 1 }], ['[]'], [null], [undefined]])(
    'is not %j',
    (junk) => {
      expect(CredentialEvents.safeParse(junk).success).toBe(false);
    },
  );
});

describe.each(SAMPLES)('$name', ({ name, value, optional, nullable }) => {
  const schema = wire[name];
  const accepts = (candidate: unknown) => schema.safeParse(candidate).success;
  const paths = pathsOf(value);
  const fields = paths.filter((path) => Number.isNaN(Number(nameOf(path))));
  /** What is sent along with a request may say nothing; then any object says it. */
  const mayBeEmpty = Object.keys(value).every((field) => optional.includes(field));

  it('is read in full', () => {
    expect(schema.parse(value)).toEqual(value);
  });

  it.each(fields)('without %s is refused, unless that may be absent', (path) => {
    expect(accepts(withValue(value, path, undefined))).toBe(optional.includes(nameOf(path)));
  });

  it.each(paths)('with null as %s is refused, unless that may be null', (path) => {
    expect(accepts(withValue(value, path, null))).toBe(nullable.includes(nameOf(path)));
  });

  it.each(paths)('with another type of thing as %s is refused', (path) => {
    const own = kindOf(valueAt(value, path));
    const others = JUNK.filter((junk) => junk !== null && kindOf(junk) !== own);
    expect(others.filter((junk) => accepts(withValue(value, path, junk)))).toEqual([]);
  });

  it.each([...JUNK, undefined])('is not %s', (junk) => {
    expect(accepts(junk)).toBe(mayBeEmpty && junk !== null && ['object', 'date'].includes(kindOf(junk)));
    expect(accepts([value])).toBe(false);
  });

  it('loses what nobody knows, wherever it stands', () => {
    const objects = ['', ...paths].filter((path) => kindOf(valueAt(value, path)) === 'object');
    for (const path of objects) {
      const crowded = withValue(value, path === '' ? 'secret' : `${path}.secret`, 'unheard of');
      expect(JSON.stringify(crowded)).toContain('unheard of');
      expect(schema.parse(crowded)).toEqual(value);
    }
  });

  it('cannot be completed, or anything else changed, through its prototype', () => {
    const polluted: unknown = JSON.parse(JSON.stringify(value).replace(/^\{/, '{"__proto__":{"isAdmin":true},'));
    const read = schema.parse(polluted);
    expect(read).toEqual(value);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('isAdmin');
    const inherited = schema.safeParse(JSON.parse(`{"__proto__":${JSON.stringify(value)}}`));
    expect(inherited.data).toEqual(mayBeEmpty ? {} : undefined);
  });
});

describe('words', () => {
  const [connection] = SAMPLES.filter(({ name }) => name === 'Connection');

  it.each(['loading', 'connecting', 'blocked', 'unfinished', 'unavailable', 'CONNECTED', 'constructor', '__proto__'])(
    'of the card or of nobody are no state of a connection: %s',
    (state) => {
      expect(wire.Connection.safeParse({ ...connection?.value, state }).success).toBe(false);
    },
  );

  it('of every state that a companion says are words of the card', () => {
    expect(ELEMENT_STATES).toEqual(expect.arrayContaining([...wire.Connection.shape.state.options]));
  });

  it.each(Object.entries(PROBLEM_STATUS))('of a problem are known: %s', (code, status) => {
    const problem = { type: 'about:blank', title: 'T', status, code, retryable: false, requestId: 'r' };
    expect(wire.Problem.parse(problem)).toEqual(problem);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it.each(['toString', 'popup_blocked', 'leaf_exploded'])('that no companion says are no problem: %s', (code) => {
    const problem = { type: 'about:blank', title: 'T', status: 500, code, retryable: false, requestId: 'r' };
    expect(wire.Problem.safeParse(problem).success).toBe(false);
  });
});

describe('the message of a finished sign-in', () => {
  it('needs nothing but its status', () => {
    expect(wire.CredentialAssigned.parse({ status: CREDENTIAL_ASSIGNED })).toEqual({ status: CREDENTIAL_ASSIGNED });
  });

  it('is read without its links, which are never shown', () => {
    const organization = { id: '1', name: 'North Farm', managementUri: 'javascript:alert(1)' };
    const read = wire.CredentialAssigned.parse({ status: CREDENTIAL_ASSIGNED, connectedOrganizations: [organization] });
    expect(read.connectedOrganizations).toEqual([{ id: '1', name: 'North Farm' }]);
  });

  it.each(['credential_assigned', 'CREDENTIAL_ASSIGNED ', 'OK', ''])('is no other status: %j', (status) => {
    expect(wire.CredentialAssigned.safeParse({ status }).success).toBe(false);
  });
});

function nameOf(path: string): string {
  return path.split('.').at(-1) ?? '';
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'no number';
  return value instanceof Date ? 'date' : typeof value;
}
