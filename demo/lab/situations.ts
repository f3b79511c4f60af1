/** The catalogue of the failure lab. In each text, what stands between backticks is shown as code. */
import { CONNECTION } from './situations/connection.js';
import { EMBEDDING, WRONG_SETTINGS } from './situations/embedding.js';
import { GROWERS } from './situations/growers.js';
import { LEAF } from './situations/leaf.js';
import { NETWORK } from './situations/network.js';
import { ORDINARY } from './situations/ordinary.js';
import { PAGE } from './situations/page.js';
import { START } from './situations/start.js';
import { WINDOW } from './situations/window.js';
import type { Group, Situation } from './situation.js';

export const GROUPS: readonly Group[] = [
  ORDINARY,
  GROWERS,
  WINDOW,
  START,
  LEAF,
  CONNECTION,
  NETWORK,
  EMBEDDING,
  WRONG_SETTINGS,
  PAGE,
];

export const SITUATIONS: readonly Situation[] = GROUPS.flatMap(({ situations }) => situations);
