/**
 * Where John Deere's authorization server has its endpoints: read from its metadata, once for all who want to know, and
 * held against the allowed sign-in origins, for the client secret is sent to one of them.
 */
import { processDiscoveryResponse, type AuthorizationServer } from 'oauth4webapi';
import type { Config } from '../config.js';
import { inTime } from '../in-time.js';
import { demandSuccess, type LeafAnswer } from '../leaf/http.js';
import { upstreamHref } from '../leaf/links.js';
import type { Upstream } from '../leaf/upstream.js';
import { ProblemError } from '../problem.js';
import type { RequestScope } from '../request-scope.js';

/** How long an answer is good for. Endpoints move once in years. */
const LIFE_MS = 60 * 60_000;

/**
 * Documented by John Deere below the issuer's own path, as its server software has it; RFC 8414 would put it before that
 * path, which is why `oauth4webapi` does not ask for it here.
 */
export const METADATA_PATH = '/.well-known/oauth-authorization-server';

type Endpoints = AuthorizationServer & { authorization_endpoint: string; token_endpoint: string };

interface Reading {
  startedAt: number;
  landed: boolean;
  server: Promise<Endpoints>;
}

export function createMetadata(
  { johnDeere: { issuer }, signInOrigins, deadlines }: Config,
  upstream: Upstream,
): (scope: RequestScope) => Promise<Endpoints> {
  let known: Reading | undefined;

  async function ask(scope: RequestScope): Promise<Endpoints> {
    const answer = await upstream(
      { method: 'GET', url: issuer + METADATA_PATH },
      {
        // Others may wait for it longer than the one who asked first.
        signal: AbortSignal.timeout(deadlines.leafCall),
        endsAt: performance.now() + deadlines.leafCall,
        keepSecret: () => undefined,
        countCall: () => {
          scope.countCall();
        },
      },
    );
    demandSuccess(answer);
    const server = await processDiscoveryResponse(new URL(issuer), jsonResponse(answer)).catch(() => {
      throw new ProblemError('bad_response');
    });
    const authorization_endpoint = upstreamHref(server.authorization_endpoint ?? '', signInOrigins);
    const token_endpoint = upstreamHref(server.token_endpoint ?? '', signInOrigins);
    if (authorization_endpoint === null || token_endpoint === null) throw new ProblemError('bad_response');
    return { ...server, authorization_endpoint, token_endpoint };
  }

  function read(scope: RequestScope): Reading {
    const reading: Reading = { startedAt: performance.now(), landed: false, server: ask(scope) };
    reading.server.then(
      () => {
        reading.landed = true;
      },
      () => {
        // The next one asks again.
        if (known === reading) known = undefined;
      },
    );
    return reading;
  }

  return (scope) => {
    // A host may abandon a request in the middle, and what it waited for is never heard of again.
    const usable = known && performance.now() - known.startedAt < (known.landed ? LIFE_MS : deadlines.request);
    if (!known || !usable) known = read(scope);
    return inTime(known.server, scope.signal, () => new ProblemError('leaf_timeout'));
  };
}

/** An answer as `oauth4webapi` reads one. It is JSON or it is refused there. */
export function jsonResponse({ status, text }: LeafAnswer): Response {
  return new Response(text === '' ? null : text, { status, headers: { 'Content-Type': 'application/json' } });
}
