// @ts-check
// The steps around the card. Of the element it uses what any page may: attributes, properties and events.

/** @typedef {import('../../src/element/leaf-jd-connect.js').LeafJdConnect} LeafJdConnect */

const STEPS = ['welcome', 'connect', 'choose', 'done', 'later'];
const NAMED_AT_MOST = 12;
/** How long a slow answer may keep the first step from being shown. */
const PATIENCE_MS = 3000;

const card = /** @type {LeafJdConnect} */ (document.querySelector('leaf-jd-connect'));
let step = '';

// Said as the co-op says it. `{company}` is filled in by the element.
card.strings = {
  disconnectedTitle: 'Your records, straight from the cab',
  disconnectedText: 'Sign in at John Deere, allow access, and pick the farms that you bring into the co-op.',
  sharedLabel: 'What the co-op receives',
  sharedWith: 'It travels to us through the data service Leaf. You can stop at any time, without giving a reason.',
  connect: 'Open John Deere',
  noneSharedTitle: 'You are in. Now pick your farms.',
  connectedTitle: 'Your machines are connected',
  connectedText: 'The farms marked as shared are the ones that {company} can read.',
  yoursTitle: 'Are these your farms?',
};

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

function isSharing() {
  return (card.connection?.organizations.connected.length ?? 0) > 0;
}

/** Somebody is signed in at John Deere, and John Deere still says so. */
function isSignedIn() {
  const { state, health } = card.connection ?? { state: 'disconnected', health: 'unknown' };
  return state !== 'disconnected' && health !== 'unauthenticated';
}

/** Where the visitor is, as far as the companion knows. */
function natural() {
  if (isSignedIn()) return isSharing() && card.state === 'connected' ? 'done' : 'choose';
  return card.state === 'attention' ? 'connect' : 'welcome';
}

/**
 * The nearest step that makes sense now.
 * @param {string} wanted
 */
function fitting(wanted) {
  if (wanted === 'connect' && isSignedIn()) return 'choose';
  if (wanted === 'choose' && !isSignedIn()) return 'connect';
  if (wanted === 'done' && !(isSignedIn() && isSharing())) return isSignedIn() ? 'choose' : 'connect';
  return wanted;
}

/** @param {string} wanted */
function show(wanted) {
  const next = fitting(wanted);
  if (location.hash !== `#${next}`) history.replaceState(null, '', `#${next}`);
  const moved = step !== '' && next !== step;
  step = next;
  find('moment').hidden = true;
  for (const part of document.querySelectorAll('[data-step]')) {
    part.toggleAttribute('hidden', !part.getAttribute('data-step')?.split(' ').includes(step));
  }
  showProgress();
  showWays();
  showShared();
  const heading = /** @type {HTMLElement | null} */ (document.querySelector(`section[data-step="${step}"] h1`));
  document.title = `${heading?.textContent ?? ''} · Hollin Vale Growers (demo)`;
  if (!moved) return;
  scrollTo(0, 0);
  heading?.focus({ preventScroll: true });
}

function showProgress() {
  const list = /** @type {HTMLElement} */ (document.querySelector('.progress'));
  list.hidden = false;
  const at = STEPS.indexOf(step === 'later' ? 'connect' : step);
  for (const item of list.children) {
    const of = STEPS.indexOf(item.getAttribute('data-of') ?? '');
    item.classList.toggle('passed', of < at);
    if (of === at) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
  }
}

/** Forward only where there is something to go on with; back and later always. */
function showWays() {
  const choosing = step === 'choose';
  find('continue').hidden = !(choosing && isSharing());
  find('continue').setAttribute('href', '#done');
  find('back').setAttribute('href', '#welcome');
  find('skip').hidden = choosing && isSharing();
  find('hint').hidden = !(choosing && !isSharing());
}

function showShared() {
  const { connected, notConnected } = card.connection?.organizations ?? { connected: [], notConnected: [] };
  const names = connected.slice(0, NAMED_AT_MOST).map(({ name }) => name);
  const more = connected.length - names.length;
  if (more > 0) names.push(`and ${more} more`);
  find('shared').replaceChildren(
    ...names.map((name) => Object.assign(document.createElement('li'), { textContent: name })),
  );
  find('unshared').hidden = notConnected.length === 0;
  find('unshared').textContent = `Not shared: ${notConnected
    .map(({ name }) => name)
    .slice(0, NAMED_AT_MOST)
    .join(', ')}${notConnected.length > NAMED_AT_MOST ? ' and others' : ''}.`;
}

function wanted() {
  const named = location.hash.slice(1);
  return STEPS.includes(named) ? named : natural();
}

/** Where things stand has changed: what is shown may make no sense any more. */
function follow() {
  if (step === '' && card.state === 'loading') return;
  show(step === '' ? wanted() : step);
}

find('moment').hidden = false;
card.addEventListener('leaf-state-change', follow);
card.addEventListener('leaf-organizations-change', follow);
addEventListener('hashchange', () => show(wanted()));
setTimeout(() => {
  if (step === '') show(wanted());
}, PATIENCE_MS);
