/** The whole table, in its order. */
import { connectionFailures } from './failures-connection.js';
import { pageFailures } from './failures-page.js';
import { startFailures } from './failures-start.js';
import { windowFailures } from './failures-window.js';
import { SITUATIONS } from '../../../demo/lab/situations.js';
import { opening } from './opening.js';
import { labRow, returning } from './returning.js';
import type { Section } from './row.js';
import { windowOpen } from './window.js';

export const SECTIONS: readonly Section[] = [
  { title: 'Opening a window', rows: opening },
  { title: 'With the window open', rows: windowOpen },
  { title: 'Failures of the window', rows: windowFailures },
  { title: 'Failures at the start', rows: startFailures },
  { title: 'Failures of the connection', rows: connectionFailures },
  { title: 'Failures of the page', rows: pageFailures },
  { title: 'Coming back, and finding a way on', rows: [...returning, labRow(SITUATIONS.map(({ id }) => id))] },
];
