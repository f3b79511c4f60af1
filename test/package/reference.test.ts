/** `docs/reference` is made from the source: it cannot fall behind it, and nothing of the source can be left unsaid. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { REFERENCE, written } from '../../build/reference/markdown.js';
import { referencePages } from '../../build/reference/pages.js';
import { readModule } from '../../build/reference/source.js';
import * as server from '../../src/server/index.js';
import { PATIENCE } from '../support/patience.js';

// The compiler reads the source anew for every module.
const slow = { timeout: PATIENCE.timeout * 12 };

describe('the reference', () => {
  it('is what the source makes; `npm run readme` writes it', slow, async () => {
    const pages = await referencePages();
    expect(readdirSync(REFERENCE).toSorted()).toEqual(Object.keys(pages).toSorted());
    for (const [name, text] of Object.entries(pages)) expect(written(name), name).toBe(text);
  });

  it('has everything that can be imported from the server', () => {
    const headings = [...written('server.md').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(expect.arrayContaining(Object.keys(server)));
  });
});

describe('a gap', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leaf-jd-connect-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function gapsOf(code: string): string[] {
    const file = join(folder, 'planted.ts');
    writeFileSync(file, code);
    try {
      readModule({ file });
      return [];
    } catch (error) {
      return String(error).split('\n').slice(1);
    }
  }

  it('is found, wherever it is, and stops the pages from being made', slow, () => {
    expect(
      gapsOf(`
        export function open(): void {}
        export const close = (): void => {};
        export type Word = 'a' | 'b';
        /** Told. */
        export class Door {
          knock(): void {}
        }
        interface Named {
          a?: number;
        }
        /** Told. */
        export interface Options {
          /** Told. */
          a: string;
          b?: Named;
          users: {
            /** Told. */
            find(): void;
            create(): void;
          };
        }`),
    ).toEqual([
      'open has no docstring',
      'close has no docstring',
      'Word has no docstring',
      'Door.knock has no docstring',
      'Options.b has no docstring',
      'Options.users.create has no docstring',
      'Named has no docstring',
      'Named.a has no docstring',
    ]);
  });

  it('is none where everything is told, private, or part of what is told', slow, () => {
    expect(
      gapsOf(`
        /** Told. */
        const WORDS = ['a', 'b'] as const;
        export type Word = (typeof WORDS)[number];
        /** Told. */
        export class Door {
          #lock = 1;
          private bolt = 2;
          /** Told. */
          open(): void {}
        }
        /** Told. */
        export interface Options {
          /** Told. */
          nested: { a: string };
          users: {
            /** Told. */
            find(): void;
          };
        }`),
    ).toEqual([]);
  });
});
