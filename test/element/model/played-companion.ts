/**
 * A played companion: it keeps the truth about one Leaf user and tells it in the protocol's shapes, when it can be
 * reached at all. Leaf and John Deere are behind it and are not played.
 */
import { PROBLEM_STATUS, type Health, type ProblemCode, type SyncStatus } from '../../../src/protocol/vocabulary.js';
import { OrganizationChoice, type Connection, type Organization } from '../../../src/protocol/wire.js';
import type { PlayedClock } from './played-clock.js';

export const LEAF_ORIGIN = 'https://leaf.example';

/** How it is doing. `refusing`: it answers, but not so that this page can read it. */
export const WEATHERS = [
  'up',
  'down',
  'refusing',
  'failing',
  'busy',
  'limited',
  'garbled',
  'hanging',
  'forgetful',
] as const;
export type Weather = (typeof WEATHERS)[number];

interface Asked {
  readonly route: string;
  readonly include: readonly string[];
  readonly body: RequestInit['body'];
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly retryAfter?: number;
}

export class PlayedCompanion {
  readonly origin: string;
  readonly #clock: PlayedClock;
  weather: Weather = 'up';
  /** Milliseconds on the way. The answer is true when it leaves, and may be old when it arrives. */
  latency = 0;
  pollAfterMs: number | null = null;
  /** The truth. */
  revision: string | null = null;
  health: Health = 'ok';
  shared: readonly string[] = [];
  account = 'first';
  /** Its way of signing in comes back to it, and leads the window on. */
  readonly returns: boolean;
  readonly #statuses = new Map<string, SyncStatus>();
  /** Every answer about the connection that it gave, as text. */
  readonly said = new Set<string>();
  /** Questions that have no answer yet. */
  readonly underWay = new Set<object>();
  readonly asked: string[] = [];
  #revisions = 0;
  #minted = 0;
  #accepts = '';

  constructor(origin: string, clock: PlayedClock, returns: boolean) {
    this.origin = origin;
    this.returns = returns;
    this.#clock = clock;
  }

  /** Somebody signed in. */
  attach(shared: readonly string[]): void {
    this.revision = `${this.origin} ${++this.#revisions}`;
    this.health = 'ok';
    this.shared = shared;
  }

  detach(): void {
    this.revision = null;
    this.shared = [];
  }

  statusOf(organizationId: string): SyncStatus {
    return this.#statuses.get(organizationId) ?? 'PREVIEW';
  }

  get truth(): Connection {
    return this.#truth([]);
  }

  /** @param include What is asked for besides. */
  #truth(include: readonly string[]): Connection {
    const withStatus = (organization: Organization): Organization =>
      include.includes('sync') ? { ...organization, sync: this.statusOf(organization.id) } : organization;
    const { revision, health } = this;
    const known = revision !== null;
    const state = !known
      ? 'disconnected'
      : health === 'unauthenticated'
        ? 'attention'
        : this.shared.length === 0
          ? 'no-organizations'
          : health === 'missing_permission'
            ? 'attention'
            : 'connected';
    return {
      state,
      environment: 'STAGE',
      connectedAt: known ? '2026-11-02T08:00:00Z' : null,
      revision,
      health: known ? health : 'unknown',
      organizations: {
        connected: FARMS.filter(({ name }) => known && this.shared.includes(name)).map(withStatus),
        notConnected: FARMS.filter(({ name }) => known && !this.shared.includes(name)).map(withStatus),
      },
      flow: 'one-click',
      messageOrigins: [LEAF_ORIGIN],
      pollAfterMs: this.pollAfterMs,
      ...(this.returns ? { returns: true } : {}),
      ...(known && include.includes('sync') ? { dataSync: 'SELECTED_ONLY' } : {}),
      ...(known && include.includes('data') ? { data: { growers: 1, farms: 2, fields: 3, syncedAt: null } } : {}),
    };
  }

  readonly fetch = async (
    address: URL,
    { method = 'GET', headers, signal, mode, body }: RequestInit,
  ): Promise<unknown> => {
    const { pathname } = address;
    const route = `${method} ${pathname}`;
    this.asked.push(route);
    this.#clock.stir();
    const question = {};
    this.underWay.add(question);
    try {
      const asked = { route, include: (address.searchParams.get('include') ?? '').split(','), body };
      const reply = this.#reply(asked, mode, new Headers(headers).get('authorization'));
      await this.#onTheWay(reply === 'hangs', signal);
      if (reply === 'hangs' || reply === 'fails') throw new TypeError('Failed to fetch');
      return response(reply);
    } finally {
      this.underWay.delete(question);
    }
  };

  #reply(asked: Asked, mode: RequestMode | undefined, token: string | null): Reply | 'hangs' | 'fails' {
    switch (this.weather) {
      case 'down':
        return 'fails';
      case 'refusing':
        return mode === 'no-cors' ? { status: 0 } : 'fails';
      case 'failing':
        return problem('unknown');
      case 'busy':
        return { ...problem('leaf_unavailable'), retryAfter: 20 };
      case 'limited':
        return { ...problem('rate_limited'), retryAfter: 60 };
      case 'garbled':
        return { status: 200, body: '<!doctype html>' };
      case 'hanging':
        return 'hangs';
      case 'forgetful':
        // Every token is good once; the next one has to be fetched anew.
        if (token === null || token === this.#accepts) return problem('session_expired');
        this.#accepts = token;
        return this.#plainly(asked);
      case 'up':
        return this.#plainly(asked);
    }
  }

  #plainly({ route, include, body }: Asked): Reply {
    switch (route) {
      case 'GET /connection':
      case 'POST /organizations/sync':
        this.said.add(JSON.stringify(this.#truth(include)));
        return { status: 200, body: this.#truth(include) };
      case 'PATCH /organizations/north':
      case 'PATCH /organizations/south': {
        const farm = FARMS.find(({ id }) => route.endsWith(id));
        const choice = OrganizationChoice.parse(JSON.parse(typeof body === 'string' ? body : ''));
        if (farm) this.#statuses.set(farm.id, choice.status);
        return { status: 200, body: { ...farm, sync: choice.status } };
      }
      case 'POST /attempts': {
        const attemptId = `${this.origin}#${++mintedEver}`;
        this.#minted++;
        return { status: 201, body: { attemptId, startUrl: `${this.origin}/start/${mintedEver}`, expiresAt: '' } };
      }
      case 'POST /links':
        return {
          status: 201,
          body: { url: `${this.origin}/start/link-${++mintedEver}`, expiresAt: '', qr: 'M0 0M9 9' },
        };
      case 'DELETE /connection':
        this.detach();
        return { status: 204 };
      default:
        return problem('not_found');
    }
  }

  #onTheWay(forever: boolean, signal: AbortSignal | null | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        reject(new DOMException('Aborted', 'AbortError'));
      };
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort);
      if (forever) return;
      if (this.latency === 0) resolve();
      else this.#clock.errand(this.latency, resolve);
    });
  }
}

/** Ids are never used twice, not even by two worlds: the flow may remember one for as long as its module lives. */
let mintedEver = 0;

const FARMS: readonly Organization[] = ['North', 'South'].map((name) => ({
  id: name.toLowerCase(),
  name,
  managementUri: `https://connections.example/${name}`,
}));

function problem(code: ProblemCode): Reply {
  const status = PROBLEM_STATUS[code];
  return {
    status,
    body: { type: 'about:blank', title: code, status, code, retryable: true, requestId: 'req-1' },
  };
}

function response({ status, body, retryAfter }: Reply): unknown {
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: new Headers(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    json: () => Promise.resolve(structuredCloneOf(body)),
  };
}

/** What arrives is a copy: nobody may change the companion's own. */
function structuredCloneOf(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body));
}
