import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPENAPI_FILE, openApiFile } from '../../build/openapi.js';
import { PROBLEM_STATUS } from '../../src/protocol/vocabulary.js';
import type { Answer } from './ask.js';
import { expectDescribed } from './described.js';

const file = readFileSync(OPENAPI_FILE, 'utf8');

describe('docs/openapi.json', () => {
  it('says what the schemas say (npm run openapi writes it)', async () => {
    expect(file).toBe(await openApiFile());
  });

  it('refers to nothing that it does not have', () => {
    const document = JSON.parse(file) as unknown;
    const references = [...file.matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(references.length).toBeGreaterThan(10);
    for (const path of references) {
      let found = document;
      for (const step of path.split('/')) found = (found as Record<string, unknown>)[step];
      expect(found, path).toBeTypeOf('object');
    }
  });

  it('has a place for every code that a page may be told', () => {
    const told = [...file.matchAll(/"description": "`code`: ([^"]+)"/g)].flatMap(([, codes = '']) => codes.split(', '));
    // In the window a page says it, and there is no operation for what is not there but the webhook that is not set up.
    const elsewhere = ['attempt_expired'];
    expect(new Set([...told, ...elsewhere])).toEqual(new Set(Object.keys(PROBLEM_STATUS)));
  });
});

describe('an answer that the document does not have', () => {
  const problem = {
    type: 't',
    title: 't',
    status: 401,
    code: 'session_missing',
    retryable: false,
    requestId: 'r',
  };
  const answer = (change: object = {}): Answer => ({
    status: 401,
    headers: new Headers({ 'Content-Type': 'application/problem+json', 'X-Request-Id': 'r' }),
    text: JSON.stringify({ ...problem, ...change }),
  });

  it('would be noticed: by its status, its kind, its headers and its fields', () => {
    const check = (changed: Answer) => () => expectDescribed('GET', '/connection', changed);
    expect(check(answer())).not.toThrow();
    expect(check({ ...answer(), status: 418 })).toThrow('not described');
    expect(check({ ...answer(), headers: new Headers({ 'X-Request-Id': 'r' }) })).toThrow('not as');
    expect(check({ ...answer(), headers: new Headers({ 'Content-Type': 'application/problem+json' }) })).toThrow();
    expect(check(answer({ code: 'new' }))).toThrow();
    expect(check(answer({ detail: 'upstream words' }))).toThrow();
    expect(check({ ...answer(), text: '{}' })).toThrow();
  });
});
