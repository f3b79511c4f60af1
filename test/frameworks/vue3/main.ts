import { createApp, createSSRApp } from 'vue';
import { serverUrl } from '../shared/page.js';
import App from './app.vue';

const place = document.querySelector('#app');
// Rendered on a server already, or not.
(place?.firstElementChild ? createSSRApp : createApp)(App, { serverUrl }).mount('#app');
