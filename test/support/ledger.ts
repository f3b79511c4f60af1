/**
 * Counts what code leaves behind on a page: listeners on whatever outlives an element, and timers. Only what the card's
 * own sources start is counted, since the test runner has timers too.
 */
const SOURCES = '/src/element/';

export interface Ledger {
  /** What is still there, in words. */
  open(): string[];
  close(): void;
}

export function openLedger(): Ledger {
  const held = new Map<unknown, string>();
  const undo = [
    countListeners(held),
    countTimers(held, 'setTimeout', 'clearTimeout'),
    countTimers(held, 'setInterval', 'clearInterval'),
  ];
  return {
    open: () => [...held.values()],
    close: () => undo.forEach((step) => step()),
  };
}

type Listened = readonly [EventTarget, string, unknown, boolean];

function countListeners(held: Map<unknown, string>): () => void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- Every use below names its target again.
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const known: Listened[] = [];
  const find = (sought: Listened): Listened | undefined =>
    known.find((one) => one.every((piece, index) => piece === sought[index]));
  const forget = (sought: Listened): void => {
    const found = find(sought);
    if (!found) return;
    known.splice(known.indexOf(found), 1);
    held.delete(found);
  };
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    addEventListener.call(this, type, listener, options);
    if (!outlives(this) || listener === null || !fromSources()) return;
    const entry: Listened = [this, type, listener, isCapture(options)];
    const signal = typeof options === 'object' ? options.signal : undefined;
    if (signal?.aborted || find(entry)) return;
    known.push(entry);
    held.set(entry, `listener for ${type} on ${this.constructor.name}`);
    if (signal) addEventListener.call(signal, 'abort', () => forget(entry), { once: true });
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    removeEventListener.call(this, type, listener, options);
    forget([this, type, listener, isCapture(options)]);
  };
  return () => Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
}

function countTimers(
  held: Map<unknown, string>,
  start: 'setTimeout' | 'setInterval',
  stop: 'clearTimeout' | 'clearInterval',
): () => void {
  const set = window[start].bind(window);
  const clear = window[stop].bind(window);
  const counting = (callback: () => void, delay?: number): number => {
    const id: unknown = set(() => {
      if (start === 'setTimeout') held.delete(id);
      callback();
    }, delay);
    if (fromSources()) held.set(id, `${start} of ${delay ?? 0} ms`);
    return id as number;
  };
  const releasing = (id?: number): void => {
    held.delete(id);
    clear(id);
  };
  Object.assign(window, { [start]: counting, [stop]: releasing });
  return () => Object.assign(window, { [start]: set, [stop]: clear });
}

/** Listeners on an element go with the element. */
function outlives(target: EventTarget): boolean {
  return !(target instanceof Element || target instanceof ShadowRoot);
}

function isCapture(options: boolean | EventListenerOptions | undefined): boolean {
  return typeof options === 'object' ? options.capture === true : options === true;
}

function fromSources(): boolean {
  return new Error().stack?.includes(SOURCES) ?? false;
}
