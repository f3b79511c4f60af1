/** `docs/john-deere-application.md` quotes our pages and names our settings; both are held to what there is. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en as element } from '../../src/element/texts/en.js';
import { en as pages } from '../../src/server/texts/en.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const guide = read('docs/john-deere-application.md');
const settings = read('src/cli/environment.ts');
const [, seen = ''] = guide.split('## 8.');

/** John Deere's own page, as the simulation has it too. */
const THEIRS = '400 Bad Redirect';

describe('the guide to an application at John Deere', () => {
  const quotes = [...new Set([...seen.matchAll(/"([^"]+)"/g)].map(([, quote = '']) => quote))];
  it.each(quotes.filter((quote) => quote !== THEIRS))('quotes “%s”, which is a text of ours', (quote) => {
    expect(Object.values({ ...element, ...pages })).toContain(quote);
  });

  it('quotes John Deere’s own refusal', () => {
    expect(quotes).toContain(THEIRS);
    expect(read('demo/simulator/deere/authorization.ts')).toContain(THEIRS);
  });

  const names = new Set([...guide.matchAll(/`([A-Z][A-Z_]+)(?:=[^`]*)?`/g)].map(([, name = '']) => name));
  const words = new Set(['STAGE', 'PRODUCTION', 'UNAUTHENTICATED', 'MISSING_PERMISSION']);
  it.each([...names].filter((name) => !words.has(name)))('names %s, which is a setting', (name) => {
    expect(settings).toContain(`'${name}'`);
  });

  it('writes the redirect URI as the companion sends it', () => {
    expect(guide).toContain('`{PUBLIC_URL}/callback`');
    expect(read('src/server/flows/sign-in-address.ts')).toContain('`${publicUrl}/callback`');
  });
});
