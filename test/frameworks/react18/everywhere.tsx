import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { LeafJdConnect } from 'leaf-jd-connect/react';
import { serve } from '../shared/everywhere.js';

const place = document.querySelector('#app');
if (place) {
  const root = createRoot(place);
  serve({
    handler: 'onLeafConnected',
    show: (given, children) => {
      const inside = children && [<p key="1">Intro</p>, <p key="2" slot="help" children="Help" />];
      flushSync(() => root.render(<LeafJdConnect {...given}>{inside}</LeafJdConnect>));
    },
    hide: () => flushSync(() => root.render(null)),
  });
}
