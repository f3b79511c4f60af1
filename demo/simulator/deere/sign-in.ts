/** The pages on which a grower signs in and consents. */
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import type Provider from 'oidc-provider';
import type { InteractionResult } from 'oidc-provider';
import { PASSWORD, type Accounts, type DeereAccount } from '../accounts.js';
import { page, type Markup } from '../pages.js';
import { SESSION_LIFE_S, type Application } from './authorization.js';
import type { Visitors } from './visitors.js';

export const WRONG_PASSWORD = 'That user ID and password do not go together.';

const DENIED: InteractionResult = {
  error: 'access_denied',
  error_description: 'The resource owner or authorization server denied the request.',
};

/** `/signin/{uid}`: what oidc-provider leaves to its host, namely to ask who it is and whether they agree. */
export function signInPages(provider: Provider, accounts: Accounts, application: Application, visitors: Visitors) {
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.get('/:uid', async (c) => {
    const { prompt, params, session } = await provider.interactionDetails(c.env.incoming, c.env.outgoing);
    if (prompt.name === 'login') return c.html(signInPage(accounts.all));
    const account = accounts.find(session?.accountId);
    if (account?.consent === 'refused') return finish(c, DENIED);
    return c.html(consentPage(application.name, account?.name ?? 'somebody', String(params.scope)));
  });

  app.post('/:uid', async (c) => {
    const { prompt, params, session } = await provider.interactionDetails(c.env.incoming, c.env.outgoing);
    const form = await c.req.formData();
    if (prompt.name === 'login') {
      const account = accounts.signIn(form);
      if (!account) return c.html(signInPage(accounts.all, WRONG_PASSWORD), 401);
      visitors.remember(c, account);
      const onward = await finish(c, { login: { accountId: account.id } });
      if (session && session.accountId !== account.id) await signOut(session.uid);
      return onward;
    }
    if (form.get('answer') !== 'allow' || !session) return finish(c, DENIED);
    const grant = new provider.Grant({ accountId: session.accountId, clientId: application.clientKey });
    grant.addOIDCScope(String(params.scope));
    return finish(c, { consent: { grantId: await grant.save() } });
  });

  /** Empties a session for the next account; left to itself, oidc-provider interposes a page that signs out by script. */
  async function signOut(uid: string): Promise<void> {
    const session = await provider.Session.findByUid(uid);
    if (session) await Object.assign(session, { accountId: undefined, authorizations: undefined }).save(SESSION_LIFE_S);
  }

  async function finish(c: Context<{ Bindings: HttpBindings }>, result: InteractionResult): Promise<Response> {
    const returnTo = await provider.interactionResult(c.env.incoming, c.env.outgoing, result);
    return c.redirect(returnTo, 303);
  }

  app.onError((error, c) => {
    if (!('error' in error)) throw error;
    const body = html`<p>Close this window and start again from where you came.</p>`;
    return c.html(page('John Deere', 'This sign-in is over', body), 400);
  });
  return app;
}

/** User ID and password, and one press for each test account. */
export function signInPage(accounts: readonly DeereAccount[], fault?: string): Markup {
  return page(
    'John Deere',
    'Sign in',
    html`${fault && html`<p role="alert">${fault}</p>`}
      <form method="post">
        <label>User ID <input name="user" autocomplete="username" required /></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
        <button class="main">Sign in</button>
      </form>
      <h2>Test accounts</h2>
      <p class="muted">One press signs in. The password of all of them is <code>${PASSWORD}</code>.</p>
      <div class="choices">
        ${accounts.map(
          ({ id, name, about }) =>
            html`<form method="post">
              <input type="hidden" name="user" value="${id}" />
              <input type="hidden" name="password" value="${PASSWORD}" />
              <button>${name} <small>${id}: ${about}</small></button>
            </form>`,
        )}
      </div>`,
  );
}

function consentPage(application: string, grower: string, scope: string): Markup {
  return page(
    'John Deere',
    `Allow ${application}?`,
    html`<p>You are signed in as ${grower}. ${application} asks to read and change your farm data:</p>
      <p><code>${scope}</code></p>
      <form method="post">
        <button class="main" name="answer" value="allow">Allow access</button>
        <button name="answer" value="refuse">Do not allow</button>
      </form>`,
  );
}
