/**
 * The companion's own access to Leaf: a token from the configuration, or one that it logs in for and renews. Measured on
 * the monotonic clock: one that is set back must not keep a dead token alive, nor a pause.
 */
import { decodeJwt } from 'jose';
import * as z from 'zod';
import { ProblemError } from '../problem.js';
import { badResponse, demandSuccess, parseJson } from './http.js';
import type { LeafSettings } from './service.js';
import type { Errand, Upstream } from './upstream.js';

export interface LeafToken {
  /** For `errand`, which pays for the login if one is due. */
  current(errand: Errand): Promise<string>;
  /** Another token after Leaf refused `refused`, or `undefined` when there is no other. */
  replace(refused: string, errand: Errand): Promise<string | undefined>;
}

/** Leaf's shorter life without `rememberMe`, assumed for a token that does not tell its own. */
const DEFAULT_LIFE_MS = 24 * 60 * 60 * 1000;
const RENEW_AT = 0.8;

/** When Leaf refuses a token that it has only just given, another login is no cure. */
const YOUNG_MS = 30_000;

/** A wrong password, tried with every request, would lock the account. */
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

const LoginAnswer = z.object({ id_token: z.string().min(1) });

export function createLeafToken(config: LeafSettings, upstream: Upstream): LeafToken {
  const { token, username, password } = config.leaf;
  if (token !== undefined) return { current: () => Promise.resolve(token), replace: () => Promise.resolve(undefined) };
  return createLogin(config.deadlines.request, (errand) => logIn(config, upstream, { username, password }, errand));
}

interface LiveToken {
  value: string;
  since: number;
  renewAt: number;
  endsAt: number;
}

/** Nobody waits for a login that began more than `patienceMs` ago: a host may abandon the request that began it. */
function createLogin(patienceMs: number, logIn: (errand: Errand) => Promise<string>): LeafToken {
  let live: LiveToken | undefined;
  let underway: { since: number; token: Promise<string> } | undefined;
  let pause = FIRST_PAUSE_MS;
  let pausedUntil = -Infinity;

  /** However many ask, one login is under way. */
  function renew(errand: Errand): Promise<string> {
    if (underway !== undefined && performance.now() < underway.since + patienceMs) return underway.token;
    const login = { since: performance.now(), token: attempt(errand) };
    const over = () => {
      if (underway === login) underway = undefined;
    };
    underway = login;
    login.token.then(over, over);
    return login.token;
  }

  async function attempt(errand: Errand): Promise<string> {
    if (performance.now() < pausedUntil) throw new ProblemError('leaf_auth_failed');
    try {
      live = lifeOf(await logIn(errand));
      pause = FIRST_PAUSE_MS;
      return live.value;
    } catch (error) {
      if (error instanceof ProblemError && (error.code === 'leaf_auth_failed' || error.code === 'leaf_rejected')) {
        pausedUntil = performance.now() + pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        throw new ProblemError('leaf_auth_failed');
      }
      throw error;
    }
  }

  /** Early, so that a login that fails now is no harm: the present token still has a fifth of its life. */
  async function renewEarly(present: LiveToken, errand: Errand): Promise<string> {
    try {
      return await renew(errand);
    } catch {
      // Else every request until then would wait for a login that fails.
      present.renewAt = performance.now() + FIRST_PAUSE_MS;
      return present.value;
    }
  }

  return {
    current: async (errand) => {
      const now = performance.now();
      if (live === undefined || now >= live.endsAt) return renew(errand);
      return now < live.renewAt ? live.value : renewEarly(live, errand);
    },
    replace: async (refused, errand) => {
      // Somebody else may have replaced it while this call was on its way.
      if (live !== undefined && live.value !== refused) return live.value;
      if (live !== undefined && performance.now() < live.since + YOUNG_MS) return undefined;
      live = undefined;
      return renew(errand);
    },
  };
}

/** `POST /api/authenticate`, documented by Leaf: 30 days with `rememberMe`, and 401 when the password is wrong. */
async function logIn(
  { leaf, deadlines }: LeafSettings,
  upstream: Upstream,
  credentials: object,
  errand: Errand,
): Promise<string> {
  const answer = await upstream(
    { method: 'POST', url: `${leaf.apiUrl}/api/authenticate`, body: { ...credentials, rememberMe: 'true' } },
    {
      // Others may wait for it longer than the one who began it.
      signal: AbortSignal.timeout(deadlines.leafCall),
      endsAt: performance.now() + deadlines.leafCall,
      keepSecret: (kind, value) => {
        errand.keepSecret(kind, value);
      },
      countCall: () => {
        errand.countCall();
      },
    },
  );
  demandSuccess(answer);
  const parsed = LoginAnswer.safeParse(parseJson(answer));
  if (!parsed.success) throw badResponse();
  return parsed.data.id_token;
}

function lifeOf(value: string): LiveToken {
  const now = performance.now();
  const told = expiryOf(value) - Date.now();
  const life = told > 0 ? told : DEFAULT_LIFE_MS;
  return { value, since: now, renewAt: now + RENEW_AT * life, endsAt: now + life };
}

/** When a JWT says that it ends, in milliseconds; `NaN` for one that does not say, or is none. */
function expiryOf(token: string): number {
  try {
    return (decodeJwt(token).exp ?? NaN) * 1000;
  } catch {
    return NaN;
  }
}
