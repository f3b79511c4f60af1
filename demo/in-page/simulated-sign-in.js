// @ts-check
// Plays John Deere's sign-in for the simulated companion of `demo/in-page`. What is done here reaches it by a channel.

const query = new URLSearchParams(location.search);
const grower = query.get('grower');
const attemptId = query.get('attempt');
const channel = new BroadcastChannel('simulated-companion');

/** @typedef {{ id: string, name: string, shared: boolean }} Organization */
/** @type {{ organizations: Organization[], returns: boolean } | undefined} */
let told;
let account = 'with-organizations';

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} id */
function show(id) {
  for (const section of document.querySelectorAll('main > *')) section.toggleAttribute('hidden', section.id !== id);
  /** @type {HTMLElement | null} */ (document.querySelector(`#${id} h1`))?.focus();
}

/** @param {object} deed */
function tell(deed) {
  channel.postMessage({ grower, ...deed });
}

/** The companion's own last page speaks to the card, and closes; Leaf's does neither. */
function finish() {
  if (attemptId) opener?.postMessage({ type: 'leaf-jd-connect:finished', attemptId }, location.origin);
  show('done');
  close();
}

function offerOrganizations() {
  const rows = find('rows');
  rows.replaceChildren();
  for (const { id, name, shared } of told?.organizations ?? []) {
    const label = document.createElement('label');
    const box = Object.assign(document.createElement('input'), { type: 'checkbox', value: id, checked: shared });
    label.append(box, name);
    rows.append(label);
  }
  show('organizations');
}

channel.onmessage = ({ data }) => {
  if (data.tell !== grower || told) return;
  told = data;
  if (query.get('step') === 'organizations') offerOrganizations();
  else show('sign-in');
};
tell({ ask: true });
setTimeout(() => told ?? show('lost'), 2000);

for (const button of document.querySelectorAll('[data-account]')) {
  button.addEventListener('click', () => {
    account = button.getAttribute('data-account') ?? account;
    show('consent');
  });
}
find('allow').addEventListener('click', () => {
  tell({ did: 'sign-in', account });
  if (!told?.returns) show('plain');
  else if (account === 'without') finish();
  else offerOrganizations();
});
find('refuse').addEventListener('click', () => show('refused'));
find('organizations').addEventListener('submit', (event) => {
  event.preventDefault();
  /** @type {NodeListOf<HTMLInputElement>} */
  const ticked = document.querySelectorAll('#rows :checked');
  tell({ did: 'share', ids: Array.from(ticked, ({ value }) => value) });
  if (told?.returns) finish();
  else show('done');
});
for (const button of document.querySelectorAll('.close')) button.addEventListener('click', () => close());
