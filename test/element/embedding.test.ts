/** The causes that no test page can bring about by itself, on stand-ins for `location` and `window`. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readFileSync } from 'node:fs';
import { diagnostic } from '../../src/element/diagnostics.js';
import { Embedding } from '../../src/element/embedding.js';
import type { ConnectSettings } from '../../src/element/settings.js';
import type { DiagnosticCode } from '../../src/protocol/vocabulary.js';

function settings(address: string, asksOwnOrigin = true): ConnectSettings {
  const serverUrl = new URL(address);
  return { serverUrl, session: undefined, addresses: [serverUrl.origin], asksOwnOrigin };
}

let told: DiagnosticCode[];
let embedding: Embedding;
let page: EventTarget;

beforeEach(() => {
  told = [];
  page = new EventTarget();
  const top = { frameElement: null as unknown };
  vi.stubGlobal('window', Object.assign(top, { top }));
  vi.stubGlobal('document', page);
  vi.stubGlobal('location', new URL('https://app.example.com/settings'));
  vi.stubGlobal('crossOriginIsolated', false);
  embedding = new Embedding((code) => told.push(code));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function pageSends(headers: Record<string, string>): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(() => Promise.resolve(new Response(null, { headers })));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

describe('mixed content', () => {
  it.each([
    ['https://app.example.com/', 'http://127.0.0.1:8787/', ['mixed_content']],
    ['https://app.example.com/', 'https://connect.example.com/', []],
    ['http://localhost:4300/', 'http://localhost:8787/', []],
  ])('on %s with a companion at %s: %j', (location, server, expected) => {
    vi.stubGlobal('location', new URL(location));
    embedding.use(settings(server));
    embedding.companionFailed('server_unreachable');
    expect(told).toEqual(expected);
  });
});

describe('a window that was cut off', () => {
  it.each([
    ['same-origin', ['page_cuts_window']],
    ['same-origin; report-to="coop"', ['page_cuts_window']],
    ['same-origin-allow-popups', []],
    ['unsafe-none', []],
  ])('by a page that sends %s: %j', async (policy, expected) => {
    pageSends({ 'Cross-Origin-Opener-Policy': policy });
    embedding.use(settings('https://connect.example.com/'));
    await embedding.windowSevered();
    expect(told).toEqual(expected);
  });

  it('asks the page once, however often it happens', async () => {
    const fetch = pageSends({});
    embedding.use(settings('https://connect.example.com/'));
    await embedding.windowSevered();
    await embedding.windowSevered();
    expect(fetch.mock.calls).toEqual([['https://app.example.com/settings', { method: 'HEAD', cache: 'force-cache' }]]);
  });

  it('asks nothing where the page’s policy may forbid it, and nothing when the answer is known', async () => {
    const fetch = pageSends({ 'Cross-Origin-Opener-Policy': 'same-origin' });
    embedding.use(settings('https://connect.example.com/', false));
    await embedding.windowSevered();
    expect(told).toEqual([]);

    vi.stubGlobal('crossOriginIsolated', true);
    embedding = new Embedding((code) => told.push(code));
    await embedding.windowSevered();
    expect(told).toEqual(['page_cuts_window']);
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('a window that was refused', () => {
  const frame = (sandbox?: string) => ({
    hasAttribute: () => sandbox !== undefined,
    sandbox: { contains: (token: string) => sandbox?.split(' ').includes(token) },
  });
  const CASES: [string, unknown, { gesture: boolean; threw: boolean }, DiagnosticCode[]][] = [
    ['with a gesture, on a page of its own', null, { gesture: true, threw: false }, []],
    ['without a gesture', null, { gesture: false, threw: false }, ['no_user_gesture']],
    ['with a throw', null, { gesture: true, threw: true }, ['sandboxed_frame']],
    ['in a sandbox that can be read', frame('allow-scripts'), { gesture: true, threw: false }, ['sandboxed_frame']],
  ];

  it.each(CASES)('%s', (_, frameElement, refusal, expected) => {
    Object.assign(window, { frameElement });
    embedding.windowRefused(refusal);
    expect(told).toEqual(expected);
  });

  it('in a frame that tells nothing', () => {
    Object.assign(window, { top: {} });
    Object.defineProperty(window, 'frameElement', {
      get: () => {
        throw new DOMException('cross-origin', 'SecurityError');
      },
    });
    embedding.windowRefused({ gesture: true, threw: false });
    expect(told).toEqual(['frame_refused']);
  });

  it('is foreseen where the sandbox would go on in the window', () => {
    Object.assign(window, { frameElement: frame('allow-scripts allow-popups') });
    embedding.use(settings('https://connect.example.com/'));
    expect(told).toEqual(['sandboxed_window']);
  });
});

describe('every code', () => {
  const documentation = readFileSync(new URL('../../docs/diagnostics.md', import.meta.url), 'utf8');
  const explained = [...documentation.matchAll(/^## (\w+)$/gm)].map(([, code]) => code as DiagnosticCode);
  // The type is all there is of the codes at run time, so the source is read.
  const vocabulary = readFileSync(new URL('../../src/protocol/vocabulary.ts', import.meta.url), 'utf8');
  const [, union = ''] = /export type DiagnosticCode =([^;]+);/.exec(vocabulary) ?? [];
  const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code as DiagnosticCode);

  it('is explained on its page, and no other is', () => {
    expect(codes.length).toBeGreaterThan(10);
    expect(explained).toEqual(codes);
  });

  it.each(codes)('%s says what is wrong, what helps, and where more is written', (code) => {
    const { message, help } = diagnostic(code, 'connect-src');
    expect(message).toMatch(/^[A-Z]\w+ .*\.$/);
    expect(help).toMatch(new RegExp(`connect-src\\. See docs/diagnostics\\.md#${code}$`));
  });
});
