/** Where the authorization server keeps sessions, grants and tokens: in memory, for the life of one simulator. */

interface Payload {
  accountId?: string;
  grantId?: string;
  uid?: string;
  consumed?: number;
}

const TOKENS = new Set(['AccessToken', 'RefreshToken']);

/** The records of one authorization server. `adapterFor` has the shape that oidc-provider asks of an adapter. */
export class TokenStore {
  readonly #records = new Map<string, Payload>();

  /** @param secrets receives every token that is handed out, so that a test can search for them elsewhere. */
  constructor(private readonly secrets: Set<string>) {}

  readonly adapterFor = (model: string) => {
    const records = this.#records;
    const key = (id: string) => `${model}:${id}`;
    return {
      upsert: (id: string, payload: Payload) => {
        records.set(key(id), payload);
        // A token's id is the token itself, for it means nothing to whoever holds it.
        if (TOKENS.has(model)) this.secrets.add(id);
      },
      find: (id: string) => records.get(key(id)),
      findByUid: (uid: string) =>
        [...records].find(([name, payload]) => name.startsWith(key('')) && payload.uid === uid)?.[1],
      destroy: (id: string) => {
        records.delete(key(id));
      },
      consume: (id: string) => {
        const payload = records.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      revokeByGrantId: (grantId: string) => {
        this.#deleteWhere((payload) => payload.grantId === grantId);
      },
    };
  };

  /** Ends everything an account ever allowed: its tokens stop working at once. */
  revokeAccount(accountId: string): void {
    this.#deleteWhere((payload) => payload.accountId === accountId);
  }

  #deleteWhere(matches: (payload: Payload) => boolean): void {
    for (const [key, payload] of this.#records) if (matches(payload)) this.#records.delete(key);
  }
}
