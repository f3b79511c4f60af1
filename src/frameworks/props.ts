/** The element in a framework's words, made of the element's own declarations: a new property or event is here by itself. */
import type { LeafConnectEventDetails } from '../element/announcements.js';
import type { LeafJdConnect } from '../element/leaf-jd-connect.js';

type Declared = typeof LeafJdConnect.properties;

type Pascal<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Capitalize<Head>}${Pascal<Tail>}`
  : Capitalize<Name>;

type Kebab<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `-${Lowercase<Head>}`}${Kebab<Tail>}`
  : Name;

/** What a page may set. `undefined` is the same as leaving it out. */
export type Properties = { [Name in keyof Declared]?: LeafJdConnect[Name] | undefined };

/** The same as HTML writes it, where it can: `server-url` for `serverUrl`, and nothing for a function. */
export type Attributes = {
  [Name in keyof Declared as Declared[Name] extends { attribute: boolean } ? never : Kebab<Name>]?:
    LeafJdConnect[Name] | undefined;
};

/** `onLeafConnected` for `leaf-connected`. */
export type HandlerName = `on${Pascal<keyof LeafConnectEventDetails>}`;

export type Handlers = {
  [Name in keyof LeafConnectEventDetails as `on${Pascal<Name>}`]?: Handler<Name> | undefined;
};

export type Handler<Name extends keyof LeafConnectEventDetails> = (
  event: CustomEvent<LeafConnectEventDetails[Name]>,
) => void;
