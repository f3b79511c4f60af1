/** Leaf's calls about a user's John Deere credential. Documented by Leaf, but for `/status`, which was withdrawn. */
import type { CredentialEvent } from '../../protocol/wire.js';
import { demandSuccess, parseJson, type LeafAnswer } from './http.js';
import { collectSecrets, Credential, Events, Status } from './schemas.js';
import { userPath, type LeafService } from './service.js';
import type { Errand } from './upstream.js';

/** What a credential is made from. Leaf uses the refresh token from then on. */
export interface NewCredential {
  clientKey: string;
  clientSecret: string;
  refreshToken: string;
  clientEnvironment: 'STAGE' | 'PRODUCTION';
}

export interface CredentialCalls {
  /** `undefined` when there is none. */
  credential(leafUserId: string, errand: Errand): Promise<Credential | undefined>;
  /** The credential's status, for credentials that do not carry it; `unknown` when Leaf does not have this call any more. */
  credentialStatus(leafUserId: string, errand: Errand): Promise<string>;
  /** What became of the calls to John Deere within the last 30 days, newest first; nothing without a credential. */
  credentialEvents(leafUserId: string, errand: Errand): Promise<CredentialEvent[]>;
  /** Attaches a credential. What a second one does to the first is not documented. Not safe to repeat. */
  createCredential(leafUserId: string, credential: NewCredential, errand: Errand): Promise<void>;
  /** Removes the credential at Leaf; harmless when there is none. Does not revoke the grant at John Deere. */
  deleteCredential(leafUserId: string, errand: Errand): Promise<void>;
}

export function createCredentialCalls(leaf: LeafService): CredentialCalls {
  const path = (leafUserId: string, rest = '') => userPath(leafUserId, `john-deere-credentials${rest}`);
  return {
    credential: (leafUserId, errand) =>
      leaf.get(leafUserId, path(leafUserId), errand, (answer) => {
        if (answer.status === 404) return undefined;
        demandSuccess(answer);
        const json = parseJson(answer);
        return isNothing(json) ? undefined : leaf.read(Credential, json, errand);
      }),

    credentialStatus: (leafUserId, errand) =>
      leaf.get(leafUserId, path(leafUserId, '/status'), errand, (answer) => {
        if (answer.status === 404) return 'unknown';
        demandSuccess(answer);
        const bareWord = /^\s*\w+\s*$/.test(answer.text);
        return bareWord ? answer.text.trim() : leaf.read(Status, parseJson(answer), errand);
      }),

    credentialEvents: (leafUserId, errand) =>
      leaf.get(leafUserId, path(leafUserId, '/events'), errand, (answer) => {
        if (answer.status === 404) return [];
        demandSuccess(answer);
        const events = leaf.read(Events, parseJson(answer) ?? [], errand);
        return events.sort((one, other) => compare(other.createdDate, one.createdDate));
      }),

    async createCredential(leafUserId, credential, errand) {
      errand.keepSecret('refresh token', credential.refreshToken);
      const answer = await leaf.change('POST', leafUserId, path(leafUserId), errand, credential);
      demandSuccess(answer);
      noteSecrets(answer, errand);
    },

    async deleteCredential(leafUserId, errand) {
      const answer = await leaf.change('DELETE', leafUserId, path(leafUserId), errand);
      if (answer.status !== 404) demandSuccess(answer);
    },
  };
}

/** A credential comes back with the tokens that Leaf got with it. In what form is not documented, nor of any matter. */
function noteSecrets(answer: LeafAnswer, errand: Errand): void {
  try {
    collectSecrets(parseJson(answer), (kind, value) => {
      errand.keepSecret(kind, value);
    });
  } catch {
    // Nothing of it goes anywhere, and the credential is attached whatever it is.
  }
}

/** Leaf writes dates so that the later one is the greater text. */
function compare(one: string, other: string): number {
  return Number(one > other) - Number(one < other);
}

/** No body, `null`, `{}` and `[]` have all been said to mean "no credential". */
function isNothing(json: unknown): boolean {
  return json === undefined || json === null || (typeof json === 'object' && Object.keys(json).length === 0);
}
