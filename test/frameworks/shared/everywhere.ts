/** One card at a time, given whatever a test says, by a framework's own means. */
import { LeafJdConnect } from 'leaf-jd-connect/element';

type Values = Readonly<Record<string, unknown>>;

export interface Framework {
  /** @param children Whether the card has some: one for the default slot, one for `help`. */
  readonly show: (given: Values, children: boolean) => void;
  readonly hide: () => void;
  /** How `leaf-connected` is listened to. */
  readonly handler: string;
}

/** What can be given. A test on the other side of the wire names them. */
const VALUES = {
  text: 'Some text',
  yes: true,
  no: false,
  object: { connect: 'Bring the farm in' },
  function: () => Promise.resolve({ token: '' }),
};
export type Value = keyof typeof VALUES;

export interface Everywhere {
  define(): void;
  show(given: Readonly<Record<string, Value>>, children?: boolean): void;
  hide(): void;
  /** What a property of the card is, by its name in `VALUES`; or what else it is. */
  read(property: string): string;
  /** What is in the card, slot by slot. */
  children(): string[];
  /** How often a handler given in the framework's way, one added to the element and one above it hear an event. */
  hear(): { declared: number; added: number; above: number };
}

declare global {
  interface Window {
    everywhere: Everywhere;
  }
}

export function serve({ show, hide, handler }: Framework): void {
  const card = () => document.querySelector('leaf-jd-connect');
  const valued = (given: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, VALUES[value]]));
  window.everywhere = {
    define: () => LeafJdConnect.define(),
    show: (given, children = false) => show(valued(given), children),
    hide,
    read: (property) => {
      const found: unknown = Reflect.get(card() ?? {}, property);
      return Object.entries(VALUES).find(([, value]) => value === found)?.[0] ?? `${typeof found} ${String(found)}`;
    },
    children: () => [...(card()?.children ?? [])].map((child) => `${child.slot}: ${child.textContent}`),
    hear: () => {
      const heard = { declared: 0, added: 0, above: 0 };
      show({ [handler]: () => heard.declared++ }, false);
      card()?.addEventListener('leaf-connected', () => heard.added++);
      document.body.addEventListener('leaf-connected', () => heard.above++);
      card()?.dispatchEvent(new CustomEvent('leaf-connected', { bubbles: true, composed: true }));
      return heard;
    },
  };
}
