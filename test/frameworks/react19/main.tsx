import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { serverUrl } from '../shared/page.js';
import { App } from './app.js';

const place = document.querySelector('#app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <App serverUrl={serverUrl} />
    </StrictMode>,
  );
}
