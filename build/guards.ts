/**
 * The checks that the script-tag build puts in place of zod: each takes a value and answers it, stripped of unknown keys,
 * or throws the path of what does not fit. `test/package/wire-guards.test.ts` holds them to the schemas.
 */
export type Guard = (value: unknown, path: string) => unknown;

class Misfit extends Error {}

function expect(fits: boolean, value: unknown, path: string): unknown {
  if (!fits) throw new Misfit(path);
  return value;
}

export const text: Guard = (value, path) => expect(typeof value === 'string', value, path);
export const number: Guard = (value, path) => expect(Number.isFinite(value), value, path);
export const flag: Guard = (value, path) => expect(typeof value === 'boolean', value, path);

export function oneOf(...values: readonly unknown[]): Guard {
  return (value, path) => expect(values.includes(value), value, path);
}

export function nullable(guard: Guard): Guard {
  return (value, path) => (value === null ? null : guard(value, path));
}

export function list(guard: Guard): Guard {
  return (value, path) => {
    const items = expect(Array.isArray(value), value, path) as unknown[];
    // `Array.from` sees the holes that `map` skips.
    return Array.from(items, (item, index) => guard(item, `${path}.${index}`));
  };
}

/** @param guards One a key; a key that ends in `?` may be absent. */
export function record(guards: Readonly<Record<string, Guard>>): Guard {
  return (value, path) => {
    const fits = typeof value === 'object' && value !== null && !Array.isArray(value);
    const source = expect(fits, value, path) as Readonly<Record<string, unknown>>;
    const checked: Record<string, unknown> = {};
    for (const [name, guard] of Object.entries(guards)) {
      const key = name.replace('?', '');
      const item = source[key];
      if (item !== undefined || key === name) checked[key] = guard(item, `${path}.${key}`);
    }
    return checked;
  };
}

/** Gives a guard the one method of a zod schema that the element uses. */
export function schema(guard: Guard) {
  return {
    safeParse(value: unknown) {
      try {
        return { success: true, data: guard(value, '') };
      } catch (misfit) {
        return { success: false, error: { issues: [{ path: [misfit instanceof Misfit ? misfit.message : ''] }] } };
      }
    },
  };
}
