import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type {} from 'leaf-jd-connect/react';
import { serve } from '../shared/everywhere.js';

const place = document.querySelector('#app');
if (place) {
  const root = createRoot(place);
  serve({
    handler: 'onleaf-connected',
    show: (given, children) => {
      const inside = children && [<p key="1">Intro</p>, <p key="2" slot="help" children="Help" />];
      flushSync(() => root.render(<leaf-jd-connect {...given}>{inside}</leaf-jd-connect>));
    },
    hide: () => flushSync(() => root.render(null)),
  });
}
