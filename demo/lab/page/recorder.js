// @ts-check
// Keeps what the card says from its first moment on, and tells the lab's panel. A page of your own needs none of this.
const { events = '', panel = '', visit = '' } = document.currentScript?.dataset ?? {};
const TAG = 'leaf-jd-connect';

/** Every event of the element on this page, oldest first. */
const heard = /** @type {{ name: string, detail: unknown }[]} */ ([]);
Object.assign(window, { heard });

try {
  // The element keeps a live attempt there, and another visitor or another situation has none.
  if (sessionStorage.getItem('lab-visit') !== visit) sessionStorage.clear();
  sessionStorage.setItem('lab-visit', visit);
} catch {
  // A page without storage has nothing to clear.
}

/** @param {object} report */
function tell(report) {
  if (window.parent === window) document.dispatchEvent(new CustomEvent('lab-report', { detail: report }));
  else window.parent.postMessage({ lab: report }, panel);
}

let told = '';

/** Only what is new: telling changes the page, and every change of the page comes back here. */
function tellStates() {
  const states = [...document.querySelectorAll(TAG)].map((card) => Reflect.get(card, 'state') ?? 'not defined yet');
  if (states.join() === told) return;
  told = states.join();
  tell({ kind: 'states', states });
}

for (const name of events.split(' ')) {
  document.addEventListener(
    name,
    (event) => {
      const detail = event instanceof CustomEvent ? event.detail : undefined;
      heard.push({ name, detail });
      const card = [...document.querySelectorAll(TAG)].findIndex((one) => one === event.target) + 1;
      tell({ kind: 'event', name, detail, card });
      tellStates();
    },
    { capture: true },
  );
}

document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  tell({ kind: 'browser', text: `The page’s policy (${effectiveDirective}) blocked ${blockedURI}` });
});

void customElements.whenDefined(TAG).then(tellStates);

// Cards come, go and move without an event of theirs.
addEventListener('DOMContentLoaded', () => {
  new MutationObserver(tellStates).observe(document.body, { childList: true, subtree: true });
});

// The frame is as high as its page.
if (window.parent !== window) {
  new ResizeObserver(() => tell({ kind: 'height', height: document.documentElement.offsetHeight })).observe(
    document.documentElement,
  );
}
