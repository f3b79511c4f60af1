/** Leaf's errors: JHipster problem objects. */
import type { Context } from 'hono';

const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
} as const;

export function problem(c: Context, status: keyof typeof TITLES, errorKey: string, detail: string): Response {
  const body = {
    type: 'https://www.jhipster.tech/problem/problem-with-message',
    title: TITLES[status],
    status,
    detail,
    path: c.req.path,
    message: `error.${errorKey}`,
    errorKey,
  };
  return c.json(body, status, { 'Content-Type': 'application/problem+json' });
}
