/**
 * Types of `<leaf-jd-connect>` in Vue's templates; there is nothing to run. Vue has to be told that the tag is an
 * element: `isCustomElement: (tag) => tag === 'leaf-jd-connect'` in the compiler's options.
 */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { LeafJdConnect } from '../element/leaf-jd-connect.js';
import type { Handlers, Properties } from './props.js';

/** The tag as Vue's templates see it: properties, `@leaf-connected` and its like, and whatever any element takes. */
export type LeafJdConnectTag = new () => LeafJdConnect & {
  $props: Omit<HTMLAttributes, keyof Properties> & PublicProps & Properties & Handlers;
};

declare module 'vue' {
  interface GlobalComponents {
    'leaf-jd-connect': LeafJdConnectTag;
  }

  interface HTMLAttributes {
    /** What goes into the card names its slot by HTML's own attribute, which Vue's types do not know. */
    slot?: string;
  }
}
