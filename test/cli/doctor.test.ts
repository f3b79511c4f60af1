/** `doctor` as a process of its own, in front of a simulated Leaf, with one thing broken at a time. */
import { describe, expect, it } from 'vitest';
import { listen } from '../../src/server/node.js';
import { describeWithRedis, startRedis } from '../support/redis.js';
import {
  doctor,
  leafUser,
  OF_USERS,
  simulator,
  startedElsewhere,
  stub,
  stubbed,
  UNKNOWN_USER,
  type Settings,
} from './doctor-command.js';

describe('doctor in front of a Leaf that works', () => {
  it('finds everything well, one line a check, and exits with 0', async () => {
    const { code, lines, wrong } = await doctor({}, '--leaf-user', leafUser, '--mint');
    expect([code, wrong]).toEqual([0, []]);
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['ok', 'configuration'],
      ['ok', 'session keys'],
      ['ok', 'public address'],
      ['ok', 'origins'],
      ['ok', 'from outside'],
      ['ok', 'access to Leaf'],
      ['ok', 'clock'],
      ['ok', 'credential'],
      ['ok', 'configuration at Leaf'],
      ['ok', 'sign-in'],
      ['ok', 'magic link'],
    ]);
  });

  it('makes neither a sign-in URL nor a Magic Link, and says that it did not, unless it is told to', async () => {
    const { code, printed } = await doctor({}, '--leaf-user', leafUser);
    expect(code).toBe(0);
    expect(printed).toMatch(/^skipped +sign-in +with --mint/m);
    expect(printed).toMatch(/^skipped +magic link +with --mint/m);
    const login = 'POST /api/authenticate';
    const called = simulator.calls.all.map(({ method, path }) => `${method} ${path}`);
    expect(called.filter((call) => !call.startsWith('GET '))).toEqual([login]);
  });

  it('tells the same to programs', async () => {
    const { code, printed } = await doctor({}, '--json');
    const report = JSON.parse(printed) as {
      ok: boolean;
      findings: { check: string; result: string; message: string }[];
    };
    expect([code, report.ok]).toEqual([0, true]);
    expect(report.findings.find(({ check }) => check === 'credential')?.result).toBe('skipped');
  });

  it('reads a credential and its organizations', async () => {
    stub.on(`GET ${OF_USERS}`, { json: [] });
    stub.on('GET john-deere-credentials', { json: { id: '1', clientSecret: 'PLANTED', refreshToken: 'PLANTED' } });
    stub.on('GET organizations/JohnDeere', { json: { connectedOrganizations: [{ id: '1', name: 'PLANTED' }] } });
    const { code, printed } = await doctor(stubbed(), '--leaf-user', UNKNOWN_USER);
    expect(code).toBe(0);
    expect(printed).toMatch(/^ok +credential +there is one/m);
    expect(printed).toMatch(/^ok +organizations/m);
  });
});

describe('doctor names in one line', () => {
  it.each<[string, Settings, string]>([
    ['a variable that is missing', { JD_CLIENT_SECRET: '' }, 'JD_CLIENT_SECRET is missing'],
    [
      'an origin with a path',
      { ALLOWED_ORIGINS: 'https://app.partner.test/PLANTED' },
      'ALLOWED_ORIGINS (entry 1) is not an origin',
    ],
    [
      'an origin of plain http:',
      { ALLOWED_ORIGINS: 'http://PLANTED.test' },
      'ALLOWED_ORIGINS (entry 1) is not an origin',
    ],
    ['a key that is too short', { SESSION_KEYS: 'k1:c2hvcnQ' }, 'SESSION_KEYS (entry 1) is shorter than 32 bytes'],
    ['no access to Leaf', { LEAF_USERNAME: '', LEAF_PASSWORD: '' }, 'LEAF_TOKEN, or LEAF_USERNAME and LEAF_PASSWORD'],
    ['an environment that is none', { JD_ENVIRONMENT: 'PLANTED' }, 'JD_ENVIRONMENT is not STAGE or PRODUCTION'],
    [
      'a file that is not there',
      { JD_CLIENT_SECRET: '', JD_CLIENT_SECRET_FILE: '/PLANTED' },
      'JD_CLIENT_SECRET_FILE cannot be read',
    ],
  ])('%s, and exits with 78', async (_, broken, words) => {
    const { code, wrong } = await doctor(broken);
    expect(code).toBe(78);
    expect(wrong.some((line) => line.startsWith('fault    configuration') && line.includes(words))).toBe(true);
  });

  it.each<[string, () => Settings, string[], RegExp]>([
    [
      'a password that is wrong',
      () => ({ LEAF_PASSWORD: 'PLANTED-password' }),
      [],
      /access to Leaf +Leaf refuses LEAF_USERNAME/,
    ],
    [
      'a token that is wrong',
      () => ({ ...stubbed(), LEAF_API_URL: simulator.leafUrl }),
      [],
      /access to Leaf +Leaf refuses it\. LEAF_TOKEN/,
    ],
    [
      'a Leaf where nobody listens',
      () => ({ LEAF_API_URL: 'http://127.0.0.1:9' }),
      [],
      /access to Leaf +Leaf cannot be reached/,
    ],
    [
      'a Leaf that is not found',
      () => ({ LEAF_API_URL: 'https://leaf.invalid' }),
      [],
      /access to Leaf +the host of LEAF_API_URL is not found/,
    ],
    [
      'an address that is not that of the API',
      () => ({ LEAF_API_URL: `${simulator.leafUrl}/PLANTED` }),
      [],
      /access to Leaf +there is no such call there: LEAF_API_URL/,
    ],
    [
      'an application that Leaf does not know',
      () => ({ JD_CLIENT_SECRET: 'PLANTED-secret' }),
      ['--mint'],
      /sign-in +Leaf refuses it: compare JD_CLIENT_KEY/,
    ],
    [
      'a sign-in host that is not allowed',
      () => ({ SIGN_IN_ORIGINS: 'https://signin.johndeere.com' }),
      ['--mint'],
      /sign-in +Leaf sends growers to a host that is not among SIGN_IN_ORIGINS/,
    ],
  ])('%s, and exits with 1', async (_, broken, args, words) => {
    const { code, wrong } = await doctor(broken(), '--leaf-user', leafUser, ...args);
    expect(code).toBe(1);
    expect(wrong).toEqual([expect.stringMatching(words)]);
    expect(wrong[0]).toMatch(/^fault/);
  });

  it.each<[string, () => void, RegExp]>([
    [
      'credentials that Leaf fails to read',
      () => simulator.scenario.set({ leaf: '500' }),
      /^fault +credential +Leaf fails with 500/,
    ],
    [
      'credentials that are no JSON',
      () => simulator.scenario.set({ leaf: 'html' }),
      /^fault +credential +the answer, a 200, is not what/,
    ],
    [
      'a Leaf that asks for patience',
      () => simulator.scenario.set({ leaf: '429' }),
      /^fault +credential +Leaf asks for patience/,
    ],
    [
      'a sign-in that Leaf redirects',
      () => simulator.scenario.set({ start: 'redirect' }),
      /^fault +sign-in +Leaf redirects/,
    ],
    [
      'a sign-in that Leaf fails to start',
      () => simulator.scenario.set({ start: '500' }),
      /^fault +sign-in +Leaf fails with 500/,
    ],
    [
      'a sign-in at a foreign host',
      () => simulator.scenario.set({ start: 'foreign-host' }),
      /^fault +sign-in +Leaf sends growers to a host/,
    ],
  ])('%s, and exits with 1', async (_, breakIt, words) => {
    breakIt();
    const { code, wrong } = await doctor({}, '--leaf-user', leafUser, '--mint');
    expect(code).toBe(1);
    expect(wrong).toEqual([expect.stringMatching(words)]);
  });

  it('a sign-in for another application, and exits with 1', async () => {
    stub.on(`GET ${OF_USERS}`, { json: [] });
    stub.on('POST one-click-integration/JohnDeere', {
      json: { signInUrl: `${simulator.deereUrl}/authorize?client_id=PLANTED` },
    });
    stub.on('GET configs of the owner', { json: {} });
    const link = { id: 'made', link: `${stub.url}/link`, expiresAt: new Date(Date.now() + 60_000).toISOString() };
    stub.on('POST magic-link', { json: link });
    stub.on('DELETE /services/widgets/api/magic-link/authentication/made', { status: 204 });
    const { code, wrong } = await doctor(stubbed(), '--leaf-user', UNKNOWN_USER, '--mint');
    expect([code, wrong]).toEqual([
      1,
      [expect.stringMatching(/^fault +sign-in .* another application than JD_CLIENT_KEY/)],
    ]);
  });

  it.each([
    ['some', 120, 'warning', 0],
    ['many', 3_600, 'fault', 1],
  ])('a clock that is off by %s minutes', async (_, seconds, result, exit) => {
    const Date_ = new Date(Date.now() - seconds * 1000).toUTCString();
    stub.on(`GET ${OF_USERS}`, { json: [], headers: { Date: Date_ } });
    const { code, wrong } = await doctor(stubbed());
    expect(code).toBe(exit);
    expect(wrong).toEqual([expect.stringMatching(new RegExp(`^${result} +clock +this machine and Leaf differ by`))]);
  });

  it.each<[string, Settings, RegExp]>([
    [
      'a page on loopback in production',
      { JD_ENVIRONMENT: 'PRODUCTION', PUBLIC_URL: 'https://connect.partner.test' },
      /^warning +origins +ALLOWED_ORIGINS \(entry 1\) is on loopback/,
    ],
    [
      'a public address on loopback in production',
      { JD_ENVIRONMENT: 'PRODUCTION', ALLOWED_ORIGINS: 'https://app.partner.test' },
      /^warning +public address +PUBLIC_URL is on loopback/,
    ],
    [
      'a page that is there twice',
      { ALLOWED_ORIGINS: 'https://app.partner.test,https://app.partner.test' },
      /^warning +origins +ALLOWED_ORIGINS \(entry 2\) is there twice/,
    ],
    [
      'a key that somebody typed',
      { SESSION_KEYS: `k1:${'A'.repeat(43)}` },
      /^warning +session keys +SESSION_KEYS \(entry 1\) does not look random/,
    ],
    [
      'a Redis that does not answer',
      { REDIS_URL: 'redis://127.0.0.1:9' },
      /^warning +redis +the Redis of REDIS_URL does not answer/,
    ],
    ['a variable that does nothing', { JD_APP_NAME: 'PLANTED' }, /^warning +variables +JD_APP_NAME: set, but/],
  ])('%s, which is no reason to fail', async (_, broken, words) => {
    const { code, wrong } = await doctor(broken);
    expect(code).toBe(0);
    expect(wrong).toContainEqual(expect.stringMatching(words));
  });

  it('a token that is about to end', async () => {
    stub.on(`GET ${OF_USERS}`, { json: [] });
    const claims = { exp: Math.floor(Date.now() / 1000) + 3 * 24 * 60 * 60 + 60 };
    const token = ['{"alg":"HS512"}', JSON.stringify(claims), 'signed'].map((part) =>
      Buffer.from(part).toString('base64url'),
    );
    const { code, wrong } = await doctor({ ...stubbed(), LEAF_TOKEN: token.join('.') });
    expect([code, wrong]).toEqual([0, [expect.stringMatching(/^warning +access to Leaf +LEAF_TOKEN has 3 days left/)]]);
  });
});

describe('doctor at PUBLIC_URL', () => {
  /** What answers there: all paths alike, or each as it says. */
  async function examined(answer: (path: string) => Response | Promise<Response>, path = '') {
    const asked: string[] = [];
    const server = await listen(
      {
        fetch: async (request) => {
          const { pathname } = new URL(request.url);
          asked.push(`${request.method} ${pathname}`);
          return answer(pathname);
        },
      },
      { port: 0 },
    );
    const found = await doctor({ PUBLIC_URL: server.url + path });
    await server.close();
    return { ...found, asked };
  }
  const html = (status: number) => () =>
    new Response('<p>PLANTED</p>', { status, headers: { 'Content-Type': 'text/html' } });
  const json = (status: number) => () => Response.json({ PLANTED: true }, { status });
  const redirect = () => new Response(null, { status: 308, headers: { Location: 'https://PLANTED.test/' } });
  const ours = (path: string) => (request: string) =>
    startedElsewhere(path).fetch(new Request(`http://localhost:8787${request}`));

  it('asks whether it is there and ready, below its path, and nothing else', async () => {
    const { code, wrong, asked } = await examined(ours('/jd'), '/jd');
    expect([code, wrong, asked]).toEqual([0, [], ['GET /jd/healthz', 'GET /jd/readyz']]);
  });

  it('finds nobody, which is no reason to fail: it may not have been started yet', async () => {
    const gone = await listen(startedElsewhere(), { port: 0 });
    await gone.close();
    const { code, wrong } = await doctor({ PUBLIC_URL: gone.url });
    expect([code, wrong]).toEqual([
      0,
      [expect.stringMatching(/^warning +from outside +nobody answers at PUBLIC_URL .ECONNREFUSED.: is it running\?/)],
    ]);
  });

  it('finds a proxy that has nobody behind it', async () => {
    const { code, wrong } = await examined(html(502));
    expect([code, wrong]).toEqual([0, [expect.stringMatching(/^warning +from outside .* 502, .*: is it running/)]]);
  });

  it('finds one that is about to end', async () => {
    const ending = startedElsewhere();
    ending.drain();
    const { code, wrong } = await examined((path) => ending.fetch(new Request(`http://localhost:8787${path}`)));
    expect([code, wrong]).toEqual([0, [expect.stringMatching(/^warning +from outside +it is about to end/)]]);
  });

  it.each<[string, (path: string) => Response | Promise<Response>, string, RegExp]>([
    ['a redirect', redirect, '', /PUBLIC_URL redirects/],
    ['a page', html(200), '', /a page answers at PUBLIC_URL/],
    ['a page that says there is none', html(404), '', /a page answers at PUBLIC_URL/],
    ['somebody else', json(200), '', /no companion answers at PUBLIC_URL, but a 200/],
    [
      'somebody else who counts requests',
      () => Response.json({}, { headers: { 'X-Request-Id': '1' } }),
      '',
      /no companion answers at PUBLIC_URL, but a 200/,
    ],
    ['a door', json(401), '', /no companion answers at PUBLIC_URL, but a 401/],
    ['a companion that is below another path', ours('/jd'), '/other', /not under the path of PUBLIC_URL/],
    [
      'a proxy that leads on one route only',
      (path) => (path === '/healthz' ? ours('')(path) : html(200)()),
      '',
      /a page answers at PUBLIC_URL/,
    ],
  ])('finds %s, and exits with 1', async (_, answer, path, words) => {
    const { code, wrong } = await examined(answer, path);
    expect([code, wrong]).toEqual([1, [expect.stringMatching(words)]]);
    expect(wrong[0]).toMatch(/^fault +from outside/);
  });
});

describe('doctor', () => {
  it.each([[['--leaf-user', 'me']], [['--mint']]])('exits with 64 on %j', async (args) => {
    const { code, printed } = await doctor({}, ...args);
    expect(code).toBe(64);
    expect(printed).toContain('leaf-jd-connect doctor');
  });
});

describeWithRedis('doctor with a Redis', () => {
  it('finds that it answers', async () => {
    const redis = await startRedis();
    const { code, printed } = await doctor({ REDIS_URL: redis.url });
    await redis.close();
    expect(code).toBe(0);
    expect(printed).toMatch(/^ok +redis +it answers/m);
  });
});
