/** The simulated internet: a Leaf and a John Deere, each on an origin of its own. It calls nobody but itself. */
import { randomBytes } from 'node:crypto';
import { Accounts } from './accounts.js';
import { controlRoutes } from './control.js';
import { createDeere } from './deere.js';
import { ISSUER_PATH, type Application } from './deere/authorization.js';
import { createLeaf } from './leaf.js';
import { AppKeys } from './leaf/app-keys.js';
import { Calls } from './leaf/calls.js';
import { Configurations } from './leaf/configurations.js';
import { HELPER_PATH } from './leaf/oauth-helper.js';
import { CALLBACK_PATH } from './leaf/one-click.js';
import { LeafUsers } from './leaf/users.js';
import { listenerOf, openOrigin } from './origin.js';
import { Scenarios } from './scenarios.js';

export interface SimulatorOptions {
  /** 0 or absent: any free port. */
  leafPort?: number;
  deerePort?: number;
  host?: string;
  /** The partner's application, as John Deere's pages name it. */
  applicationName?: string;
  /** Addresses of the partner's own that John Deere may return to, beside Leaf's callback. */
  redirectUris?: readonly string[];
}

export interface Simulator {
  readonly leafUrl: string;
  readonly deereUrl: string;
  /** Where Leaf's OAuth helper answers. */
  readonly helperUrl: string;
  /** John Deere's authorization server, by the name that its metadata has. */
  readonly issuer: string;
  readonly clientKey: string;
  readonly clientSecret: string;
  /** The name under which Leaf keeps the application's keys. */
  readonly appName: string;
  readonly username: string;
  readonly password: string;
  readonly scenario: Scenarios;
  readonly calls: Calls;
  /** A new Leaf user without a credential; their id. */
  createLeafUser(name?: string): Promise<string>;
  /** Ends at John Deere whatever a test account has allowed, as the grower can; its ticks stay. */
  revoke(accountId: string): void;
  /** Every secret that was handed out or is held, for a search wherever none may be. */
  secrets(): string[];
  /** Puts the scenario, the test accounts' ticks, Leaf's settings and the record of calls back to the beginning. */
  reset(): void;
  close(): Promise<void>;
}

const APP_NAME = 'fieldbook';

/** Starts both origins; rejects with the socket's error (`EADDRINUSE`) when a port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { leafPort = 0, deerePort = 0, host = '127.0.0.1', applicationName = 'Fieldbook', redirectUris = [] } = options;
  const leafOrigin = await openOrigin(host, leafPort);
  const deereOrigin = await openOrigin(host, deerePort).catch(async (error: unknown) => {
    await leafOrigin.close();
    throw error;
  });
  const { url: leafUrl } = leafOrigin;
  const { url: deereUrl } = deereOrigin;

  const account = { username: 'partner@fieldbook.example', password: randomBytes(18).toString('base64url') };
  const application: Application = {
    name: applicationName,
    // The shape of an Okta application id, which a John Deere App ID is.
    clientKey: `0oa${randomBytes(9).toString('hex').slice(0, 17)}`,
    clientSecret: randomBytes(32).toString('base64url'),
    redirectUris: [leafUrl + CALLBACK_PATH, ...redirectUris],
  };
  const accounts = new Accounts();
  const scenarios = new Scenarios();
  const calls = new Calls();
  const users = new LeafUsers();
  const secrets = new Set([application.clientSecret, account.password]);
  const { clientKey, clientSecret } = application;
  const appKeys = new AppKeys({ appName: APP_NAME, clientKey, clientSecret, clientEnvironment: 'PRODUCTION' }, secrets);
  const configurations = new Configurations();
  const reset = () => {
    scenarios.reset();
    accounts.reset();
    appKeys.reset();
    configurations.reset();
    calls.reset();
  };

  const deere = await createDeere(deereUrl, accounts, application, scenarios, secrets);
  deereOrigin.answerWith(deere.listener);
  const control = controlRoutes(scenarios, reset, deere.revokeAccount, accounts);
  const leaf = createLeaf({
    leafUrl,
    deereUrl,
    application,
    account,
    users,
    appKeys,
    configurations,
    calls,
    secrets,
    scenarios,
    control,
  });
  leafOrigin.answerWith(listenerOf(leaf.fetch));

  return {
    leafUrl,
    deereUrl,
    helperUrl: leafUrl + HELPER_PATH,
    issuer: deereUrl + ISSUER_PATH,
    appName: APP_NAME,
    clientKey,
    clientSecret,
    ...account,
    scenario: scenarios,
    calls,
    createLeafUser: (name = 'A simulated grower') => Promise.resolve(users.create({ name }).id),
    revoke: (accountId) => {
      deere.revokeAccount(accountId);
    },
    secrets: () => [...secrets],
    reset,
    close: async () => {
      await Promise.all([leafOrigin.close(), deereOrigin.close()]);
    },
  };
}
