/** The simulated John Deere: one origin for what really are three (sign-in, connections, API). */
import { Hono } from 'hono';
import { ORGANIZATIONS_PATH, organizationsApi } from './deere/api.js';
import { alwaysAsk, createAuthorization, ISSUER_PATH, type Application } from './deere/authorization.js';
import { connectionsPages } from './deere/connections.js';
import { signInPages } from './deere/sign-in.js';
import { Visitors } from './deere/visitors.js';
import type { Accounts } from './accounts.js';
import { listenerOf, type Listener } from './origin.js';
import { asset, pageHeaders } from './pages.js';
import type { Scenarios } from './scenarios.js';

export async function createDeere(
  deereUrl: string,
  accounts: Accounts,
  application: Application,
  scenarios: Scenarios,
): Promise<Listener> {
  const { provider, revokeAccount } = await createAuthorization(deereUrl, accounts, application);
  const visitors = new Visitors(accounts);
  const app = new Hono();
  app.get('/simulator/style.css', asset('style.css', 'text/css'));
  app.route(ORGANIZATIONS_PATH, organizationsApi(provider, accounts, deereUrl, application));
  app.use(pageHeaders);
  app.route('/signin', signInPages(provider, accounts, application, visitors));
  app.route('/connections', connectionsPages(application, accounts, visitors, revokeAccount));

  const answerPages = listenerOf((request, env) => app.fetch(request, env));
  const authorize = provider.callback();
  return (request, response) => {
    const url = request.url ?? '/';
    const authorizing = url.startsWith(`${ISSUER_PATH}/`);
    const { coop } = scenarios.get();
    // Browsers cut the opener on any hop of the sign-in, so the redirects carry the header as well as the pages.
    if ((authorizing || url.startsWith('/signin/')) && coop !== 'none')
      response.setHeader('Cross-Origin-Opener-Policy', coop);
    if (!authorizing) return answerPages(request, response);
    // oidc-provider takes what the original address has before the other for the path it is mounted at.
    request.url = alwaysAsk(url.slice(ISSUER_PATH.length));
    Object.assign(request, { originalUrl: ISSUER_PATH + request.url });
    return authorize(request, response);
  };
}
