/** Leaf tokens: handed out for a user name and a password, demanded by every other call. */
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { problem } from './problem.js';

const Login = z.object({
  username: z.string(),
  password: z.string(),
  // Leaf documents the string; the JSON value is what one would guess.
  rememberMe: z.union([z.enum(['true', 'false']), z.boolean()]).optional(),
});

export function createTokens(account: { username: string; password: string }, secrets: Set<string>) {
  const key = randomBytes(64);

  const authenticate = new Hono().post('/', async (c) => {
    const login = Login.safeParse(await c.req.json().catch(() => undefined));
    if (!login.success) return problem(c, 400, 'badRequest', 'A username and a password are needed.');
    const { username, password, rememberMe } = login.data;
    if (username !== account.username || password !== account.password)
      return problem(c, 401, 'unauthorized', 'Bad credentials');
    const token = await new SignJWT({ auth: 'ROLE_USER' })
      .setProtectedHeader({ alg: 'HS512' })
      .setSubject(username)
      .setIssuedAt()
      .setJti(randomBytes(8).toString('hex'))
      .setExpirationTime(String(rememberMe) === 'true' ? '30d' : '24h')
      .sign(key);
    secrets.add(token);
    return c.json({ id_token: token });
  });

  const demandToken = createMiddleware(async (c, next) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header('Authorization') ?? '')?.[1] ?? '';
    const valid = await jwtVerify(token, key, { algorithms: ['HS512'] }).then(
      () => true,
      () => false,
    );
    return valid ? next() : problem(c, 401, 'unauthorized', 'Full authentication is required.');
  });

  return { authenticate, demandToken };
}
