import { describe, expect, it } from 'vitest';
import { createLogger, type ProcessLog } from '../../src/cli/log.js';

function written(write: (logger: ProcessLog) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger('info', { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log of the process', () => {
  const known = {
    requestId: 'id',
    route: '/start/:token',
    method: 'GET',
    status: 303,
    ms: 12,
    code: 'unknown',
    user: 'hash',
    handed: true,
    secret: 'Leaf token',
    type: 'other',
    help: 'mount it',
    upstream: 2,
    url: 'http://127.0.0.1:8787',
    variables: ['JD_ISSUER'],
  };

  it('writes every field that it knows, as JSON', () => {
    const [line] = written((logger) => logger.info(known, 'request'));
    expect(line).toEqual({ level: 30, time: expect.any(Number) as number, msg: 'request', ...known });
  });

  it.each<[string, object]>([
    [
      'a body, a query, headers and a token',
      { body: 'PLANTED', query: 'PLANTED', headers: 'PLANTED', token: 'PLANTED' },
    ],
    ['something nested in a field that it knows', { user: { id: 'PLANTED' }, route: [{ path: 'PLANTED' }] }],
    ['an error', { err: new Error('PLANTED'), error: new Error('PLANTED') }],
    ['an error in place of the fields', new Error('PLANTED')],
    ['a request', { req: new Request('https://PLANTED.test/'), res: new Response('PLANTED') }],
    ['a name that every object has', { constructor: 'PLANTED', toString: 'PLANTED' }],
    ['what says how to write itself', { toJSON: () => ({ user: 'PLANTED' }) }],
  ])('does not write %s', (_, thrown) => {
    const lines = written((logger) => logger.error({ ...thrown, status: 500 }, 'request'));
    expect(lines).toEqual([{ level: 50, time: expect.any(Number) as number, msg: 'request', status: 500 }]);
    const bare = written((logger) => logger.error(thrown, 'request'));
    expect(JSON.stringify(bare)).not.toContain('PLANTED');
    expect(bare).toHaveLength(1);
  });
});
