import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedHref, isLoopback, linkableHref, parseSafeUrl, withoutTrailingSlash } from '../../src/protocol/links.js';

const DEERE = 'https://connections.deere.com';
const LOCAL = 'http://localhost:4002';
const ORIGINS = [DEERE, LOCAL];

const PRODUCTION = new URL('https://connect.partner.test/base');
const TRIAL = new URL('http://127.0.0.1:8787/');

/** Addresses that lead nowhere, whichever origins are allowed. */
const NEVER_SAFE = [
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  'JavaScript://connections.deere.com/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'ftp://connections.deere.com/',
  'blob:https://connections.deere.com/1',
  'ws://localhost:4002/',
  'https://someone@connections.deere.com/',
  'https://someone:secret@connections.deere.com/',
  'https://connections.deere.com@evil.test/',
  'https://:secret@connections.deere.com/',
  'http://connections.deere.com/',
  'http://127.evil.com/',
  'http://127.0.0.1.evil.com/',
  'http://localhost.evil.com/',
  'http://evillocalhost/',
  'http://10.0.0.1/',
  'http://0.0.0.0/',
  'http://[::2]/',
  '/connections',
  '//connections.deere.com/',
  'connections.deere.com',
  'https://',
  'https://connections deere.com/',
  '',
];

/** Safe to open, and yet another origin than the one that is allowed. */
const OTHER_ORIGINS = [
  'https://connections.deere.com.evil.test/',
  'https://evil-connections.deere.com/',
  'https://evil.test/connections.deere.com',
  'https://evil.test/?https://connections.deere.com',
  'https://evil.test\\@connections.deere.com/',
  'https://evil.test\\.connections.deere.com/',
  'https://evil.test#@connections.deere.com/',
  'https://connections.deere.com./',
  'https://connections.deere.com:8443/',
  'https://deere.com/',
  'https://x.connections.deere.com/',
  // A Cyrillic letter that looks like the Latin one.
  'https://connections.dee\u0433e.com/',
  'https://c\u043ennections.deere.com/',
  'https://localhost:4002/',
  'http://localhost:4003/',
  'http://localhost/',
  'http://127.0.0.1:4002/',
];

describe('an address of an allowed origin', () => {
  it.each([
    [`${DEERE}/a/select-organizations`, `${DEERE}/a/select-organizations`],
    [`${DEERE}/a b?x=c d`, `${DEERE}/a%20b?x=c%20d`],
    ['HTTPS://Connections.Deere.COM:443/a/../b', `${DEERE}/b`],
    [`${DEERE}\\a`, `${DEERE}/a`],
    ['https:/\t/connections.dee\nre.com/a', `${DEERE}/a`],
    ['https:connections.deere.com/a', `${DEERE}/a`],
    ['https://connections.\uff44eere.com/', `${DEERE}/`],
    ['http://localhost:4002/a?b#c', `${LOCAL}/a?b#c`],
  ])('%j is handed on as a browser would open it', (address, href) => {
    expect(allowedHref(address, ORIGINS)).toBe(href);
  });
});

describe('an address that is not', () => {
  it.each([...NEVER_SAFE, ...OTHER_ORIGINS])('is refused: %j', (address) => {
    expect(allowedHref(address, ORIGINS)).toBeNull();
  });

  it.each(NEVER_SAFE)('is refused though its origin was allowed by mistake: %j', (address) => {
    const origin = URL.canParse(address) ? new URL(address).origin : 'null';
    expect(allowedHref(address, [...ORIGINS, origin, 'null', '*'])).toBeNull();
  });

  it('is refused where nothing is allowed', () => {
    expect(allowedHref(`${DEERE}/`, [])).toBeNull();
  });
});

describe('whatever the address', () => {
  const host = fc.constantFrom('connections.deere.com', 'localhost:4002', 'evil.test', '127.0.0.1', 'deere.com');
  const piece = fc.oneof(
    host,
    fc.constantFrom(
      'https:',
      'http:',
      'javascript:',
      'data:',
      '/',
      '//',
      '\\',
      '@',
      ':',
      '.',
      '#',
      '?',
      '\t',
      '\n',
      ' ',
    ),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );
  const anyAddress = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.tuple(host, fc.array(piece, { maxLength: 5 })).map(([first, pieces]) => `https://${first}${pieces.join('')}`),
  );

  it('what is allowed has exactly an allowed origin, no user info, and means the same when it is read again', () => {
    let allowed = 0;
    fc.assert(
      fc.property(anyAddress, (address) => {
        const href = allowedHref(address, ORIGINS);
        if (href === null) return;
        allowed++;
        const url = new URL(href);
        expect(ORIGINS).toContain(url.origin);
        expect(url.username + url.password).toBe('');
        expect(href).toMatch(/^[\x21-\x7e]+$/);
        expect(href.startsWith(`${url.origin}/`)).toBe(true);
        expect(allowedHref(href, ORIGINS)).toBe(href);
      }),
      { numRuns: 2_000 },
    );
    expect(allowed).toBeGreaterThan(0);
  });

  it('what is safe speaks https:, or http: with this machine', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        const url = parseSafeUrl(address);
        if (url?.protocol === 'http:') expect(['localhost', '127.0.0.1']).toContain(url.hostname);
        else if (url) expect(url.protocol).toBe('https:');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a link that the element shows', () => {
  it.each([PRODUCTION, TRIAL])('may be any https: address: companion at $origin', (companion) => {
    expect(linkableHref(`${DEERE}/a b`, companion)).toBe(`${DEERE}/a%20b`);
  });

  it('may lead to this machine only when the companion is on it', () => {
    expect(linkableHref('http://localhost:4002/', TRIAL)).toBe('http://localhost:4002/');
    expect(linkableHref('http://localhost:4002/', PRODUCTION)).toBeNull();
    expect(linkableHref('http://127.0.0.1:4002/', PRODUCTION)).toBeNull();
    expect(linkableHref('http://[::1]:4002/', PRODUCTION)).toBeNull();
  });

  it.each(NEVER_SAFE)('is none for %j', (address) => {
    expect(linkableHref(address, PRODUCTION)).toBeNull();
    expect(linkableHref(address, TRIAL)).toBeNull();
  });
});

describe('an address that may carry traffic', () => {
  it.each([
    'https://connect.partner.test/base',
    'http://localhost:8787',
    'http://app.localhost/',
    'http://127.0.0.2:1/',
    'http://[::1]:8787/',
    // Other ways to write 127.0.0.1, which the parser resolves.
    'http://2130706433/',
    'http://0x7f.1/',
  ])('is %j', (address) => {
    expect(parseSafeUrl(address)?.href).toBe(new URL(address).href);
  });

  it('may be relative to where it stands, and is held to the same rules', () => {
    expect(parseSafeUrl('/connect', 'https://app.partner.test/page')?.href).toBe('https://app.partner.test/connect');
    expect(parseSafeUrl('/connect', 'http://app.partner.test/page')).toBeUndefined();
    expect(parseSafeUrl('//evil.test', 'http://localhost/')).toBeUndefined();
    expect(parseSafeUrl('javascript:alert(1)', 'https://app.partner.test/')).toBeUndefined();
  });
});

describe('this machine', () => {
  it.each(['localhost', 'app.localhost', '127.0.0.1', '127.255.255.254', '[::1]'])('is %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([
    '',
    'localhost.',
    'notlocalhost',
    'localhost.test',
    '127.evil.com',
    '127.0.0.1.evil.com',
    '128.0.0.1',
    '[::]',
  ])('is not %j', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

describe('a trailing slash', () => {
  it.each([
    ['https://a.test', 'https://a.test'],
    ['https://a.test/', 'https://a.test'],
    ['https://a.test/base//', 'https://a.test/base'],
    ['', ''],
  ])('makes no difference: %j', (address, expected) => {
    expect(withoutTrailingSlash(address)).toBe(expected);
  });
});
