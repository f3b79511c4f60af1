/** The simulated John Deere: one origin for what really are three (sign-in, connections, API). */
import type { ServerResponse } from 'node:http';
import { Hono } from 'hono';
import { ORGANIZATIONS_PATH, organizationsApi } from './deere/api.js';
import { alwaysAsk, createAuthorization, ISSUER_PATH, type Application } from './deere/authorization.js';
import { connectionsPages } from './deere/connections.js';
import { signInPages } from './deere/sign-in.js';
import { Visitors } from './deere/visitors.js';
import type { Accounts } from './accounts.js';
import { listenerOf, type Listener } from './origin.js';
import { asset, pageHeaders } from './pages.js';
import type { Scenario, Scenarios } from './scenarios.js';

/** What is asked by programs, and not by a person's browser. */
const ASKED_BY_PROGRAMS = /\/(v1\/token|\.well-known\/[\w-]+)$/;

interface Deere {
  readonly listener: Listener;
  readonly revokeAccount: (accountId: string) => void;
}

export async function createDeere(
  deereUrl: string,
  accounts: Accounts,
  application: Application,
  scenarios: Scenarios,
  secrets: Set<string>,
): Promise<Deere> {
  const { provider, revokeAccount } = await createAuthorization(deereUrl, accounts, application, secrets);
  const visitors = new Visitors(accounts);
  const app = new Hono();
  app.get('/simulator/style.css', asset('style.css', 'text/css'));
  app.route(ORGANIZATIONS_PATH, organizationsApi(provider, accounts, deereUrl, application));
  app.use(pageHeaders);
  app.route('/signin', signInPages(provider, accounts, application, visitors));
  app.route('/connections', connectionsPages(application, accounts, visitors, revokeAccount));

  const answerPages = listenerOf((request, env) => app.fetch(request, env));
  const authorize = provider.callback();
  const listener: Listener = (request, response) => {
    const url = request.url ?? '/';
    const authorizing = url.startsWith(`${ISSUER_PATH}/`);
    const { coop, tokens } = scenarios.get();
    // Browsers cut the opener on any hop of the sign-in, so the redirects carry the header as well as the pages.
    if ((authorizing || url.startsWith('/signin/')) && coop !== 'none')
      response.setHeader('Cross-Origin-Opener-Policy', coop);
    if (!authorizing) return answerPages(request, response);
    if (tokens !== 'ok' && ASKED_BY_PROGRAMS.test(url)) {
      fail(response, tokens);
      return;
    }
    // oidc-provider takes what the original address has before the other for the path it is mounted at.
    request.url = alwaysAsk(url.slice(ISSUER_PATH.length));
    Object.assign(request, { originalUrl: ISSUER_PATH + request.url });
    return authorize(request, response);
  };
  return { listener, revokeAccount };
}

function fail(response: ServerResponse, how: Exclude<Scenario['tokens'], 'ok'>): void {
  if (how === 'hang') return;
  response.writeHead(how === '500' ? 500 : 200, { 'Content-Type': how === '500' ? 'application/json' : 'text/html' });
  response.end(how === '500' ? '{}' : '<!doctype html><title>Maintenance</title>');
}
