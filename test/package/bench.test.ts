/** The benchmark's words and stand-ins. What it measures is not tested: a clock on a busy machine proves nothing. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disconnected } from '../support/answers.js';
import { bundlePeer } from '../benchmarks/browser/bundle.js';
import { Site } from '../benchmarks/browser/site.js';
import { atMost, inMs, milliseconds, part, times } from '../benchmarks/browser/words.js';
import { ratios, rotated, summary } from '../benchmarks/statistics.js';
import { withFigures } from '../benchmarks/table.js';

describe('a target', () => {
  it('is judged by the median, and told with where the middle half lay', () => {
    expect(atMost('a', 20, [19, 500, 18, 30, 17], inMs)).toEqual({
      line: 'a',
      target: '≤ 20 ms',
      measured: '19.0 ms (18.0 ms – 30 ms)',
      reached: true,
    });
    expect(atMost('a', 20, [21, 1, 22], inMs).reached).toBe(false);
  });

  it('of nothing was not run, and is neither reached nor missed', () => {
    expect(atMost('a', 1, [], times)).toMatchObject({ measured: 'not run', reached: undefined });
  });

  it('below one is said as a part of the whole', () => {
    expect([part(1 / 6), part(0.208), times(2.5)]).toEqual(['1/6.0', '1/4.8', '2.50 ×']);
  });
});

describe('values', () => {
  it('are told by their median and quartiles', () => {
    expect(summary([8, 1, 7, 2, 6, 3, 5, 4])).toEqual({ median: 4, low: 2, high: 6 });
    expect(milliseconds({ median: 812.3, low: 790, high: 840.6 })).toBe('812 ms (790–841)');
  });

  it('of which one is missing are told as nothing', () => {
    expect(() => summary([1, NaN, 3])).toThrow('not measured');
  });

  it('are taken with another contender first in every round', () => {
    expect([0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''))).toEqual(['abc', 'bca', 'cab', 'abc']);
  });

  it('are compared within their round', () => {
    expect(ratios([2, 30], [1, 10])).toEqual([2, 3]);
    expect(ratios([2], [])).toEqual([NaN]);
  });
});

describe('the document', () => {
  it('has a place for the figures', async () => {
    const document = await readFile('docs/figures.md', 'utf8');
    expect(withFigures(document, 'bench', 'here')).toContain('\n\nhere\n\n');
  });
});

describe('the site', () => {
  const site = new Site();
  beforeAll(() => site.open());
  afterAll(() => site.close());

  it('sends text in brotli, and says how many bytes that is', async () => {
    const body = 'the same again and again, '.repeat(100);
    const bytes = site.put('/text.js', { type: 'text/javascript', body });
    const answer = await fetch(`${site.url}/text.js`);
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(await answer.text()).toBe(body);
    expect(bytes).toBeLessThan(100);
  });

  it('stands in for companions, on another origin too', async () => {
    site.companions.set('calm', { connection: disconnected(), delayMs: 0 });
    const answer = await fetch(`${site.elsewhere}/companion/calm/connection`, { headers: { Origin: site.url } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(site.url);
    expect(await answer.json()).toEqual(disconnected());
    const minted = await fetch(`${site.url}/companion/calm/attempts`, { method: 'POST' });
    expect(minted.status).toBe(201);
    const { startUrl } = (await minted.json()) as { startUrl: string };
    expect(startUrl.startsWith(`${site.url}/companion/calm/start/`)).toBe(true);
    expect((await fetch(`${site.url}/companion/nobody/connection`)).status).toBe(404);
  });
});

describe('a peer’s code', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leaf-jd-connect-bench-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('asks the stand-in, and never an address that nobody stands in for unnoticed', async () => {
    const entry = join(folder, 'peer.js');
    await writeFile(entry, `globalThis.asked = fetch('https://api.peer.example/v1');`);
    expect(await bundlePeer(entry, { 'https://api.peer.example/': '/stub/' })).toContain('/stub/v1');
    await expect(bundlePeer(entry, { 'https://old.peer.example/': '/stub/' })).rejects.toThrow('does not ask');
  });
});
