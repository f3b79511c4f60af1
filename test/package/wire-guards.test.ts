/** The plain checks of the script-tag build, held to the schemas that they stand in for. */
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { build, type Rolldown } from 'vite';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { wireGuards } from '../../build/wire-guards.js';
import * as wire from '../../src/protocol/wire.js';
import { pathsOf, SAMPLES, withValue } from '../protocol/samples.js';

interface Verdict {
  readonly success: boolean;
  readonly data?: unknown;
  readonly error?: { readonly issues: readonly { readonly path: readonly unknown[] }[] };
}

type Guards = Readonly<Record<keyof typeof wire, { safeParse(value: unknown): Verdict }>>;

let code: string;
let guards: Guards;

/** Builds `wire.ts` as the script tag's build does, and loads what came out. */
beforeAll(async () => {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [wireGuards()],
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL('../../src/protocol/wire.ts', import.meta.url)), formats: ['es'] },
    },
  })) as Rolldown.RolldownOutput[];
  code = built[0]?.output[0].code ?? '';
  guards = (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as Guards;
});

describe('the module for the script tag', () => {
  it('exports what the schemas do, and brings no zod along', () => {
    expect(Object.keys(guards).sort()).toEqual(Object.keys(wire).sort());
    expect(code).not.toMatch(/\bimport\b|zod/i);
  });
});

describe.each(SAMPLES)('the guard of $name', ({ name, value }) => {
  const paths = pathsOf(value);

  function agrees(candidate: unknown): void {
    const schema = wire[name].safeParse(candidate);
    const guard = guards[name].safeParse(candidate);
    expect(guard.success).toBe(schema.success);
    // A key that is there and `undefined` is as good as absent.
    expect(guard.data).toEqual(schema.data);
  }

  it('accepts the full answer, and reads it alike', () => {
    expect(guards[name].safeParse(value)).toEqual({ success: true, data: value });
  });

  it('agrees on any valid answer', () => {
    fc.assert(fc.property(validFor(wire[name]), agrees), { numRuns: 200 });
  });

  it('agrees when one thing or another is missing, or something else', () => {
    const spoiling = fc.array(fc.tuple(fc.constantFrom(...paths), anything), { minLength: 1, maxLength: 3 });
    const spoilt = spoiling.map((steps) => steps.reduce<unknown>((it, [path, junk]) => replacedIn(it, path, junk), value));
    fc.assert(fc.property(spoilt, agrees), { numRuns: 500 });
  });

  it('agrees on what has nothing to do with it', () => {
    fc.assert(fc.property(anything, agrees), { numRuns: 200 });
  });

  it('says where the misfit is', () => {
    for (const path of paths) {
      const candidate = withValue(value, path, Symbol('junk'));
      const { error } = guards[name].safeParse(candidate);
      expect(error?.issues[0]?.path.join('.')).toBe(`.${path}`);
    }
  });
});

describe('a schema that no guard can express', () => {
  afterEach(() => {
    vi.doUnmock('../../src/protocol/wire.js');
    vi.resetModules();
  });

  const Sync = z.enum(['SELECTED', 'PREVIEW']);

  it.each([
    ['a choice of shapes', z.union([z.string(), z.number()])],
    ['a choice of three', z.nullable(z.union([z.string(), z.boolean()]))],
    ['a pattern', z.string().check(z.regex(/^a/))],
    ['a length', z.string().check(z.minLength(1))],
    ['a range', z.number().check(z.positive())],
    ['a whole number', z.int()],
    ['a map', z.record(z.string(), z.string())],
    ['a tuple', z.tuple([z.string()])],
    ['a strict object', z.strictObject({ a: z.string() })],
    ['a default', z._default(Sync, 'PREVIEW')],
    ['anything at all', z.unknown()],
    ['a date', z.date()],
    ['a transformation', z.pipe(z.string(), z.transform(Number))],
  ])('fails the build, at any depth: %s', async (_, schema) => {
    for (const Odd of [schema, z.object({ list: z.array(z.object({ odd: schema })) })]) {
      vi.doMock('../../src/protocol/wire.js', () => ({ Odd }));
      vi.resetModules();
      const { guardModule } = await import('../../build/wire-guards.js');
      expect(() => guardModule('guards.ts')).toThrow();
    }
  });
});

/** Anything that JSON or a message between windows can carry. */
const anything = fc.oneof(
  fc.constantFrom(undefined, null, NaN, Infinity, -0, '', 'OK', true, false, 'CREDENTIAL_ASSIGNED', 'connected'),
  fc.constantFrom({}, [], [undefined], { length: 0 }, new Date(0), new Map(), new Array<string>(1)),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: true, maxDepth: 3 }),
);
