import { startApp } from '../shared/dom-app.js';

startApp();
