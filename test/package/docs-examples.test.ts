/** Every example in TypeScript or JavaScript on a page, and in the README, compiles against the package as it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../support/examples.js';
import { PATIENCE } from '../support/patience.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const slow = { timeout: PATIENCE.timeout * 12 };

/** What a reader has when they come to the example. */
const AROUND = `
  declare const companion: import('leaf-jd-connect/server').Companion;
  declare const app: any;
  declare const http: typeof import('node:http');
  declare function report(...what: unknown[]): void;
`;

/** `leaf-client.md` is compiled as one, by a test of its own; the guides are run. */
const PAGES = ['README.md', ...readdirSync(`${root}docs`).map((name) => `docs/${name}`)].filter(
  (path) => path.endsWith('.md') && path !== 'docs/leaf-client.md',
);

/** By the page, and a number. */
const examples = Object.fromEntries(
  PAGES.flatMap((path) =>
    [...readFileSync(root + path, 'utf8').matchAll(/^```(ts|js)\n([\s\S]*?)^```/gm)].map(
      ([, language = '', code = ''], index) => [
        `${path.replaceAll(/\W/g, '-')}-${String(index + 1)}.${language}`,
        code,
      ],
    ),
  ),
);

describe('the examples', () => {
  it('compile', slow, () => {
    expect(Object.keys(examples).length).toBeGreaterThan(8);
    expect(faultsOf(examples, AROUND)).toEqual([]);
  });

  it('would not, if one of them called what is not there', slow, () => {
    expect(faultsOf({ wrong: 'await companion.fly();' }, AROUND)).toEqual([
      expect.stringContaining("Property 'fly' does not exist"),
    ]);
  });
});
