/** The table of the documentation is this suite's, line by line; a situation cannot come or go without it. */
import { describe, expect, it } from 'vitest';
import { rowsInDocs } from './docs.js';
import { SECTIONS } from './rows/sections.js';

const names = SECTIONS.flatMap(({ rows }) => rows.map(({ name }) => name));

describe('docs/browsers.md', () => {
  it('has exactly the situations of the suite, in its order', async () => {
    expect(await rowsInDocs()).toEqual(names);
  });

  it('names each situation once', () => {
    expect(new Set(names).size).toBe(names.length);
  });
});
