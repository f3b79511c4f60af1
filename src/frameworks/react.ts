'use client';
/**
 * `<LeafJdConnect>` for React 18 and later, and the types of the bare tag for React 19. React 18 knows attributes alone:
 * it would write a function out as text, and would not hear `leaf-connected`.
 */
import type { PropertyDeclaration } from 'lit';
import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type ClassAttributes,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type RefAttributes,
} from 'react';
import type { LeafConnectEventDetails } from '../element/announcements.js';
import { LeafJdConnect as LeafJdConnectElement } from '../element/leaf-jd-connect.js';
import { EVENT_NAMES, type EventName } from '../protocol/vocabulary.js';
import type { Attributes, Handler, HandlerName, Handlers, Properties } from './props.js';

export type { LeafJdConnectElement };

type Page = Omit<HTMLAttributes<LeafJdConnectElement>, keyof Properties | keyof Handlers>;

/** The element's properties, `onLeafConnected` and its like, and whatever any HTML element takes. */
export interface LeafJdConnectProps extends Page, Properties, Handlers {}

const HANDLERS = new Map<string, EventName>(EVENT_NAMES.map((name) => [handlerOf(name), name]));

/** As Lit reads them. */
const PROPERTIES = new Map<string, PropertyDeclaration>(Object.entries(LeafJdConnectElement.properties));

/** React warns of layout effects on a server, where there is no layout. */
const useSetUp = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/**
 * The card. What HTML can write is written as attributes, so that a page rendered on a server has them; functions and
 * objects are set as properties. `ref` is the element itself, with `connect()` and its other methods.
 */
export const LeafJdConnect: ForwardRefExoticComponent<LeafJdConnectProps & RefAttributes<LeafJdConnectElement>> =
  forwardRef<LeafJdConnectElement, LeafJdConnectProps>((props, ref) => {
    const card = useRef<LeafJdConnectElement>(null);
    const latest = useRef<Handlers>(props);

    useSetUp(() => {
      latest.current = props;
      for (const [name, { attribute, type }] of PROPERTIES) {
        const value: unknown = Reflect.get(props, name);
        // React 19 makes a boolean that is taken back `undefined`.
        if (type === Boolean && card.current) Reflect.set(card.current, name, Boolean(value));
        else if (attribute === false && card.current) Reflect.set(card.current, name, value);
      }
    });

    useSetUp(() => {
      // Not before: a card that a server rendered would wake without the functions that it needs.
      LeafJdConnectElement.define();
      const listening = new AbortController();
      for (const [handler, name] of HANDLERS) {
        const hear = (event: Event) => {
          (latest.current[handler as HandlerName] as Handler<EventName> | undefined)?.(
            event as CustomEvent<LeafConnectEventDetails[EventName]>,
          );
        };
        card.current?.addEventListener(name, hear, { signal: listening.signal });
      }
      return () => {
        listening.abort();
      };
    }, []);

    // After the definition: whoever is handed the element finds its methods.
    useImperativeHandle<LeafJdConnectElement | null, LeafJdConnectElement | null>(ref, () => card.current, []);

    return createElement('leaf-jd-connect', { ...written(props), ref: card });
  });

LeafJdConnect.displayName = 'LeafJdConnect';

/** What React is given to write: attributes, children, and everything that any element has. */
function written(props: LeafJdConnectProps): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    const property = PROPERTIES.get(name);
    if (property) {
      const attribute = property.attribute ?? name.toLowerCase();
      // `false` would be written out as text by React 18, and a boolean attribute that is there is true.
      if (typeof attribute === 'string' && value) attributes[attribute] = value;
    } else if (!HANDLERS.has(name)) {
      // React 18 does not translate it on a custom element.
      attributes[name === 'className' ? 'class' : name] = value;
    }
  }
  return attributes;
}

function handlerOf(name: EventName): HandlerName {
  return `on-${name}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as HandlerName;
}

type BareHandlers = { [Name in EventName as `on${Name}`]?: Handler<Name> | undefined };

/** The bare tag, for React 19 in a browser: hydrating one, React 19 leaves functions and listeners out (seen in its source). */
export type LeafJdConnectTag = Page & ClassAttributes<LeafJdConnectElement> & Properties & Attributes & BareHandlers;

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- React's types can be added to in no other way.
  namespace JSX {
    interface IntrinsicElements {
      'leaf-jd-connect': LeafJdConnectTag;
    }
  }
}
