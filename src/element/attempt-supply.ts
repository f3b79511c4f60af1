/**
 * Keeps one attempt at hand, so that the click opens its window without waiting: WebKit refuses a window after any
 * `await fetch`, even of one millisecond.
 */
import { parseSafeUrl } from '../protocol/links.js';
import { START_LIFE_MS } from '../protocol/vocabulary.js';
import type { Attempt } from '../protocol/wire.js';
import type { CompanionClient } from './companion-client.js';
import { CompanionError } from './companion-error.js';

export interface SupplyListener {
  /** The companion named a start URL that is not on its own origin. */
  startUrlRefused(): void;
  /** The page that the next attempt leads back to; `undefined` where a window is opened. */
  returnUrl(): string | undefined;
  /** Another attempt is at hand. */
  changed(): void;
}

export class AttemptSupply {
  readonly #serverOrigin: string;
  readonly #listener: SupplyListener;
  #client: CompanionClient;
  #held: { readonly attempt: Attempt; readonly mintedAt: number; readonly returnUrl: string | undefined } | undefined;
  #minting: Promise<Attempt> | undefined;
  #mintingFor: string | undefined;

  constructor(client: CompanionClient, serverOrigin: string, listener: SupplyListener) {
    this.#client = client;
    this.#serverOrigin = serverOrigin;
    this.#listener = listener;
  }

  /** From now on this client mints; the attempt at hand stays good. */
  use(client: CompanionClient): void {
    this.#client = client;
  }

  /** The attempt at hand; `undefined` when there is none that can still be opened. */
  get held(): Attempt | undefined {
    const fits = this.#held?.returnUrl === this.#listener.returnUrl() && this.#ageWithin(START_LIFE_MS);
    return fits ? this.#held?.attempt : undefined;
  }

  /** Mints unless an attempt is at hand. A failure stays silent: the click asks again, and tells. */
  stock(): void {
    if (!this.held) this.#mintQuietly();
  }

  /** Replaces an attempt that is past half its life, when somebody is about to use it. */
  renew(): void {
    if (!this.held || !this.#ageWithin(START_LIFE_MS / 2)) this.#mintQuietly();
  }

  /** Takes the attempt at hand, so that it is used once. */
  take(): Attempt | undefined {
    const attempt = this.held;
    this.#held = undefined;
    return attempt;
  }

  /** The attempt that is being minted, or a new one; rejects with a `CompanionError`. */
  async next(): Promise<Attempt> {
    const underWay = this.#mintingFor === this.#listener.returnUrl() ? this.#minting : undefined;
    const attempt = await (underWay ?? this.#mint());
    this.#held = undefined;
    return attempt;
  }

  /** Only the time that passed is measured, so a clock that is wrong by an hour does no harm; one that jumps does little. */
  #ageWithin(life: number): boolean {
    const age = Date.now() - (this.#held?.mintedAt ?? 0);
    return age >= 0 && age < life;
  }

  #mintQuietly(): void {
    if (!this.#minting) this.#mint().catch(() => undefined);
  }

  #mint(): Promise<Attempt> {
    const returnUrl = (this.#mintingFor = this.#listener.returnUrl());
    const minting = this.#client
      .mintAttempt(returnUrl)
      .then((attempt) => {
        if (parseSafeUrl(attempt.startUrl)?.origin !== this.#serverOrigin) {
          this.#listener.startUrlRefused();
          throw new CompanionError('bad_response', 'The start URL is not on the companion’s own origin.');
        }
        this.#held = { attempt, mintedAt: Date.now(), returnUrl };
        this.#listener.changed();
        return attempt;
      })
      .finally(() => {
        if (this.#minting === minting) this.#minting = undefined;
      });
    this.#minting = minting;
    return minting;
  }
}
