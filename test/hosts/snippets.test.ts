/** The snippets of `docs/snippets`: a session that another language signed is one of ours. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFixture, KEY, OTHER_PAGE, PAGE, PUBLIC_URL, USER, type Fixture } from '../server/fixture.js';

const SNIPPETS = fileURLToPath(new URL('../../docs/snippets/', import.meta.url));

const python = spawnSync('python3', ['--version']).status === 0;
if (!python && process.env.CI) throw new Error('CI has to have python3.');

let at: Fixture;
beforeAll(async () => {
  at = await createFixture();
});
afterAll(() => at.leaf.close());

interface Session {
  token: string;
  expiresAt: string;
}

/** @param rest further arguments, as Python writes them. */
function sign(key: string, rest = ''): Session {
  const given = [key, PUBLIC_URL, USER, PAGE].map((text) => JSON.stringify(text)).join(', ');
  const script = `import json, session; print(json.dumps(session.create_session(${given}${rest})))`;
  const { stdout, stderr } = spawnSync('python3', ['-B', '-c', script], { cwd: SNIPPETS, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Session;
}

async function statusOf({ token }: Session, method = 'GET', Origin = PAGE): Promise<number> {
  return (await at.ask(method, '/connection', { Authorization: `Bearer ${token}`, Origin })).status;
}

describe.skipIf(!python)('a session signed in Python (not run where there is no python3)', () => {
  it('is accepted, on its own page and for its own user only', async () => {
    const session = sign(KEY);
    expect(await statusOf(session)).toBe(200);
    expect(await statusOf(session, 'GET', OTHER_PAGE)).toBe(403);
    expect(at.leaf.calls.every(({ path }) => path.includes(USER))).toBe(true);
  });

  it('carries a name in any script, and its scopes', async () => {
    const session = sign(KEY, ', name="Höfe & Söhne <農場>", scopes=["read"]');
    expect(await statusOf(session)).toBe(200);
    expect(await statusOf(session, 'DELETE')).toBe(403);
  });

  it('says when it ends, and ends then', async () => {
    const session = sign(KEY, ', ttl_seconds=120');
    const left = Date.parse(session.expiresAt) - Date.now();
    expect(left).toBeGreaterThan(60_000);
    expect(left).toBeLessThanOrEqual(120_000);
    expect(await statusOf(sign(KEY, ', ttl_seconds=-60'))).toBe(401);
  });

  it('is refused when another key signed it, or for longer than an hour', async () => {
    expect(await statusOf(sign(`k1:${Buffer.alloc(32, 8).toString('base64url')}`))).toBe(401);
    expect(await statusOf(sign(KEY, ', ttl_seconds=7200'))).toBe(401);
  });
});

describe('the snippet in PHP', () => {
  const php = readFileSync(`${SNIPPETS}session.php`, 'utf8');

  it('says that it is not run in our tests', () => {
    expect(php).toContain('Not run in our tests.');
  });

  it.each(['leaf-connect+jwt', 'leaf-jd-connect session', "'alg' => 'HS256'"])(
    'has %s like the one in Python',
    (constant) => {
      const python = readFileSync(`${SNIPPETS}session.py`, 'utf8');
      expect(php).toContain(constant);
      expect(python).toContain(constant.replaceAll("'", '"').replace(' =>', ':'));
    },
  );
});
