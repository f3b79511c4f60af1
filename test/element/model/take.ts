/** What each step does to the played world. */
import { CREDENTIAL_ASSIGNED, HANDSHAKE } from '../../../src/protocol/vocabulary.js';
import { LEAF_ORIGIN } from './played-companion.js';
import type { PlayedWindow } from './played-window.js';
import type { Step } from './steps.js';
import type { World } from './world.js';

type Details<Name extends Step[0]> = Extract<Step, readonly [Name, unknown]>[1];

/** Lets one thing happen, and everything that follows from it at once. */
export async function take(world: World, step: Step): Promise<void> {
  const { clock, page, witness, element } = world;
  witness.asked.clear();
  clock.stir();
  switch (step[0]) {
    case 'press':
      await press(world, step[1]);
      break;
    case 'call':
      call(world, step[1]);
      break;
    case 'next window':
      page.opening = step[1];
      break;
    case 'signs in':
      signIn(world, step[1]);
      break;
    case 'chooses':
      choose(world, step[1]);
      break;
    case 'comes back':
      await comeBack(world, step[1]);
      break;
    case 'message':
      message(world, step[1]);
      break;
    case 'severed':
      page.latest?.sever();
      break;
    case 'closes window':
      if (page.latest) page.latest.gone = true;
      if (step[1].focus) look(world, 'focus');
      break;
    case 'looks':
      look(world, step[1]);
      break;
    case 'online':
      page.online = step[1];
      page.tellWindow(step[1] ? 'online' : 'offline');
      break;
    case 'back/forward cache':
      restore(world, step[1]);
      break;
    case 'companion':
      if (world.companion) world.companion.weather = step[1];
      break;
    case 'latency':
      if (world.companion) world.companion.latency = step[1];
      break;
    case 'session':
      world.session = step[1];
      break;
    case 'elsewhere':
      elsewhere(world, step[1]);
      break;
    case 'pass':
      await clock.pass(step[1]);
      break;
    case 'remove':
      if (element.attached) element.remove();
      break;
    case 'add':
      if (!element.attached) element.attach();
      break;
    case 'move':
      if (element.attached) {
        element.remove();
        element.attach();
      }
      break;
    case 'configure':
      world.pointAt(step[1]);
      break;
    case 'reload':
      await world.reload();
      break;
    case 'route':
      await world.changeRoute();
      break;
    case 'in an app':
      page.inApp = step[1];
      break;
    case 'clock':
      clock.wrongBy += step[1];
      break;
    case 'disabled':
      element.disabled = step[1];
      break;
    case 'prepare':
      element.flow.prepare(step[1]);
      break;
    case 'reaction':
      react(world, step[1]);
      break;
  }
  await clock.settle();
}

async function press(world: World, number: number): Promise<void> {
  const { element, page, clock, witness } = world;
  const { offers } = element;
  const offer = offers[number % offers.length];
  if (!offer || !element.attached) return;
  const before = world.traces;
  witness.pressed(offer.label);
  const goesOn = offer.press();
  if (goesOn && offer.withOpener && offer.href !== undefined) page.followLink(offer.href, offer.target ?? '');
  await clock.settle();
  if (offer.href === undefined && world.traces === before && !world.waiting)
    witness.complain(`${offer.label} leads nowhere`);
}

function call({ element, witness }: World, what: Details<'call'>): void {
  witness.asked.add(what === 'cancel' ? 'user' : 'superseded');
  void element.flow[what]();
}

function signIn(world: World, how: Details<'signs in'>): void {
  const { companion, page } = world;
  const there = page.windows.at(how.window === 'latest' ? -1 : -2);
  // Somebody can be in a window that the page believes closed.
  if (!there?.inUse || !companion || !there.address.startsWith(companion.origin)) return;
  companion.attach(how.shared ? ['North'] : []);
  there.choosing = companion.returns;
  there.finished = !companion.returns;
  if (how.message && !companion.returns) genuineMessage(world, there);
}

function choose(world: World, { shared, message }: Details<'chooses'>): void {
  const { companion, page, witness } = world;
  const there = page.latest;
  if (!companion || !there?.choosing || there.gone) return;
  if (shared && companion.revision !== null) companion.shared = ['North'];
  there.choosing = false;
  there.finished = true;
  if (message && there.opener !== null) {
    there.spoke = true;
    witness.saw('finished');
    page.message({ type: HANDSHAKE.finished, attemptId: attemptOf(there) }, companion.origin, there);
  }
  there.gone = true;
}

/** As the played companion names an attempt and where it starts. */
function attemptOf({ address }: PlayedWindow): string {
  return address.replace('/start/', '#');
}

async function comeBack(world: World, how: Details<'comes back'>): Promise<void> {
  const { companion, page, witness } = world;
  if (page.leavingFor === undefined) return;
  witness.saw('came back');
  if (how.signedIn && companion && page.leavingFor.startsWith(companion.origin))
    companion.attach(how.shared ? ['North'] : []);
  if (how.to === 'the return address') await world.reload();
  else restore(world, 1_000);
}

/** The page is shown as it was when it was left. */
function restore({ clock, page, witness }: World, after: number): void {
  page.leavingFor = undefined;
  clock.standStill(after);
  witness.lookedBack();
  page.tellWindow('pageshow', { persisted: true });
}

const ASSIGNED = {
  status: CREDENTIAL_ASSIGNED,
  connectedOrganizations: [{ id: 'north', name: 'North' }],
  notConnectedOrganizations: [],
};

/** All but the genuine one must change nothing. */
function message(world: World, which: Details<'message'>): void {
  const { page, element, witness } = world;
  const [latest, older] = [page.windows.at(-1), page.windows.at(-2)];
  if (which === 'genuine') {
    if (latest) genuineMessage(world, latest);
    return;
  }
  const before = element.flow.situation;
  // Without a handle, as after a link or a reload, a window is known by its opener alone, and so is an older one.
  const handle = latest?.byScript && element.flow.signIn.window.reachable ? latest : undefined;
  const forged: Record<typeof which, readonly [data: unknown, origin: string, source: unknown]> = {
    'wrong origin': [ASSIGNED, 'https://evil.example', latest],
    'wrong source': [ASSIGNED, LEAF_ORIGIN, { opener: null }],
    'wrong shape': [{ ...ASSIGNED, connectedOrganizations: 'all' }, LEAF_ORIGIN, latest],
    'no window': [ASSIGNED, LEAF_ORIGIN, null],
    'older window': [ASSIGNED, LEAF_ORIGIN, handle && older?.opener ? older : null],
    null: [null, LEAF_ORIGIN, latest],
    'finished, of another attempt': [
      { type: HANDSHAKE.finished, attemptId: 'another' },
      world.companion?.origin ?? '',
      latest,
    ],
    'finished, from elsewhere': [
      { type: HANDSHAKE.finished, attemptId: latest && attemptOf(latest) },
      'https://evil.example',
      latest,
    ],
  };
  page.message(...forged[which]);
  if (element.flow.situation !== before) witness.complain(`believed a forged message (${which})`);
}

/** Only a window that was not severed can speak to the page that opened it. */
function genuineMessage({ page }: World, from: PlayedWindow): void {
  if (from.gone || from.opener === null) return;
  from.spoke = true;
  page.message(ASSIGNED, LEAF_ORIGIN, from);
}

function look({ page, witness }: World, how: Details<'looks'>): void {
  const looks = how === 'focus' || how === 'unseen focus' || how === 'show';
  // Whoever comes back was away, seen to leave or not.
  if (!looks || !page.hasFocus) witness.left();
  if (how === 'blur' || how === 'unseen blur') page.hasFocus = false;
  if (how === 'focus' || how === 'unseen focus') page.hasFocus = true;
  if (how === 'hide' || how === 'show') page.hidden = how === 'hide';
  if (looks) witness.looked();
  if (how === 'blur' || how === 'focus') page.tellWindow(how);
  if (how === 'hide' || how === 'show') page.tellVisibility();
}

function elsewhere({ companion }: World, what: Details<'elsewhere'>): void {
  if (!companion) return;
  if (what === 'signed in') companion.attach(['South']);
  if (what === 'disconnected') companion.detach();
  if (companion.revision === null) return;
  if (what === 'revoked') companion.health = 'unauthenticated';
  if (what === 'limited') companion.health = 'missing_permission';
  if (what === 'away') companion.health = 'temporarily_unavailable';
  if (what === 'recovered') companion.health = 'ok';
  if (what === 'shared') companion.shared = ['North', 'South'];
  if (what === 'unshared') companion.shared = [];
}

/** A page's own listener that calls back into the card, once. */
function react(world: World, { to, by }: Details<'reaction'>): void {
  world.witness.listener = (name) => {
    const { element, witness } = world;
    if (name !== to) return;
    witness.listener = undefined;
    if (by === 'remove' || by === 'move') {
      if (element.attached) element.remove();
      if (by === 'move') element.attach();
      return;
    }
    if (by !== 'connect' && by !== 'refresh') call(world, 'cancel');
    if (by === 'refresh') call(world, 'refresh');
    if (by === 'connect' || by === 'cancel and connect') call(world, 'connect');
  };
}
