/** Speaks the Chrome DevTools Protocol over the browser's pipe: JSON messages, each ended by a zero byte. */
import type { Readable, Writable } from 'node:stream';

type Params = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** @param sessionId the page that an event is about; absent for the browser itself. */
export type CdpListener = (method: string, params: Params, sessionId: string | undefined) => void;

export class CdpPipe {
  readonly #commands: Writable;
  readonly #listener: CdpListener;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #rest = '';

  constructor(commands: Writable, answers: Readable, listener: CdpListener) {
    this.#commands = commands;
    this.#listener = listener;
    answers.setEncoding('utf8');
    answers.on('data', (text: string) => {
      const messages = (this.#rest + text).split('\0');
      this.#rest = messages.pop() ?? '';
      for (const message of messages) this.#receive(JSON.parse(message) as Message);
    });
    answers.on('close', () => {
      for (const { reject } of this.#pending.values()) reject(new Error('Chromium is gone.'));
      this.#pending.clear();
    });
    commands.on('error', () => undefined);
  }

  /** Rejects with the browser's own words. */
  send<T>(method: string, params: Params = {}, sessionId?: string): Promise<T> {
    const id = ++this.#lastId;
    this.#commands.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    return new Promise<T>((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as Pending['resolve'], reject });
    });
  }

  #receive({ id, method, params, result, error, sessionId }: Message): void {
    if (id === undefined) {
      if (method !== undefined) this.#listener(method, params ?? {}, sessionId);
      return;
    }
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) pending?.reject(new Error(error.message));
    else pending?.resolve(result);
  }
}
