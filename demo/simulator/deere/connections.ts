/** The pages on which a grower ticks which organizations an application may see. */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { html } from 'hono/html';
import type { Accounts, DeereAccount, DeereOrganization } from '../accounts.js';
import { page, type Markup } from '../pages.js';
import type { Application } from './authorization.js';
import { signInPage, WRONG_PASSWORD } from './sign-in.js';
import type { Visitors } from './visitors.js';

const SIGN_IN = '/connections/sign-in';

/** Below `/connections`: `/{appId}/select-organizations[?redirect_uri=]` and `/{appId}/connections-dialog?orgId=`. */
export function connectionsPages(
  application: Application,
  accounts: Accounts,
  visitors: Visitors,
  revokeAccount: (accountId: string) => void,
) {
  const app = new Hono();

  app.get('/sign-in', (c) => c.html(signInPage(accounts.all)));
  app.post('/sign-in', async (c) => {
    const account = accounts.signIn(await c.req.formData());
    if (!account) return c.html(signInPage(accounts.all, WRONG_PASSWORD), 401);
    visitors.remember(c, account);
    const next = c.req.query('next') ?? '';
    return next.startsWith('/connections/') ? c.redirect(next, 303) : c.html(doneHere('You are signed in.'));
  });

  const signedIn = createMiddleware<{ Variables: { account: DeereAccount } }>(async (c, next) => {
    const account = visitors.current(c);
    if (!account) return c.redirect(`${SIGN_IN}?next=${encodeURIComponent(localAddress(c.req.url))}`, 303);
    c.set('account', account);
    return next();
  });

  app.on(['GET', 'POST'], '/:appId/:page{select-organizations|connections-dialog}', signedIn, async (c) => {
    const { account } = c.var;
    const redirectUri = c.req.query('redirect_uri');
    if (redirectUri !== undefined && !application.redirectUris.includes(redirectUri))
      return c.html(page('John Deere', '400 Bad Redirect', html`<p>This return address is not registered.</p>`), 400);
    const shown =
      c.req.param('page') === 'select-organizations'
        ? account.organizations
        : account.organizations.filter(({ id }) => id === c.req.query('orgId'));
    if (c.req.param('appId') !== application.clientKey || (shown.length === 0 && account.organizations.length > 0))
      return c.html(page('John Deere', 'Nothing here', html`<p>No such connection of ${account.name}.</p>`), 404);

    if (c.req.method === 'GET')
      return c.html(organizationsPage(application.name, account, shown, localAddress(c.req.url)));
    const form = await c.req.formData();
    const ticked = form.getAll('organization');
    for (const organization of shown) organization.shared = ticked.includes(organization.id);
    if (form.get('answer') === 'revoke') {
      for (const organization of account.organizations) organization.shared = false;
      revokeAccount(account.id);
    }
    return redirectUri === undefined ? c.html(doneHere('Your choice is saved.')) : c.redirect(redirectUri, 303);
  });

  return app;
}

function localAddress(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

function organizationsPage(
  application: string,
  account: DeereAccount,
  shown: readonly DeereOrganization[],
  here: string,
): Markup {
  return page(
    'John Deere',
    `What may ${application} see?`,
    html`<p>You are ${account.name}. <a href="${SIGN_IN}?next=${encodeURIComponent(here)}">Somebody else?</a></p>
      <form method="post">
        <fieldset>
          <legend>Shared with ${application}</legend>
          ${shown.map(
            ({ id, name, shared }) =>
              html`<label class="tick">
                <input type="checkbox" name="organization" value="${id}" ${shared ? 'checked' : ''} /> ${name}
              </label>`,
          )}
          ${shown.length === 0 ? html`<p>This account has no organization.</p>` : ''}
        </fieldset>
        <button class="main" name="answer" value="save">Save</button>
        <button name="answer" value="revoke">Remove all access of ${application}</button>
      </form>`,
  );
}

function doneHere(what: string): Markup {
  return page('John Deere', 'Done', html`<p>${what} You can close this window and go back.</p>`);
}
