/** Asks the companion, and believes only what fits the protocol. Every failure is a `CompanionError` with a code. */
import type * as z from 'zod/mini';
import { withoutTrailingSlash } from '../protocol/links.js';
import type { Choice, Extra, LinkKind } from '../protocol/vocabulary.js';
import { Attempt, Connection, CredentialEvents, Link, Organization, Problem } from '../protocol/wire.js';
import { CompanionError } from './companion-error.js';
import type { SessionSource } from './session-source.js';

/** A little over the 12 s that a companion allows itself, so that its own error arrives first. */
const DEADLINE_MS = 15_000;

/** Requests of all cards of the page. Through its cache Chromium lets equal ones only one after the other. */
let underWay = 0;

type Question = [method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, content?: object, fresh?: boolean];

export class CompanionClient {
  readonly #base: string;
  readonly #session: SessionSource | undefined;
  readonly #closing = new AbortController();

  /** @param session Without one, the companion is asked with the cookies of its own origin. */
  constructor(serverUrl: URL, session: SessionSource | undefined) {
    this.#base = withoutTrailingSlash(serverUrl.href);
    this.#session = session;
  }

  /** Abandons every question under way; they reject. */
  close(): void {
    this.#closing.abort();
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /**
   * @param extras What the answer says besides; each costs the companion calls at Leaf.
   * @param fresh Of this second; otherwise a companion that many ask may answer with what it has known for a while.
   */
  readConnection(extras: readonly Extra[] = [], fresh = false): Promise<Connection> {
    return this.#ask(Connection, 'GET', '/connection' + including(extras), {}, fresh);
  }

  /** Has Leaf read the organizations from John Deere again, and answers with the connection. */
  syncOrganizations(extras: readonly Extra[] = []): Promise<Connection> {
    return this.#ask(Connection, 'POST', '/organizations/sync' + including(extras));
  }

  /** Chooses what is fetched of an organization, and answers with it. */
  choose(organizationId: string, status: Choice): Promise<Organization> {
    return this.#ask(Organization, 'PATCH', `/organizations/${encodeURIComponent(organizationId)}`, { status });
  }

  /** What became of calls to John Deere, newest first. */
  readEvents(): Promise<CredentialEvents> {
    return this.#ask(CredentialEvents, 'GET', '/events');
  }

  /**
   * Mints an attempt. The companion calls nobody for it, so it may be done before anybody clicks.
   * @param returnUrl The page that the sign-in leads back to, when it takes the whole page; a `bad_request` says that the
   * companion leads nobody there.
   */
  mintAttempt(returnUrl?: string): Promise<Attempt> {
    return this.#ask(Attempt, 'POST', '/attempts', { returnUrl });
  }

  /** Has a link made with which somebody else can start the sign-in. */
  mintLink(kind: LinkKind): Promise<Link> {
    return this.#ask(Link, 'POST', '/links', { kind });
  }

  async disconnect(): Promise<void> {
    await this.#answer('DELETE', '/connection');
  }

  async #ask<Schema extends z.ZodMiniType>(schema: Schema, ...question: Question): Promise<z.infer<Schema>> {
    return fitting(schema, await this.#answer(...question));
  }

  async #answer(...question: Question): Promise<unknown> {
    try {
      return await this.#askOnce(...question);
    } catch (reason) {
      // Only a refusal of the companion's, which has a request id, says that the token is of no use any more.
      const refused = reason instanceof CompanionError && reason.requestId && reason.code.startsWith('session_');
      if (!refused || !this.#session) throw reason;
      this.#session.forget();
      return this.#askOnce(...question);
    }
  }

  async #askOnce(...[method, path, content = {}, fresh]: Question): Promise<unknown> {
    const body = method.startsWith('P') ? JSON.stringify(content) : null;
    const token = await this.#session?.token();
    const deadline = new AbortController();
    const abort = (): void => {
      deadline.abort();
    };
    const timer = setTimeout(abort, DEADLINE_MS);
    this.#closing.signal.addEventListener('abort', abort);
    underWay++;
    try {
      this.#closing.signal.throwIfAborted();
      const response = await fetch(this.#base + path, {
        method,
        // The browser says `Cache-Control: no-cache` with it, which costs no preflight, as a header of ours would.
        cache: fresh || underWay > 1 ? 'reload' : 'default',
        credentials: token === undefined ? 'same-origin' : 'omit',
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== null && { 'content-type': 'application/json' }),
        },
        body,
        signal: deadline.signal,
      });
      return await read(response);
    } catch (reason) {
      throw this.closed || reason instanceof CompanionError ? reason : await this.#unreachable(deadline.signal);
    } finally {
      underWay--;
      clearTimeout(timer);
      this.#closing.signal.removeEventListener('abort', abort);
    }
  }

  /**
   * A browser does not say why a fetch failed. A companion that answers a `no-cors` request is up, so it most likely
   * did not allow this page's origin.
   */
  async #unreachable(signal: AbortSignal): Promise<CompanionError> {
    if (signal.aborted)
      return new CompanionError('server_unreachable', `The companion did not answer in ${DEADLINE_MS} ms.`);
    try {
      await fetch(`${this.#base}/healthz`, { mode: 'no-cors', cache: 'no-store', signal });
    } catch {
      return new CompanionError('server_unreachable', 'The companion cannot be reached.');
    }
    return new CompanionError(
      'origin_not_allowed',
      `The companion is up, but ${location.origin} could not read its answer.`,
    );
  }
}

function including(extras: readonly Extra[]): string {
  return extras.length > 0 ? `?include=${extras.join()}` : '';
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  let body: unknown;
  try {
    body = await response.json();
  } catch (reason) {
    if (reason instanceof DOMException) throw reason;
  }
  if (response.ok) return body;
  const problem = Problem.safeParse(body);
  const seconds = Number(response.headers.get('retry-after'));
  throw new CompanionError(
    problem.success ? problem.data.code : 'bad_response',
    `The companion answered ${response.status}${problem.success ? ` ${problem.data.title}` : ''}.`,
    problem.success ? problem.data.requestId : (response.headers.get('x-request-id') ?? undefined),
    // A day and an hour would be read off a clock that may be wrong; our companion sends seconds.
    seconds > 0 ? Math.min(seconds, 300) * 1000 : undefined,
  );
}

function fitting<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return frozen(parsed.data);
  const where = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new CompanionError(
    'bad_response',
    `The companion's answer does not fit the protocol at: ${where || 'its root'}.`,
  );
}

/** What the page is handed as `connection` is the same object that the card believes in; nobody may change it. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
