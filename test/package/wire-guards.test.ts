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
    expect(code).not.toMatch(/^import\b|ZodMini/m);
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
    fc.assert(
      fc.property(validFor(name), (candidate) => {
        expect(guards[name].safeParse(candidate).success).toBe(true);
        agrees(candidate);
      }),
      { numRuns: 200 },
    );
  });

  it('agrees when one thing or another is missing, or something else', () => {
    const spoiling = fc.array(fc.tuple(fc.constantFrom(...paths), anything), { minLength: 1, maxLength: 3 });
    const spoilt = spoiling.map((steps) =>
      steps.reduce<unknown>((answer, [path, junk]) => withValue(answer, path, junk), value),
    );
    fc.assert(fc.property(spoilt, agrees), { numRuns: 500 });
  });

  it('agrees on what has nothing to do with it', () => {
    fc.assert(fc.property(anything, agrees), { numRuns: 200 });
  });

  it('agrees that a list is no answer, even with all its fields', () => {
    agrees(Object.assign([], value));
  });

  it('says where the misfit is', () => {
    for (const path of paths) {
      for (const junk of [Symbol('junk'), null]) {
        const { success, error } = guards[name].safeParse(withValue(value, path, junk));
        if (!success) expect(error?.issues[0]?.path).toEqual([`.${path}`]);
      }
    }
  });
});

it('the guard of a list agrees on what is one, and on what is none', () => {
  const event = { id: 'e-1', createdDate: '2026-11-02T10:00:00Z', statusCode: 401 };
  const lists = [
    [],
    [event],
    [{ ...event, body: 'x' }],
    [event, null],
    [{}],
    event,
    { 0: event, length: 1 },
    null,
    'x',
  ];
  for (const list of lists) {
    const schema = wire.CredentialEvents.safeParse(list);
    const guard = guards.CredentialEvents.safeParse(list);
    expect([guard.success, guard.data]).toEqual([schema.success, schema.data]);
  }
});

it('a message whose list has a hole is refused by the guard as it is by the schema', () => {
  const message = { status: 'CREDENTIAL_ASSIGNED', connectedOrganizations: new Array<unknown>(1) };
  expect(wire.CredentialAssigned.safeParse(message).success).toBe(false);
  expect(guards.CredentialAssigned.safeParse(message).success).toBe(false);
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
    ['a condition', z.string().check(z.refine((text) => text === text.trim()))],
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
  fc.constantFrom<unknown>({}, [], [undefined], { length: 0 }, new Date(0), new Map()),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, maxDepth: 3 }),
);

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

function validFor(name: keyof typeof wire): fc.Arbitrary<unknown> {
  return valid(z.toJSONSchema(wire[name], { io: 'input' }) as JsonSchema);
}

function valid(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { type, properties, required = [], items, anyOf } = schema;
  if (anyOf) return fc.oneof(...anyOf.map(valid));
  if (Array.isArray(type)) return fc.oneof(...type.map((one: string) => valid({ ...schema, type: one })));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (items) return fc.array(valid(items), { maxLength: 4 });
  if (properties) {
    const fields = Object.entries(properties).map(([key, field]) => [key, valid(field)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
  }
  if (type === 'string') return fc.string();
  if (type === 'number') return fc.double({ noNaN: true, noDefaultInfinity: true });
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  throw new Error(`Nothing is known to be valid for ${JSON.stringify(schema)}`);
}
