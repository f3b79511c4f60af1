/** What every route about one Leaf user starts from: the user, and where there must be one, their credential. */
import type { HttpBindings } from '@hono/node-server';
import { createMiddleware } from 'hono/factory';
import type { Scenarios } from '../scenarios.js';
import { problem } from './problem.js';
import { trouble } from './trouble.js';
import { currentCredential, type Credential, type LeafUser, type LeafUsers } from './users.js';

export interface OfUser {
  Bindings: HttpBindings;
  Variables: { user: LeafUser };
}

export interface OfCredential {
  Bindings: HttpBindings;
  Variables: { user: LeafUser; credential: Credential };
}

export const knownUser = (users: LeafUsers) =>
  createMiddleware<OfUser>(async (c, next) => {
    const user = users.find(c.req.param('id') ?? '');
    if (!user) return problem(c, 404, 'leafUserNotFound', 'No such Leaf user.');
    c.set('user', user);
    return next();
  });

export const knownCredential = (scenarios: Scenarios) =>
  createMiddleware<OfCredential>(async (c, next) => {
    const credential = scenarios.get().status === 'GONE' ? undefined : currentCredential(c.var.user);
    if (!credential) return problem(c, 404, 'credentialNotFound', 'This Leaf user has no John Deere credential.');
    c.set('credential', credential);
    return next();
  });

/** Fails as the scenario says, or lets pass. */
export const troubled = (scenarios: Scenarios, part: 'start' | 'leaf') =>
  createMiddleware<{ Bindings: HttpBindings }>(async (c, next) => {
    const kind = scenarios.get()[part];
    return kind === 'ok' || kind === 'foreign-host' ? next() : trouble(c, kind);
  });
