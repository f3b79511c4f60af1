import { afterEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../src/server/limits.js';
import {
  codeOf,
  createFixture,
  NAVIGATION,
  OTHER_USER,
  PAGE,
  PUBLIC_URL,
  SIGN_IN,
  type Fixture,
  PRESSED,
} from './fixture.js';

const fixtures: Fixture[] = [];
async function limited(limits: Partial<typeof LIMITS> = LIMITS): Promise<Fixture> {
  const at = await createFixture({}, {}, limits);
  fixtures.push(at);
  return at;
}
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(fixtures.splice(0).map(({ leaf }) => leaf.close()));
});

/** How many answers had which status. */
function tally(answers: readonly Response[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function times<Result>(count: number, work: () => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, work));
}

describe('one user', () => {
  it('who asks for 100 sign-ins in a minute is told to wait, and how long', async () => {
    const at = await limited();
    const path = await at.startPath();
    const answers = await times(100, () => at.ask('GET', path, NAVIGATION));
    expect(tally(answers)).toEqual({ 303: LIMITS.signIns, 429: 100 - LIMITS.signIns });
    expect(at.leaf.calls).toHaveLength(LIMITS.signIns);
    for (const refused of answers.filter(({ status }) => status === 429)) {
      const seconds = Number(refused.headers.get('Retry-After'));
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThanOrEqual(60);
    }
  });

  it('gets no more sign-ins out of many attempts and links than out of one', async () => {
    const at = await limited({ signIns: 3 });
    const paths = await times(4, () => at.startPath());
    const answers = await Promise.all(paths.map((path) => at.ask('GET', path, NAVIGATION)));
    expect(tally(answers)).toEqual({ 303: 3, 429: 1 });
    expect((await at.ask('POST', await at.linkPath(), PRESSED)).status).toBe(429);
  });

  it.each([
    ['GET', '/connection', 'reads'],
    ['DELETE', '/connection', 'changes'],
    ['POST', '/organizations/sync', 'changes'],
    ['POST', '/attempts', 'attempts'],
    ['POST', '/links', 'links'],
    ['PATCH', '/organizations/1', 'choices'],
    ['GET', '/events', 'reads'],
  ] as const)('with two requests on the last token of %s %s gets exactly one of them', async (method, path, limit) => {
    const at = await limited({ [limit]: 4 });
    await times(3, () => at.askAsPage(method, path));
    const answers = await times(2, () => at.askAsPage(method, path));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = answers.find(({ ok }) => !ok) ?? new Response();
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60']);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', retryable: true });
    // The page has to be able to read how long.
    expect(refused.headers.get('Access-Control-Allow-Origin')).toBe(PAGE);
  });

  it('takes nothing away from another', async () => {
    const at = await limited({ attempts: 1 });
    expect(tally(await times(2, () => at.askAsPage('POST', '/attempts')))).toEqual({ 201: 1, 429: 1 });
    const Authorization = `Bearer ${await at.session({ leafUserId: OTHER_USER })}`;
    expect((await at.askAsPage('POST', '/attempts', { Authorization })).status).toBe(201);
  });

  it('may go on when the minute is over', async () => {
    const at = await limited({ attempts: 1 });
    expect(tally(await times(2, () => at.askAsPage('POST', '/attempts')))).toEqual({ 201: 1, 429: 1 });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect((await at.askAsPage('POST', '/attempts')).status).toBe(201);
  });

  it('is not limited by what was refused before it was known whose request it is', async () => {
    const at = await limited({ attempts: 1 });
    await times(5, () => at.askAsPage('POST', '/attempts', { Origin: 'https://evil.test' }));
    expect((await at.askAsPage('POST', '/attempts')).status).toBe(201);
  });
});

describe('the window', () => {
  it('that is limited shows a page, with a way on and the code that is in the log', async () => {
    const at = await limited({ signIns: 1 });
    const path = await at.startPath();
    expect((await at.ask('GET', path, NAVIGATION)).headers.get('Location')).toBe(SIGN_IN);
    const response = await at.ask('GET', path, NAVIGATION);
    const page = await response.text();
    expect(response.status).toBe(429);
    expect(response.headers.get('Content-Type')).toContain('text/html');
    expect(response.headers.get('Retry-After')).toBe('60');
    expect(page).toContain('Please wait a minute');
    expect(page).toContain('<form method="post">');
    expect(page).toContain(at.log.at(-1)?.requestId);
    expect(at.log.at(-1)).toMatchObject({ route: '/start/:token', status: 429, code: 'rate_limited' });
  });

  it('of one attempt is counted by it where no address is known, and other attempts are not', async () => {
    const at = await limited({ windows: 2 });
    const path = await at.startPath();
    expect(tally(await times(3, () => at.ask('GET', path)))).toEqual({ 200: 2, 429: 1 });
    expect((await at.ask('GET', await at.startPath())).status).toBe(200);
  });
});

describe('an address', () => {
  const from = (at: Fixture, address: string, path: string, headers = {}) =>
    at.companion.fetchFrom(address, new Request(`${PUBLIC_URL}${path}`, { headers }));

  it('that the host knows is counted, whatever tokens it tries', async () => {
    const at = await limited({ windows: 2 });
    const paths = ['/start/x', await at.startPath(), await at.startPath()];
    const answers = await Promise.all(paths.map((path) => from(at, '192.0.2.1', path)));
    expect(tally(answers)).toMatchObject({ 429: 1 });
    expect((await from(at, '192.0.2.2', await at.startPath())).status).toBe(200);
  });

  it('that only a header names is nobody’s', async () => {
    const at = await limited({ windows: 2 });
    const path = await at.startPath();
    const headers = () => ({
      'X-Forwarded-For': `192.0.2.${String(Math.random()).slice(2, 4)}`,
      'X-Real-IP': '192.0.2.1',
      Forwarded: 'for=192.0.2.1',
    });
    expect(tally(await times(3, () => at.ask('GET', path, headers())))).toEqual({ 200: 2, 429: 1 });
    // And takes nothing away from whoever has it.
    expect((await at.ask('GET', await at.startPath(), headers())).status).toBe(200);
  });

  it('stands in no log line', async () => {
    const at = await limited({ windows: 1 });
    await from(at, '192.0.2.77', '/start/x');
    await from(at, '192.0.2.77', '/start/x');
    expect(at.log).toHaveLength(2);
    expect(JSON.stringify(at.log)).not.toContain('192.0.2.77');
  });
});

it('a page behind its limit is told so before its body is read', async () => {
  const at = await limited({ attempts: 1 });
  await at.askAsPage('POST', '/attempts');
  const response = await at.askAsPage('POST', '/attempts', { 'Content-Type': 'text/plain' });
  expect([response.status, await codeOf(response)]).toEqual([429, 'rate_limited']);
});
