/** What can happen around the card: one step is one thing, written as plain data so that a failure can be read. */
import * as fc from 'fast-check';
import { WEATHERS } from './played-companion.js';
import type { Opening } from './played-page.js';
import { SESSIONS, type Kind } from './world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const CALLS = ['connect', 'cancel', 'refresh', 'disconnect'] as const;
type Call = (typeof CALLS)[number];
const OPENINGS: readonly Opening[] = ['opens', 'null', 'throws', 'closed at once'];
const MESSAGES = [
  'genuine',
  'wrong origin',
  'wrong source',
  'wrong shape',
  'null',
  'older window',
  'no window',
  'finished, of another attempt',
  'finished, from elsewhere',
] as const;
const LOOKS = ['blur', 'focus', 'unseen blur', 'unseen focus', 'hide', 'show'] as const;
const ELSEWHERE = [
  'disconnected',
  'revoked',
  'limited',
  'away',
  'recovered',
  'shared',
  'unshared',
  'signed in',
] as const;
const REACTIONS = ['connect', 'cancel', 'refresh', 'remove', 'move', 'cancel and connect'] as const;
const HEARD = ['leaf-connect', 'leaf-state-change', 'leaf-connected', 'leaf-cancelled', 'leaf-error'] as const;

export type Step =
  /** Presses one of the things that the card offers, whichever number that has. */
  | readonly ['press', number]
  | readonly ['call', Call]
  | readonly ['next window', Opening]
  | readonly ['signs in', { shared: boolean; message: boolean; window: 'latest' | 'older' }]
  /** Ticks organizations in a window that the companion led on, to the last page. */
  | readonly ['chooses', { shared: boolean; message: boolean }]
  /** The whole page had gone through the sign-in. */
  | readonly ['comes back', { to: 'the return address' | 'the page as it was'; signedIn: boolean; shared: boolean }]
  | readonly ['message', (typeof MESSAGES)[number]]
  | readonly ['severed']
  | readonly ['closes window', { focus: boolean }]
  | readonly ['looks', (typeof LOOKS)[number]]
  | readonly ['online', boolean]
  | readonly ['back/forward cache', number]
  | readonly ['companion', (typeof WEATHERS)[number]]
  | readonly ['latency', number]
  | readonly ['session', (typeof SESSIONS)[number]]
  | readonly ['elsewhere', (typeof ELSEWHERE)[number]]
  | readonly ['pass', number]
  | readonly ['remove']
  | readonly ['add']
  | readonly ['move']
  | readonly ['configure', number | undefined]
  | readonly ['reload']
  | readonly ['route']
  | readonly ['in an app', boolean]
  | readonly ['clock', number]
  | readonly ['disabled', boolean]
  | readonly ['prepare', boolean]
  | readonly ['reaction', { to: (typeof HEARD)[number]; by: (typeof REACTIONS)[number] }];

export const anyKind: fc.Arbitrary<Kind> = fc.record({
  returns: fc.boolean(),
  mode: fc.constantFrom('popup', 'popup', 'redirect'),
});

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.tuple(fc.constant('press' as const), fc.nat({ max: 5 })) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('call' as const), fc.constantFrom(...CALLS)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('next window' as const), fc.constantFrom(...OPENINGS)) },
  {
    weight: 9,
    arbitrary: fc.tuple(
      fc.constant('signs in' as const),
      fc.record({
        shared: fc.boolean(),
        message: fc.boolean(),
        window: fc.constantFrom('latest' as const, 'latest' as const, 'older' as const),
      }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constant('chooses' as const), fc.record({ shared: fc.boolean(), message: fc.boolean() })),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(
      fc.constant('comes back' as const),
      fc.record({
        to: fc.constantFrom('the return address' as const, 'the page as it was' as const),
        signedIn: fc.boolean(),
        shared: fc.boolean(),
      }),
    ),
  },
  { weight: 4, arbitrary: fc.tuple(fc.constant('message' as const), fc.constantFrom(...MESSAGES)) },
  { weight: 4, arbitrary: fc.constant(['severed'] as const) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('closes window' as const), fc.record({ focus: fc.boolean() })) },
  { weight: 8, arbitrary: fc.tuple(fc.constant('looks' as const), fc.constantFrom(...LOOKS)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('online' as const), fc.boolean()) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('back/forward cache' as const), fc.constantFrom(SECOND, MINUTE, 20 * MINUTE)),
  },
  { weight: 5, arbitrary: fc.tuple(fc.constant('companion' as const), fc.constantFrom('up' as const, ...WEATHERS)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('latency' as const), fc.constantFrom(0, 300, 6 * SECOND, 20 * SECOND)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('session' as const), fc.constantFrom(...SESSIONS)) },
  { weight: 5, arbitrary: fc.tuple(fc.constant('elsewhere' as const), fc.constantFrom(...ELSEWHERE)) },
  {
    weight: 10,
    arbitrary: fc.tuple(
      fc.constant('pass' as const),
      fc.constantFrom(
        SECOND,
        SECOND,
        5 * SECOND,
        5 * SECOND,
        25 * SECOND,
        25 * SECOND,
        MINUTE,
        3 * MINUTE,
        40 * MINUTE,
      ),
    ),
  },
  { weight: 2, arbitrary: fc.constant(['remove'] as const) },
  { weight: 3, arbitrary: fc.constant(['add'] as const) },
  { weight: 1, arbitrary: fc.constant(['move'] as const) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('configure' as const), fc.constantFrom(0, 1, undefined)) },
  { weight: 3, arbitrary: fc.constant(['reload'] as const) },
  { weight: 2, arbitrary: fc.constant(['route'] as const) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('in an app' as const), fc.boolean()) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('clock' as const), fc.constantFrom(-60 * MINUTE, 60 * MINUTE)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('disabled' as const), fc.boolean()) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('prepare' as const), fc.boolean()) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant('reaction' as const),
      fc.record({ to: fc.constantFrom(...HEARD), by: fc.constantFrom(...REACTIONS) }),
    ),
  },
);

/** What a page sees while somebody is in a window, none of it anybody's wish to stop. */
export const anyNoise: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('looks' as const), fc.constantFrom(...LOOKS)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('pass' as const), fc.integer({ min: 1, max: MINUTE })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('online' as const), fc.boolean()) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('companion' as const), fc.constantFrom('up' as const, ...WEATHERS)) },
  { weight: 1, arbitrary: fc.constant(['move'] as const) },
  { weight: 1, arbitrary: fc.constant(['route'] as const) },
  { weight: 1, arbitrary: fc.constant(['configure', 0] as const) },
  { weight: 1, arbitrary: fc.constant(['reload'] as const) },
);
