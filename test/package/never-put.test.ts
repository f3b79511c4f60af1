/** `PUT /users` of Leaf's drops every credential that its body does not repeat. What was built does not know the word. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const built = fileURLToPath(new URL('../../dist/server', import.meta.url));
const sources = fileURLToPath(new URL('../../src/server', import.meta.url));
const PUT = /["'`]put["'`]|\.put\(/i;

/** The one call that puts, which stores keys anew under their name and is not about users; and the type of all calls. */
const APP_KEYS = join('leaf', 'app-keys');
const METHODS = join('leaf', 'http.ts');

function filesBelow(folder: string, suffix: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(suffix));
}

describe('the server', () => {
  it.each([
    ['as it was built', built, '.js'],
    ['as it is written', sources, '.ts'],
  ])('never puts a user, %s', (_, folder, suffix) => {
    const files = filesBelow(folder, suffix);
    expect(files.length).toBeGreaterThan(30);
    const putting = files.filter((file) => PUT.test(readFileSync(join(folder, file), 'utf8')));
    expect(putting.filter((file) => !file.startsWith(APP_KEYS) && file !== METHODS)).toEqual([]);
  });

  it('puts keys of an application, and asks about no user there', () => {
    expect(readFileSync(join(sources, `${APP_KEYS}.ts`), 'utf8')).not.toMatch(/users|userPath/i);
  });

  it('would be caught putting', () => {
    expect(["{ method: 'PUT' }", 'method: "put"', 'client.put(path)'].every((code) => PUT.test(code))).toBe(true);
  });
});
