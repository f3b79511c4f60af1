/**
 * The companion's own access to Leaf: a token from the configuration, or one that it logs in for and renews.
 */
import { decodeJwt } from 'jose';
import * as z from 'zod';
import type { Config } from '../config.js';
import { ProblemError } from '../problem.js';
import { badResponse, callLeaf, demandSuccess, parseJson } from './http.js';

export interface LeafToken {
  current(): Promise<string>;
  /** Another token after Leaf refused `refused`, or `undefined` when there is no other. */
  replace(refused: string): Promise<string | undefined>;
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

export function createLeafToken(config: Config): LeafToken {
  const { token, username, password } = config.leaf;
  if (token !== undefined) return { current: () => Promise.resolve(token), replace: () => Promise.resolve(undefined) };
  return createLogin(() => logIn(config, { username, password }));
}

interface LiveToken {
  value: string;
  since: number;
  renewAt: number;
  endsAt: number;
}

function createLogin(logIn: () => Promise<string>): LeafToken {
  let live: LiveToken | undefined;
  let underway: Promise<string> | undefined;
  let pause = FIRST_PAUSE_MS;
  let pausedUntil = 0;

  /** However many ask, one login is under way. */
  function renew(): Promise<string> {
    underway ??= attempt().finally(() => {
      underway = undefined;
    });
    return underway;
  }

  async function attempt(): Promise<string> {
    if (Date.now() < pausedUntil) throw new ProblemError('leaf_auth_failed');
    try {
      live = lifeOf(await logIn());
      pause = FIRST_PAUSE_MS;
      return live.value;
    } catch (error) {
      if (error instanceof ProblemError && (error.code === 'leaf_auth_failed' || error.code === 'leaf_rejected')) {
        pausedUntil = Date.now() + pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        throw new ProblemError('leaf_auth_failed');
      }
      throw error;
    }
  }

  return {
    current: async () => {
      const now = Date.now();
      if (live === undefined || now >= live.endsAt) return renew();
      if (now < live.renewAt) return live.value;
      // Renewed early so that a login that fails now is no harm: the present token still has a fifth of its life.
      const { value } = live;
      return renew().catch(() => value);
    },
    replace: async (refused) => {
      // Somebody else may have replaced it while this call was on its way.
      if (live !== undefined && live.value !== refused) return live.value;
      if (live !== undefined && Date.now() < live.since + YOUNG_MS) return undefined;
      live = undefined;
      return renew();
    },
  };
}

/** `POST /api/authenticate`, documented by Leaf: 30 days with `rememberMe`, and 401 when the password is wrong. */
async function logIn({ leaf, deadlines }: Config, credentials: object): Promise<string> {
  const answer = await callLeaf(
    { method: 'POST', url: `${leaf.apiUrl}/api/authenticate`, body: { ...credentials, rememberMe: 'true' } },
    deadlines,
  );
  demandSuccess(answer);
  const parsed = LoginAnswer.safeParse(parseJson(answer));
  if (!parsed.success) throw badResponse();
  return parsed.data.id_token;
}

function lifeOf(value: string): LiveToken {
  const now = Date.now();
  const told = expiryOf(value) - now;
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
