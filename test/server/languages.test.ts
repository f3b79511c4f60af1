/** The companion's own pages, each in every language, as a browser gets them over a real socket. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/server/attempt.js';
import { createCallbackPages } from '../../src/server/callback-pages.js';
import { listen, type Listening } from '../../src/server/node.js';
import { createPageFrame } from '../../src/server/page-frame.js';
import { createPages } from '../../src/server/pages.js';
import { ProblemError } from '../../src/server/problem.js';
import type { ProblemCode } from '../../src/protocol/vocabulary.js';
import { LANGUAGES } from '../../src/server/texts/choose.js';
import { createFixture, PAGE, USER, type Fixture } from './fixture.js';

const ATTEMPT: Attempt = {
  attemptId: 'a-1',
  leafUserId: USER,
  origin: PAGE,
  name: 'North Farm',
  handed: false,
  token: 'a.b.c',
  returnUrl: `${PAGE}/farm`,
};
const HANDED: Attempt = { ...ATTEMPT, handed: true };
const REQUEST_ID = 'request-4711';

type Show = (request: Request) => Promise<Response>;
let at: Fixture;
let server: Listening;
let pages: Record<string, Show>;

beforeAll(async () => {
  at = await createFixture({ flow: 'authorization-code', returnUrls: [`${PAGE}/farm`] });
  const problem = (code: ProblemCode) => new ProblemError(code);
  const starting = (returns: boolean) => createPages(at.config, createPageFrame(at.config, returns), returns);
  const start = starting(true);
  const callback = createCallbackPages(at.config, createPageFrame(at.config, true));
  pages = {
    naming: (request) => start.naming(request, ATTEMPT),
    'naming-handed': (request) => start.naming(request, HANDED),
    'naming-ends-at-leaf': (request) => starting(false).naming(request, HANDED),
    'start-failed-for-now': (request) => start.couldNotStart(request, problem('leaf_unavailable'), REQUEST_ID, ATTEMPT),
    'start-set-up': (request) => start.couldNotStart(request, problem('leaf_auth_failed'), REQUEST_ID),
    'start-limited': (request) => start.couldNotStart(request, problem('rate_limited'), REQUEST_ID),
    expired: (request) => start.expired(request),
    'expired-link': (request) => start.expired(request, HANDED),
    finished: (request) => callback.finished(request, ATTEMPT),
    'finished-link': (request) => callback.finished(request, HANDED),
    declined: (request) => callback.declined(request, ATTEMPT),
    'not-bound': (request) => callback.notBound(request, REQUEST_ID),
    'finish-failed-for-now': (request) => callback.couldNotFinish(request, problem('leaf_timeout'), REQUEST_ID),
    'finish-used': (request) => callback.couldNotFinish(request, problem('attempt_expired'), REQUEST_ID, ATTEMPT),
    'finish-set-up': (request) => callback.couldNotFinish(request, problem('leaf_rejected'), REQUEST_ID, ATTEMPT),
    'finish-limited': (request) => callback.couldNotFinish(request, problem('rate_limited'), REQUEST_ID),
  };
  server = await listen(
    {
      fetch: (request) =>
        pages[new URL(request.url).pathname.slice(1)]?.(request) ?? Promise.reject(new Error('no such page')),
    },
    { port: 0 },
  );
});
afterAll(async () => {
  await server.close();
  await at.leaf.close();
});

const NAMES = [
  ...['naming', 'naming-handed', 'naming-ends-at-leaf', 'start-failed-for-now', 'start-set-up', 'start-limited'],
  ...['expired', 'expired-link', 'finished', 'finished-link', 'declined', 'not-bound'],
  ...['finish-failed-for-now', 'finish-used', 'finish-set-up', 'finish-limited'],
];
const FOREIGN = LANGUAGES.filter(({ tag }) => tag !== 'en');

async function ask(name: string, language: string): Promise<Response> {
  return fetch(`${server.url}/${name}`, { headers: { 'Accept-Language': language } });
}

/** What a person reads on it, piece by piece: neither names nor codes, which no language changes. */
async function read(name: string, language: string): Promise<string[]> {
  const markup = await (await ask(name, language)).text();
  const seen = markup.replace(/<(style|script)>.*?<\/\1>/gs, '').replace(/<(code|bdi)>.*?<\/\1>/gs, '');
  return seen
    .split(/<[^>]*>/)
    .map((piece) => piece.replace(/\s+/g, ' ').trim())
    .filter((piece) => piece !== '' && piece !== 'Partner Inc.');
}

it('every page is among those that are read here', () => {
  expect(Object.keys(pages)).toEqual(NAMES);
});

describe.each(FOREIGN)('in $tag', ({ tag, dir, texts }) => {
  it.each(NAMES)('the page %s has no English left, and as much to say', async (name) => {
    const [own, english] = await Promise.all([read(name, tag), read(name, 'en')]);
    expect(own).toHaveLength(english.length);
    expect(own.length).toBeGreaterThan(2);
    for (const [index, piece] of own.entries()) expect(piece).not.toBe(english[index]);
  });

  it.each(NAMES)('the page %s says which language it is in, and which way it is read', async (name) => {
    const answer = await ask(name, tag);
    expect(answer.headers.get('Content-Language')).toBe(tag);
    expect(await answer.text()).toContain(`<html lang="${tag}" dir="${dir}">`);
  });

  it('no text has a straight quotation mark, or is written in another script', () => {
    for (const [key, text] of Object.entries(texts)) {
      const said = typeof text === 'string' ? text : text('Partner');
      expect(said, key).not.toMatch(/['"]/);
      expect(/[\u0600-\u06ff]/.test(said), key).toBe(tag === 'ar');
    }
  });
});

describe('a name in Latin letters', () => {
  it('stands apart on an Arabic page, so that it takes no full stop along', async () => {
    const said = (await read('finished', 'ar')).join(' ');
    expect(said).toContain('\u2068Partner Inc.\u2069.');
  });
});

describe('the language of a page', () => {
  it.each([
    ['de', 'de'],
    ['DE-at', 'de'],
    ['pt', 'pt-BR'],
    ['pt-PT, en;q=0.5', 'pt-BR'],
    ['es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['en;q=0.4, fr;q=0.8', 'fr'],
    ['xx, ar;q=0.1', 'ar'],
    ['xx', 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['sv, *;q=0.5, de;q=0.3', 'en'],
    ['de;q=0, fr', 'fr'],
    ['de;q=x', 'en'],
    [',,;;q=1', 'en'],
    ['de ; q=0.4 , fr ; q=0.8', 'fr'],
    [`${'xx,'.repeat(49)}de`, 'de'],
    [`${'xx,'.repeat(50)}de`, 'en'],
  ])('asked for with %j is %s', async (asked, tag) => {
    expect((await ask('naming', asked)).headers.get('Content-Language')).toBe(tag);
  });

  it('is found on the companion’s own routes', async () => {
    const answer = await at.ask('GET', await at.startPath(), { 'Accept-Language': 'de-CH' });
    expect(await answer.text()).toContain('Weiter zu John Deere');
  });
});
