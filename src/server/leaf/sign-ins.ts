/**
 * Leaf's own ways for a grower to sign in. One-click was documented in 2022 and withdrawn; provider connections are only
 * known from the bundle of Leaf's own widget; Magic Link is documented.
 */
import type { JohnDeereApplication } from '../options.js';
import { demandSuccess, parseJson } from './http.js';
import { MagicLink, Providers, SignIn } from './schemas.js';
import { userPath, type LeafService } from './service.js';
import type { Errand } from './upstream.js';

/** What a Magic Link is made from, in Leaf's words. */
export interface MagicLinkSettings {
  companyName?: string;
  companyLogo?: string | undefined;
  backgroundColor?: string | undefined;
  headerImage?: string | undefined;
  showLeafUserName?: boolean | undefined;
  disconnectEnabled?: boolean | undefined;
}

export interface SignInCalls {
  /** One-click integration: the address where the grower signs in, as Leaf sent it. */
  oneClickUrl(
    leafUserId: string,
    application: Pick<JohnDeereApplication, 'clientKey' | 'clientSecret' | 'environment'>,
    errand: Errand,
  ): Promise<string>;
  /** The same with the keys that Leaf keeps under `appName`. */
  providerSignInUrl(leafUserId: string, appName: string, environment: string, errand: Errand): Promise<string>;
  /** Names of the providers that the user is connected to, such as `JohnDeere`. */
  providers(leafUserId: string, errand: Errand): Promise<string[]>;
  /** A page of Leaf's where the user connects, for `expiresIn` seconds. Not single-use. As Leaf sent it. */
  magicLink(leafUserId: string, expiresIn: number, settings: MagicLinkSettings, errand: Errand): Promise<MagicLink>;
}

export function createSignInCalls(leaf: LeafService): SignInCalls {
  return {
    async oneClickUrl(leafUserId, { clientKey, clientSecret, environment }, errand) {
      const body = { clientKey, clientSecret, clientEnvironment: environment };
      const path = userPath(leafUserId, 'one-click-integration/JohnDeere');
      const answer = await leaf.change('POST', leafUserId, path, errand, body);
      demandSuccess(answer);
      return leaf.read(SignIn, parseJson(answer), errand).signInUrl;
    },

    async providerSignInUrl(leafUserId, appName, environment, errand) {
      const path = userPath(leafUserId, `provider-connections/JohnDeere/${appName}/${environment}`);
      const answer = await leaf.change('POST', leafUserId, path, errand);
      demandSuccess(answer);
      return leaf.read(SignIn, parseJson(answer), errand).signInUrl;
    },

    providers: (leafUserId, errand) =>
      leaf.get(leafUserId, userPath(leafUserId, 'provider-connections'), errand, (answer) => {
        if (answer.status === 404) return [];
        demandSuccess(answer);
        return leaf.read(Providers, parseJson(answer) ?? [], errand);
      }),

    async magicLink(leafUserId, expiresIn, settings, errand) {
      const path = `/services/widgets/api/magic-link/users/${leafUserId}/authentication`;
      const body = { expiresIn, provider: 'JohnDeere', settings };
      const answer = await leaf.change('POST', leafUserId, path, errand, body);
      demandSuccess(answer);
      return leaf.read(MagicLink, parseJson(answer), errand);
    },
  };
}
