/** Asks the companion how things stand: one question at a time, at a pace, and closely after a hint. */
import type { Extra } from '../protocol/vocabulary.js';
import type { Connection } from '../protocol/wire.js';
import type { CompanionClient } from './companion-client.js';
import { CompanionError } from './companion-error.js';
import { Pace } from './pace.js';

export interface Inquirer {
  /** The attempt that a question is asked for; its answer is about that one alone. */
  attemptId(): string | undefined;
  /** Whether something is expected, so that asking goes on by itself. */
  expecting(): boolean;
  /** What an answer is to say besides. It costs calls at Leaf, so that questions at pace go without. */
  extras(): readonly Extra[];
  answered(connection: Connection, attemptId: string | undefined, asked: readonly Extra[]): void;
  failed(reason: unknown): void;
  /** The questions that a hint was worth have all been answered. */
  questionsEnded(): void;
  /** A question was asked, or the last one was answered. */
  changed(): void;
}

export class Inquiry {
  readonly #inquirer: Inquirer;
  readonly #pace = new Pace(() => void this.ask(false, false));
  #client: CompanionClient | undefined;
  #question: Promise<void> | undefined;
  #again: { readonly sync: boolean; readonly extras: boolean; readonly fresh: boolean } | undefined;
  #askedAt = -Infinity;
  #pollAfterMs: number | null | undefined;
  #retryAfterMs: number | undefined;

  constructor(inquirer: Inquirer) {
    this.#inquirer = inquirer;
  }

  /** Milliseconds since the last question was asked. */
  get age(): number {
    return performance.now() - this.#askedAt;
  }

  /** A question is under way. */
  get asking(): boolean {
    return this.#question !== undefined;
  }

  /** From now on this client is asked; answers to an earlier one are dropped. */
  use(client: CompanionClient | undefined): void {
    this.#client = client;
    this.#question = undefined;
    this.#pace.pause();
  }

  /** Forgets the hints and the pace of what was expected before. */
  restart(): void {
    this.#pace.stop();
    this.schedule();
  }

  /** Something may have happened: asks now, and closely for a while. */
  hint(sync = false): void {
    this.#pace.hint();
    void this.ask(sync);
  }

  /**
   * Asks now, or once more after the question under way. Resolves when nothing is left to ask; never rejects.
   * @param sync Has Leaf read the organizations from John Deere first.
   * @param fresh Is not content with an answer that serves for polls. After a hint no question is.
   */
  ask(sync = false, extras = true, fresh = false): Promise<void> {
    const client = this.#client;
    if (!client) return Promise.resolve();
    this.#pace.pause();
    const next = this.#again;
    this.#again = {
      sync: sync || next?.sync === true,
      extras: extras || next?.extras === true,
      fresh: fresh || next?.fresh === true,
    };
    if (this.#question) return this.#question;
    this.#question = this.#askUntilQuiet(client);
    this.#inquirer.changed();
    return this.#question;
  }

  /** Sets the timer of the next question, or stops it when nothing is expected. */
  schedule(): void {
    if (this.#question || !this.#client) return;
    if (this.#inquirer.expecting()) this.#pace.continue(this.#pollAfterMs, this.#retryAfterMs);
    else this.#pace.stop();
  }

  async #askUntilQuiet(client: CompanionClient): Promise<void> {
    const inquirer = this.#inquirer;
    while (this.#again) {
      const { sync, extras, fresh } = this.#again;
      this.#again = undefined;
      const asked = extras ? inquirer.extras() : [];
      const attemptId = inquirer.attemptId();
      this.#askedAt = performance.now();
      this.#retryAfterMs = undefined;
      try {
        const connection = await (sync
          ? syncOrRead(client, asked)
          : client.readConnection(asked, fresh || this.#pace.hinted));
        if (client !== this.#client) return;
        this.#pollAfterMs = connection.pollAfterMs;
        inquirer.answered(connection, attemptId, asked);
      } catch (reason) {
        if (client !== this.#client) return;
        if (attemptId !== inquirer.attemptId()) continue;
        if (reason instanceof CompanionError) this.#retryAfterMs = reason.retryAfterMs;
        inquirer.failed(reason);
      }
      if (this.#pace.questionsEnded) inquirer.questionsEnded();
      if (client !== this.#client) return;
    }
    // In one go with the last answer, so that both are drawn at once: rows are many.
    this.#question = undefined;
    this.schedule();
    inquirer.changed();
  }
}

/** A sync that fails costs only freshness: what Leaf knows is still worth reading. */
function syncOrRead(client: CompanionClient, extras: readonly Extra[]): Promise<Connection> {
  return client.syncOrganizations(extras).catch(() => client.readConnection(extras, true));
}
