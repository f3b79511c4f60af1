// @ts-check
// The demo's event log. A page of your own needs none of this.

const EVENTS = [
  'leaf-connect',
  'leaf-connected',
  'leaf-organizations-change',
  'leaf-cancelled',
  'leaf-disconnected',
  'leaf-state-change',
  'leaf-error',
  'leaf-diagnostic',
];
const LINES_KEPT = 200;

const log = document.getElementById('log');
const state = document.getElementById('state');

/** @param {Event} event */
function write(event) {
  const detail = event instanceof CustomEvent ? event.detail : undefined;
  const line = document.createElement('li');
  const name = document.createElement('strong');
  name.textContent = event.type;
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString();
  const body = document.createElement('pre');
  body.textContent = JSON.stringify(detail, null, 2);
  line.append(name, ' ', time, body);
  log?.prepend(line);
  if (log && log.children.length > LINES_KEPT) log.lastElementChild?.remove();
  if (state && event.type === 'leaf-state-change') state.textContent = detail.state;
}

for (const name of EVENTS) document.addEventListener(name, write);

// The element keeps the id of a live attempt there, and a new visitor has none.
document.getElementById('start-over')?.addEventListener('submit', () => sessionStorage.clear());
