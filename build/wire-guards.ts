/**
 * Turns the schemas of `src/protocol/wire.ts` into plain checks for the script-tag build. The schemas stay the one
 * source; zod would be a third of the file's weight. What cannot be expressed fails the build.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import * as z from 'zod/mini';
import * as wire from '../src/protocol/wire.js';

const GUARDS = fileURLToPath(new URL('guards.ts', import.meta.url));

const EXPRESSIBLE = new Set<string>('object array string number boolean enum literal nullable optional'.split(' '));

interface JsonSchema {
  readonly $schema?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

export function wireGuards(): Plugin {
  return {
    name: 'wire-guards',
    enforce: 'pre',
    load: {
      filter: { id: /\/src\/protocol\/wire\.ts$/ },
      handler: () => guardModule(GUARDS),
    },
  };
}

/** The source of a module with the same exports as `wire.ts`. */
export function guardModule(guards: string): string {
  const schemas = Object.entries(wire).map(
    ([name, schema]) => `export const ${name} = g.schema(${expression(shapeOf(schema), name)});`,
  );
  return [`import * as g from ${JSON.stringify(guards)};`, ...schemas].join('\n');
}

/** JSON Schema would drop a transformation or a condition without a word. */
function shapeOf(schema: z.ZodMiniType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema }) => {
      const { type, checks = [] } = zodSchema._zod.def;
      if (!EXPRESSIBLE.has(type) || checks.length > 0) throw new Error(`no guard for ${type} with conditions`);
    },
  }) as JsonSchema;
}

function expression({ $schema: _, ...schema }: JsonSchema, at: string): string {
  const { type, properties, required = [], items, anyOf, enum: values, const: value, ...rest } = schema;
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new Error(`${at}: no guard for ${unknown.join(', ')}`);

  const [only, ...others] = optionsBesidesNull(schema);
  if (only) {
    if (others.length > 0) throw new Error(`${at}: no guard for a choice of shapes`);
    return `g.nullable(${expression(only, at)})`;
  }
  if (values ?? 'const' in schema)
    return `g.oneOf(${(values ?? [value]).map((option) => JSON.stringify(option)).join()})`;
  if (properties) {
    const fields = Object.entries(properties).map(([key, field]) => {
      const name = required.includes(key) ? key : `${key}?`;
      return `${JSON.stringify(name)}:${expression(field, `${at}.${key}`)}`;
    });
    return `g.record({${fields.join()}})`;
  }
  if (items) return `g.list(${expression(items, at)})`;
  if (type === 'string') return 'g.text';
  if (type === 'number') return 'g.number';
  if (type === 'boolean') return 'g.flag';
  throw new Error(`${at}: no guard for ${JSON.stringify(schema)}`);
}

/** JSON Schema writes "or null" in two ways. */
function optionsBesidesNull(schema: JsonSchema): JsonSchema[] {
  const { type, anyOf = [] } = schema;
  if (Array.isArray(type))
    return type.filter((name) => name !== 'null').map((name: string) => ({ ...schema, type: name }));
  return anyOf.filter((option) => option.type !== 'null');
}
