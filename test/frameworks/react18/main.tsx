import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { serverUrl } from '../shared/page.js';
import { App } from './app.js';

const place = document.querySelector('#app');
const app = (
  <StrictMode>
    <App serverUrl={serverUrl} />
  </StrictMode>
);
// Rendered on a server already, or not.
if (place?.firstElementChild) hydrateRoot(place, app);
else if (place) createRoot(place).render(app);
