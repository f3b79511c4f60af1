/** The one-click integration: a sign-in URL for a Leaf user, and the callback that makes a credential of a consent. */
import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import * as z from 'zod';
import type { Context } from 'hono';
import { CREDENTIAL_ASSIGNED } from '../../../src/protocol/vocabulary.js';
import { ISSUER_PATH, type Application } from '../deere/authorization.js';
import { page } from '../pages.js';
import type { Scenario, Scenarios } from '../scenarios.js';
import type { Connections } from './connections.js';
import { dressedListing } from './listing.js';
import { problem } from './problem.js';
import type { AppKey, LeafUser } from './users.js';

export const CALLBACK_PATH = '/services/usermanagement/api/users/one-click-integration/JohnDeere/callback';

/** The scopes that Leaf asks for in its documented sample. */
const SCOPE = 'ag1 ag2 eq1 eq2 files openid profile email address phone offline_access';

export const appKeySchema = (application: Pick<Application, 'clientKey' | 'clientSecret'>) =>
  z.object({
    clientKey: z.literal(application.clientKey),
    clientSecret: z.literal(application.clientSecret),
    clientEnvironment: z.enum(['STAGE', 'PRODUCTION']),
  });

export class OneClick {
  /** By `state`. Bound to the Leaf user and to nothing else, as with Leaf: whoever signs in gives their farm to them. */
  readonly #started = new Map<string, { user: LeafUser; appKey: AppKey }>();

  constructor(
    private readonly leafUrl: string,
    private readonly deereUrl: string,
    private readonly connections: Connections,
    private readonly scenarios: Scenarios,
  ) {}

  signInUrl(user: LeafUser, appKey: AppKey): string {
    const state = randomUUID();
    this.#started.set(state, { user, appKey });
    const origin = this.scenarios.get().start === 'foreign-host' ? 'https://signin.johndeere.example' : this.deereUrl;
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: appKey.clientKey,
      redirect_uri: this.leafUrl + CALLBACK_PATH,
      scope: SCOPE,
      state,
    });
    return `${origin}${ISSUER_PATH}/v1/authorize?${query.toString()}`;
  }

  /** Where John Deere sends the grower's window. What it shows is the end of the flow: nothing leads on from here. */
  async callback(c: Context): Promise<Response> {
    const { state = '', code, error, error_description: why } = c.req.query();
    const started = this.#started.get(state);
    if (!started) return problem(c, 400, 'unknownState', 'This sign-in is not known, or was finished before.');
    this.#started.delete(state);
    if (code === undefined) return problem(c, 400, error ?? 'noCode', why ?? 'John Deere sent no code.');
    const { user, appKey } = started;
    const redirectUri = this.leafUrl + CALLBACK_PATH;
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri } as const;
    const { knowsAfterMs } = this.scenarios.get();
    if (!(await this.connections.attach(user, appKey, grant, knowsAfterMs)))
      return problem(c, 400, 'codeRefused', 'John Deere did not accept the code.');
    return assigned(c, user, this.scenarios.get());
  }
}

function assigned(c: Context, user: LeafUser, { callback, messageDelayMs, managementUri }: Scenario) {
  const reply = {
    status: CREDENTIAL_ASSIGNED,
    message: 'JD Credential assigned to Leaf User',
    ...dressedListing(user.synced, managementUri),
  };
  if (callback === 'json') return c.json(reply);
  return c.html(
    page(
      'Leaf',
      'Connected',
      html`<p>This page tells the window that opened it. You can close it.</p>
        <div id="reply" data-reply="${JSON.stringify(reply)}" data-delay-ms="${messageDelayMs}"></div>
        <script src="/simulator/reply.js"></script>`,
    ),
  );
}
