// @ts-check
// The lab's panel: what the card says, and what the companion's log says, newest first. It belongs to the demo.
const { situation = '', seen = '0' } = document.currentScript?.dataset ?? {};
const ASK_EVERY_MS = 700;
const LINES_KEPT = 200;
/** Two thousand organizations make a long event; nobody reads it here. */
const TEXT_KEPT = 2000;

/** @typedef {{ number: number, at: string, event: string, requestId?: string, route?: string, method?: string, status?: number, ms?: number, code?: string }} Line */
/** @typedef {{ kind: string, name?: string, detail?: any, card?: number, states?: string[], text?: string, height?: number }} Report */

/** Request ids that the card has named. @type {Set<string>} */
const named = new Set();
let newest = Number(seen);

/** @param {string} id */
const part = (id) => document.getElementById(id);

/**
 * @param {string} tag
 * @param {string} text
 * @param {string} [className]
 */
function make(tag, text, className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/**
 * @param {string} list
 * @param {string} time
 * @param {Node[]} content
 */
function prepend(list, time, content) {
  const line = document.createElement('li');
  line.append(...content.flatMap((node) => [node, ' ']), make('time', time));
  const lines = part(list);
  lines?.prepend(line);
  if (lines && lines.children.length > LINES_KEPT) lines.lastElementChild?.remove();
  return line;
}

/** @param {Report} report */
function show({ kind, name = '', detail, card = 1, states = [], text = '', height = 0 }) {
  const now = new Date().toLocaleTimeString();
  if (kind === 'states') {
    const state = part('state');
    if (state) state.textContent = states.join(' · ') || 'no card on the page';
  }
  if (kind === 'height') part('frame')?.setAttribute('height', String(Math.ceil(height)));
  if (kind === 'browser') prepend('log', now, [make('strong', 'the browser:'), make('span', text)]);
  if (kind !== 'event') return;
  const body = JSON.stringify(detail, null, 2);
  const which = document.querySelectorAll('leaf-jd-connect').length > 1 ? ` (card ${card})` : '';
  const line = prepend('log', now, [make('strong', name + which)]);
  line.append(make('pre', body.length > TEXT_KEPT ? `${body.slice(0, TEXT_KEPT)}\n… and more` : body));
  if (name === 'leaf-error') line.classList.add('fault');
  if (detail?.requestId) {
    line.dataset['requestId'] = detail.requestId;
    named.add(detail.requestId);
    mark(detail.requestId);
  }
}

/** Marks every line with a request id that the card has named. @param {string} latest */
function mark(latest) {
  for (const line of document.querySelectorAll('li[data-request-id]'))
    line.classList.toggle('same', named.has(line.getAttribute('data-request-id') ?? ''));
  const support = part('support');
  const code = support?.querySelector('mark');
  if (!support || !code) return;
  support.hidden = false;
  code.textContent = latest;
}

const TOLD = new Map([
  ['connection_refused', 'a connection was reset at the gate'],
  ['request_held_back', 'a request was held back at the gate'],
  ['sign_in_minted', 'a sign-in was started at Leaf'],
  ['link_refused', 'a link of Leaf’s was refused'],
]);

/** @param {Line} line */
function showLine({ at, event, requestId, route = '', method = '', status = 0, ms = 0, code = '' }) {
  const time = new Date(at).toLocaleTimeString();
  const content =
    event === 'request'
      ? [
          make('strong', `${method} ${route}`),
          make('span', `${status}${code && ` ${code}`}`, status >= 400 ? 'bad' : 'good'),
          make('span', `${ms} ms`, 'muted'),
        ]
      : [make('span', TOLD.get(event) ?? event)];
  const line = prepend('companion', time, content);
  if (method === 'OPTIONS') line.classList.add('preflight');
  if (!requestId) return;
  line.append(make('code', requestId, 'request-id'));
  line.dataset['requestId'] = requestId;
  if (named.has(requestId)) line.classList.add('same');
}

async function ask() {
  const answer = await fetch(`/lab/activity?after=${newest}`);
  /** @type {{ situation: string | null, broken: boolean, lines: Line[] }} */
  const { situation: current, broken, lines } = await answer.json();
  for (const line of lines) {
    newest = Math.max(newest, line.number);
    showLine(line);
  }
  const elsewhere = part('elsewhere');
  if (elsewhere) elsewhere.hidden = current === situation;
  const trouble = part('trouble');
  if (trouble && current === situation) {
    trouble.dataset['broken'] = String(broken);
    trouble.textContent = broken ? 'Put it right' : 'Break it';
  }
}

/** Nobody looks at a hidden page, and a page that cannot be reached is asked again. */
async function keepAsking() {
  if (!document.hidden) await ask().catch(() => undefined);
  setTimeout(() => void keepAsking(), ASK_EVERY_MS);
}

const ready = new Promise((resolve) => {
  document.addEventListener('DOMContentLoaded', resolve, { once: true });
});

document.addEventListener('lab-report', (event) => {
  if (event instanceof CustomEvent) void ready.then(() => show(event.detail));
});
addEventListener('message', ({ source, data }) => {
  const frame = /** @type {HTMLIFrameElement | null} */ (part('frame'));
  if (frame && source === frame.contentWindow && data?.lab) void ready.then(() => show(data.lab));
});

void ready.then(() => {
  part('trouble')?.addEventListener('click', ({ currentTarget }) => {
    const broken = currentTarget instanceof HTMLElement && currentTarget.dataset['broken'] === 'true';
    void fetch(`/lab/${situation}/${broken ? 'mend' : 'break'}`, { method: 'POST' }).then(ask);
  });
  void keepAsking();
});
