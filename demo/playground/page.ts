/** The playground as a page of the demo. */
import { simulateCompanion } from '../in-page/index.js';
import { mountPlayground } from './index.js';

const place = document.getElementById('playground');
simulateCompanion();
if (place) {
  mountPlayground(place, {
    locales: [
      ['en', 'English'],
      ['es', 'Español'],
      ['pt-BR', 'Português (Brasil)'],
      ['fr', 'Français'],
      ['de', 'Deutsch'],
      ['ar', 'العربية'],
    ],
  });
}
