/** What browsers ask: mostly how things stand, with a preflight now and then, and an attempt for a card that appears. */
import type { Shot } from './generator.js';
import { PAGE, type Person } from './people.js';

const any = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
};

const PREFLIGHT: Shot = {
  method: 'OPTIONS',
  path: '/connection',
  headers: { Origin: PAGE, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization' },
};

export const read = ({ headers }: Person): Shot => ({ method: 'GET', path: '/connection', headers });

/** What a browser makes of an element's question after a hint. */
export const readAnew = ({ headers }: Person): Shot => ({
  method: 'GET',
  path: '/connection',
  headers: { ...headers, 'Cache-Control': 'no-cache', Pragma: 'no-cache' },
});

export const newAttempt = ({ headers }: Person): Shot => ({
  method: 'POST',
  path: '/attempts',
  headers: { ...headers, 'Content-Type': 'application/json' },
  body: '{}',
});

/** A sign-in window that a page of the partner's has opened. */
export const windowOf = ({ headers }: Person, startUrl: string): Shot => ({
  method: 'GET',
  path: new URL(startUrl).pathname,
  headers: {
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    'Sec-Fetch-Site': 'same-site',
    Referer: `${headers.Origin ?? ''}/`,
  },
  alsoGood: 303,
});

/** Of 99 requests, 92 read, 4 are preflights, and 3 ask for an attempt. */
export function browsersMix(of: readonly Person[]): () => Shot {
  return () => {
    const dice = Math.random() * 99;
    if (dice < 92) return read(any(of));
    return dice < 96 ? PREFLIGHT : newAttempt(any(of));
  };
}

/** The same, and one of a hundred is a balancer's. */
export function pollingMix(of: readonly Person[]): () => Shot {
  const ofBrowsers = browsersMix(of);
  return () => (Math.random() * 100 < 99 ? ofBrowsers() : { method: 'GET', path: '/readyz' });
}

/** Everybody in turn. */
export function eachReads(of: readonly Person[]): () => Shot {
  let turn = 0;
  return () => {
    const next = of[turn++ % of.length];
    if (next === undefined) throw new Error('There is nobody to read.');
    return read(next);
  };
}
