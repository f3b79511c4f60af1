/**
 * A companion inside the page, for pages that show the card with no server behind them. It answers `fetch` for addresses
 * below `/simulated-companion/` on the page's own origin. A simulation: whoever uses it labels it as one.
 */
import { EXTRAS, PROBLEM_STATUS, type ErrorCode, type ProblemCode } from '../../src/protocol/vocabulary.js';
import type { Attempt, Link, OrganizationChoice, Problem } from '../../src/protocol/wire.js';
import { qrPath } from '../../src/server/qr-path.js';
import { Grower, type Deed } from './grower.js';
import { situationNamed, UNTOUCHED, type SituationName } from './situations.js';

const ROOT = '/simulated-companion/';
const HOUR_MS = 3_600_000;

export interface SimulationOptions {
  /** Address of `simulated-sign-in.html`, on the page's own origin. Default: beside the page. */
  readonly signInUrl?: string;
}

export interface SimulatedCompanion {
  /** A `server-url` for a card: a grower of its own, who is in this situation. */
  serverUrl(situation: SituationName): string;
  /** The grower behind a `server-url`. */
  growerAt(serverUrl: string): Grower;
}

/** What the sign-in page says over the channel; see `simulated-sign-in.js`. */
type Said = { readonly grower: string } & ({ readonly ask: true } | Deed);

let simulated: SimulatedCompanion | undefined;

/** Starts the simulation; safe to repeat, and only the first call's options count. */
export function simulateCompanion(options: SimulationOptions = {}): SimulatedCompanion {
  simulated ??= start(new URL(options.signInUrl ?? 'simulated-sign-in.html', document.baseURI));
  return simulated;
}

function start(signInPage: URL): SimulatedCompanion {
  const growers = new Map<string, Grower>();
  forgetAttempts();
  answerFetch(growers);
  answerSignIn(growers);
  return {
    serverUrl: (situation) => {
      const { name, beginning } = situationNamed(situation);
      // Another address every time: a card must not go on with what another one began.
      const path = `${ROOT}${name}/${crypto.randomUUID()}`;
      const signInUrl = new URL(signInPage);
      signInUrl.searchParams.set('grower', path);
      growers.set(path, new Grower({ ...UNTOUCHED, ...beginning }, signInUrl.href));
      return location.origin + path;
    },
    growerAt: (serverUrl) => {
      const grower = growers.get(new URL(serverUrl).pathname);
      if (!grower) throw new Error('This address is none of the simulated companion’s.');
      return grower;
    },
  };
}

function answerFetch(growers: ReadonlyMap<string, Grower>): void {
  const real = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (input, init) => {
    const { origin, pathname, searchParams } = new URL(input instanceof Request ? input.url : input, document.baseURI);
    const [, path = '', route = ''] = /^(\/simulated-companion\/[^/]+\/[^/]+)(\/.*)$/.exec(pathname) ?? [];
    const grower = growers.get(path);
    if (origin !== location.origin || !grower) return real(input, init);
    const request = new Request(input, init);
    return answer(grower, `${request.method} ${route}`, searchParams, await request.text());
  };
}

async function answer(grower: Grower, route: string, search: URLSearchParams, body: string): Promise<Response> {
  const { trouble } = grower;
  // For ever: the card gives up what takes too long by abandoning the request, which nobody here listens to.
  if (trouble === 'silence') await new Promise(() => undefined);
  else if (trouble) return refuse(trouble);
  const asked = search.get('include')?.split(',') ?? [];
  const extras = EXTRAS.filter((extra) => asked.includes(extra));
  switch (route) {
    case 'GET /connection':
    case 'POST /organizations/sync':
      return Response.json(grower.connection(extras));
    case 'POST /attempts':
      return Response.json(mint(grower), { status: 201 });
    case 'POST /links':
      return Response.json(link(grower), { status: 201 });
    case 'DELETE /connection':
      grower.disconnect();
      return new Response(null, { status: 204 });
    case 'GET /events':
      return Response.json(grower.events);
  }
  const [, id] = /^PATCH \/organizations\/(.+)$/.exec(route) ?? [];
  const chosen = id && grower.choose(decodeURIComponent(id), (JSON.parse(body) as OrganizationChoice).status);
  return chosen ? Response.json(chosen) : refuse('not_found');
}

function mint(grower: Grower): Attempt {
  const attemptId = crypto.randomUUID();
  return { attemptId, startUrl: grower.signInAddress(attemptId), expiresAt: later(HOUR_MS) };
}

function link(grower: Grower): Link {
  const url = grower.signInAddress('handed');
  return { url, expiresAt: later(24 * HOUR_MS), qr: qrPath(url) };
}

function later(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}

function refuse(code: ErrorCode): Response {
  if (!isProblem(code)) throw new TypeError('Failed to fetch');
  const status = PROBLEM_STATUS[code];
  const problem: Problem = {
    type: 'about:blank',
    title: 'A simulated problem.',
    status,
    code,
    retryable: status >= 500,
    requestId: 'simulated-4711',
  };
  return Response.json(problem, { status, headers: { 'Content-Type': 'application/problem+json' } });
}

function isProblem(code: ErrorCode): code is ProblemCode {
  return code in PROBLEM_STATUS;
}

/** The sign-in page asks what to show, and tells what was done on it. */
function answerSignIn(growers: ReadonlyMap<string, Grower>): void {
  const channel = new BroadcastChannel('simulated-companion');
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    const grower = growers.get(data.grower);
    if (!grower) return;
    if ('did' in data) grower.do(data);
    if ('ask' in data) {
      const { organizations, returns } = grower;
      channel.postMessage({ tell: data.grower, organizations, returns });
    }
  };
}

/** Attempts that the cards of this page, as it was before it was loaded again, would otherwise leave behind for good. */
function forgetAttempts(): void {
  try {
    const ours = `leaf-jd-connect:${location.origin}${ROOT}`;
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(ours)) sessionStorage.removeItem(key);
  } catch {
    // Without storage there is nothing to forget.
  }
}
