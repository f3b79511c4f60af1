/** Every situation that the card can be shown in: its nine states, and the faces within them that are worth seeing. */
import type { LinkKind } from '../../src/protocol/vocabulary.js';
import { organization, type Beginning } from './grower.js';

export type SituationName =
  | 'live'
  | 'loading'
  | 'disconnected'
  | 'connecting'
  | 'blocked'
  | 'blocked-in-frame'
  | 'unfinished'
  | 'no-organizations'
  | 'nothing-to-share'
  | 'connected'
  | 'whose-farm'
  | 'many-organizations'
  | 'switches'
  | 'no-link'
  | 'deere-away'
  | 'disconnect-question'
  | 'support-details'
  | 'attention'
  | 'missing-permission'
  | 'unavailable'
  | 'session-expired'
  | 'offline'
  | 'hand-over';

/** What the page's author has to write on the card for a situation to be seen. */
export interface Author {
  readonly selectOrganizations: boolean;
  readonly showData: boolean;
  readonly allowDisconnect: boolean;
  readonly hostedLink: LinkKind | undefined;
}

export interface Situation {
  readonly name: SituationName;
  readonly title: string;
  /** One sentence for a page around the card. */
  readonly about: string;
  /** It can only be seen where the page itself is in a frame. */
  readonly framed?: true;
  /** How it differs from nobody having signed in. */
  readonly beginning?: Partial<Beginning>;
  readonly author?: Partial<Author>;
}

const HOME = organization('Maple Row Farm', { shared: true });
const RIVER = organization('River Bend Ag', { shared: true });
const HILL = organization('Hillside Pastures');
const CONTRACTING = organization('Northgate Contracting');
const SEVERAL = [HOME, RIVER, HILL, CONTRACTING];
const NONE_SHARED = SEVERAL.map((one) => ({ ...one, shared: false }));
const PLACES = ['Alder', 'Birch', 'Cedar', 'Elm', 'Hazel', 'Larch', 'Linden', 'Oak', 'Rowan', 'Willow'];
const MANY = PLACES.flatMap((place, index) =>
  ['Creek Farm', 'Hill Farm', 'Mill Ranch', 'View Dairy'].map((kind) =>
    organization(`${place} ${kind}`, { shared: index % 3 === 0 }),
  ),
);

export const UNTOUCHED: Beginning = {
  signedIn: false,
  health: 'unknown',
  environment: 'PRODUCTION',
  organizations: NONE_SHARED,
  returns: false,
  fieldsArrived: 48,
  trouble: undefined,
};

const SIGNED_IN = { signedIn: true, health: 'ok' } as const;
const CONNECTED = { ...SIGNED_IN, organizations: SEVERAL };

export const SITUATIONS: readonly Situation[] = [
  {
    name: 'live',
    title: 'A whole connect',
    about: 'Press the button, sign in at the simulated John Deere, and choose what to share.',
    beginning: { returns: true },
    author: { allowDisconnect: true },
  },
  {
    name: 'loading',
    title: 'Loading',
    about: 'The companion has not answered yet.',
    beginning: { trouble: 'silence' },
  },
  { name: 'disconnected', title: 'Disconnected', about: 'Nobody has signed in: what will be shared, and with whom.' },
  { name: 'connecting', title: 'Connecting', about: 'The sign-in window is open, and the card waits with the grower.' },
  { name: 'blocked', title: 'Blocked', about: 'The browser held the window back, so there is a real link and a code.' },
  {
    name: 'blocked-in-frame',
    title: 'Blocked in a frame',
    about: 'In a frame that opens no windows even a link may do nothing, so its address can be copied.',
    framed: true,
  },
  { name: 'unfinished', title: 'Unfinished', about: 'The grower came back, and no sign-in was found.' },
  {
    name: 'hand-over',
    title: 'A link for somebody else',
    about: 'Somebody else has the John Deere login, and gets a link.',
    author: { hostedLink: 'start' },
  },
  {
    name: 'no-organizations',
    title: 'Nothing shared yet',
    about: 'Signed in, but no organization is shared: the commonest half-finished state.',
    beginning: { ...SIGNED_IN, organizations: NONE_SHARED },
    author: { allowDisconnect: true },
  },
  {
    name: 'nothing-to-share',
    title: 'No organization at all',
    about: 'The John Deere account belongs to no organization: probably the wrong one.',
    beginning: { ...SIGNED_IN, organizations: [] },
    author: { allowDisconnect: true },
  },
  {
    name: 'connected',
    title: 'Connected',
    about: 'Some organizations are shared, and each has a link of its own.',
    beginning: CONNECTED,
    author: { allowDisconnect: true, showData: true },
  },
  {
    name: 'whose-farm',
    title: 'Whose farm is it?',
    about: 'After a first connection the card shows the names, and asks.',
    beginning: { organizations: SEVERAL },
  },
  {
    name: 'many-organizations',
    title: 'Many organizations',
    about: 'From eight organizations on there is a box to find one.',
    beginning: { ...SIGNED_IN, organizations: MANY },
  },
  {
    name: 'switches',
    title: 'What Leaf fetches',
    about: 'With select-organizations, each shared organization has a switch; one is not allowed yet.',
    beginning: {
      ...SIGNED_IN,
      organizations: [HOME, { ...RIVER, sync: 'PREVIEW' }, { ...HILL, shared: true, sync: 'BLOCKED' }, CONTRACTING],
    },
    author: { selectOrganizations: true },
  },
  {
    name: 'no-link',
    title: 'A link that was refused',
    about: 'An organization whose link is not one of John Deere’s keeps its row.',
    beginning: { ...SIGNED_IN, organizations: [HOME, { ...RIVER, linked: false }] },
  },
  {
    name: 'deere-away',
    title: 'John Deere does not answer',
    about: 'What was shared stays in sight; there is nothing for the grower to do.',
    beginning: { ...CONNECTED, health: 'temporarily_unavailable' },
  },
  {
    name: 'disconnect-question',
    title: 'Disconnect?',
    about: 'Disconnecting asks once, on the card itself.',
    beginning: CONNECTED,
    author: { allowDisconnect: true },
  },
  {
    name: 'support-details',
    title: 'Details for support',
    about: 'What became of calls to John Deere, for whoever helps the grower.',
    beginning: CONNECTED,
  },
  {
    name: 'attention',
    title: 'Sign in again',
    about: 'John Deere no longer accepts the sign-in.',
    beginning: { ...CONNECTED, health: 'unauthenticated' },
  },
  {
    name: 'missing-permission',
    title: 'A permission is missing',
    about: 'An organization is connected, but may not be read.',
    beginning: { ...CONNECTED, health: 'missing_permission' },
  },
  {
    name: 'unavailable',
    title: 'Unavailable',
    about: 'The companion could not say how things stand, and nothing was known before.',
    beginning: { trouble: 'leaf_unavailable' },
  },
  {
    name: 'session-expired',
    title: 'An error while connected',
    about: 'What was known stays in sight, with what went wrong above it.',
    beginning: CONNECTED,
  },
  {
    name: 'offline',
    title: 'Offline',
    about: 'The device has no network; the card asks again when it is back.',
    beginning: CONNECTED,
  },
];

export function situationNamed(name: SituationName): Situation {
  const found = SITUATIONS.find((situation) => situation.name === name);
  if (!found) throw new Error(`There is no situation called ${name}.`);
  return found;
}
