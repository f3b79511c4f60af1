/** Defines `<leaf-jd-connect>`: what a script tag or a bare import does. */
import { LeafJdConnect } from './leaf-jd-connect.js';

LeafJdConnect.define();

export * from './index.js';
