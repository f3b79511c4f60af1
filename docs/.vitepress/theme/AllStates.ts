/** Every situation of the card, one under the other. */
import { defineComponent, h } from 'vue';
import { SITUATIONS } from '../../../demo/in-page/situations.js';
import { LiveCard } from './LiveCard.js';

/** What needs a frame around the page, or is a whole walk, has no place in a list. */
const shown = SITUATIONS.filter(({ name, framed }) => !framed && name !== 'live');

export const AllStates = defineComponent({
  name: 'AllStates',
  setup: () => () =>
    shown.map(({ name, title, about }) =>
      h('section', { key: name }, [
        h('h2', { id: name, tabindex: '-1' }, [
          title,
          ' ',
          h('a', { class: 'header-anchor', href: `#${name}`, 'aria-label': `Permalink to "${title}"` }, '\u200b'),
        ]),
        h(LiveCard, { situation: name, about }),
      ]),
    ),
});
