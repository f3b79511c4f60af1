import { h, render } from 'vue';
import { serve } from '../shared/everywhere.js';

const place = document.querySelector('#app');
if (place) {
  serve({
    handler: 'onLeafConnected',
    show: (given, children) => {
      const inside = children ? [h('p', 'Intro'), h('p', { slot: 'help' }, 'Help')] : [];
      render(h('leaf-jd-connect', given, inside), place);
    },
    hide: () => render(null, place),
  });
}
